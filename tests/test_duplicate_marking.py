import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pipelines.addresses.canonical import article_id
from pipelines.duplicates.file import IndexDamaged
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.numbers import VERDICT
from pipelines.duplicates.settling import Settling
from pipelines.duplicates.shared_index import forget_articles, opened_index
from pipelines.layout import Layout
from pipelines.state.batches import Batches
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring
from pipelines.storing.storage import Store
from tests.builders import LONG_TEXT, NOW, RUN_ID, SHORT_TEXT, SOURCE, URL, article, open_store, rows_of
from tests.desk import OTHER, by_url, raise_no_space

# Exact duplicates


def test_an_exact_copy_is_stored_and_marked_with_the_first_of_its_cluster(desk):
    urls = [URL, OTHER, "https://anba.example/news/3003"]
    for url in urls:
        assert desk.take(article(url, title=f"عنوان {url[-4:]}")) == "stored"
    rows = by_url(desk.rows("articles"))
    first = article_id(URL)
    assert rows[URL]["duplicate_of"] is None
    for url in urls[1:]:
        assert (rows[url]["duplicate_kind"], rows[url]["duplicate_score"]) == ("exact", 1.0)
        assert rows[url]["duplicate_of"] == rows[url]["cluster_id"] == first
        assert rows[url]["article_id"] == article_id(url)


def test_a_copy_is_known_in_spite_of_its_spelling(desk):
    desk.take(article())
    desk.take(article(OTHER, text=LONG_TEXT.replace("أ", "ا").replace("،", ",").replace("الشوارع", "الشّوارع")))
    assert by_url(desk.rows("articles"))[OTHER]["duplicate_of"] == article_id(URL)


def test_short_texts_are_not_compared(desk):
    desk.take(article(text=SHORT_TEXT))
    desk.take(article(OTHER, text=SHORT_TEXT))
    assert {row["duplicate_kind"] for row in desk.rows("articles")} == {None}


@pytest.mark.parametrize(
    ("words", "kind"), [(VERDICT.words_to_compare - 1, None), (VERDICT.words_to_compare, "exact")]
)
def test_the_shortest_text_that_is_compared(desk, words, kind):
    text = " ".join(["كلمة"] * words)
    desk.take(article(text=text))
    desk.take(article(OTHER, text=text))
    assert by_url(desk.rows("articles"))[OTHER]["duplicate_kind"] == kind


def test_texts_without_a_hash_are_not_compared(desk):
    desk.take(article(text_hash=None))
    desk.take(article(OTHER, text_hash=None))
    assert {row["duplicate_kind"] for row in desk.rows("articles")} == {None}


# The index that all sources share


@pytest.fixture
def index(tmp_path):
    with contextlib.closing(opened_index(Layout(tmp_path), NOW)) as opened:
        yield opened


def _store_with(tmp_path: Path, index: DuplicateIndex, source: str = SOURCE) -> tuple[Store, State]:
    state = State(Layout(tmp_path).state_file(source))
    run_id = RUN_ID.replace(SOURCE, source)
    store = open_store(tmp_path, state, run_id, source_id=source)
    store.duplicates.index = index
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


def test_a_revision_in_the_batch_of_its_article_is_in_the_same_cluster(tmp_path, index):
    words = " ".join(f"كلمة{n}" for n in range(60))
    other, state = _store_with(tmp_path, index, "sada")
    other.take(article("https://sada.example/news/1", source_id="sada", text=f"{words} واحد"))
    other.commit()
    state.close()
    store, state = _store_with(tmp_path, index)
    store.take(article(text=f"{words} اثنان"))
    store.take(article(text=f"{words} ثلاثة"))
    store.commit()
    (copy,) = [row for row in rows_of(tmp_path, "articles") if row["duplicate_kind"]]
    (row,) = rows_of(tmp_path, "revisions")
    known = state.known(article_id(URL))
    assert known is not None
    assert row["cluster_id"] == known.cluster_id == copy["cluster_id"] == article_id("https://sada.example/news/1")
    state.close()


@pytest.mark.parametrize("has_index", [True, False])
def test_the_exact_copy_of_a_near_copy_is_a_near_copy_too(tmp_path, index, has_index):
    """Beyond the window, where only this source's state remembers the text."""
    words = " ".join(f"كلمة{n}" for n in range(60))
    other, state = _store_with(tmp_path, index, "sada")
    other.take(article("https://sada.example/news/1", source_id="sada", text=f"{words} واحد"))
    other.commit()
    state.close()
    store, state = _store_with(tmp_path, index)
    store.take(article(text=f"{words} اثنان"))
    store.commit()
    forget_articles(Layout(tmp_path), [article_id(URL), article_id("https://sada.example/news/1")])
    store.duplicates.index = index if has_index else None
    store.take(article(OTHER, text=f"{words} اثنان"))
    store.commit()
    rows = by_url(rows_of(tmp_path, "articles"))
    old, new = ([rows[url][f"duplicate_{name}"] for name in ("kind", "of", "score")] for url in (URL, OTHER))
    assert new == old
    assert (new[0], new[1]) == ("near", article_id("https://sada.example/news/1"))
    state.close()


def test_a_commit_that_fails_leaves_nothing_in_the_index(tmp_path, index):
    store, state = _store_with(tmp_path, index)
    store.take(article())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Batches, "prepare", raise_no_space)
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

    store.duplicates.renew_index = renew
    store.commit()
    assert store.duplicates.index is renewed[0]
    assert by_url(rows_of(tmp_path, "articles"))[OTHER]["duplicate_of"] == article_id(URL)
    assert len(renewed[0]) == 2
    store.duplicates.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        renewed[0]._db.execute("SELECT 1")
    assert len(index) == 2  # others may be at it
    state.close()


def test_damage_met_when_the_rows_are_durable_costs_nothing(tmp_path, index, monkeypatch):
    store, state = _store_with(tmp_path, index)
    real, broken = Settling.let_leave, [True]

    def let_leave(self: Settling) -> None:
        if broken and broken.pop():
            raise IndexDamaged("an old page")
        real(self)

    monkeypatch.setattr(Settling, "let_leave", let_leave)
    store.duplicates.renew_index = lambda: opened_index(Layout(tmp_path), NOW)
    store.take(article())
    store.commit()
    assert [row["url"] for row in rows_of(tmp_path, "articles")] == [URL]
    renewed = store.duplicates.index
    assert renewed is not None
    assert len(renewed) == 1
    renewed.close()
    state.close()


def test_an_index_that_another_holds_for_minutes_stops_storing(tmp_path, index):
    store, state = _store_with(tmp_path, index)
    store.take(article())

    def locked(*_: object) -> Any:
        raise sqlite3.OperationalError("database is locked")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DuplicateIndex, "settling", locked)
        with pytest.raises(StopStoring, match=r"_duplicates\.sqlite: database is locked"):
            store.commit()
    store.commit()
    assert len(rows_of(tmp_path, "articles")) == 1
    state.close()
