"""Some rows of a source changed or taken out; every part file that holds none of them stays the very same file.

So `retag`, `forget` and the ageing of the archive work: what is new is built beside what stands,
and exchanged for it (`pipelines/parts/replacing.py`).
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.layout import Layout
from pipelines.parts.files import promised_parts
from pipelines.parts.reading import batches_of, table_of_part
from pipelines.parts.replacing import exchange, new_folder
from pipelines.records import Outlet
from pipelines.schema import TABLES, Table
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring

Change = Callable[[Table, pa.RecordBatch], pa.RecordBatch]
"""The rows as they shall be; the very same object where nothing changes, fewer rows where some go."""


@dataclass(frozen=True, slots=True)
class FewRows:
    """A change of which a glance at a few columns tells which files it touches: the others are not read.

    Reading and packing every text of a source to take out one row would cost minutes.
    """

    change: Change
    touches: Callable[[Table, Path], bool]

    def __call__(self, table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
        return self.change(table, batch)


def rewrite(
    layout: Layout, state: State, outlet: Outlet, replacement_id: str, change: Change, *, same_rows: bool
) -> int:
    """Pass all rows of a source through `change`; returns how many part files it made anew.

    `same_rows`: addresses, texts and headlines stay as they are, and with them all that the state knows. Raises
    StopStoring; then nothing has happened, or `recover` finishes it.
    """
    build = layout.staging / outlet.source_id / replacement_id
    try:
        folders = {table.name: new_folder(layout, outlet.source_id, replacement_id, table) for table in TABLES}
        parts = promised_parts(layout, state, outlet.source_id)
        rewritten = sum(_rewrite(layout.output / part, folders, replacement_id, change) for part in parts)
        if rewritten:
            exchange(layout, state, outlet, replacement_id, same_rows=same_rows)
    except (OSError, pa.ArrowException) as error:
        raise StopStoring(f"{layout.output}: {error}") from error
    finally:
        if not state.batches.holds(replacement_id):
            shutil.rmtree(build, ignore_errors=True)
    return rewritten


def show(layout: Layout, state: State, outlet: Outlet, change: Change) -> None:
    """Shows all rows of a source to `change` as `rewrite` would, and keeps nothing of what it makes."""
    try:
        for part in promised_parts(layout, state, outlet.source_id):
            table = table_of_part(layout.output / part)
            for batch in batches_of(layout.output / part, table.schema):
                change(table, batch)
    except (OSError, pa.ArrowException) as error:
        raise StopStoring(f"{layout.output}: {error}") from error


def link(file: Path, target: Path) -> None:
    """The same file under another name; a copy on a disk without hard links."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copy2(file, target)


def _rewrite(file: Path, folders: Mapping[str, Path], replacement_id: str, change: Change) -> bool:
    """Write the file's changed rows into the new folder of its table; where none changed, the file itself."""
    table = table_of_part(file)
    month = folders[table.name] / file.parent.name
    month.mkdir(exist_ok=True)
    # Readers find a file by its name alone: other rows need another. Sorted, it keeps its place.
    made = month / f"{file.name.partition('.')[0]}.{replacement_id.partition('-')[2]}.parquet"
    is_touched = not isinstance(change, FewRows) or change.touches(table, file)
    is_changed = is_touched and _write_changed(file, made, table, change)
    if not is_changed:
        link(file, month / file.name)
    return is_changed


def _write_changed(file: Path, made: Path, table: Table, change: Change) -> bool:
    """Write a file's changed rows to `made`, unless none changed; where no row is left, there is no file."""
    rows, has_changed = 0, False
    writer = pq.ParquetWriter(made, table.schema, compression="zstd", write_page_checksum=True)
    try:
        for before in batches_of(file, table.schema):
            after = change(table, before)
            has_changed = has_changed or after is not before
            writer.write_batch(after)
            rows += after.num_rows
    finally:
        writer.close()
    if not has_changed or not rows:
        made.unlink()
    elif pq.read_metadata(made).num_rows != rows:  # after a full disk, close() can succeed all the same
        raise OSError(f"{made}: {pq.read_metadata(made).num_rows} of {rows} rows read back")
    return has_changed
