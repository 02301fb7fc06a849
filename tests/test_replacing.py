"""Replacing a source's rows: dying at any moment leaves old rows or new ones, and the next run is clean."""

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.dataset as ds
import pytest

from newscrawl import dataset
from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout, part_folder
from pipelines.parts import replacing
from pipelines.parts.replacing import KEEP_REPLACED, exchange, new_folder, recover
from pipelines.records import Article, Outcome
from pipelines.schema import TABLES
from pipelines.state.batches import Batches
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring, write_part
from tests.builders import (
    LONG_TEXT,
    NOW,
    RUN_ID,
    SOURCE,
    URL,
    article,
    open_state,
    open_store,
    outcome,
    outlet,
    revision,
)
from tests.builders import rows_of as listed_rows

NEW = f"{SOURCE}-20260315T090000Z-3c4d"
COPY = "https://anba.example/news/2002"
REFUSED = "https://anba.example/news/3003"
CHANGED = f"{LONG_TEXT}\n\nتحديث"
FAR = NOW + timedelta(days=365)
POINTS = ("sealed", "prepared", *(f"exchanged {table.name}" for table in TABLES), "finished")


class Crash(BaseException):
    """The process ends here."""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An article with a copy and a later change, and a refusal; as a crawl has stored them."""
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        for item in (article(), article(COPY, title="نسخة"), article(text=CHANGED), outcome(REFUSED)):
            store.take(item)
            store.commit()
    return Layout(tmp_path)


@pytest.fixture
def state(layout: Layout) -> Iterator[State]:
    with contextlib.closing(open_state(layout.output)) as opened:
        yield opened


def build(layout: Layout, replacement_id: str = NEW, title: str = "عنوان اليوم") -> None:
    """The same articles with today's title; the refused address is an article now."""
    first = article_id(URL)
    copied = {"duplicate_kind": "exact", "duplicate_of": first, "duplicate_score": 1.0, "cluster_id": first}
    rows: list[Article | Outcome] = [
        article(title=title),
        article(COPY, title=title, **copied),
        article(REFUSED, title=title, text="نص آخر"),
        revision(title=title, text=CHANGED),
        outcome("https://anba.example/news/4004", detail=title),
    ]
    for table in TABLES:
        folder = new_folder(layout, SOURCE, replacement_id, table)
        for number, row in enumerate(row for row in rows if type(row) is table.record):
            month = folder / Path(part_folder(row)).name
            month.mkdir(exist_ok=True)
            write_part(month / f"{replacement_id}-{number}.parquet", [row])


def crash_at(point: str) -> Any:
    def at(reached: str) -> None:
        if reached == point:
            raise Crash

    return at


def rows_of(layout: Layout, table: str) -> list[dict[str, Any]]:
    """As `open()` sees them, by the manifest."""
    return [dict(row) for row in dataset.open(layout.output, table).to_table().to_pylist()]


def titles(rows: list[dict[str, Any]]) -> set[str]:
    return {row.get("title") or row["detail"] or "" for row in rows}


def is_new(layout: Layout) -> bool:
    """Whether the rows are the new ones; anything between old and new fails."""
    found = {table.name: rows_of(layout, table.name) for table in TABLES}
    counts = [len(rows) for rows in found.values()]
    assert counts in ([2, 1, 1], [3, 1, 1])
    if counts[0] == 3:
        assert all(titles(rows) == {"عنوان اليوم"} for rows in found.values())
    else:
        assert all("عنوان اليوم" not in titles(rows) for rows in found.values())
    return counts[0] == 3


def check_sound(layout: Layout) -> None:
    """The next open: state, files and manifest agree, names lead somewhere, nothing is left over."""
    with contextlib.closing(open_state(layout.output)) as state:
        recover(layout, state, outlet())
        assert recover(layout, state, outlet()) == []
        assert state.batches.replacing() == []
        on_disk = [p.relative_to(layout.output).as_posix() for t in TABLES for p in _parts(layout, t.name)]
        assert sorted(state.batches.parts()) == sorted(on_disk)
        rows = {row["article_id"]: row for row in rows_of(layout, "articles")}
        for row in rows.values():
            assert state.article_at(row["canonical_url"]) == row["article_id"] == article_id(row["url"])
            assert row["duplicate_of"] is None or rows[row["duplicate_of"]]["duplicate_of"] is None
            known = state.known(row["article_id"])
            assert known is not None
            assert known.revision == (1 if row["url"] == URL else 0)
        assert {row["article_id"] for row in rows_of(layout, "revisions")} <= set(rows)
        assert {visit.article_id for visit in state.visits.due(FAR, 10)} == {article_id(URL), article_id(COPY)}
    assert not list(layout.output.glob("*/source=*/_*"))


