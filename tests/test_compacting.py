"""Many small files of a month become one: the same rows in the same order, and nothing else changes."""

import contextlib
import errno
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newscrawl import dataset
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.shared_index import opened_index
from pipelines.layout import Layout
from pipelines.parts.compacting import CROWDED, compact, crowded_months
from pipelines.parts.replacing import recover
from pipelines.schema import ARTICLES, TABLES, row_of
from pipelines.state.rebuilding import rebuild_state
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring, write_part
from tests.builders import LONG_TEXT, NOW, RUN_ID, SOURCE, URL, article, open_state, open_store, outcome, outlet
from tests.test_rebuilding import _known as known_in

MERGED = f"{RUN_ID}-merged"
ROOT = Path(__file__).parents[1]


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.fixture
def state(layout: Layout) -> Iterator[State]:
    with contextlib.closing(open_state(layout.output)) as opened:
        yield opened


def url(number: int) -> str:
    return f"https://anba.example/news/{number}000"


def fill(layout: Layout, state: State, *numbers: int, run_id: str = RUN_ID, **columns: Any) -> None:
    """A batch an article, and its revision and a refusal beside it."""
    store = open_store(layout.output, state, run_id)
    for number in numbers:
        text = f"{LONG_TEXT} {number}"
        store.take(article(url(number), text=text, **columns))
        store.take(article(url(number), text=f"{text} تحديث", **columns))
        store.take(outcome(url(number + 500)))
        store.commit()


def files(layout: Layout, table: str = "articles") -> list[Path]:
    return sorted((layout.output / table).rglob("*.parquet"))


def rows(layout: Layout, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in dataset.open(layout.output, table).to_table().to_pylist()]


def test_a_month_becomes_one_file_and_keeps_its_rows_in_their_order(layout, state):
    numbers = random.Random(3).sample(range(1, 100), 12)
    fill(layout, state, *numbers)
    before = {table.name: rows(layout, table.name) for table in TABLES}
    assert compact(layout, state, outlet(), MERGED) == 3
    for table in TABLES:
        (file,) = files(layout, table.name)
        assert rows(layout, table.name) == before[table.name]
        assert pq.read_schema(file).equals(table.schema)
        assert pq.read_schema(file).metadata == table.schema.metadata
        assert pq.read_metadata(file).row_group(0).column(0).compression == "ZSTD"
    stored = [row["url"] for row in pq.read_table(files(layout)[0]).to_pylist()]
    assert stored == [url(number) for number in numbers]


def test_what_is_known_stays_as_it_is(layout, state):
    fill(layout, state, *range(1, 8))
    before, visits = known_in(layout.output), state.visits.due(NOW.replace(year=2027), 100)
    compact(layout, state, outlet(), MERGED)
    assert known_in(layout.output) == before
    assert state.visits.due(NOW.replace(year=2027), 100) == visits
    assert state.runs.stored_by(RUN_ID) == 7
    for path in layout.state_file(SOURCE).parent.iterdir():
        path.unlink()
    rebuild_state(layout, outlet())
    assert known_in(layout.output)["looks"] == before["looks"]


def test_only_crowded_months_are_merged(layout, state):
    fill(layout, state, *range(1, 5), published_day=NOW.date())
    fill(layout, state, 11, 12, run_id=f"{RUN_ID}2", published_day=NOW.replace(month=1).date())
    names = [file.name for file in files(layout) if "2026-01" in str(file)]
    assert crowded_months(state.batches.parts(), 2) == {
        f"{table}/source={SOURCE}/month=2026-03" for table in ("articles", "outcomes", "revisions")
    }
    assert compact(layout, state, outlet(), MERGED, more_than=2) == 3
    assert [file.name for file in files(layout) if "2026-01" in str(file)] == names
    assert [file.name for file in files(layout) if "2026-03" in str(file)] == [f"{MERGED}.parquet"]
    assert len(rows(layout, "articles")) == 6


def test_nothing_is_touched_where_nothing_is_crowded(layout, state):
    fill(layout, state, 1)
    before = [(file, file.stat().st_ino) for file in files(layout)]
    assert compact(layout, state, outlet(), MERGED) == 0
    assert [(file, file.stat().st_ino) for file in files(layout)] == before
    assert state.batches.replacing() == []


def test_merged_and_new_files_are_merged_again_in_the_order_of_storing(layout, state):
    numbers = [9, 3, 7, 1, 8, 2]
    for part, name in ((numbers[:3], "1a2b"), (numbers[3:], "0001")):
        run_id = f"{SOURCE}-20260314T090000Z-{name}"
        fill(layout, state, *part, run_id=run_id)
        compact(layout, state, outlet(), f"{run_id}-merged")
        recover(layout, state, outlet())
    assert [row["url"] for row in rows(layout, "articles")] == [url(number) for number in numbers]
    assert len(files(layout)) == 1


def test_files_of_an_older_version_get_the_columns_that_they_lack(layout, state):
    fill(layout, state, 1, 2)
    old = files(layout)[0]
    table = pq.read_table(old)
    pq.write_table(table.drop_columns(["reservations", "is_short"]), old)
    compact(layout, state, outlet(), MERGED)
    (file,) = files(layout)
    assert pq.read_schema(file).equals(ARTICLES.schema)
    assert [row["url"] for row in pq.read_table(file).to_pylist()] == [url(1), url(2)]
    assert pq.read_table(file)["reservations"].to_pylist() == [None, None]


# Crashes and refusals


class Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("after", range(1, 4))
def test_a_crash_while_merging_changes_nothing(layout, state, after):
    fill(layout, state, *range(1, 5))
    before = rows(layout, "articles")
    made, real = [], pq.ParquetWriter.close

    def counted(writer: pq.ParquetWriter) -> None:
        real(writer)
        made.append(writer)
        if len(made) == after:
            raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pq.ParquetWriter, "close", counted)
        with pytest.raises(Crash):
            compact(layout, state, outlet(), MERGED)
    recover(layout, state, outlet())
    assert not any((layout.staging / SOURCE).iterdir())
    assert (rows(layout, "articles"), len(files(layout))) == (before, 4)
    assert compact(layout, state, outlet(), MERGED) == 3


def test_a_damaged_file_is_not_merged_away(layout, state):
    fill(layout, state, 1, 2, 3)
    broken = files(layout)[1]
    broken.write_bytes(broken.read_bytes()[:-30])
    with pytest.raises(StopStoring):
        compact(layout, state, outlet(), MERGED)
    recover(layout, state, outlet())
    assert len(files(layout)) == 3


def test_a_full_disk_keeps_nothing_of_what_was_merged(layout, state):
    fill(layout, state, 1, 2, 3)
    real = pq.ParquetWriter.close

    def refuse(writer: pq.ParquetWriter) -> None:
        real(writer)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pq.ParquetWriter, "close", refuse)
        with pytest.raises(StopStoring, match="No space left"):
            compact(layout, state, outlet(), MERGED)
    assert not any((layout.staging / SOURCE).iterdir())
    assert compact(layout, state, outlet(), MERGED) == 3


def test_a_disk_without_hard_links_is_no_hindrance(layout, state, monkeypatch):
    fill(layout, state, 1, 2, published_day=NOW.date())
    fill(layout, state, 11, run_id=f"{RUN_ID}2", published_day=NOW.replace(month=1).date())

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert compact(layout, state, outlet(), MERGED) == 3
    assert len(rows(layout, "articles")) == 3


# The index


def test_the_index_has_nothing_to_read_again(layout, state, monkeypatch):
    fill(layout, state, *range(1, 6))
    with contextlib.closing(opened_index(layout, NOW)) as index:
        compact(layout, state, outlet(), MERGED, index=index)
        assert len(index) == 5
    asked = []
    monkeypatch.setattr(DuplicateIndex, "replay", lambda *args: asked.append(args))
    opened_index(layout, NOW).close()
    assert asked == []


def test_without_being_told_the_index_reads_again_and_knows_the_same(layout, state):
    fill(layout, state, *range(1, 6))
    compact(layout, state, outlet(), MERGED)
    with contextlib.closing(opened_index(layout, NOW)) as index:
        assert len(index) == 5


# At the end of a run, and at scale


def test_more_than_32_files_are_merged_by_the_end_of_a_run(tmp_path):
    from newscrawl.exit_codes import ExitCode
    from newscrawl.judging.run_lines import write_line
    from tests.builders import open_run

    layout = Layout(tmp_path)
    (tmp_path / "runs").mkdir()
    merged = []
    with contextlib.closing(open_state(tmp_path)) as state:
        for number in range(1, CROWDED + 2):
            run = open_run(tmp_path, state, run_id=f"{SOURCE}-20260314T{number:06d}Z-1a2b")
            state.runs.begin(run.run_id, NOW, "live")
            run.take(article(url(number), text=f"{LONG_TEXT} {number}"))
            run.close()
            merged.append(write_line(run, layout, ExitCode.DONE)["months_merged"])
    assert merged == [0] * CROWDED + [1]
    assert len(files(layout)) == 1
    assert len(rows(layout, "articles")) == CROWDED + 1


_MEASURE = """
import resource, sys
from pathlib import Path
from pipelines.parts.compacting import compact
from pipelines.layout import Layout
from pipelines.parts.files import parts_of
from tests.builders import SOURCE, open_state, outlet
layout = Layout(Path(sys.argv[1]))
state = open_state(layout.output)
state.batches.begin_replacing("written", parts_of(layout, SOURCE), same_rows=True)
state.batches.finish_replacing("written", None)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
compact(layout, state, outlet(), f"{SOURCE}-20260314T090000Z-1a2b-merged")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss counts in other units elsewhere")
def test_memory_stays_flat(tmp_path):
    """60,000 rows of 5 kB are 300 MB; merging them takes what a few row groups take."""
    chance = random.Random(1)
    text = "".join(chance.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي ", k=2500))
    row = row_of(article(text=text))
    month = tmp_path / "articles" / f"source={SOURCE}" / "month=2026-03"
    month.mkdir(parents=True)
    for number in range(6):
        part = pa.Table.from_pylist([row] * 10_000, schema=ARTICLES.schema)
        pq.write_table(
            part, month / f"{number}.parquet", use_dictionary=False, compression="none", row_group_size=500
        )
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 200, done.stdout
    assert pq.read_metadata(month / f"{SOURCE}-20260314T090000Z-1a2b-merged.parquet").num_rows == 60_000


def test_a_part_that_is_no_row_group_of_ours_is_merged_too(layout, state):
    """Many rows in one file: the merged one has several row groups."""
    many = [article(url(number), text=f"نص {number}") for number in range(1, 40)]
    fill(layout, state, 100)
    write_part(files(layout)[0].with_name("by-hand.parquet"), many)
    rebuild_state(layout, outlet())
    with contextlib.closing(open_state(layout.output)) as rebuilt:
        compact(layout, rebuilt, outlet(), MERGED)
    assert pq.read_metadata(files(layout)[0]).num_rows == 40
    assert URL not in {row["url"] for row in rows(layout, "articles")}
