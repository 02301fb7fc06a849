import contextlib
import dataclasses
import errno
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.addresses import article_id, canonical_url
from pipelines.batches import StopStoring, recover
from pipelines.derived_rows import outcome_of
from pipelines.duplicate_file import IndexDamaged
from pipelines.duplicate_index import DuplicateIndex
from pipelines.layout import Layout
from pipelines.normalising import text_hash
from pipelines.records import Article, Outcome, WarcPlace
from pipelines.shared_index import opened_index
from pipelines.state import State
from pipelines.storage import WORDS_TO_COMPARE, Store, canonical_or_raw
from tests.builders import (
    LONG_TEXT,
    NOW,
    RUN_ID,
    SHORT_TEXT,
    SOURCE,
    URL,
    NoArchive,
    article,
    open_state,
    open_store,
    outcome,
    outlet,
    revision,
    rows_of,
)

OTHER = "https://anba.example/news/2002"
SHARED = "https://anba.example/news/latest-4711"
OTHER_TEXT = LONG_TEXT.replace("الشوارع", "الحدائق").replace("شجرة", "زهرة")


class Desk:
    """One OUTPUT_DIR to which articles and outcomes are brought."""

    def __init__(self, output: Path, *, commits: bool) -> None:
        self.output = output
        self._commits = commits
        self.state = open_state(output)
        self.store = open_store(output, self.state)

    def take(self, item: Article | Outcome) -> str:
        fate, _ = self.store.take(item)
        if self._commits:
            self.store.commit()
        return fate

    def rows(self, table: str) -> list[dict[str, Any]]:
        self.store.commit()
        return rows_of(self.output, table)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a test kills no machine


@pytest.fixture(params=[False, True], ids=["within one batch", "across commits"])
def desk(tmp_path, request):
    desk = Desk(tmp_path / "output", commits=request.param)
    yield desk
    desk.state.close()


def _by_url(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["url"]: row for row in rows}


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


# Exact duplicates


def test_an_exact_copy_is_stored_and_marked_with_the_first_of_its_cluster(desk):
    urls = [URL, OTHER, "https://anba.example/news/3003"]
    for url in urls:
        assert desk.take(article(url, title=f"عنوان {url[-4:]}")) == "stored"
    rows = _by_url(desk.rows("articles"))
    first = article_id(URL)
    assert rows[URL]["duplicate_of"] is None
    for url in urls[1:]:
        assert (rows[url]["duplicate_kind"], rows[url]["duplicate_score"]) == ("exact", 1.0)
        assert rows[url]["duplicate_of"] == rows[url]["cluster_id"] == first
        assert rows[url]["article_id"] == article_id(url)


def test_a_copy_is_known_in_spite_of_its_spelling(desk):
    desk.take(article())
    desk.take(article(OTHER, text=LONG_TEXT.replace("أ", "ا").replace("،", ",").replace("الشوارع", "الشّوارع")))
    assert _by_url(desk.rows("articles"))[OTHER]["duplicate_of"] == article_id(URL)


def test_short_texts_are_not_compared(desk):
    desk.take(article(text=SHORT_TEXT))
    desk.take(article(OTHER, text=SHORT_TEXT))
    assert {row["duplicate_kind"] for row in desk.rows("articles")} == {None}


@pytest.mark.parametrize(("words", "kind"), [(WORDS_TO_COMPARE - 1, None), (WORDS_TO_COMPARE, "exact")])
def test_the_shortest_text_that_is_compared(desk, words, kind):
    text = " ".join(["كلمة"] * words)
    desk.take(article(text=text))
    desk.take(article(OTHER, text=text))
    assert _by_url(desk.rows("articles"))[OTHER]["duplicate_kind"] == kind


def test_texts_without_a_hash_are_not_compared(desk):
    desk.take(article(text_hash=None))
    desk.take(article(OTHER, text_hash=None))
    assert {row["duplicate_kind"] for row in desk.rows("articles")} == {None}