def _parts(layout: Layout, table: str) -> list[Path]:
    return list((layout.output / table).rglob("*.parquet"))


def test_new_rows_take_the_place_of_the_old(layout, state):
    build(layout)
    assert not is_new(layout)
    exchange(layout, state, outlet(), NEW)
    assert is_new(layout)
    assert state.article_at(REFUSED) == article_id(REFUSED)
    assert state.refusal(REFUSED) is None
    assert state.refusal("https://anba.example/news/4004") is not None
    check_sound(layout)


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_at_any_point_leaves_old_rows_or_new(layout, state, point):
    build(layout)
    with pytest.raises(Crash):
        exchange(layout, state, outlet(), NEW, crash_at(point))
    assert is_new(layout) == (point == "finished")
    state.close()
    check_sound(layout)
    assert is_new(layout) == (point != "sealed")


@pytest.mark.parametrize("step", ["begin_replacing", "finish_replacing"])
def test_a_crash_while_the_state_is_written(layout, state, step):
    build(layout)

    def crash(*_: object, **__: object) -> None:
        raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Batches, step, crash)
        with pytest.raises(Crash):
            exchange(layout, state, outlet(), NEW)
    assert not is_new(layout)
    state.close()
    check_sound(layout)
    assert is_new(layout) == (step == "finish_replacing")


@pytest.mark.parametrize("renames", range(1, 10))
def test_without_an_exchange_in_one_call_a_crash_after_any_rename_is_made_good(layout, state, renames, monkeypatch):
    build(layout)
    monkeypatch.setattr(replacing, "_swap_in_one_call", lambda *_: False)
    with pytest.MonkeyPatch.context() as patch:
        _crash_after(patch, renames)
        with pytest.raises(Crash):
            exchange(layout, state, outlet(), NEW)
    assert not is_new(layout)
    state.close()
    check_sound(layout)
    assert is_new(layout)


def _crash_after(patch: pytest.MonkeyPatch, renames: int) -> None:
    done, rename = [], Path.rename

    def counted(self: Path, target: Path) -> Path:
        done.append(self)
        moved = rename(self, target)
        if len(done) == renames:
            raise Crash
        return moved

    patch.setattr(Path, "rename", counted)


def test_both_ways_of_exchanging_give_the_same(layout, state, monkeypatch):
    for number, in_one_call in enumerate((False, True)):
        if not in_one_call:
            monkeypatch.setattr(replacing, "_swap_in_one_call", lambda *_: False)
        name = f"{NEW[:-1]}{number}"
        build(layout, name)
        exchange(layout, state, outlet(), name)
        assert is_new(layout)
        monkeypatch.undo()
    check_sound(layout)


def test_a_second_crash_in_the_recovery_is_made_good_too(layout, state, monkeypatch):
    build(layout)
    with pytest.raises(Crash):
        exchange(layout, state, outlet(), NEW, crash_at("prepared"))
    monkeypatch.setattr(replacing, "_swap_in_one_call", lambda *_: False)
    for renames in (1, 2):
        with pytest.MonkeyPatch.context() as patch:
            _crash_after(patch, renames)
            with pytest.raises(Crash):
                recover(layout, state, outlet())
    state.close()
    check_sound(layout)
    assert is_new(layout)


def test_a_source_that_had_no_rows_of_a_kind_gets_them(tmp_path):
    layout = Layout(tmp_path)
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        store.take(article())
        store.commit()
        build(layout)
        exchange(layout, state, outlet(), NEW)
        assert [len(rows_of(layout, table.name)) for table in TABLES] == [3, 1, 1]


