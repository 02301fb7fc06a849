import pickle
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipelines.records import SCHEMA_VERSION
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, TABLES, data_dictionary, row_of, table_of, what_is_wrong
from tests.builders import NOW, article, outcome, revision

# What was promised to other programs: columns are added at the end of a group, never renamed or retyped.
_TIME = "timestamp[us, tz=UTC]"
_PROMISED_OF_ARTICLES = {
    "article_id": "string",
    "source_id": "string",
    "outlet": "string",
    "section": "string",
    "outlet_country": "string",
    "url": "string",
    "requested_url": "string",
    "canonical_url": "string",
    "listing_url": "string",
    "found_in": "string",
    "found_at": _TIME,
    "run_kind": "string",
    "title": "string",
    "title_raw": "string",
    "labels": "list<string>",
    "lead": "string",
    "text": "string",
    "headings": "list<int32>",
    "genre": "string",
    "genre_from": "string",
    "authors": "list<string>",
    "agencies": "list<string>",
    "published_at": _TIME,
    "modified_at": _TIME,
    "published_day": "date32[day]",
    "published_raw": "string",
    "modified_raw": "string",
    "published_from": "string",
    "published_precision": "string",
    "date_evidence": f"list<struct<from: string, raw: string, value: {_TIME}>>",
    "fetched_at": _TIME,
    "language": "string",
    "language_confidence": "float",
    "arabic_share": "float",
    "words": "int32",
    "keywords": "list<string>",
    "image_url": "string",
    "field_sources": "list<struct<field: string, from: string>>",
    "leaders": (
        "list<struct<id: string, qid: string, name_ar: string, name_en: string, mentions: int32, in_title: bool,"
        " confidence: float,"
        " spans: list<struct<field: string, start: int32, end: int32, surface: string, rule: string>>>>"
    ),
    "topics": "list<struct<code: string, name_ar: string, name_en: string, score: float, evidence: list<string>>>",
    "stories": "list<struct<id: string, name_ar: string, name_en: string, score: float>>",
    "places": "list<struct<country: string, mentions: int32>>",
    "text_hash": "string",
    "duplicate_kind": "string",
    "duplicate_of": "string",
    "duplicate_score": "float",
    "cluster_id": "string",
    "is_short": "bool",
    "is_truncated": "bool",
    "is_withdrawn": "bool",
    "reservations": "list<string>",
    "page_sha256": "string",
    "warc_file": "string",
    "warc_offset": "int64",
    "warc_length": "int64",
    "run_id": "string",
    "reader": "string",
    "reader_version": "string",
    "knowledge_version": "string",
    "normaliser_version": "string",
    "address_rules_version": "string",
    "schema_version": "string",
}
_PROMISED_OF_REVISIONS = _PROMISED_OF_ARTICLES | {
    "revision": "int32",
    "kind": "string",
    "changed": "list<string>",
    "change_summary": "string",
}
_PROMISED_OF_OUTCOMES = {
    "source_id": "string",
    "article_id": "string",
    "url": "string",
    "requested_url": "string",
    "canonical_url": "string",
    "listing_url": "string",
    "found_in": "string",
    "run_id": "string",
    "at": _TIME,
    "http_status": "int32",
    "outcome": "string",
    "reason": "string",
    "detail": "string",
    "warc_file": "string",
    "warc_offset": "int64",
    "reader_version": "string",
}


def _spelt(schema: pa.Schema) -> dict[str, str]:
    return {field.name: str(field.type).replace("item: ", "").replace("element: ", "") for field in schema}


@pytest.mark.parametrize(
    ("table", "promised"),
    [(ARTICLES, _PROMISED_OF_ARTICLES), (REVISIONS, _PROMISED_OF_REVISIONS), (OUTCOMES, _PROMISED_OF_OUTCOMES)],
    ids=["articles", "revisions", "outcomes"],
)
def test_the_columns_are_as_promised(table, promised):
    found = _spelt(table.schema)
    assert found == promised
    assert list(found) == list(promised)


def test_partition_keys_are_no_columns():
    for table in TABLES:
        assert {"source", "month", "date"}.isdisjoint(table.schema.names)


def test_every_schema_says_its_version_and_every_column_its_meaning():
    for table in TABLES:
        assert table.schema.metadata[b"schema_version"] == SCHEMA_VERSION.encode()
        assert all(field.metadata[b"meaning"] for field in table.schema)


def test_the_cluster_is_never_null():
    assert not ARTICLES.schema.field("cluster_id").nullable
    assert not ARTICLES.schema.field("text").nullable
    assert ARTICLES.schema.field("published_at").nullable  # null rather than a guess


@pytest.mark.parametrize(
    ("record", "name"), [(article(), "articles"), (revision(), "revisions"), (outcome(), "outcomes")]
)
def test_a_record_knows_its_table_and_its_row(record, name):
    table = table_of(record)
    assert table.name == name  # a revision is an Article too, and no row of `articles`
    assert list(row_of(record)) == table.schema.names
    assert what_is_wrong(record) is None


_NEVER_NULL = [
    (make, field.name)
    for make, table in ((article, ARTICLES), (revision, REVISIONS), (outcome, OUTCOMES))
    for field in table.schema
    if not field.nullable
]


