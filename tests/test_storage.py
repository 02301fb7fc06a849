import contextlib
import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.addresses.canonical import article_id
from pipelines.duplicates.normalising import text_hash
from pipelines.layout import Layout
from pipelines.records import Article
from pipelines.state.batches import Batches
from pipelines.storing.batches import StopStoring, recover
from tests.builders import (
    LONG_TEXT,
    NOW,
    SOURCE,
    URL,
    NoArchive,
    article,
    open_state,
    open_store,
    outcome,
    revision,
    rows_of,
)
from tests.desk import OTHER, OTHER_TEXT, raise_no_space

# What is new


def test_what_is_new_is_stored(desk):
    assert desk.take(article()) == "stored"
    (row,) = desk.rows("articles")
    assert (row["article_id"], row["text"], row["cluster_id"]) == (article_id(URL), LONG_TEXT, article_id(URL))
    assert (row["duplicate_kind"], row["duplicate_of"], row["duplicate_score"]) == (None, None, None)
    assert desk.rows("outcomes") == []


def test_a_cluster_that_an_article_brings_along_is_not_believed(desk):
    desk.take(article(cluster_id="somebody else"))
    assert desk.rows("articles")[0]["cluster_id"] == article_id(URL)


def test_two_articles_are_two_rows(desk):
    assert [desk.take(article()), desk.take(article(OTHER, text=OTHER_TEXT))] == ["stored", "stored"]
    assert {row["duplicate_kind"] for row in desk.rows("articles")} == {None}


# Rows that are carried over


def test_a_row_that_is_carried_over_stays_as_it_is(desk):
    first = article_id(OTHER)
    columns: dict[str, Any] = {
        "duplicate_kind": "near",
        "duplicate_of": first,
        "duplicate_score": 0.5,
        "cluster_id": first,
    }
    desk.store.carry_over(article(is_withdrawn=True, run_id="anba-20250101T000000Z-0000", **columns))
    (row,) = desk.rows("articles")
    assert {name: row[name] for name in columns} == columns
    assert (row["is_withdrawn"], row["run_id"]) == (True, "anba-20250101T000000Z-0000")
    assert desk.store.article_at(URL) == article_id(URL)


def test_a_revision_that_is_carried_over_follows_those_before_it(desk):
    desk.take(article())
    desk.take(article(text=OTHER_TEXT))
    desk.store.carry_over(revision(kind="gone", revision=1, text=LONG_TEXT))
    desk.store.commit()
    assert [row["revision"] for row in desk.rows("revisions")] in ([1, 2], [2, 1])
    assert desk.state.known(article_id(URL)).kind == "gone"


# What cannot be stored


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "عنوان \ud800"),
        ("text", "نص\x00"),
        ("authors", ["\udfff"]),
        ("text", None),
        ("words", 2**40),
        ("warc_offset", 2**70),
        ("section", 7),
        ("listing_url", "https://anba.example/\ud83d"),
        ("run_kind", None),
        ("published_day", "yesterday"),
    ],
    ids=ascii,
)
def test_one_bad_row_becomes_an_outcome_and_costs_no_other(desk, name, value):
    bad = article(OTHER)
    setattr(bad, name, value)
    desk.take(article())
    assert desk.store.take(bad) == ("rejected", "invalid_record")
    desk.take(article("https://anba.example/news/3003"))
    assert len(desk.rows("articles")) == 2
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["reason"], row["requested_url"]) == ("rejected", "invalid_record", OTHER)
    assert row["detail"]
    assert desk.state.refusal(OTHER).reason == "invalid_record"


def test_an_outcome_with_odd_letters_is_stored_with_escapes(desk):
    odd = outcome(OTHER, detail="سبب \ud800 غريب\x00", listing_url="https://anba.example/\udfff")
    assert desk.take(odd) == "rejected"
    (row,) = desk.rows("outcomes")
    assert row["detail"] == r"سبب \ud800 غريب\x00"


def test_an_outcome_with_an_impossible_number_is_stored_without_it(desk):
    assert desk.take(outcome(OTHER, http_status=10**12, warc_offset=2**70)) == "rejected"
    (row,) = desk.rows("outcomes")
    assert (row["requested_url"], row["reason"], row["http_status"]) == (OTHER, "no_text", None)


_STRANGE = st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.binary(), st.lists(st.text(), max_size=2))
_CONTENT = sorted(
    {field.name for field in dataclasses.fields(Article)}
    - {"url", "requested_url", "canonical_url", "source_id", "run_id", "found_in", "found_at", "fetched_at"}
    - {"published_day", "article_id"}
)


@given(st.dictionaries(st.sampled_from(_CONTENT), _STRANGE, min_size=1, max_size=5))
@settings(deadline=None, max_examples=20)
def test_no_content_ever_stops_the_storing(tmp_path_factory, strange):
    output = tmp_path_factory.mktemp("strange")
    with contextlib.closing(open_state(output)) as state:
        store = open_store(output, state)
        bad = article(OTHER)
        for name, value in strange.items():
            setattr(bad, name, value)
        fate, _ = store.take(bad)
        store.take(article())
        store.commit()
        assert len(rows_of(output, "articles")) == (2 if fate == "stored" else 1)


# Refusals


def test_refusals_are_remembered_with_their_tries(desk):
    times = [NOW + timedelta(hours=n) for n in range(3)]
    for at in times:
        assert desk.store.take(outcome(OTHER, reason="timeout", at=at)) == ("rejected", "timeout")
        if desk._commits:
            desk.store.commit()
    assert len(desk.rows("outcomes")) == 3
    refusal = desk.state.refusal(OTHER)
    assert (refusal.reason, refusal.tries, refusal.at) == ("timeout", 3, times[-1])