# What is known


def test_a_known_address_without_a_change_is_unchanged(desk):
    desk.take(article())
    assert desk.take(article(fetched_at=NOW + timedelta(hours=1))) == "unchanged"
    assert len(desk.rows("articles")) == 1
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["reason"], row["article_id"]) == ("unchanged", None, article_id(URL))
    assert (row["at"], row["http_status"], row["detail"]) == (NOW + timedelta(hours=1), 200, None)
    assert desk.rows("revisions") == []


@pytest.mark.parametrize(
    "url", ["http://anba.example/news/1001", "https://www.anba.example/news/1001?utm_source=x#top"]
)
def test_another_spelling_of_a_known_address_is_no_second_article(desk, url):
    desk.take(article())
    assert desk.take(article(url)) == "unchanged"
    assert len(desk.rows("articles")) == 1


def test_a_redirect_to_a_known_article_is_no_second_one(desk):
    desk.take(article())
    assert desk.take(article(requested_url=OTHER)) == "unchanged"
    assert desk.store.article_at(OTHER) == article_id(URL)
    assert len(desk.rows("articles")) == 1


def test_where_a_redirect_led_is_known_too(desk):
    desk.take(article(requested_url=OTHER))
    assert desk.store.article_at(OTHER) == desk.store.article_at(URL) == article_id(URL)
    assert desk.take(article(OTHER, canonical_url=OTHER)) == "unchanged"


def test_a_twin_that_states_the_known_address_is_no_second_article(desk):
    desk.take(article())
    twin = article(OTHER, canonical_url=URL, text=OTHER_TEXT)  # another view: the same headline
    assert desk.take(twin) == "unchanged"
    (row,) = desk.rows("outcomes")
    assert (row["article_id"], row["detail"]) == (article_id(URL), "another address of this article")
    assert desk.store.article_at(OTHER) == article_id(URL)


def test_a_twin_by_its_text_is_one_too(desk):
    desk.take(article())
    assert desk.take(article(OTHER, canonical_url=URL, title="عنوان آخر لنفس النص")) == "unchanged"


def test_an_address_that_many_pages_share_is_believed_of_the_first_only(desk):
    pages = [(f"https://anba.example/news/{n}", f"خبر رقم {n} من أخبار المدينة") for n in range(5001, 5005)]
    for url, words in pages:
        assert desk.take(article(url, canonical_url=SHARED, title=words, text=words)) == "stored"
    rows = _by_url(desk.rows("articles"))
    assert rows[pages[0][0]]["article_id"] == article_id(SHARED)
    for url, words in pages[1:]:
        row = rows[url]
        assert (row["canonical_url"], row["article_id"], row["cluster_id"]) == (
            url,
            article_id(url),
            article_id(url),
        )
        assert row["title"] == words
    for url, words in pages:  # and each is known from then on
        assert desk.take(article(url, canonical_url=SHARED, title=words, text=words)) == "unchanged"


def test_pages_without_a_title_are_no_twins_for_that(desk):
    """Two that have nothing but the lack of a headline in common are two articles."""
    desk.take(article(canonical_url=SHARED, title=None))
    assert desk.take(article(OTHER, canonical_url=SHARED, title=None, text=OTHER_TEXT)) == "stored"
    assert len(desk.rows("articles")) == 2


def test_pages_without_a_hash_are_no_twins_for_that(desk):
    desk.take(article(canonical_url=SHARED, text_hash=None))
    other = article(OTHER, canonical_url=SHARED, text_hash=None, title="عنوان آخر")
    assert desk.take(other) == "stored"


def test_a_known_address_stays_with_its_article_whatever_another_page_states(desk):
    desk.take(article())
    desk.take(article(OTHER, title="عنوان ثان", text=OTHER_TEXT))
    # The second page now states the first one's address.
    desk.take(article(OTHER, canonical_url=URL, title="عنوان ثان", text=OTHER_TEXT))
    assert desk.store.article_at(URL) == article_id(URL)
    assert desk.take(article(text=OTHER_TEXT)) == "revised"
    assert desk.rows("revisions")[0]["article_id"] == article_id(URL)


