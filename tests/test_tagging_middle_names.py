"""Full names with middle names that the table does not hold."""

import pytest

from tests.tagged import named


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("تحدث الأمير محمد بن سلمان على هامش القمة.", "mohammed-bin-salman"),
        ("زار رئيس الوزراء حيدر جواد العبادي الموصل.", "haider-al-abadi"),
        ("خطب عبدالفتاح سعيد السيسي في القاهرة.", "abdel-fattah-el-sisi"),
        ("التقى صباح خالد الحمد الصباح ضيفه في الكويت.", "sabah-al-khalid-al-sabah"),
        ("قال عزام محمد الدخيل إن الدراسة تبدأ غدا.", "azzam-al-dakhil"),
        ("تراجعت قوات الرئيس المخلوع علي صالح في اليمن.", "ali-abdullah-saleh"),
    ],
)
def test_a_word_after_a_middle_name_or_a_dropped_article_hides_no_full_name(text, leader):
    assert named(text) == {leader}
