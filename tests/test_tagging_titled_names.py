"""A name and the title beside it are one mention, and the title says whose name it is."""

from datetime import date

import pytest

from pipelines.leaders.finding import find_leaders
from tests.tagged import DAY, named, rules


@pytest.mark.parametrize("marks", ["«»", '""', "“”", "()"])
def test_a_title_belongs_to_the_name_between_marks(marks):
    text = f"قال وزير الخارجية {marks[0]}فؤاد حسين{marks[1]} في بغداد."
    assert rules(text, date(2021, 5, 1)) == [("فؤاد حسين", "title")]


def test_an_adjective_between_a_title_and_a_name_is_no_family_name():
    day = date(2023, 5, 1)
    assert rules("قال وزير الدولة للشؤون الخارجية السوداني كمال الفلاني في بغداد بالعراق.", day) == []
    text = "قال رئيس مجلس الوزراء العراقي السوداني على الهواء إنه باق."
    assert rules(text, day) == [("السوداني", "title")]


def test_the_title_of_the_name_before_is_not_that_of_the_name_behind_it():
    text = "قال صلاح هلال، وزير الزراعة المصري، إبراهيم محلب مسؤول."
    assert named(text, date(2018, 4, 11)) == {"salah-helal", "ibrahim-mahlab"}


def test_role_and_name_are_one_mention():
    found = find_leaders(None, "بحث الرئيس الأمريكي باراك أوباما ونظيره الروسي فلاديمير بوتين الأزمة.", DAY)
    assert [(leader["id"], leader["mentions"]) for leader in found] == [("barack-obama", 1), ("vladimir-putin", 1)]


def test_a_name_between_quotation_marks_is_the_leaders_too():
    text = 'زار الأمين العام "بان كي مون" المخلوع «علي عبدالله صالح» في اليمن.'
    assert named(text, date(2015, 7, 1)) == {"ban-ki-moon", "ali-abdullah-saleh"}


def test_a_name_in_news_of_another_country_keeps_its_title():
    text = "أدلى وزير الخارجية جون كيري ووزير الخزانة جاك لو بشهادتهما بشأن إيران أمام الكونغرس."
    assert rules(text, date(2015, 7, 24))[-1] == ("جاك لو", "title")


def test_who_was_ousted_is_called_so_instead_of_president():
    assert named("قصف التحالف قوات المخلوع علي صالح في اليمن.", date(2015, 7, 20)) == {"ali-abdullah-saleh"}


def test_the_title_beside_a_name_is_his_wherever_the_article_happens():
    text = "دافع عبد الإله بنكيران، رئيس الحكومة، عن المقاصة، وقال إن المالية العمومية في خطر."
    assert rules(text, date(2013, 11, 26)) == [("عبد الإله بنكيران", "full")]
    text = "تفقد المهندس هاني ضاحي وزير النقل المحطة المطلة على مقر الشركة الأمريكية."
    assert named(text, date(2015, 6, 17)) == {"hany-dahy"}


@pytest.mark.parametrize(
    ("text", "day", "leaders"),
    [
        ("أبلغ الرئيس الأميركي نتنياهو بأن الخطة جاهزة.", date(2025, 2, 5), {"donald-trump", "benjamin-netanyahu"}),
        ("دعا وزير الخارجية الأميركي لافروف إلى الحوار.", date(2018, 6, 24), {"mike-pompeo", "sergey-lavrov"}),
        (
            "استقبل رئيس الجمهورية السيد رمطان لعمامرة في الجزائر.", date(2022, 3, 17),
            {"abdelmadjid-tebboune", "ramtane-lamamra"},
        ),
        ("قال الرئيس الأميركي دونالد ترامب ذلك.", date(2018, 6, 24), {"donald-trump"}),
        ("كان الرئيس الأميركي السابق باراك أوباما هناك.", date(2018, 6, 24), {"barack-obama"}),
    ],
)  # fmt: skip
def test_a_title_before_the_name_of_a_leader_who_never_held_it_is_another_s(text, day, leaders):
    assert named(text, day) == leaders


def test_a_government_may_stand_between_a_title_and_a_name():
    text = "بحث وزير الداخلية بالحكومة الليبية اللواء عصام أبوزريبة الخطة في بنغازي."
    assert named(text, date(2026, 1, 5), "LY") == {"essam-abu-zreiba"}
