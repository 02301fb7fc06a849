"""Names that go on with fathers: the leader's own, or those of somebody else."""

from datetime import date

import pytest

from tests.tagged import named, surfaces


def test_a_father_s_name_is_the_leader_s_own_joined_or_apart():
    day = date(2015, 7, 31)
    assert named("حضر الأمير خالد الفيصل بن عبد العزيز الاستقبال.", day) == {"khalid-bin-faisal"}
    assert named("حضر الأمير خالد الفيصل بن عبدالعزيز الاستقبال.", day) == {"khalid-bin-faisal"}
    assert named("حضر الأمير خالد الفيصل بن عبد الرحمن الاستقبال.", day) == set()


def test_a_name_with_two_fathers_may_have_a_third():
    text = "وكان في وداعه عبدالعزيز بن سعود بن نايف بن عبدالعزيز وجمع من المسؤولين."
    assert surfaces(text, date(2024, 7, 24), "SA") == {
        "abdulaziz-bin-saud": ["عبدالعزيز بن سعود بن نايف بن عبدالعزيز"]
    }


def test_a_kinsman_behind_a_leader_is_not_his_father():
    assert named("أمر صدام حسين ابن عمه بقمع الانتفاضة في العراق.", date(1991, 3, 22)) == {"saddam-hussein"}
    assert named("أمر صدام حسين ابن خلف بالرحيل.", date(1991, 3, 22)) == set()


def test_a_prince_with_two_fathers_is_he_whose_office_stands_before_his_style():
    text = "وصل وزير الخارجية، الأمير فيصل بن فرحان بن عبدالله، إلى العاصمة السودانية."
    assert surfaces(text, date(2020, 12, 8), "SA") == {
        "faisal-bin-farhan": ["وزير الخارجية", "فيصل بن فرحان بن عبدالله"]
    }


@pytest.mark.parametrize(
    ("text", "day", "leaders"),
    [
        ("استقبل رئيس الجمهورية محمد الباجي قايد السبسي الوفد.", date(2015, 5, 10), {"beji-caid-essebsi"}),
        ("استقبل الرئيس محمد عبد الفتاح السيسي الوفد.", date(2015, 5, 10), {"abdel-fattah-el-sisi"}),
        ("استقبل الحارس محمد عبد الفتاح السيسي الوفد.", date(2015, 5, 10), set()),
        ("استقبل الرئيس محمد عبد الفتاح السيسي الوفد.", date(2010, 5, 10), set()),
    ],
)
def test_a_holder_may_have_a_first_mohammed_that_no_table_has(text, day, leaders):
    assert named(text, day) == leaders