def test_rows_of_a_kind_that_are_no_more_go(layout, state):
    for table in TABLES:
        new_folder(layout, SOURCE, NEW, table)
    exchange(layout, state, outlet(), NEW)
    assert [listed_rows(layout.output, table.name) for table in TABLES] == [[], [], []]
    assert state.article_at(URL) is None
    assert state.visits.due(FAR, 10) == []


# Who reads meanwhile


@pytest.mark.parametrize("point", POINTS)
def test_a_reader_of_the_folder_sees_whole_tables_at_every_point(layout, state, point):
    build(layout)

    def look(reached: str) -> None:
        if reached == point:
            for table in TABLES:
                expected = {row["article_id"] or row["url"] for row in listed_rows(layout.output, table.name)}
                found = pl.scan_parquet(layout.output / table.name).collect()
                assert len(found) == len(listed_rows(layout.output, table.name)) == len(expected)

    exchange(layout, state, outlet(), NEW, look)


def test_a_snapshot_outlives_the_replacements_of_its_day(layout, state):
    before = {table.name: dataset.open(layout.output, table.name) for table in TABLES}
    for number in range(3):
        name = f"{NEW[:-1]}{number}"
        build(layout, name, f"عنوان {number}")
        exchange(layout, state, outlet(), name)
        recover(layout, state, outlet())  # as each run does that begins
        assert titles(before["articles"].to_table().to_pylist()) == {article().title, "نسخة"}
        assert [before[table.name].count_rows() for table in TABLES] == [2, 1, 1]


def test_a_snapshot_is_whole_while_folders_are_exchanged_by_three_renames(layout, state, monkeypatch):
    build(layout)
    snapshot = {table.name: dataset.open(layout.output, table.name) for table in TABLES}
    monkeypatch.setattr(replacing, "_swap_in_one_call", lambda *_: False)
    rename, seen = Path.rename, []

    def looking(self: Path, target: Path) -> Path:
        moved = rename(self, target)
        seen.append([snapshot[table.name].to_table().num_rows for table in TABLES])
        return moved

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", looking)
        exchange(layout, state, outlet(), NEW)
    assert seen == [[2, 1, 1]] * 9


def test_what_was_replaced_is_kept_for_a_day_and_then_removed(layout, state):
    build(layout)
    exchange(layout, state, outlet(), NEW)
    kept = layout.staging / SOURCE / NEW
    recover(layout, state, outlet())
    assert len(list(kept.rglob("*.parquet"))) == 4
    assert ds.dataset(kept / "articles", format="parquet").count_rows() == 2
    old = time.time() - KEEP_REPLACED.total_seconds() - 60
    os.utime(kept, (old, old))
    recover(layout, state, outlet())
    assert not kept.exists()
    assert is_new(layout)


def test_what_never_got_as_far_is_removed_at_once(layout, state):
    build(layout)
    recover(layout, state, outlet())
    assert not (layout.staging / SOURCE / NEW).exists()
    assert not is_new(layout)


# What cannot be done


def _no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (replacing, "_swap"), (Batches, "finish_replacing")])
def test_a_full_disk_stops_storing_and_the_next_run_is_clean(layout, state, owner, name):
    build(layout)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, _no_space)
        with pytest.raises(StopStoring, match="No space left"):
            exchange(layout, state, outlet(), NEW)
    state.close()
    check_sound(layout)


def test_a_damaged_new_file_changes_nothing(layout, state):
    build(layout)
    broken = next((layout.staging / SOURCE / NEW).rglob("*.parquet"))
    broken.write_bytes(broken.read_bytes()[:-20])
    with pytest.raises(StopStoring):
        exchange(layout, state, outlet(), NEW)
    state.close()
    check_sound(layout)
    assert not is_new(layout)


def test_a_crashed_run_is_not_credited_with_rows_that_it_merged(layout, state):
    state.runs.begin(RUN_ID, FAR, "live")
    before = state.runs.stored_by(RUN_ID)
    name = f"{RUN_ID}-merged"
    build(layout, name)
    exchange(layout, state, outlet(), name, same_rows=True)
    assert before == 2
    assert state.runs.stored_by(RUN_ID) == before
