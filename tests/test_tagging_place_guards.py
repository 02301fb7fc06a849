"""Streets, universities, halls and ships named after leaders."""

from datetime import date

import pytest

from tests.tagged import named


@pytest.mark.parametrize(
    "text",
    [
        "تخرج التلاميذ في ابتدائية الملك عبدالعزيز بالطائف.",
        "وطالب السكان بتنظيف شارع الرئيس الراحل المختار ولد داداه من الأوحال.",
        "وقدم الأطباء من المركز الاستشفائي الجامعي محمد السادس بوجدة.",
        "وأقلعت الطائرات من حاملة الطائرات دوايت أيزنهاور في البحر الأحمر.",
        "وشملت الأعمال «متنزه السودة والملك عبدالعزيز والسحاب والأمير سلطان» في عسير.",
        "وشملت الأعمال متنزهات الملك عبدالعزيز.",
        "وقصفت الطائرات قاعدة عين الأسد في العراق قرب حدود سوريا.",
        "امتلأت ساحتا الشهداء ورياض الصلح في بيروت بالمتظاهرين.",
    ],
)
def test_a_public_place_keeps_its_name_behind_titles_and_adjectives(text):
    assert named(text) == set()


def test_a_man_at_an_airport_is_no_airport():
    assert named("استقبله بالمطار الأستاذ علي عثمان محمد طه أمس.", date(2011, 7, 9)) == {"ali-osman-taha"}
    assert named("هبطت الطائرة في المطار الدولي الملك خالد أمس.", date(2011, 7, 9)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "نقل المصابون إلى المستشفى الإقليمي الحسن الثاني بطانطان في المغرب.",
        "أقيم الحفل في المركب الثقافي محمد السادس بالمغرب.",
        "فاز بالمسابقة هيثم بن طارق المعولي من سلطنة عمان.",
        "جاء ثانيا قابوس بن سعيد الريامي من سلطنة عمان.",
        "قال الدكتور حيدر علي العبادي مدير مستشفى الحسين في العراق.",
        "تبرع وقف الملك فهد بأجهزة جديدة.",
    ],
)
def test_ordinary_pages_name_places_and_private_persons_like_leaders(text):
    assert not named(text, date(2023, 8, 13))


def test_an_opera_is_nobody():
    assert named("احتضنت أوبرا الجزائر بوعلام بسايح المهرجان.", date(2015, 4, 18), "DZ") == set()


def test_canals_and_prizes_bear_rulers_names():
    assert named("غرق طفل داخل قناة الملك عبدالله.", date(2019, 5, 5), "JO") == set()
    assert named("فاز الجواد في مهرجان سيف سمو الأمير.", date(2019, 5, 5), "QA") == set()
