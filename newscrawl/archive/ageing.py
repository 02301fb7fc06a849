"""The archive kept for so many days: older WARC files go, and the rows that pointed into them say so.

Rows first: no row ever names a file that is not there. A crash in between leaves files that no row names, and the
next ageing removes them.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from scrapy.settings import BaseSettings

from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.shared_index import note_same_rows
from pipelines.layout import Layout, sync_folder
from pipelines.parts.reading import read_part
from pipelines.parts.rewriting import FewRows, rewrite
from pipelines.records import Outlet
from pipelines.schema import Table
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring

log = logging.getLogger(__name__)

_PLACE = ("warc_file", "warc_offset", "warc_length")


@dataclass(frozen=True, slots=True)
class Aged:
    """The archive files that went, and how large they were."""

    files: int = 0
    size: int = 0

    def __str__(self) -> str:
        return f"archive files aged out: {self.files} ({self.size / 1e6:.1f} MB)"


def keep_pages_days(settings: BaseSettings) -> int | None:
    """KEEP_PAGES_DAYS, 1 or more, or it would take the file that is being written; None keeps all for ever."""
    return None if settings.get("KEEP_PAGES_DAYS") is None else settings.getint("KEEP_PAGES_DAYS")


def age_out(
    layout: Layout, state: State, outlet: Outlet, replacement_id: str, before: date, index: DuplicateIndex | None
) -> Aged:
    """Remove the source's archive files of days before that one; the caller holds its lock.

    Raises StopStoring when the disk refuses; what is left is done the next time.
    """
    old = _older(layout, outlet.source_id, before)
    if not old:
        return Aged()
    names = [f"archive/source={outlet.source_id}/{path.name}" for path in old]
    change = FewRows(partial(_without_places, pa.array(names)), partial(_points_into, pa.array(names)))
    if rewrite(layout, state, outlet, replacement_id, change, same_rows=True):
        note_same_rows(index, replacement_id)
    aged = _remove(old)
    state.forget_archives(names)
    log.info("%s: %s", outlet.source_id, aged)
    return aged


def _older(layout: Layout, source_id: str, before: date) -> list[Path]:
    folder = layout.archive_file(f"archive/source={source_id}")
    # Days are written so that they sort; a file of another name is not ours to remove.
    named = folder.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].warc.gz")
    return sorted(path for path in named if path.name < f"{before:%Y-%m-%d}")


def _remove(files: Sequence[Path]) -> Aged:
    try:
        size = sum(path.stat().st_size for path in files)
        for path in files:
            path.unlink()
        sync_folder(files[0].parent)
    except OSError as error:
        raise StopStoring(f"the archive: {error}") from error
    return Aged(len(files), size)


def _points_into(names: pa.Array, _: Table, part: Path) -> bool:
    column = read_part(part, ["warc_file"])["warc_file"]
    return bool(pc.any(pc.is_in(column, names)).as_py())


def _without_places(names: pa.Array, table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    is_gone = pc.is_in(batch.column("warc_file"), names)
    if not pc.any(is_gone).as_py():
        return batch
    columns = [
        pc.if_else(is_gone, pa.scalar(None, field.type), column) if field.name in _PLACE else column
        for field, column in zip(table.schema, batch.columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=table.schema)