def test_a_shared_address_stays_with_its_first_article(desk):
    third = "https://anba.example/news/3003"
    desk.take(article(canonical_url=SHARED))
    desk.take(article(OTHER, canonical_url=SHARED, title="عنوان ثان", text=OTHER_TEXT))
    desk.store.commit()
    # A second look at the other article states the shared address again …
    assert desk.take(article(OTHER, canonical_url=SHARED, title="عنوان ثان", text=OTHER_TEXT)) == "unchanged"
    # … which is still the first one's.
    assert desk.store.article_at(SHARED) == article_id(SHARED)
    assert desk.take(article(third, canonical_url=SHARED)) == "unchanged"
    assert len(desk.rows("articles")) == 2


# Changes


def test_a_changed_text_is_a_revision_and_the_article_stays(desk):
    desk.take(article())
    later = NOW + timedelta(hours=2)
    assert desk.take(article(text=OTHER_TEXT, fetched_at=later)) == "revised"
    (first,) = desk.rows("articles")
    (row,) = desk.rows("revisions")
    assert (first["text"], row["text"]) == (LONG_TEXT, OTHER_TEXT)
    assert (row["revision"], row["kind"], row["changed"]) == (1, "changed", ["text"])
    assert (row["article_id"], row["cluster_id"], row["fetched_at"]) == (article_id(URL), article_id(URL), later)
    assert "text changed" in row["change_summary"]


def test_a_changed_headline_is_a_revision(desk):
    desk.take(article())
    assert desk.take(article(title="عنوان معدل")) == "revised"
    (row,) = desk.rows("revisions")
    assert row["changed"] == ["title"]


def test_revisions_are_numbered_and_compared_with_the_last(desk):
    desk.take(article())
    texts = [OTHER_TEXT, OTHER_TEXT, LONG_TEXT, f"{LONG_TEXT}\n\nتحديث"]
    assert [desk.take(article(text=text)) for text in texts] == ["revised", "unchanged", "revised", "revised"]
    rows = sorted(desk.rows("revisions"), key=lambda row: row["revision"])
    assert [(row["revision"], row["text"]) for row in rows] == [(1, texts[0]), (2, texts[2]), (3, texts[3])]


def test_what_differs_for_the_eye_alone_is_unchanged(desk):
    desk.take(article())
    assert desk.take(article(text=LONG_TEXT.replace("،", ","))) == "unchanged"


def test_a_revision_of_a_copy_stays_in_its_cluster(desk):
    desk.take(article())
    desk.take(article(OTHER))
    desk.take(article(OTHER, text=OTHER_TEXT))
    (row,) = desk.rows("revisions")
    assert (row["article_id"], row["cluster_id"]) == (article_id(OTHER), article_id(URL))


# Looks at known articles: gone, restored, the same as before


LATER = NOW + timedelta(hours=2)


def gone(url: str = URL, **columns: Any) -> Outcome:
    columns = {"http_status": 404, "detail": "HTTP 404", "at": LATER, "article_id": None} | columns
    return outcome(url, outcome="gone", reason=None, **columns)


def unchanged(url: str = URL, at: datetime = LATER) -> Outcome:
    return outcome(url, outcome="unchanged", reason=None, http_status=304, detail="HTTP 304", at=at)


def test_a_vanished_article_becomes_a_tombstone_with_its_text(desk):
    desk.take(article(authors=["كاتبة"]))
    assert desk.take(gone(warc_file="archive/x", warc_offset=7)) == "revised"
    (row,) = desk.rows("revisions")
    assert (row["kind"], row["revision"], row["changed"], row["change_summary"]) == ("gone", 1, [], "HTTP 404")
    assert (row["text"], row["authors"], row["fetched_at"]) == (LONG_TEXT, ["كاتبة"], LATER)
    assert (row["article_id"], row["warc_file"], row["warc_offset"]) == (article_id(URL), "archive/x", 7)
    assert desk.rows("outcomes") == []
    assert desk.state.refusal(URL) is None


