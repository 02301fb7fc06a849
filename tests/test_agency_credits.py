"""Credits stand where credits stand; an agency that is named elsewhere is only cited."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.agencies.credits import credited_in
from tests.builders import LONG_TEXT

BODY = "أقر المجلس البلدي خطة واسعة لتشجير الشوارع الرئيسية في المدينة خلال العام الحالي والعام الذي يليه كما أعلن"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"واس - أبها: {BODY}", ("spa",)),
        (f"أبها - واس {BODY}", ()),  # no margin closes it: it may be anything
        (f"أبها - واس\n\n{BODY}", ("spa",)),
        (f"أ ف ب - أثينا - {BODY}", ("afp",)),
        (f"عرعر 27 رجب 1447 هـ الموافق 16 يناير 2026 م واس\n\n{BODY}", ("spa",)),
        (f"أثينا (أ.ف.ب) {BODY}", ("afp",)),
        (f"لندن :رويترز\n{BODY}", ("reuters",)),
        (f"القاهرة – د ب أ – {BODY}", ("dpa",)),
        (f"عواصم - وكالات: {BODY}", ("agencies",)),
        (f"بيروت، دمشق - رويترز، أ ف ب - {BODY}", ("reuters", "afp")),
        (f"الدوحة - قنا - {BODY}", ("qna",)),
        (f"وكالة الأنباء السعودية (واس) - {BODY}", ("spa",)),
        (f"رُويتــرز - باريس - {BODY}", ("reuters",)),
        (f"وام- أبوظبي: {BODY}", ("wam",)),
        (f"رام الله 8-3-2026 وفا- {BODY}", ("wafa",)),
        (f"{BODY}.\n\nطوكيو - «رويترز»: {BODY}", ("reuters",)),  # behind a standfirst
        (f"{BODY}.\n\n(رويترز)", ("reuters",)),
        (f"{BODY} (أ ف ب).", ("afp",)),
        (f"{BODY}.\n\n(رويترز، أ ف ب)", ("reuters", "afp")),
        (f"{BODY}.\n\nالمصدر: وكالة الأناضول", ("anadolu",)),
        (f"{BODY}.\n\nالمصدر: وفا", ("wafa",)),
        (f"{BODY}.\n\nالمصدر : وكالات", ("agencies",)),
    ],
)  # fmt: skip
def test_credits_are_found(text: str, codes: tuple[str, ...]) -> None:
    assert credited_in(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        LONG_TEXT,
        "",
        "…",
        f"قالت رويترز: {BODY}",
        f"ونقلت وكالة الأنباء السعودية (واس) عن الوزير - {BODY}",
        f"{BODY} وقال لوكالة رويترز إن العمل سيبدأ قريبا في الأحياء الشرقية من المدينة القديمة كلها.",
        f"{BODY}.\n\nونقلت رويترز عن الوزير",
        f"{BODY} (وكالة رويترز التي زارت المكان)",
        f"واسع - {BODY}",
        f"واسط - العراق: {BODY}",
        f"قنا - محمد علي: {BODY}",  # the town
        f"قنا - محمد علي - أكد: {BODY}",
        f"مسقط - وزارة الخارجية العمانية: {BODY}",
        f"هيئة وطنية - {BODY}",
        f"أبرمت الشركة، ممثلة في فرعها، العقد الثالث، طيران السعودية الخاص (SPA) {BODY}",
        f"{BODY}.\n\nوأظهر مسح لـ«رويترز» أمس: {BODY}",
        f"{BODY}.\n\nووفقا لوكالة الأنباء السعودية (واس) {BODY}",
        f"{BODY} بحسب وكالة الأنباء السعودية (واس).",  # the sentence names it
        f"{BODY}.\n\n(الصورة: رويترز)",
        f"وفا - {BODY}",  # kept his word
        f"بنا المجلس سورا - {BODY}",
        f"الأخبار - وكالاتنا: {BODY}",
    ],
)
def test_names_elsewhere_are_no_credit(text: str) -> None:
    assert credited_in(text) == ()


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    found = credited_in(text)
    assert len(set(found)) == len(found)
