"""Who ruled is not told of by the work of a doctor or a headmaster: such a name is a namesake's."""

from datetime import date

import pytest

from tests.tagged import named

DAY = date(2014, 6, 10)


@pytest.mark.parametrize(
    "text",
    [
        "قال الطبيب محمد مرسي إن المريض تعافى.",
        "قال مدير المدرسة عمر البشير إن الطلاب عادوا.",
        "وأشار رئيس قسم الجراحة علي عبد الله صالح إلى نجاح العملية.",
        "وقال الخبير القانوني حيدر العبادي إن المحكمة تنظر في الطعن.",
        "وأوضح المدير الجهوي للصحة محمد مرسي أن الحملة بدأت.",
        "أكد حيدر العبادي، أخصائي الأسنان، أن السكر ضار.",
        "أكد الدكتور محمد مرسي استشاري الأمراض الصدرية أن التدخين ضار.",
        "قال مدير عام المرور المهندس محمد مرسي إن الطريق مغلق.",
    ],
)
def test_a_private_person_is_no_ruler(text):
    assert named(text, DAY) == set()


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("استقبل مدير الجامعة حسني مبارك عند الباب.", "hosni-mubarak"),  # the verb has two
        ("قال المحامي عمر البشير، الرئيس السوداني، إن القانون فوق الجميع.", "omar-al-bashir"),
        ("عمر البشير مدير ظهره للغرب، هكذا كتبت الصحف عن الرئيس السوداني.", "omar-al-bashir"),
        ("قال الخبير إن عمر البشير أخطأ.", "omar-al-bashir"),
        ("دخل المدرسة جمال عبد الناصر وهو صغير.", "gamal-abdel-nasser"),
        ("وقال محامي الدفاع. محمد مرسي بريء.", "mohamed-morsi"),
        ("منذ تولى الحكم عبدالفتاح السيسي تراجعت السياحة في مصر.", "abdel-fattah-el-sisi"),
        ("فاز أستاذ القانون الدستوري قيس سعيد بفارق كبير.", "kais-saied"),
        ("قال الكاتب دونالد ترامب في كتابه.", "donald-trump"),  # few others have such a name
        ("قال الخبير الاقتصادي محمد العريان ومعه الخبير جلال عارف.", None),
    ],
)
def test_a_ruler_stays_one_beside_others_work(text, leader):
    assert named(text, date(2018, 6, 10)) == ({leader} if leader else set())


def test_a_bare_name_behind_the_namesakes_is_his():
    assert named("قال الطبيب محمد مرسي إن المريض تعافى. وأضاف مرسي أن العملية سهلة.", DAY) == set()