def test_a_tombstone_bears_the_last_text_not_the_first(desk):
    desk.take(article())
    desk.take(article(text=OTHER_TEXT, title="عنوان معدل"))
    desk.take(gone())
    tombstone = max(desk.rows("revisions"), key=lambda row: row["revision"])
    assert (tombstone["kind"], tombstone["revision"]) == ("gone", 2)
    assert (tombstone["text"], tombstone["title"]) == (OTHER_TEXT, "عنوان معدل")
    assert desk.take(article(text=OTHER_TEXT, title="عنوان معدل")) == "revised"
    restored = max(desk.rows("revisions"), key=lambda row: row["revision"])
    assert (restored["kind"], restored["changed"]) == ("restored", [])


def test_what_is_still_gone_is_an_outcome(desk):
    desk.take(article())
    assert [desk.take(gone()), desk.take(gone(at=LATER + timedelta(days=1)))] == ["revised", "gone"]
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["article_id"]) == ("gone", article_id(URL))
    assert len(desk.rows("revisions")) == 1


def test_what_came_back_is_restored_with_or_without_a_change(desk):
    desk.take(article())
    fates = [desk.take(each) for each in (gone(), article(), gone(), article(text=OTHER_TEXT), article())]
    assert fates == ["revised", "revised", "revised", "revised", "revised"]
    rows = sorted(desk.rows("revisions"), key=lambda row: row["revision"])
    kinds = [(row["kind"], row["changed"]) for row in rows]
    assert kinds == [
        ("gone", []),
        ("restored", []),
        ("gone", []),
        ("restored", ["text"]),
        ("changed", ["text"]),
    ]


def test_a_304_is_unchanged_and_leads_to_its_article(desk):
    desk.take(article())
    assert desk.take(unchanged()) == "unchanged"
    (row,) = desk.rows("outcomes")
    assert (row["outcome"], row["http_status"], row["article_id"]) == ("unchanged", 304, article_id(URL))
    assert desk.state.refusal(URL) is None


def test_an_error_at_a_look_is_no_end_of_the_article(desk):
    desk.take(article())
    assert desk.take(outcome(reason="http_error", http_status=500)) == "rejected"
    desk.store.commit()
    assert desk.state.article_at(URL) == article_id(URL)
    assert desk.rows("revisions") == []


def test_an_unknown_address_that_is_gone_is_a_refusal(desk):
    assert desk.take(gone(OTHER)) == "gone"
    desk.store.commit()
    assert desk.state.refusal(OTHER).reason == "gone"


# When the next look is


def test_a_stored_article_is_planned_with_the_validators_of_its_answer(desk):
    desk.store.validators[URL] = ('"v1"', "Sat, 14 Mar 2026 08:00:00 GMT")
    desk.take(article())
    desk.store.commit()
    assert desk.state.due(NOW, 9) == []
    (visit,) = desk.state.due(NOW + timedelta(hours=1), 9)
    assert (visit.article_id, visit.url, visit.first_at) == (article_id(URL), URL, NOW)
    assert (visit.etag, visit.last_modified) == ('"v1"', "Sat, 14 Mar 2026 08:00:00 GMT")
    assert desk.store.validators == {}


@pytest.mark.parametrize("look", ["same", "changed", "304", "gone"])
def test_every_look_plans_the_next(desk, look):
    desk.store.validators[URL] = ('"v1"', None)
    desk.take(article())
    desk.store.validators[URL] = ('"v2"', None)
    made = {
        "same": article(fetched_at=LATER),
        "changed": article(fetched_at=LATER, text=OTHER_TEXT),
        "304": unchanged(),
        "gone": gone(),
    }[look]
    desk.take(made)
    desk.store.commit()
    visit = desk.state.visit(article_id(URL))
    assert visit.due_at == NOW + timedelta(days=1)
    assert visit.etag == ('"v2"' if look in ("same", "changed") else '"v1"')


