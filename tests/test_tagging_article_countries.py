"""Of which country an article tells, when a title names none."""

from datetime import date

import pytest

from tests.tagged import named, rules, surfaces


def test_a_bare_title_is_of_the_country_of_the_leaders_named():
    day = date(2024, 3, 7)
    text = "افتتحت وزيرة الثقافة نيفين الكيلاني المهرجان ونقلت تحيات رئيس الوزراء، وكرمت مخرجا من فرنسا."
    assert ("رئيس الوزراء", "role") in rules(text, date(2023, 11, 14))
    assert "moustafa-madbouly" in named(text, date(2023, 11, 14))
    both = "التقى سامح شكري نظيره أيمن الصفدي، وقال رئيس الوزراء إن اللقاء مثمر."
    assert named(both, date(2022, 3, 7)) == {"sameh-shoukry", "ayman-safadi"}
    assert named("قال رئيس الوزراء إن اللقاء مثمر.", day) == set()


def test_finances_are_no_mali():
    text = "قال وزير المالية إن الوضع المالي جيد."
    assert named(text, date(2013, 11, 26)) == set()
    assert named("قال الرئيس المالي إن الوضع جيد في باماكو.", date(2014, 11, 26)) == {"ibrahim-boubacar-keita"}


@pytest.mark.parametrize("ambassador", ["السفير البريطاني", "سفير فرنسا"])
def test_who_receives_an_ambassador_is_not_of_his_country(ambassador):
    assert surfaces(f"استقبل رئيس الوزراء {ambassador} وبحثا التعاون.", date(2025, 12, 16)) == {}


def test_a_newspaper_tells_of_the_one_country_that_it_names_again_and_again():
    text = "قال الوزير إن الحكومة اللبنانية وافقت. والجيش اللبناني مستعد، ولبنان ملتزم، رغم ضغوط إسرائيل. "
    assert named(f"{text}ونقل عن رئيس الحكومة قوله ذلك.", date(2025, 9, 6), "JO") == {"nawaf-salam"}
