import ctypes
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.corpus.written_values import cell, json_line, plain

CAIRO = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        ("نص", "نص"),
        (True, "true"),
        (7, "7"),
        (0.5, "0.5"),
        (float("nan"), ""),
        (0.8999999761581421, "0.9"),  # a float of four bytes
        (0.123456789012345, "0.123456789012345"),
        (1.2345678901234567e300, "1.2345678901234567e+300"),
        (date(2026, 3, 14), "2026-03-14"),
        (datetime(2026, 3, 14, 9, tzinfo=UTC), "2026-03-14T09:00:00Z"),
        (datetime(2026, 3, 14, 1, tzinfo=CAIRO), "2026-03-13T23:00:00Z"),
        (datetime(2026, 3, 14, 9), "2026-03-14T09:00:00"),  # noqa: DTZ001 (SQL has times without a zone)
        (time(10), "10:00:00"),
        (Decimal("1.50"), "1.50"),
        (b"\x00\xff", "00ff"),
        (["خبر", None], '["خبر", null]'),
        ([], "[]"),
        (
            {"at": [datetime(2026, 3, 14, tzinfo=UTC)], "n": float("inf")},
            '{"at": ["2026-03-14T00:00:00Z"], "n": null}',
        ),
    ],
)
def test_a_cell(value: object, written: str):
    assert cell(value) == written


def test_a_json_line_keeps_letters_as_they_are():
    assert json_line({"title": "عاجل\nخبر", "words": 2}) == '{"title": "عاجل\\nخبر", "words": 2}'


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_of_eight_bytes_stays_within_four_bytes_of_itself(number: float):
    """Only what is exactly a float of four bytes is shortened, and to the same float of four bytes."""
    (found,) = json.loads(json_line({"n": number})).values()
    assert found == number or ctypes.c_float(found).value == number


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_float_of_four_bytes_comes_back(number: float):
    assert ctypes.c_float(float(cell(number))).value == number


@settings(max_examples=60)
@given(st.dictionaries(st.text(), JSON))
def test_what_json_has_comes_back_as_it_was_on_one_line(row: dict[str, Any]):
    line = json_line(row)
    assert "\n" not in line
    assert json.loads(line) == row == plain(row)
