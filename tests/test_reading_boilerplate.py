# ruff: noqa: E501
import pytest

from pipelines.reading.boilerplate import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضاً", "إقرأ أيضًا:", "طالع أيضا: رئيس البلدية يفتتح حديقة جديدة", "اقرأ أيضا.. خبر آخر", "أخبار ذات صلة",
        "مقالات ذات صلة", "الأكثر قراءة", "المزيد", "شارك", "شارك الخبر", "شارك الخبر عبر فيسبوك تويتر واتساب", "نسخ الرابط",
        "تابعنا", "تابعونا على فيسبوك", "تعليقات", "أضف تعليقا", "جميع الحقوق محفوظة © 2026", "إعلان", "الكلمات المفتاحية:",
        "التالي", "***", "فيسبوك تويتر واتساب", "صدر الصورة، وكالة النهر",
    ],
)  # fmt: skip
def test_furniture_is_known_as_a_whole_line(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "شارك الوزير في الاجتماع الذي عقد في العاصمة", "قال المصدر إن القوات لم تصل", "المصدر الأول للدخل هو الزراعة",
        "صورة قاتمة للاقتصاد في العام المقبل", "تابعنا الحدث من قرب، ثم عدنا إلى المدينة", "إعلان الحرب كان متوقعا منذ أشهر",
        "المزيد من الجنود وصلوا إلى الحدود ليلة أمس", "التعليقات التي صدرت عن الوزارة لم تكن كافية للأهالي",
        "تابعنا الحدث من قرب على فيسبوك ثم عدنا", "هذه القصة من ملف قديم في المحكمة", "كتب: لا نريد حربا",
        "صور أرشيفية نادرة تكشف تاريخ المدينة", "إعداد: كوب دقيق وبيضتان",
        "اقرأ أيضا ما كتبه الشاعر في تلك الليلة من قصائد الحزن",
    ],
)  # fmt: skip
def test_a_bare_word_never_costs_a_line_of_prose(line: str) -> None:
    assert not is_furniture(line)


def test_a_lead_before_a_link_needs_no_colon() -> None:
    line = "اقرأ أيضا «رئيس البلدية يفتتح حديقة جديدة»"
    assert is_furniture(line, link_share=0.7)


def test_a_source_line_is_furniture_only_at_the_tail() -> None:
    assert is_furniture("المصدر: وكالات", at_tail=True)
    assert not is_furniture("المصدر: وكالات")


def test_long_lines_are_prose() -> None:
    assert not is_furniture("اقرأ أيضا: " + "كلمة " * 100)
