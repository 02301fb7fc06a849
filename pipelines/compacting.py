"""Many small files of a month become one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.batches import StopStoring
from pipelines.duplicate_index import DuplicateIndex
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.replacing import exchange, new_folder
from pipelines.rewriting import batches_of, link
from pipelines.schema import TABLES
from pipelines.shared_index import note_same_rows
from pipelines.state import State

CROWDED = 32  # files of a month; more make every reader open hundreds for one question
_ROWS = 5000  # a row group: some 20 MB of Arabic text in memory


def crowded_months(layout: Layout, source_id: str, more_than: int) -> list[Path]:
    """The month folders of a source that hold more files than that."""
    return [
        month
        for table in TABLES
        for month in sorted((layout.output / table.name / f"source={source_id}").glob("month=*"))
        if len(_files(month)) > more_than
    ]


def compact(
    layout: Layout,
    state: State,
    outlet: Outlet,
    replacement_id: str,
    more_than: int = 1,
    index: DuplicateIndex | None = None,
) -> int:
    """Merge the files of each month that has more than `more_than`; returns how many months that were.

    `index`, if it is up to date, is told that there is nothing new in them. Raises StopStoring.
    """
    crowded = set(crowded_months(layout, outlet.source_id, more_than))
    if not crowded:
        return 0
    stored = [layout.output / part for part in state.batches.parts()]
    try:
        for table in TABLES:
            folder = new_folder(layout, outlet.source_id, replacement_id, table)
            for month in sorted((layout.output / table.name / f"source={outlet.source_id}").glob("month=*")):
                (folder / month.name).mkdir()
                if month in crowded:
                    files = sorted(_files(month), key=_place_in(stored))
                    _merge(files, folder / month.name / f"{replacement_id}.parquet", table.schema)
                else:
                    for file in _files(month):
                        link(file, folder / month.name / file.name)
    except (OSError, pa.ArrowException) as error:
        raise StopStoring(f"{layout.output}: {error}") from error
    exchange(layout, state, outlet, replacement_id, same_rows=True)
    note_same_rows(index, replacement_id)
    return len(crowded)


def _place_in(stored: list[Path]) -> Callable[[Path], tuple[int, Path]]:
    """The order of storing; a file's own time is lost when the corpus is copied."""
    places = {part: place for place, part in enumerate(stored)}
    return lambda file: (places.get(file, len(places)), file)


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
    expected = sum(pq.read_metadata(file).num_rows for file in files)
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


def _files(month: Path) -> list[Path]:
    return sorted(month.glob("*.parquet"))
