"""Many small files of a month become one."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.shared_index import note_same_rows
from pipelines.layout import Layout
from pipelines.parts.files import promised_parts
from pipelines.parts.reading import batches_of, count_rows, table_of_part
from pipelines.parts.replacing import exchange, new_folder
from pipelines.parts.rewriting import link
from pipelines.records import Outlet
from pipelines.schema import TABLES
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring

CROWDED = 32  # files of a month; more make every reader open hundreds for one question
_ROWS = 5000  # a row group: some 20 MB of Arabic text in memory


def crowded_months(parts: Iterable[str], more_than: int) -> set[str]:
    """The month folders, relative to OUTPUT_DIR, of which a manifest names more files than that."""
    files = Counter(map(_month, parts))
    return {month for month, count in files.items() if count > more_than}


def compact(
    layout: Layout,
    state: State,
    outlet: Outlet,
    replacement_id: str,
    more_than: int = 1,
    index: DuplicateIndex | None = None,
) -> int:
    """Merge the files of each month that has more than `more_than`; returns how many months that were.

    `index`, if it is up to date, is told that there is nothing new in them. Raises StopStoring, and PartIsNewer.
    """
    crowded = crowded_months(state.batches.parts(), more_than)
    if not crowded:
        return 0
    try:
        _build_all(layout, state, outlet, replacement_id, crowded)
        exchange(layout, state, outlet, replacement_id, same_rows=True)
    except Exception:
        if not state.batches.holds(replacement_id):  # a disk that is full of it would let no run recover
            shutil.rmtree(layout.staging / outlet.source_id / replacement_id, ignore_errors=True)
        raise
    note_same_rows(index, replacement_id)
    return len(crowded)


def _build_all(layout: Layout, state: State, outlet: Outlet, replacement_id: str, crowded: set[str]) -> None:
    stored = state.batches.parts()
    try:
        promised_parts(layout, state, outlet.source_id)
        folders = {table.name: new_folder(layout, outlet.source_id, replacement_id, table) for table in TABLES}
        for month, parts in groupby(sorted(stored, key=_month), key=_month):  # within a month as they were stored
            files = [layout.output / part for part in parts]
            folder = folders[table_of_part(files[0]).name] / files[0].parent.name
            _build(files, folder, f"{replacement_id}.parquet" if month in crowded else None)
    except (OSError, pa.ArrowException) as error:
        raise StopStoring(f"{layout.output}: {error}") from error


def _month(part: str) -> str:
    return part.rpartition("/")[0]


def _build(files: list[Path], folder: Path, merged: str | None) -> None:
    """The new folder of a month: its files merged under that name, or the very same files."""
    folder.mkdir()
    if merged is not None:
        _merge(files, folder / merged, table_of_part(files[0]).schema)
        return
    for file in files:
        link(file, folder / file.name)


def _merge(files: list[Path], target: Path, schema: pa.Schema) -> None:
    """Rows keep their order: that in which they were stored."""
    writer = pq.ParquetWriter(target, schema, compression="zstd", write_page_checksum=True)
    rows = 0
    for group in _groups(files, schema):
        writer.write_table(group)
        rows += group.num_rows
        pa.default_memory_pool().release_unused()  # else each group adds what the last one left in pieces
    writer.close()
    found = pq.read_metadata(target).num_rows
    expected = sum(map(count_rows, files))
    if not rows == found == expected:
        raise OSError(f"{target}: {found} of {expected} rows read back")


def _groups(files: list[Path], schema: pa.Schema) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    for file in files:  # one after another: a dataset's scan may hand out files in any order
        for batch in batches_of(file, schema, _ROWS):
            waiting.append(batch)
            if sum(each.num_rows for each in waiting) >= _ROWS:
                yield pa.Table.from_batches(waiting, schema)
                waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting, schema)
