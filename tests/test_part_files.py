"""Whether the files of a source are those of its manifest."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.layout import Layout
from pipelines.parts.errors import PartDamaged, PartIsNewer
from pipelines.parts.files import part_names, parts_of, promised_parts, refuse_newer
from pipelines.state.rebuilding import rebuild_state
from pipelines.state.source_state import State
from tests.builders import SOURCE, open_state, outlet
from tests.damage import copy_beside, make_newer
from tests.test_compacting import files, fill


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.fixture
def state(layout: Layout) -> Iterator[State]:
    with contextlib.closing(open_state(layout.output)) as opened:
        fill(layout, opened, 1, 2)
        yield opened


def test_they_are(layout, state):
    assert promised_parts(layout, state, SOURCE) == part_names(layout.output, SOURCE)
    assert sorted(state.batches.parts()) == sorted(part.final for part in parts_of(layout, SOURCE))
    assert {part.rows for part in parts_of(layout, SOURCE)} == {1}


def test_a_missing_file_is_named_with_what_to_do(layout, state):
    gone = files(layout)[1]
    gone.unlink()
    with pytest.raises(PartDamaged, match=f"{gone.name}: missing.*status {SOURCE} --rebuild"):
        promised_parts(layout, state, SOURCE)


def test_a_file_of_the_right_name_and_other_rows_is_damage(layout, state):
    file = files(layout)[1]
    table = pq.read_table(file, partitioning=None)
    pq.write_table(pa.concat_tables([table, table]), file, write_page_checksum=True)
    with pytest.raises(PartDamaged, match=f"{file.name}: 2 rows, the manifest says 1"):
        promised_parts(layout, state, SOURCE)


def test_a_file_that_no_manifest_names_is_named(layout, state):
    stray = copy_beside(files(layout)[0])
    with pytest.raises(PartDamaged, match=f"{stray.name}: no manifest names it.*--rebuild"):
        promised_parts(layout, state, SOURCE)


def test_rebuilding_goes_on_without_a_missing_file_and_takes_a_new_one_in(layout, state):
    files(layout)[1].rename(files(layout)[1].with_name("other.parquet"))
    rebuild_state(layout, outlet())
    with contextlib.closing(State(layout.state_file(SOURCE))) as rebuilt:
        assert len(promised_parts(layout, rebuilt, SOURCE)) == 6
    files(layout)[1].unlink()
    rebuild_state(layout, outlet())
    with contextlib.closing(State(layout.state_file(SOURCE))) as rebuilt:
        assert len(promised_parts(layout, rebuilt, SOURCE)) == 5


@pytest.mark.parametrize("table", ["articles", "revisions"])
def test_rebuilding_refuses_rows_that_stand_twice_and_the_state_stays(layout, state, table):
    original = files(layout, table)[0]
    copy = copy_beside(original)
    before = layout.state_file(SOURCE).stat().st_ino
    with pytest.raises(PartDamaged, match=f"stands in .*{original.name}.* too|{copy.name}"):
        rebuild_state(layout, outlet())
    assert layout.state_file(SOURCE).stat().st_ino == before


def test_where_a_newer_newscrawl_stored_last_nobody_stores(layout, state):
    refuse_newer(layout, [])
    refuse_newer(layout, state.batches.parts())
    last = layout.output / state.batches.parts()[-1]
    make_newer(last)
    with pytest.raises(PartIsNewer, match=last.name):
        refuse_newer(layout, state.batches.parts())
    last.write_bytes(b"")
    refuse_newer(layout, state.batches.parts())
