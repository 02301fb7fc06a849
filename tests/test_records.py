import dataclasses
import pickle
import subprocess
import sys
import typing
from datetime import UTC, date, datetime

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
    published_on,
)
from tests.builders import article, candidate, outcome, outlet, page, revision

_REASONS = [
    "not_article", "listing_page", "media_only", "live_shell", "blocked", "consent", "parked", "js_shell",
    "soft_404", "http_error", "network_error", "robots_denied", "address_refused", "offsite", "too_large",
    "timeout", "reading_deadline", "no_text", "not_arabic", "mojibake", "out_of_range", "invalid_record",
]  # fmt: skip


def test_reasons_are_the_closed_list():
    assert sorted(typing.get_args(Reason)) == sorted(_REASONS)


def test_the_day_is_that_of_the_outlets_zone_if_it_is_known():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert published_on(date(2026, 3, 2), late) == date(2026, 3, 2)
    assert published_on(None, late) == date(2026, 3, 1)
    assert published_on(None, None) is None


def test_who_only_tags_needs_no_arrow():
    asked = "import sys, pipelines.tagging.tags; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


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
