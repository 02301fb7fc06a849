"""A bare name needs evidence in the article; a full one speaks for itself."""

from datetime import date

import pytest

from pipelines.leaders.finding import find_leaders
from tests.tagged import DAY, named, rules


def test_an_ambiguous_name_needs_evidence():
    assert named("قال الحكيم إن الرواية فن.") == set()
    assert rules("التقى عمار الحكيم الوفد، وقال الحكيم إن العراق يدعم ذلك.") == [
        ("عمار الحكيم", "full"),
        ("الحكيم", "surname"),
    ]


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("اجتمع الرئيس سعد الحريري مع الوزراء في لبنان، ثم غاب بري وباسيل.", "gebran-bassil"),
        ("وقال أحمد الفهد نائب رئيس مجلس الوزراء إن البطولة ناجحة.", "ahmed-al-fahad-al-ahmed-al-sabah"),
        ("آخر رئيس وزراء في عهد مبارك أحمد شفيق زار القاهرة.", "hosni-mubarak"),
        ("قال سامح شكري إن القاهرة تغيرت، وعاد صدام إلى الأذهان في العراق.", "saddam-hussein"),
        ("صافح مانديلا عرفات والقذافي، كما كتب نيلسون مانديلا.", "yasser-arafat"),
    ],
)  # fmt: skip
def test_a_bare_name_counts_beside_what_speaks_for_it(text, leader):
    """A leader joined by «and», a title behind, a word of ruling, his country, other leaders."""
    assert leader in named(text, date(2011, 3, 1) if "الفهد" in text else DAY)


def test_a_bare_name_is_the_son_who_governs_but_not_where_it_speaks_of_the_fathers_death():
    text = "تنظر المحكمة في مقتل رفيق الحريري في بيروت. {} لبنان."
    day = date(2010, 5, 10)
    assert named(text.format("وقال الحريري إن الحكومة ستحمي"), day) == {"rafic-hariri", "saad-hariri"}
    assert named(text.format("وكان اغتيال الحريري قد هز"), day) == {"rafic-hariri"}
    assert named(text.format("وقال الحريري إن الحكومة ستحمي"), date(2013, 5, 10)) == {"rafic-hariri"}


def test_a_headline_names_the_namesake_whom_the_text_names():
    title, text = "محمد مرسي ينقذ سكان برج", "قال المقدم محمد مرسي، قائد الفريق، إن الحريق أخمد في مصر."
    assert named(text, title=title) == set()
    assert named(f"{text} وغاب الرئيس محمد مرسي.", title=title) == {"mohamed-morsi"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("قال وزير الصحة المصري عادل العدوي إن اللقاح متاح. ويحد ذلك من انتقال العدوى.", date(2014, 5, 20)),
        ("وصل لويجي دي مايو وزير الخارجية الإيطالي، ويعود في 15 مايو.", date(2022, 5, 10)),
        ("قال رئيس الوزراء الكويتي صباح الخالد الحمد الصباح ذلك. واستمر العمل منذ الصباح.", date(2020, 5, 10)),
    ],
)
def test_a_family_name_that_is_a_word_needs_more_than_the_full_name(text, day):
    assert all(one["mentions"] == 1 for one in find_leaders(None, text, day))


def test_a_family_name_of_every_day_is_known_behind_the_full_one_where_he_speaks():
    text = "كان رئيس مجلس النواب سليم الجبوري في بغداد. وأضاف الجبوري أن الجبوري يثق بالعراق."
    assert rules(text, date(2015, 9, 3)) == [("سليم الجبوري", "full"), ("الجبوري", "surname")]


def test_two_first_names_alone_are_anybodys():
    assert named("وصل محمود عباس إلى العيادة مع أخيه.", date(2019, 3, 1)) == set()
    assert named("وصل محمود عباس إلى رام الله.", date(2019, 3, 1)) == {"mahmoud-abbas"}
    assert named("وصل محمود عباس للقاء دونالد ترامب.", date(2019, 3, 1)) == {"mahmoud-abbas", "donald-trump"}
