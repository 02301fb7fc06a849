"""The whole flow: the newsroom crawled twice, against what was written into it."""

import io
import json
from collections import Counter
from typing import Any

import pyarrow.parquet as pq
import pytest

from newscrawl.warc.answers import read_answers
from pipelines.addresses.canonical import canonical_url
from pipelines.records import Outlet
from pipelines.schema import TABLES
from tests.conftest import TwoEditions
from tests.newsroom.truth import Truth


def _key(source_id: str, url: str) -> str:
    domains = (f"{source_id}.example",)
    return canonical_url(url, Outlet(source_id=source_id, name="", domains=domains, keep_params=("id", "p")))


def _truths(two_editions: TwoEditions) -> dict[str, Truth]:
    """Every article of both editions, as first published."""
    second, first = two_editions.truth[1].articles, two_editions.truth[0].articles
    return {_key(truth.source_id, truth.address): truth for truth in (*second, *first)}


def _stored(two_editions: TwoEditions) -> dict[str, dict[str, Any]]:
    rows = two_editions.rows("articles")
    assert len({row["article_id"] for row in rows}) == len(rows)
    return {row["canonical_url"]: row for row in rows}


def _lines(two_editions: TwoEditions) -> list[dict[str, Any]]:
    files = (two_editions.output / "runs").iterdir()
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_every_article_is_stored_once_and_nothing_else_is(two_editions):
    truths, stored = _truths(two_editions), _stored(two_editions)
    optional = {address for address, truth in truths.items() if truth.may_be_rejected}
    assert set(truths) - optional <= set(stored) <= set(truths)


@pytest.mark.parametrize("column", ["title", "text", "labels", "language", "headings"])
def test_articles_read_as_they_were_written(two_editions, column):
    stored = _stored(two_editions)
    wrong = []
    for address, truth in _truths(two_editions).items():
        if address in stored:
            want = {"language": "ar", "labels": list(truth.labels), "headings": list(truth.headings)}.get(
                column, getattr(truth, column, None)
            )
            found = stored[address][column]
            if (found or []) != want if isinstance(want, list) else found != want:
                wrong.append((address, found, want))
    assert wrong == []


def test_dates_are_right_or_null(two_editions):
    stored = _stored(two_editions)
    rows = [(stored[a]["published_at"], truth) for a, truth in _truths(two_editions).items() if a in stored]
    assert [(truth.address, found) for found, truth in rows if found not in (None, truth.published_at)] == []


def test_every_refusal_has_its_reason(two_editions):
    outcomes = two_editions.rows("outcomes")
    found = {_key(row["source_id"], row["requested_url"]): row for row in outcomes if row["outcome"] != "unchanged"}
    assert all(row["canonical_url"] is not None for row in outcomes)
    never_asked = {"robots_denied", "network_error", "address_refused"}
    answered = [row for row in outcomes if row["reason"] not in never_asked]
    assert {row["reason"] for row in answered} >= {"blocked", "offsite"}
    assert all(row["http_status"] is not None and row["url"] is not None for row in answered)
    for address, reason in two_editions.truth[0].refused.items():
        source_id = address.split("//")[1].split(".")[0]
        row = found.get(_key(source_id, address))
        if row is None:  # a listing page that `article_url` kept out
            assert reason == "listing_page", address
            continue
        assert (row["reason"] or "http_error") == reason, (address, row)


def test_twins_never_make_a_second_row(two_editions):
    ids = Counter(row["title"] for row in two_editions.rows("articles") if row["source_id"] == "fajr")
    assert [title for title, count in ids.items() if count > 1] == []


def test_no_known_article_is_asked_for_before_its_next_look_is_due(two_editions):
    first, _, third = two_editions.requests
    stored = {(r.host, r.path) for r in first if r.status == 200 and "section.php" not in r.path}
    listings = {(r.host, r.path) for r in third if _is_listing(r.path)}
    assert {(r.host, r.path) for r in third} & stored - listings - {
        ("sada.example", "/news.php?id=91&cat=1")
    } == set()


def _is_listing(path: str) -> bool:
    return (
        path in ("/", "/feed", "/latest", "/robots.txt") or path.endswith((".xml", ".gz")) or "section.php" in path
    )