def test_a_refusal_is_remembered_under_the_canonical_address(desk):
    desk.take(outcome("http://www.anba.example/news/2002?utm_medium=feed"))
    desk.store.commit()
    assert desk.state.refusal(OTHER).tries == 1


def test_an_address_that_is_none_is_remembered_as_it_is(desk):
    desk.take(outcome("mailto:editor@anba.example", reason="address_refused"))
    desk.store.commit()
    assert desk.state.refusal("mailto:editor@anba.example").reason == "address_refused"


def test_gone_is_a_fate_of_its_own(desk):
    assert desk.take(outcome(OTHER, outcome="gone", reason=None, http_status=410)) == "gone"
    desk.store.commit()
    assert desk.state.refusal(OTHER).reason == "gone"


def test_what_was_refused_may_be_stored_later(desk):
    desk.take(outcome(reason="timeout"))
    assert desk.take(article()) == "stored"
    assert len(desk.rows("articles")) == 1


# Committing


def test_nothing_is_written_where_nothing_was_taken(tmp_path):
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        store.commit()
        store.commit()
    assert not (tmp_path / "articles").exists()
    assert not (tmp_path / "_staging").exists()


def test_what_waits_is_counted_and_known(tmp_path):
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        store.take(article())
        store.take(outcome(OTHER))
        assert store.waiting == 2
        assert store.article_at(URL) == article_id(URL)
        assert state.article_at(URL) is None
        store.commit()
        assert store.waiting == 0
        assert state.article_at(URL) == article_id(URL)


def test_each_commit_has_a_batch_of_its_own(tmp_path):
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        for number in range(3):
            store.take(article(f"https://anba.example/news/{number}000"))
            store.commit()
    names = sorted(path.name for path in (tmp_path / "articles").rglob("*.parquet"))
    assert [name.rpartition("-")[2] for name in names] == ["0001.parquet", "0002.parquet", "0003.parquet"]


def _raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("owner", "name"), [(Batches, "prepare"), (Path, "replace"), (Batches, "commit")])
@pytest.mark.parametrize("failure", [raise_no_space, _raise_interrupt])
def test_a_commit_that_failed_may_be_tried_again_and_more_be_taken(tmp_path, owner, name, failure):
    """Ctrl-C during an ingest: the pages under way are still stored before the run ends."""
    urls = [URL, OTHER, "https://anba.example/news/3003"]
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        store.take(article(urls[0]))
        store.take(outcome("https://anba.example/news/9", reason="timeout"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(owner, name, failure)
            with pytest.raises((StopStoring, KeyboardInterrupt)):
                store.commit()
        for url in urls:
            store.take(article(url, title=f"عنوان {url[-4:]}", text=f"{LONG_TEXT} {url[-4:]}"))
        store.commit()
    with contextlib.closing(open_state(tmp_path)) as state:
        recover(Layout(tmp_path), state, SOURCE)
        assert sorted(row["url"] for row in rows_of(tmp_path, "articles")) == urls
        assert all(state.article_at(url) for url in urls)
        refusal = state.refusal("https://anba.example/news/9")
        assert refusal is not None
        assert refusal.tries == 1


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.booleans()), max_size=12))
@settings(deadline=None, max_examples=20)
def test_no_sequence_of_pages_stores_an_article_twice(tmp_path_factory, pages):
    """Asked for, ended at, stated: whatever comes, an address leads to one article, and each row is known."""
    output = tmp_path_factory.mktemp("sequence")
    with contextlib.closing(open_state(output)) as state:
        store = open_store(output, state)
        for asked, ended, stated, commits in pages:
            asked_url, url, canonical = (f"https://anba.example/news/{n}000" for n in (asked, ended, stated))
            text = f"{LONG_TEXT} {ended}"
            store.take(article(url, requested_url=asked_url, canonical_url=canonical, text=text, title=f"{ended}"))
            if commits:
                store.commit()
        store.commit()
        rows = rows_of(output, "articles")
        assert len({row["article_id"] for row in rows}) == len(rows)
        for row in rows:
            assert row["text_hash"] == text_hash(row["text"])
            assert state.article_at(row["canonical_url"]) == row["article_id"]
            assert row["article_id"] == article_id(row["canonical_url"])
        by_id = {row["article_id"]: row for row in rows}
        assert all(row["cluster_id"] in by_id for row in rows)
        assert all(by_id[row["cluster_id"]]["duplicate_of"] is None for row in rows), "never a chain"
        assert len(rows) + len(rows_of(output, "revisions")) + len(rows_of(output, "outcomes")) == len(pages)


# What was removed for good


@pytest.mark.parametrize(
    "again",
    [
        article(URL, requested_url=OTHER, warc_file="archive/a", warc_offset=7),
        article(OTHER, canonical_url=URL, warc_file="archive/a", warc_offset=7),
        outcome(URL, requested_url=OTHER, warc_file="archive/a", warc_offset=7),
    ],
    ids=["redirected to it", "states it as its own", "refused, after a redirect"],
)
def test_another_address_that_leads_to_it_leaves_no_trace_and_is_not_asked_again(tmp_path, again):
    erased = []

    class Erases(NoArchive):
        def erase(self, file: str, offset: int) -> None:
            erased.append((file, offset))

    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state, archive=Erases())
        store.forgotten.add([article_id(URL)], NOW.date(), "why")
        assert store.take(again) == ("known", None)
        assert store.waiting == 0
        assert erased == [("archive/a", 7)]
        assert store.forgotten.holds(OTHER)
        assert store.take(article("https://anba.example/news/3")) == ("stored", None)
