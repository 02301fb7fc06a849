"""A minister's title may name several fields, and end in its country."""

from datetime import date

import pytest

from pipelines.leaders.finding import find_leaders
from tests.tagged import named, rules


@pytest.mark.parametrize(
    "title",
    [
        "وزير الزراعة واستصلاح الأراضي المصري السابق",
        "وزير الزراعة المصري،",
        "وزير الزراعة د.",
        "وزير الزراعة أ. د.",
    ],
)
def test_a_minister_s_title_may_be_long_and_end_in_a_comma_or_a_shortened_rank(title):
    text = f"حكمت محكمة في القاهرة على {title} صلاح هلال أمس."
    assert rules(text, date(2016, 4, 11)) == [("صلاح هلال", "title")]


@pytest.mark.parametrize(
    "before",
    ["وزير الزراعة في مصر د.", "وصل وزير الزراعة واستقبل", "وزير الزراعة الدكتور علي حسن،", "وزير الزراعة السفير"],
)
def test_a_minister_s_title_ends_where_another_word_or_title_begins(before):
    found = rules(f"حكمت محكمة في القاهرة بمصر: {before} صلاح هلال أمس.", date(2019, 4, 11))
    assert "صلاح هلال" not in dict(found)


def test_a_minister_is_known_by_his_portfolio():
    assert "sherif-farouk" in named("وأضاف وزير التموين شريف فاروق أن التخفيضات مستمرة.", date(2025, 2, 17))


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("قال وزير المالية السعودي إن الموازنة متينة.", "ibrahim-abdulaziz-al-assaf"),
        ("قال وزير البترول والثروة المعدنية السعودي إن السوق مستقرة.", "ali-al-naimi"),
        ("أعلن وزير التعليم أمس في السعودية بدء العام الدراسي.", "azzam-al-dakhil"),
        ("وصل وزير الاقتصاد والطاقة الألماني إلى طهران في إيران.", "sigmar-gabriel"),
        ("بحث وزير الزراعة الروسي مع نظيره الأسترالي تصدير القمح.", "barnaby-joyce"),
        ("أوضحت وزيرة العدل الأمريكية أن التحقيق مستمر.", "loretta-lynch"),
    ],
)
def test_a_minister_s_title_stands_for_who_headed_that_ministry(text, leader):
    found = find_leaders(None, text, date(2015, 7, 20))
    assert leader in {one["id"] for one in found}
    assert {span["rule"] for one in found if one["id"] == leader for span in one["spans"]} == {"role"}


@pytest.mark.parametrize(
    "text",
    [
        "قال نائب وزير المالية السعودي إن الموازنة متينة.",
        "قال وزير المالية السعودي السابق إن الموازنة متينة.",
        "قال وزير المالية السعودي سعد الفلاني إن الموازنة متينة.",
        "أدان وزير المالية الهجوم السعودي على صنعاء في اليمن.",
        "زار وفد من مصر والسعودية والكويت وزير المالية أمس.",
        "قال وزير الإنتاج الحربي السعودي إن الموازنة متينة.",
    ],
)
def test_a_minister_s_title_stands_for_nobody_where_another_is_meant(text):
    assert "ibrahim-abdulaziz-al-assaf" not in named(text, date(2015, 7, 20))


def test_fields_of_a_ministry_may_stand_apart():
    text = "أكد وزير الفلاحة والتنمية الريفية و الصيد البحري، يوسف شرفة، ذلك."
    assert named(text, date(2025, 4, 20), "DZ") == {"youcef-cherfa"}
    assert named("التقى الرئيس و بوتين في موسكو.", date(2025, 4, 20)) == {"vladimir-putin"}


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("قال وزير المالية السوداني إن الموازنة جاهزة.", {"badr-al-din-mahmoud"}),
        ("قال وزير المالية السوداني بدر الدين محمود إن الموازنة جاهزة.", {"badr-al-din-mahmoud"}),
        ("قال وزير العمل محمد شياع السوداني إن الرواتب جاهزة، وأضاف السوداني.", {"mohammed-shia-al-sudani"}),
    ],
)
def test_a_minister_s_country_is_no_family_name(text, leaders):
    assert named(text, date(2016, 6, 1)) == leaders


def test_fishing_is_a_ministry_and_no_name():
    assert named("قال وزير الصيد الموريتاني أحمد ولد علي ذلك.", date(2011, 10, 11)) == set()
