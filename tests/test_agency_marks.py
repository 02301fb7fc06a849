"""A credit names an agency when it is nothing else than one of its marks."""

import pytest

from pipelines.agencies.marks import agencies_in, agency_codes, agency_of


@pytest.mark.parametrize(
    ("credit", "code"),
    [
        ("رويترز", "reuters"),
        ("أ.ف.ب", "afp"),
        ("«أ ف ب»", "afp"),
        ("AFP", "afp"),
        ("وكالة الأناضول", "anadolu"),
        ("وكالة الأنباء القطرية", "qna"),
        ("قنا", "qna"),
        ("المصدر: رويترز", "reuters"),
        ("واسع", None),
        ("هيئة وطنية", None),
        ("رويترز والصحيفة", None),
        ("وكالات", None),
        ("وكالة", None),
        ("", None),
    ],
)
def test_the_whole_credit_is_the_mark(credit: str, code: str | None) -> None:
    assert agency_of(credit) == code


def test_agencies_come_once_and_in_order() -> None:
    assert agencies_in(["رويترز", "سليم البحري", "أ ف ب", "reuters"]) == ("reuters", "afp")


def test_agencies_without_a_name_are_no_agency() -> None:
    assert "reuters" in agency_codes()
    assert "agencies" not in agency_codes()