def test_after_the_last_look_there_is_none(desk):
    desk.take(article())
    desk.take(unchanged(at=NOW + timedelta(days=8)))
    desk.store.commit()
    assert desk.state.visit(article_id(URL)).due_at is None
    assert desk.state.due(NOW + timedelta(days=400), 9) == []


def test_a_twin_plans_nothing(desk):
    desk.take(article())
    desk.take(article(OTHER, canonical_url=URL, fetched_at=LATER))
    desk.store.commit()
    assert desk.state.visit(article_id(URL)).due_at == NOW + timedelta(hours=1)


class HoldsAnswers:
    """Notes what becomes of the answers that it holds."""

    def sync(self) -> dict[str, int]:
        return {}

    def __init__(self) -> None:
        self.held = {URL, OTHER}
        self.kept: list[str] = []

    def keep(self, requested_url: str) -> WarcPlace | None:
        if requested_url not in self.held:
            return None
        self.held.discard(requested_url)
        self.kept.append(requested_url)
        return WarcPlace("archive/kept", 10, 20)

    def let_go(self, requested_url: str) -> None:
        self.held.discard(requested_url)

    def erase(self, file: str, offset: int) -> None:
        raise AssertionError("nothing here was forgotten")


@pytest.mark.parametrize(
    ("look", "is_kept"), [("same", False), ("changed", True), ("304", False), ("gone", True), ("broken", False)]
)
def test_only_a_look_that_finds_something_new_is_archived(tmp_path, look, is_kept):
    looks: dict[str, Article | Outcome] = {
        "same": article(fetched_at=LATER),
        "changed": article(fetched_at=LATER, text=OTHER_TEXT),
        "304": unchanged(),
        "gone": gone(),
        "broken": article(fetched_at=LATER, title="\ud800"),
    }
    with contextlib.closing(open_state(tmp_path)) as state:
        open_store(tmp_path, state).take(article())
        archive = HoldsAnswers()
        store = Store(Layout(tmp_path), state, outlet(), f"{RUN_ID}2", archive)
        store.take(article())
        archive.held = {URL, OTHER}
        archive.kept.clear()
        store.take(looks[look])
        store.commit()
        assert (archive.kept == [URL]) == is_kept
        assert archive.held == {OTHER}
    if is_kept:
        (row,) = rows_of(tmp_path, "revisions")
        assert (row["warc_file"], row["warc_offset"]) == ("archive/kept", 10)


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


def test_an_id_of_an_older_row_is_kept_when_the_stated_address_is_another_articles(desk):
    desk.take(article(canonical_url=SHARED))
    old = article(OTHER, canonical_url=SHARED, title="عنوان ثان", text=OTHER_TEXT, article_id="0" * 32)
    assert not desk.store.knows(old)
    assert desk.take(old) == "stored"
    assert _by_url(desk.rows("articles"))[OTHER]["article_id"] == "0" * 32


# The index that all sources share


@pytest.fixture
def index(tmp_path):
    with contextlib.closing(opened_index(Layout(tmp_path), NOW)) as opened:
        yield opened


def _store_with(tmp_path: Path, index: DuplicateIndex, source: str = SOURCE) -> tuple[Store, State]:
    state = State(Layout(tmp_path).state_file(source))
    run_id = RUN_ID.replace(SOURCE, source)
    store = Store(Layout(tmp_path), state, outlet(source_id=source), run_id, NoArchive())
    store.index = index
    return store, state