def test_an_edited_article_is_one_row_and_one_revision(two_editions):
    edited = [row for row in two_editions.rows("revisions") if row["kind"] == "changed"]
    assert [row["requested_url"].rpartition("/")[2] for row in edited] == ["1012"]
    [revision] = edited
    now = {truth.id: truth for truth in two_editions.truth[1].articles}[1012]
    assert (revision["title"], revision["text"]) == (now.title, now.text)
    assert (revision["revision"], revision["changed"]) == (1, ["title", "text"])
    [before] = [row for row in two_editions.rows("articles") if row["article_id"] == revision["article_id"]]
    assert before["text"] != revision["text"]


def test_a_vanished_article_is_a_tombstone_with_its_last_text(two_editions):
    [tombstone] = [row for row in two_editions.rows("revisions") if row["kind"] == "gone"]
    [before] = [row for row in two_editions.rows("articles") if row["article_id"] == tombstone["article_id"]]
    assert tombstone["requested_url"].endswith("1029")
    assert (tombstone["text"], tombstone["title"]) == (before["text"], before["title"])


def test_looks_that_find_nothing_new_are_not_archived(two_editions):
    looked = [
        row for row in two_editions.rows("outcomes") if row["outcome"] == "unchanged" and row["at"].hour == 11
    ]
    assert len(looked) > 50
    assert {row["warc_file"] for row in looked} == {None}


def test_what_robots_txt_bars_is_never_asked_for(two_editions):
    asked = {f"http://{r.host}{r.path}" for requests in two_editions.requests for r in requests}
    assert asked.isdisjoint(set(two_editions.truth[0].not_to_be_asked))


def test_listings_are_asked_for_conditionally(two_editions):
    second = two_editions.requests[1]
    assert any(request.status == 304 for request in second)


def test_the_accounts_close(two_editions):
    lines = _lines(two_editions)
    assert len(lines) == 9
    for line in lines:
        a = line["accounts"]
        settled = sum(a[k] for k in ("known", "stored", "revised", "unchanged", "gone", "rejected", "pending"))
        assert a["seen"] + a["due"] == settled
        assert a["rejected"] == sum(a["reasons"].values())
        assert (a["pending"], line["exit_code"]) == (0, 0), line
    rows = Counter(row["run_id"] for row in two_editions.rows("articles"))
    assert {line["run_id"]: line["accounts"]["stored"] for line in lines} == {
        line["run_id"]: rows[line["run_id"]] for line in lines
    }


def test_every_row_leads_to_its_bytes(two_editions):
    for row in two_editions.rows("articles"):
        with (two_editions.output / row["warc_file"]).open("rb") as file:
            file.seek(row["warc_offset"])
            record = file.read(row["warc_length"])
        found = list(read_answers(io.BytesIO(record)))
        assert [(each.answer.url, each.answer.status) for each in found] == [(row["url"], 200)]


@pytest.mark.parametrize("table", ["articles", "revisions"])
def test_a_row_was_made_by_what_its_run_names(two_editions, table):
    versions = {line["run_id"]: line["versions"] for line in _lines(two_editions)}
    rows = two_editions.rows(table)
    assert rows
    for row in rows:
        made_by = {name: row[f"{name}_version"] for name in ("reader", "normaliser", "address_rules", "schema")}
        assert made_by == {name: versions[row["run_id"]][name] for name in made_by}


def test_what_a_listing_said_lies_beside_the_response(two_editions):
    said = []
    for path in (two_editions.output / "archive/source=marsad").iterdir():
        with path.open("rb") as file:
            said += [each.said for each in read_answers(file) if each.said]
    assert {each["found_in"] for each in said} == {"news_sitemap", "sitemap"}
    assert all(each["requested_url"] and each["listing_url"] and each["found_at"] for each in said)


def test_every_file_carries_the_schema_and_no_partition_key(two_editions):
    for table in TABLES:
        for path in (two_editions.output / table.name).rglob("*.parquet"):
            schema = pq.read_schema(path)
            assert schema.equals(table.schema), path
            assert schema.metadata[b"schema_version"] == b"1"
            assert not {"source", "month"} & set(schema.names)
