"""Who sings, plays or judges is no leader of the same name."""

from datetime import date

import pytest

from tests.tagged import named


def test_a_title_behind_a_comma_says_more_than_the_work_before_a_name():
    day = date(2013, 11, 12)
    assert named("ونال الجائزة الفنان فاروق حسني، وزير الثقافة الأسبق.", day) == {"farouk-hosny"}
    assert named("ونال الجائزة الفنان فاروق حسني، المطرب المعروف.", day) == set()
    assert named("التقى المطرب فاروق حسني وزير الثقافة أمس.", day) == set()
    assert named("قال الدكتور خالد محمد مرسي الرئيس التنفيذي للشركة أمس في مصر.", day) == set()
    assert named("قال الرئيس محمد مرسي كامل أمس في النادي في مصر.", day) == set()


@pytest.mark.parametrize(
    "text",
    [
        "وأدرك لاعب الوسط محمود عزت التعادل برأسية في مصر.",
        "قضت المحكمة برئاسة المستشار أحمد نظيف سالم بحبس الموظف في مصر.",
        "وحصلت الطالبة رغد عبد الناصر على المركز الأول في مصر.",
        "وأنقذ الحارس المرمى صدام حسين عسيري فريقه في العراق.",
        "تقدم «بوتين» على منافسيه ثم توقف الجمل فجأة في روسيا.",
        "نقل القطار الحجاج بين عرفات ومزدلفة، كما قال محمود عباس.",
    ],
)
def test_players_judges_pupils_camels_and_plains_are_no_leaders(text):
    assert named(text) <= {"mahmoud-abbas"}


@pytest.mark.parametrize(
    "text",
    [
        "أخطر اللواء محمد منصور مدير المباحث بالحادث.",
        "تلقى اللواء محمد إبراهيم مدير أمن سوهاج بلاغا.",
        "ضبط المتهم محمود عباس وبحوزته هيروين.",
    ],
)
def test_policemen_and_accused_persons_are_no_leaders(text):
    assert named(text, date(2019, 3, 1), "EG") == set()


def test_an_accused_ruler_has_fallen():
    assert named("أجلت المحكمة محاكمة المتهم محمد مرسي.", date(2014, 12, 1), "EG") == {"mohamed-morsi"}