def test_a_copy_in_another_source_is_marked_when_the_batch_is_committed(tmp_path, index):
    words = " ".join(f"كلمة{n}" for n in range(60))
    for source in (SOURCE, "sada"):
        store, state = _store_with(tmp_path, index, source)
        url = f"https://{source}.example/news/1"
        store.take(article(url, source_id=source, text=f"{words} {source}", agencies=["afp"]))
        store.commit()
        known = state.known(article_id(url))
        assert known is not None
        assert known.cluster_id == article_id("https://anba.example/news/1")  # state says what the row says
        state.close()
    (copy,) = [row for row in rows_of(tmp_path, "articles") if row["duplicate_kind"]]
    assert (copy["source_id"], copy["duplicate_kind"]) == ("sada", "wire")
    assert copy["duplicate_of"] == copy["cluster_id"] == article_id("https://anba.example/news/1")
    assert len(index) == 2


def test_a_commit_that_fails_leaves_nothing_in_the_index(tmp_path, index):
    store, state = _store_with(tmp_path, index)
    store.take(article())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(State, "prepare", _raise_no_space)
        with pytest.raises(StopStoring):
            store.commit()
    assert len(index) == 0
    store.commit()
    assert len(index) == 1
    state.close()


def test_an_index_that_turns_out_damaged_is_renewed_and_the_batch_stored(tmp_path, index, monkeypatch):
    store, state = _store_with(tmp_path, index)
    store.take(article())
    store.commit()
    real = DuplicateIndex.settling
    broken = [True]

    def settling(self: DuplicateIndex, *args: Any) -> Any:
        if broken and broken.pop():
            raise IndexDamaged("broken")
        return real(self, *args)

    monkeypatch.setattr(DuplicateIndex, "settling", settling)
    store.take(article(OTHER))
    with pytest.raises(StopStoring, match="broken"):
        store.commit()
    broken.append(True)
    renewed: list[DuplicateIndex] = []

    def renew() -> DuplicateIndex:
        renewed.append(opened_index(Layout(tmp_path), NOW))
        return renewed[-1]

    store.renew_index = renew
    store.commit()
    assert store.index is renewed[0]
    assert _by_url(rows_of(tmp_path, "articles"))[OTHER]["duplicate_of"] == article_id(URL)
    assert len(renewed[0]) == 2
    renewed[0].close()
    state.close()


def test_an_index_that_another_holds_for_minutes_stops_storing(tmp_path, index, monkeypatch):
    store, state = _store_with(tmp_path, index)
    store.take(article())

    def locked(*_: object) -> Any:
        raise sqlite3.OperationalError("database is locked")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DuplicateIndex, "settling", locked)
        with pytest.raises(StopStoring, match="locked"):
            store.commit()
    store.commit()
    assert len(rows_of(tmp_path, "articles")) == 1
    state.close()


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


def _raise_no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("owner", "name"), [(State, "prepare"), (Path, "replace"), (State, "commit")])
@pytest.mark.parametrize("failure", [_raise_no_space, _raise_interrupt])
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


# Small parts


def test_an_address_that_is_refused_is_its_own_key():
    assert canonical_or_raw("javascript:void(0)", outlet()) == "javascript:void(0)"
    assert canonical_or_raw("http://www.anba.example/a/", outlet()) == canonical_url(
        "https://anba.example/a", outlet()
    )


def test_an_outcome_of_an_article_says_where_it_came_from():
    read = article(OTHER, requested_url=URL, warc_file="archive/x", warc_offset=7, reader_version="3")
    made = outcome_of(read, "unchanged", None, "why")
    assert (made.url, made.requested_url, made.warc_file, made.warc_offset) == (OTHER, URL, "archive/x", 7)
    assert (made.source_id, made.run_id, made.at, made.reader_version) == (SOURCE, read.run_id, NOW, "3")
    assert made.article_id is None


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
        store = Store(Layout(tmp_path), state, outlet(), RUN_ID, Erases())
        store.forgotten.add([article_id(URL)], NOW.date(), "why")
        assert store.take(again) == ("known", None)
        assert store.waiting == 0
        assert erased == [("archive/a", 7)]
        assert store.forgotten.holds(OTHER)
        assert store.take(article("https://anba.example/news/3")) == ("stored", None)