@pytest.mark.parametrize(("make", "name"), _NEVER_NULL)
def test_what_is_never_null_is_missed_by_name(make, name):
    record = make()
    setattr(record, name, None)
    assert what_is_wrong(record) == f"no {name}"


def test_all_that_is_missing_is_named():
    record: Any = article()
    record.url = record.text = None
    assert what_is_wrong(record) == "no url, text"


_UNSTORABLE: list[tuple[str, Any]] = [
    ("title", "عنوان \ud800 ناقص"),
    ("text", "\udfff"),
    ("authors", ["كاتب", "\ud83d"]),
    ("title", "عنوان\x00"),
    ("keywords", ["نفط", "غا\x00ز"]),
    ("topics", [{"code": "1", "name_ar": "\x00", "name_en": "", "score": 1.0, "evidence": []}]),
    ("date_evidence", [{"from": "meta", "raw": "2026\x00", "value": None}]),
    ("title", 7),
    ("title", ["عنوان"]),
    ("authors", "كاتب"),
    ("authors", [7]),
    ("words", 2**31),
    ("words", -(2**31) - 1),
    ("words", 10**30),
    ("words", "ثلاثون"),
    ("words", 1.5),
    ("warc_offset", 2**63),
    ("headings", [2**40]),
    ("published_at", "2026-03-14"),
    ("published_at", 10**30),
    ("published_at", datetime(2026, 3, 14)),  # noqa: DTZ001 (a time without a zone names no moment)
    ("published_at", date(2026, 3, 14)),
    ("published_day", "2026-03-14"),
    ("published_day", NOW),
    ("words", True),
    ("is_short", 1),
    ("authors", {"كاتب": 1}),
    ("title", b"bytes"),
    ("is_short", "yes"),
    ("language_confidence", "high"),
    ("leaders", ["السيسي"]),
    ("leaders", [{"id": "x", "mentions": 2**40}]),
    ("places", {"country": "EG"}),
]


@pytest.mark.parametrize(("name", "value"), _UNSTORABLE, ids=lambda value: ascii(value)[:30])
def test_what_cannot_be_stored_is_found_before_it_costs_its_batch(name, value):
    record = article()
    setattr(record, name, value)
    assert what_is_wrong(record)


def test_what_is_wrong_can_itself_be_stored():
    wrong = what_is_wrong(article(title="عنوان \ud800"))
    assert wrong is not None
    assert what_is_wrong(outcome(detail=wrong)) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", 2**31 - 1),
        ("warc_offset", 2**63 - 1),
        ("published_at", datetime(1, 1, 1, tzinfo=UTC)),
        ("published_at", datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("published_day", date(9999, 12, 31)),
        ("title", "🕊 عنوان\u200f\u202b\ufffe"),
        ("text", "\x01\x1f\x7f\r\n"),
        ("authors", []),
        ("authors", ("كاتب",)),
        ("title", html.fromstring("<h1>عنوان</h1>").xpath("string()")),  # a kind of str
        ("language_confidence", 1),
        ("date_evidence", [{"from": "url", "raw": "2026/03", "value": None}]),
        ("language_confidence", float("nan")),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_is_odd_but_storable_is_stored(name, value):
    record = article()
    setattr(record, name, value)
    assert what_is_wrong(record) is None


_ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=())),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.binary(max_size=8),
    st.lists(
        st.one_of(st.none(), st.integers(), st.text(max_size=5), st.dictionaries(st.text(max_size=3), st.none()))
    ),
)


@given(st.sampled_from(ARTICLES.schema.names), _ANYTHING)
@settings(deadline=None, max_examples=300)
def test_nothing_that_passes_costs_its_batch(name, value):
    record = article()
    setattr(record, name, value)
    if what_is_wrong(record) is None:
        batch = pa.Table.from_pylist([row_of(record), row_of(article())], schema=ARTICLES.schema)
        batch.validate(full=True)
        assert batch.num_rows == 2


def test_schemas_travel_to_workers():
    assert pickle.loads(pickle.dumps(ARTICLES)).schema.equals(ARTICLES.schema, check_metadata=True)


def test_the_data_dictionary_has_every_column_once_with_its_meaning():
    lines = data_dictionary().splitlines()
    columns = [line.split("`")[1] for line in lines if line.startswith("| `")]
    own = [name for name in REVISIONS.schema.names if name not in ARTICLES.schema.names]
    assert columns == [*ARTICLES.schema.names, *own, *OUTCOMES.schema.names]
    assert "| `title` | string | Headline without the outlet's name and labels |" in lines
    assert any(line.startswith("| `cluster_id` | string, never null |") for line in lines)
    assert any(
        line.startswith("| `date_evidence` | list<struct<from: string, raw: string, value: ") for line in lines
    )


def test_the_data_dictionary_is_a_table_in_markdown():
    lines = [line for line in data_dictionary().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {4}


def test_a_time_is_stored_as_the_moment_that_it_names():
    row = pa.Table.from_pylist([row_of(article())], schema=ARTICLES.schema).to_pylist()[0]
    assert row["fetched_at"] == NOW
