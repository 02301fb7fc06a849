"""Full names with more fathers than the tables hold, as the agencies of the Gulf print them."""

from datetime import date

import pytest

from tests.tagged import named, surfaces

DAY = date(2024, 2, 2)


@pytest.mark.parametrize(
    ("name", "leader"),
    [
        ("سلطان بن سالم بن سعيد الحبسي", "sultan-al-habsi"),
        ("ماجد بن عبدالله بن حمد الحقيل", "majed-al-hogail"),
        ("علي بن أحمد بن علي الكواري", "ali-bin-ahmed-al-kuwari"),
        ("فيصل بن فرحان بن عبدالله آل سعود", "faisal-bin-farhan"),
        ("خالد بن هلال بن سعود البوسعيدي", "khalid-bin-hilal-al-busaidi"),
        ("هيثم بن طارق بن تيمور آل سعيد", "haitham-bin-tariq"),
    ],
)
def test_further_fathers_stand_between_the_father_and_the_family(name, leader):
    assert named(f"وصل {name} إلى المطار.", DAY) == {leader}
    assert named(f"وصل الوفد ومعه الوزير و{name} إلى المطار.", DAY) == {leader}


def test_the_span_is_the_whole_chain():
    text = "قال سلطان بن سالم بن سعيد الحبسي إنه باق."
    assert surfaces(text, DAY) == {"sultan-al-habsi": ["سلطان بن سالم بن سعيد الحبسي"]}


def test_another_father_is_another_man_and_a_grandson_whom_the_tables_hold_is_himself():
    assert named("قال سلطان بن حمد بن سعيد الحبسي إنه باق.", DAY) == set()
    assert named("رافقه سلطان بن محمد بن سلطان القاسمي.", date(2018, 11, 1)) == {
        "sultan-bin-mohammed-bin-sultan-al-qasimi"
    }


def test_the_tail_of_a_chain_names_nobody():
    assert named("قال فلان بن هلال بن سعود البوسعيدي وزير ديوان البلاط.", DAY) == set()
