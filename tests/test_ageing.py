"""The archive ages out: rows say so before a file goes, and a crash at any point is made good the next time."""

import contextlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.archive import ageing
from newscrawl.archive.ageing import Aged, age_out, keep_pages_days
from newscrawl.archive.responses import Archive, cut_torn_tails
from newscrawl.opening import layout_of, opened_run
from newscrawl.warc.writing import Answer
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.shared_index import opened_index
from pipelines.layout import Layout
from pipelines.parts.replacing import recover
from pipelines.records import WarcPlace
from pipelines.state.rebuilding import rebuild_state
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring
from tests.builders import (
    LONG_TEXT,
    NOW,
    SOURCE,
    article,
    candidate,
    open_state,
    open_store,
    outcome,
    outlet,
    rows_of,
)

AGED = f"{SOURCE}-20260314T120000Z-00ff"
PLACE = ("warc_file", "warc_offset", "warc_length")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "output", tmp_path / "archive")


@pytest.fixture
def state(layout: Layout) -> Iterator[State]:
    """Ten days, each with an article, a revision of it and a refusal, and the answers of all three."""
    with (
        contextlib.closing(open_state(layout.output)) as opened,
        contextlib.closing(Archive(layout, SOURCE)) as archive,
    ):
        store = open_store(layout.output, opened, archive=archive)
        for number in range(10):
            first, later, refused = (_place(archive, f"{url(number)}{what}", number) for what in ("", "b", "c"))
            store.take(article(url(number), text=f"{LONG_TEXT} {number}", **_columns(first)))
            store.take(article(url(number), text=f"{LONG_TEXT} {number} تحديث", **_columns(later)))
            store.take(outcome(f"{url(number)}c", warc_file=refused.file, warc_offset=refused.offset))
            store.commit()
        yield opened


def url(number: int) -> str:
    return f"https://anba.example/news/{number}000"


def day(number: int) -> date:
    return NOW.date() - timedelta(days=9 - number)


def _place(archive: Archive, address: str, number: int) -> WarcPlace:
    return archive.write(Answer(address, 200, (), b"page", NOW), candidate(address), day(number))


def _columns(place: WarcPlace) -> dict[str, Any]:
    return dict(zip(PLACE, (place.file, place.offset, place.length), strict=True))


def named(layout: Layout) -> set[str]:
    """The archive files that any row names."""
    found = {
        row["warc_file"] for table in ("articles", "revisions", "outcomes") for row in rows_of(layout.output, table)
    }
    return found - {None}


def archived(layout: Layout) -> set[str]:
    return {
        f"archive/source={SOURCE}/{path.name}" for path in layout.archive_file(f"archive/source={SOURCE}").iterdir()
    }


def test_old_files_go_and_their_rows_say_so(layout, state):
    before = {row["article_id"]: row for row in rows_of(layout.output, "articles")}
    assert age_out(layout, state, outlet(), AGED, day(4), None).files == 4
    assert (
        archived(layout) == named(layout) == {layout.archive_name(SOURCE, day(number)) for number in range(4, 10)}
    )
    for row in rows_of(layout.output, "articles"):
        was = before[row["article_id"]]
        kept = was["warc_file"] >= layout.archive_name(SOURCE, day(4))
        assert {**was, **({} if kept else dict.fromkeys(PLACE))} == row
    for table, old in (("revisions", 4), ("outcomes", 4)):
        assert sum(row["warc_offset"] is None for row in rows_of(layout.output, table)) == old


def test_what_is_known_stays_known_and_only_files_with_such_rows_are_made_anew(layout, state):
    files = {path.name for path in layout.output.glob("*/source=*/**/*.parquet")}
    age_out(layout, state, outlet(), AGED, day(2), None)
    made = {path.name for path in layout.output.glob("*/source=*/**/*.parquet")} - files
    assert len(made) == 2  # a batch's three tables share a name
    assert all(state.article_at(url(number)) is not None for number in range(10))
    assert set(state.archive_lengths()) == archived(layout)


def test_where_nothing_is_old_no_row_is_looked_at(layout, state, monkeypatch):
    monkeypatch.setattr(ageing, "rewrite", lambda *_, **__: pytest.fail("rows were read"))
    assert age_out(layout, state, outlet(), AGED, day(0), None) == Aged()
    assert len(archived(layout)) == 10


def test_a_file_of_another_name_is_not_ours_to_remove(layout, state):
    stranger = layout.archive_file(f"archive/source={SOURCE}/2019-01-01-from-a-friend.warc.gz")
    stranger.write_bytes(b"")
    age_out(layout, state, outlet(), AGED, day(9), None)
    assert stranger.exists()


def test_aged_a_second_time_the_next_files_go(layout, state):
    age_out(layout, state, outlet(), AGED, day(2), None)
    age_out(layout, state, outlet(), f"{SOURCE}-20260315T120000Z-00fe", day(5), None)
    assert named(layout) == archived(layout)
    assert len(rows_of(layout.output, "articles")) == 10


class Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("point", ["rewrite", "note_same_rows", "_remove", "sync_folder"])
def test_a_crash_is_made_good_the_next_time(layout, state, monkeypatch, point):
    """Before the rows, after the rows, before the files, after some of the files."""

    def crash(*_: Any, **__: Any) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(ageing, point, crash)
        with pytest.raises(Crash):
            age_out(layout, state, outlet(), AGED, day(4), None)
    assert named(layout) <= archived(layout)  # no row names a file that is not there
    recover(layout, state, outlet())
    age_out(layout, state, outlet(), f"{SOURCE}-20260315T120000Z-00fe", day(4), None)
    assert named(layout) == archived(layout)
    assert len(rows_of(layout.output, "articles")) == 10


def test_a_disk_that_refuses_stops_it_and_says_why(layout, state, monkeypatch):
    def refuse(_: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StopStoring, match="not permitted"):
        age_out(layout, state, outlet(), AGED, day(4), None)


def test_state_made_anew_and_torn_tails_live_with_what_is_gone(layout, state):
    age_out(layout, state, outlet(), AGED, day(4), None)
    rebuild_state(layout, outlet())
    with contextlib.closing(State(layout.state_file(SOURCE))) as anew:
        assert all(anew.article_at(url(number)) is not None for number in range(10))
        assert cut_torn_tails(layout, SOURCE, anew.archive_lengths()) == []


def test_the_index_of_duplicates_need_not_read_the_rows_again(layout, state, monkeypatch):
    with contextlib.closing(opened_index(layout, NOW)) as index:
        age_out(layout, state, outlet(), AGED, day(4), index)
    replayed = []
    monkeypatch.setattr(DuplicateIndex, "replay", lambda *_: replayed.append(True))
    opened_index(layout, NOW).close()
    assert not replayed


# The setting


@pytest.mark.parametrize(("value", "days"), [(None, None), (30, 30), ("7", 7)])
def test_days_to_keep(value, days):
    assert keep_pages_days(Settings({"KEEP_PAGES_DAYS": value})) == days


@pytest.mark.parametrize(("days", "left"), [({}, 10), ({"KEEP_PAGES_DAYS": 3}, 4)])
def test_a_run_ages_the_archive_before_it_begins(layout, state, days, left):
    conf = Settings(
        {"OUTPUT_DIR": str(layout.output), "ARCHIVE_DIR": str(layout.archive_dir), "NOW": NOW.isoformat()}
        | {"BATCH_ROWS": 100, "DISK_FLOOR": 0.0, **days}
    )
    state.close()
    with opened_run(outlet(), "live", conf, layout_of(conf)) as (run, _):
        run.close()
    assert len(archived(layout)) == left
    assert named(layout) == archived(layout)
