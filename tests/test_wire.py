"""Credits stand where credits stand; an agency that is named elsewhere is only cited."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.wire import credits_of
from tests.builders import LONG_TEXT, article

BODY = "أقر المجلس البلدي خطة واسعة لتشجير الشوارع الرئيسية في المدينة خلال العام الحالي والعام الذي يليه كما أعلن"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"واس - أبها: {BODY}", ("spa",)),
        (f"أبها - واس {BODY}", ()),  # no margin closes it: it may be anything
        (f"أبها - واس\n\n{BODY}", ("spa",)),
        (f"أ ف ب - أثينا - {BODY}", ("afp",)),
        (f"أثينا (أ.ف.ب) {BODY}", ("afp",)),
        (f"لندن :رويترز\n{BODY}", ("reuters",)),
        (f"القاهرة – د ب أ – {BODY}", ("dpa",)),
        (f"عواصم - وكالات: {BODY}", ("agencies",)),
        (f"بيروت، دمشق - رويترز، أ ف ب - {BODY}", ("reuters", "afp")),
        (f"الدوحة - قنا - {BODY}", ("qna",)),
        (f"وكالة الأنباء السعودية (واس) - {BODY}", ("spa",)),
        (f"رُويتــرز - باريس - {BODY}", ("reuters",)),
        (f"{BODY}.\n\n(رويترز)", ("reuters",)),
        (f"{BODY} (أ ف ب).", ("afp",)),
        (f"{BODY}.\n\n(رويترز، أ ف ب)", ("reuters", "afp")),
        (f"{BODY}.\n\nالمصدر: وكالة الأناضول", ("anadolu",)),
        (f"{BODY}.\n\nالمصدر: وفا", ("wafa",)),
        (f"{BODY}.\n\nالمصدر : وكالات", ("agencies",)),
    ],
)  # fmt: skip
def test_credits_are_found(text: str, codes: tuple[str, ...]) -> None:
    assert credits_of(article(text=text)) == codes


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
        f"وفا - {BODY}",  # kept his word
        f"بنا المجلس سورا - {BODY}",
        f"الأخبار - وكالاتنا: {BODY}",
    ],
)
def test_names_elsewhere_are_no_credit(text: str) -> None:
    assert credits_of(article(text=text)) == ()


def test_the_byline_counts_as_read() -> None:
    assert credits_of(article(agencies=["reuters", "afp"])) == ("reuters", "afp")
    assert credits_of(article(agencies=["spa"], text=f"واس - أبها: {BODY}")) == ("spa",)


def test_what_an_agency_publishes_itself_is_credited_to_it() -> None:
    assert credits_of(article(source_id="spa")) == ("spa",)
    assert credits_of(article(source_id="agencies")) == ()


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    found = credits_of(article(text=text, text_hash="0"))
    assert len(set(found)) == len(found)
