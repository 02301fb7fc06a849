"""Letters written before a name do not hide it."""

import pytest

from tests.tagged import named, rules


@pytest.mark.parametrize("prefix", ["و", "ف", "ب", "ل", "ك", "ول"])
def test_proclitics_do_not_hide_a_name(prefix):
    assert rules(f"تحدث الحضور عن الوضع {prefix}باراك أوباما أمس.") == [("باراك أوباما", "full")]


def test_l_before_the_article_is_another_form_of_the_name():
    assert "abdel-fattah-el-sisi" in named("قدم الوزير تقريره للسيسي في القاهرة بعد لقاء عبد الفتاح السيسي.")
