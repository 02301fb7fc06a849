"""Forgotten means gone: from every file under OUTPUT_DIR, now, and after a kill at any point."""

import gzip
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from newscrawl.archive.responses import read_answer
from newscrawl.forgetting.removing import finish_forgetting, forget, releases_with
from newscrawl.opening import open_state as open_recovered
from pipelines.addresses.canonical import article_id
from pipelines.duplicates.index import DuplicateIndex
from pipelines.layout import Layout
from pipelines.parts.compacting import compact
from pipelines.state.rebuilding import rebuild_state
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring
from pipelines.storing.forgotten import Forgotten
from tests.builders import SOURCE, candidate, open_run, open_state, outlet, rows_of
from tests.kept_article import ALIAS, AMP, FEED, SECRET, URL, fill, note_for, url

ID = article_id(URL)
ROOT = Path(__file__).parents[1]
POINTS = ["written", "listed", "erased", "rows", "old files", "index"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("filled") / "output"
    with closing(open_state(output)) as state:
        fill(Layout(output), state)
    return output


@pytest.fixture
def layout(filled: Path, tmp_path: Path) -> Layout:
    shutil.copytree(filled, tmp_path / "output")
    return Layout(tmp_path / "output")


@pytest.fixture
def state(layout: Layout) -> Iterator[State]:
    with closing(open_state(layout.output)) as opened:
        yield opened


def assert_gone(layout: Layout) -> None:
    """No byte of it in any file, packed or not; all else is there."""
    for path in layout.output.rglob("*"):
        if path.is_file():
            assert not _holds(path, SECRET.encode(), b"/news/5000", b"go?to=5"), path
    for table in ("articles", "revisions", "outcomes"):
        assert ID not in {row["article_id"] for row in rows_of(layout.output, table)}
    assert sorted(row["url"] for row in rows_of(layout.output, "articles")) == [
        url(n) for n in (1, 2, 3, 4, 6, 7, 8, 9)
    ]
    for row in rows_of(layout.output, "articles"):
        archived = read_answer(layout.archive_file(row["warc_file"]), row["warc_offset"])
        assert archived is not None
        assert archived.answer.url == row["url"]


def _holds(path: Path, *words: bytes) -> bool:
    content = path.read_bytes()
    if path.name.endswith(".gz"):
        content = gzip.decompress(content)
    if path.suffix == ".parquet":
        content = str(ds.dataset(path).to_table().to_pylist()).encode()
    return any(word in content for word in words)


def test_what_is_looked_for_can_be_found(layout):
    """Else the test of its absence would prove nothing."""
    found = {path.suffix for path in layout.output.rglob("*") if path.is_file() and _holds(path, b"/news/5000")}
    assert {".parquet", ".gz", ".sqlite"} <= found


def test_no_trace_is_left_and_all_else_stays(layout, state):
    forget(layout, state, outlet(), note_for(layout, state))
    assert_gone(layout)
    assert [row["requested_url"] for row in rows_of(layout.output, "outcomes")] == ["https://anba.example/video/1"]


@pytest.mark.parametrize("wanted", [URL, ALIAS, AMP, ID, "http://www.anba.example/news/5000?utm_source=x#top"])
def test_it_is_found_by_its_id_and_by_every_address(layout, state, wanted):
    note = note_for(layout, state, wanted)
    assert note.ids == [ID]
    assert {URL, ALIAS, AMP} <= set(note.addresses)
    assert sum(len(places) for places in note.places.values()) == 11  # five answers, what was said of each, a feed


def test_a_listing_that_does_not_name_it_stays(layout, state):
    forget(layout, state, outlet(), note_for(layout, state))
    (path,) = layout.archive_file(f"archive/source={SOURCE}").iterdir()
    assert gzip.decompress(path.read_bytes()).count(f"WARC-Target-URI: {FEED}".encode()) == 1


def test_it_is_never_wished_for_again_not_even_with_a_state_made_anew(layout, state):
    forget(layout, state, outlet(), note_for(layout, state))
    state.close()
    rebuild_state(layout, outlet())
    with closing(open_state(layout.output)) as anew:
        run = open_run(layout.output, anew, run_id=f"{SOURCE}-20260316T090000Z-1a2b")
        assert [run.wish_for(candidate(each)) for each in (URL, ALIAS, AMP)] == ["known"] * 3
        assert run.wish_for(candidate("https://anba.example/news/7777")) == "wanted"
        assert run.accounts.closes()


def test_it_stays_forgotten_when_the_outlet_moves_and_moves_back(layout, state):
    here, there = "anba.example", "new.example"
    forget(layout, state, outlet(domains=(here, there)), note_for(layout, state))
    forgotten = Forgotten(layout)
    assert forgotten.holds(URL)
    assert forgotten.holds(URL.replace(here, there))


def test_the_index_of_duplicates_and_replaced_files_forget_it_too(layout, state):
    compact(layout, state, outlet(), f"{SOURCE}-20260315T110000Z-00aa")
    assert list(layout.staging.rglob("*.parquet"))
    forget(layout, state, outlet(), note_for(layout, state))
    assert_gone(layout)
    assert not list(layout.staging.rglob("*.parquet"))
    with closing(DuplicateIndex(layout.output / "state" / "_duplicates.sqlite")) as index:
        assert not index.knows(ID)
        assert index.knows(article_id(url(1)))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_is_made_good_by_the_next_opening(layout, point):
    command = [sys.executable, "-m", "tests.kept_article", str(layout.output), point]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    with closing(open_recovered(layout, outlet())):
        assert_gone(layout)
    assert Forgotten(layout).holds(URL)
    assert not list((layout.output / "state").glob("*.json"))
    with closing(State(layout.state_file(SOURCE))) as again:
        assert finish_forgetting(layout, again, outlet()) == []


def test_a_record_torn_by_the_kill_is_made_whole_before_tails_are_cut(layout, state):
    note = note_for(layout, state)
    (name, places) = next(iter(note.places.items()))

    class Crash(BaseException):
        pass

    def crash(point: str) -> None:
        if point == "listed":
            raise Crash

    with pytest.raises(Crash):
        forget(layout, state, outlet(), note, crash)
    with layout.archive_file(name).open("r+b") as file:
        file.seek(places[0][0] + 30)
        file.write(b"half of a record of blanks")
    state._db.execute("DELETE FROM archives")  # as in a state made anew: the whole file is looked through
    state.close()
    with closing(open_recovered(layout, outlet())):
        assert_gone(layout)


def test_a_disk_that_refuses_is_3_and_the_next_opening_finishes(layout, state, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(StopStoring, match="No space"):
            forget(layout, state, outlet(), note_for(layout, state))
    forget(layout, state, outlet(), note_for(layout, state))
    assert_gone(layout)


def test_releases_that_hold_it_are_named(layout):
    for name, kept in (("2026-01", True), ("2026-02", False)):
        month = layout.output / "releases" / name / "articles" / f"source={SOURCE}" / "month=2026-03"
        month.mkdir(parents=True)
        for file in sorted(layout.output.glob("articles/source=*/month=*/*.parquet")):
            if kept or not _holds(file, SECRET.encode()):
                os.link(file, month / file.name)
    assert releases_with(layout.output, [ID]) == ["2026-01"]
    assert releases_with(layout.output, []) == []
