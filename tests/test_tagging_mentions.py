"""Where a leader's name ends: with his fathers and his house."""

from datetime import date

import pytest

from tests.tagged import rules, surfaces


def test_a_name_ends_with_its_house():
    day = date(2015, 7, 20)
    text = "استقبل الملك سلمان بن عبدالعزيز آل سعود الشيخ تميم بن حمد آل ثاني أمس."
    assert rules(text, day) == [("الملك سلمان بن عبدالعزيز آل سعود", "full"), ("تميم بن حمد آل ثاني", "full")]
    assert rules("زار الأمير خالد الفيصل بن عبد العزيز مكة.", day) == [("الأمير خالد الفيصل بن عبد العزيز", "full")]
    assert rules("زار الأمير سلمان بن عبدالعزيز بن سلمان مكة.", day) == []
    assert len(rules("زار الشيخ حمد بن خليفة بن حمد آل ثاني مكة.", day)) == 1
    assert rules("زار الملك سلمان بن عبدالعزيز آل زيد في دارهم.", day) == [("الملك سلمان بن عبدالعزيز", "full")]


@pytest.mark.parametrize(
    "text",
    [
        "وصل الملك سلمان بن عبدالعزيز آل سعود، ملك المملكة العربية السعودية، إلى الرياض.",
        "نوه الأمير متعب بن عبدالله بن عبدالعزيز وزير الحرس الوطني بالرجال في السعودية.",
        "وصل الملك حمد بن عيسى آل خليفة ملك مملكة البحرين إلى الرياض.",
    ],
)
def test_a_name_with_fathers_and_house_and_its_title_are_one_mention(text):
    ((surface,),) = surfaces(text, date(2015, 7, 24), "SA").values()
    assert " بن " in surface
