import dataclasses
import pickle
import types
import typing
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from pipelines.records import (
    Article,
    Candidate,
    Outcome,
    Outlet,
    Page,
    ReadingRule,
    Reason,
    RejectPage,
    Revision,
    WarcPlace,
)
from tests.builders import article, candidate, outcome, outlet, page, revision

_REASONS = [
    "not_article", "listing_page", "media_only", "live_shell", "blocked", "consent", "parked", "js_shell",
    "soft_404", "http_error", "network_error", "robots_denied", "address_refused", "offsite", "too_large",
    "timeout", "reading_deadline", "no_text", "not_arabic", "mojibake", "out_of_range", "invalid_record",
]  # fmt: skip
_PLAIN = {
    str: pa.string(),
    int: (pa.int32(), pa.int64()),
    float: pa.float32(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
}


def test_reasons_are_the_closed_list():
    assert sorted(typing.get_args(Reason)) == sorted(_REASONS)


@pytest.mark.parametrize("record", [Article, Revision, Outcome])
def test_each_column_is_typed_alike_for_python_and_for_parquet(record):
    hints = typing.get_type_hints(record)
    for column in dataclasses.fields(record):
        kind, nullable = _without_none(hints[column.name])
        assert nullable is not column.metadata["never_null"], column.name
        assert _fits(kind, column.metadata["arrow"]), column.name


def _without_none(hint: Any) -> tuple[Any, bool]:
    if isinstance(hint, types.UnionType):
        rest = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
        return rest[0], len(rest) < len(typing.get_args(hint))
    return hint, False


def _fits(kind: Any, arrow: pa.DataType) -> bool:
    kind, _ = _without_none(kind)
    if typing.get_origin(kind) is list:
        return bool(pa.types.is_list(arrow)) and _fits(typing.get_args(kind)[0], arrow.value_type)
    if typing.is_typeddict(kind):
        inner = typing.get_type_hints(kind)
        same_names = [field.name for field in arrow] == list(inner)
        return same_names and all(_fits(inner[field.name], field.type) for field in arrow)
    expected = _PLAIN[kind]
    return arrow in expected if isinstance(expected, tuple) else bool(arrow == expected)


@pytest.mark.parametrize("record", [Article, Revision, Outcome])
def test_a_column_is_null_until_a_step_fills_it(record):
    empty = record()
    assert {getattr(empty, column.name) for column in dataclasses.fields(record)} == {None}


def test_a_revision_is_an_article_and_more():
    names = [column.name for column in dataclasses.fields(Revision)]
    articles = [column.name for column in dataclasses.fields(Article)]
    assert names == [*articles, "revision", "kind", "changed", "change_summary"]


@pytest.mark.parametrize("record", [page(), article(), revision(), outcome(), candidate(), outlet()])
def test_records_travel_between_processes(record):
    assert pickle.loads(pickle.dumps(record)) == record


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (page(), "body"),
        (candidate(), "url"),
        (outlet(), "domains"),
        (ReadingRule(), "body"),
        (WarcPlace("a", 0, 1), "offset"),
    ],
)
def test_what_was_fetched_is_not_changed_by_a_step(record, name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, name, None)


def test_a_misspelt_column_is_refused():
    with pytest.raises(AttributeError):
        article().tilte = "عنوان"  # type: ignore[attr-defined]


def test_an_outlet_and_a_candidate_are_keys():
    assert len({outlet(), outlet(), candidate(), candidate()}) == 2


def test_a_rejection_keeps_its_reason_on_its_way_between_processes():
    why = pickle.loads(pickle.dumps(RejectPage("no_text", "أقل من خمس كلمات")))
    assert (why.reason, why.detail) == ("no_text", "أقل من خمس كلمات")
    assert RejectPage("parked").detail is None


def test_records_name_what_they_carry():
    assert {field.name for field in dataclasses.fields(Page)} >= {"outlet", "candidate", "body", "headers", "warc"}
    assert {field.name for field in dataclasses.fields(Candidate)} >= {"url", "found_in", "found_at", "listing_url"}
    assert Outlet("x", "اسم", ("x.example",)).timezone == "UTC"
