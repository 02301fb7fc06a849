import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parts.plain_values import plain_row_of
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, _what_arrow_minds, row_of
from tests.builders import NOW, article, outcome, revision

IS_PLAIN = plain_row_of(ARTICLES.schema)
LEADER = {
    "id": "x", "qid": None, "name_ar": "اسم", "name_en": "name", "mentions": 1, "in_title": True, "confidence": 0.5,
    "spans": [{"field": "text", "start": 0, "end": 3, "surface": "اسم", "rule": "name"}],
}  # fmt: skip


def row(**changes: object) -> dict[str, Any]:
    return row_of(article()) | changes


def test_rows_as_the_steps_make_them_are_plain():
    assert IS_PLAIN(row(leaders=[LEADER], authors=["كاتب"], words=7, is_short=False, language_confidence=0.99))
    assert plain_row_of(REVISIONS.schema)(row_of(revision()))
    assert plain_row_of(OUTCOMES.schema)(row_of(outcome()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", None),
        ("title", "a\x00"),
        ("title", "\ud83d"),
        ("words", True),
        ("words", 2**31),
        ("words", 1.0),
        ("is_short", 1),
        ("language_confidence", math.inf),
        ("published_day", NOW),
        ("published_at", date(2026, 3, 14)),
        ("published_at", datetime(2026, 3, 14)),  # noqa: DTZ001 (a time without a zone names no moment)
        ("authors", "كاتب"),
        ("authors", [None]),
        ("leaders", [LEADER | {"spans": [{"field": "text"}]}]),
        ("leaders", [LEADER | {"more": "x"}]),
        ("leaders", [LEADER | {"mentions": 2**40}]),
    ],
    ids=ascii,
)
def test_what_is_not_plain_is_left_to_arrow(name: str, value: object):
    assert not IS_PLAIN(row(**{name: value}))


ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=())),
    st.datetimes(timezones=st.sampled_from([UTC, UTC, timezone(timedelta(hours=3))])),
    st.dates(),
    st.binary(max_size=3),
)
STRUCTS = st.dictionaries(st.sampled_from(["from", "raw", "value", "country", "mentions", "field"]), ATOMS)


@given(st.sampled_from(ARTICLES.schema.names), st.one_of(ATOMS, st.lists(ATOMS), st.lists(STRUCTS), STRUCTS))
@settings(deadline=None, max_examples=500)
def test_what_is_plain_arrow_takes_and_gives_back(name: str, value: object):
    changed = row(**{name: value})
    if not IS_PLAIN(changed):
        return
    assert _what_arrow_minds(changed, ARTICLES.schema) is None
    (back,) = pa.RecordBatch.from_pylist([changed], schema=ARTICLES.schema).to_pylist()
    if not isinstance(value, float):  # four bytes hold less of it
        assert back[name] == value
