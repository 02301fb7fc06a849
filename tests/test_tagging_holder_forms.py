"""The forms in which the press writes the name of who holds the office beside it."""

from datetime import date

import pytest

from tests.tagged import named, rules, surfaces


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("وصلت وزيرة الهجرة السويدية، ماريا مالمر ستنيرغارد، أمس.", date(2023, 10, 5), "ماريا مالمر ستنيرغارد"),
        ("زار وزير الخارجية البلجيكي ديدييه رينديرز العاصمة.", date(2015, 7, 22), "ديدييه رينديرز"),
        ("زار وزير النقل والبنية الرقمية الألماني ألكسندر دوبريندت المعرض.", date(2015, 7, 22), "ألكسندر دوبريندت"),
        ("التقى وزير البيئة القطري عبد الله بن تركي السبيعي ضيفه.", date(2023, 1, 27), "عبد الله بن تركي السبيعي"),
    ],
)
def test_a_holder_is_known_behind_his_title_however_his_name_is_spelt(text, day, expected):
    assert rules(text, day) == [(expected, "title")]
    assert rules(text, day.replace(year=2009)) == []


def test_a_holder_may_be_named_behind_his_title_by_his_family_or_without_it():
    assert rules("قال وزير المالية الأردني العسعس أمس.", date(2020, 1, 13)) == [("العسعس", "title")]
    text = "عقد نائب رئيس الوزراء وزير الداخلية الشيخ أحمد الحمود اجتماعا في الكويت."
    assert rules(text, date(2013, 1, 13)) == [("أحمد الحمود", "title")]
    assert rules(text, date(2018, 1, 13)) == []
    assert rules("قال الشيخ أحمد الحمود في الكويت أمس.", date(2013, 1, 13)) == []


def test_a_first_mohammed_may_be_left_out_behind_a_title():
    text = "وسيجري وزير الخارجية الجزائري مراد مدلسي مع نظيره المصري كامل عمرو مباحثات."
    assert named(text, date(2011, 12, 15)) == {"mourad-medelci", "mohamed-kamel-amr"}
    assert named("وقال الكاتب المصري كامل عمرو أمس.", date(2011, 12, 15)) == set()


def test_names_are_known_with_the_further_names_that_newspapers_write():
    day = date(2025, 9, 9)
    assert named("قال الفريق شرطة بابكر سمرة مصطفى وزير الداخلية ذلك.", day, "SD") == {"babikir-samra"}
    text = "أكد الدكتور محمد أيمن عاشور وزير التعليم العالي ذلك."
    assert surfaces(text, day, "EG") == {"ayman-ashour": ["محمد أيمن عاشور"]}


@pytest.mark.parametrize(
    ("text", "day", "press", "leaders"),
    [
        (
            "وصل الرئيس الصومالي محمد عبد الله محمد إلى جوبا.",
            date(2018, 10, 31),
            None,
            {"mohamed-abdullahi-mohamed"},
        ),
        ("قال عبد الفتاح برهان إن السودان باق.", date(2019, 10, 31), "LY", {"abdel-fattah-al-burhan"}),
        ("قال النائب محمد أنور السادات إن القانون معيب.", date(2018, 10, 31), "EG", {"mohamed-anwar-el-sadat"}),
        ("اغتيل محمد أنور السادات في القاهرة.", date(2018, 10, 31), "EG", {"anwar-sadat"}),
        (
            "ثقة تمنح تحت قبة عبدالله السالم، وقال أحمد النواف إنه مستعد.",
            date(2023, 10, 20),
            "KW",
            {"ahmad-nawaf-al-ahmad-al-sabah"},
        ),
    ],
)
def test_other_forms_of_names_and_halls_named_after_rulers(text, day, press, leaders):
    assert named(text, day, press) == leaders


@pytest.mark.parametrize(
    ("text", "day", "leader"),
    [
        ("استقبل الرئيس الصومالي حسن الشيخ محمد الوفد.", date(2014, 1, 10), "hassan-sheikh-mohamud"),
        ("قال وزير الشباب والرياضة البروفيسور أحمد آدم محمد في السودان.", date(2025, 8, 9), "ahmed-adam-sport"),
    ],
)
def test_a_name_that_begins_like_the_holders_is_his(text, day, leader):
    assert named(text, day) == {leader}
