"""The commit protocol: what exists under `articles/` is whole, and its addresses are known exactly then.

    1. archive synced       2. part files staged, synced, their footers read back
    3. state prepared       4. files renamed into place, folders synced       5. state committed

A crash before 3 leaves nothing but files in `_staging`; after 3, `recover` finishes the batch, or undoes it when
somebody took its staged files away.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.layout import Layout, make_folder, part_folder, sync_folder
from pipelines.records import Article, Outcome
from pipelines.schema import row_of, table_of
from pipelines.state.known import Additions, StagedFile
from pipelines.state.source_state import State

CANNOT_STORE = (OSError, sqlite3.Error, pa.ArrowException)
"""What a disk that refuses makes of a commit."""


class StopStoring(Exception):  # noqa: N818 (named by its effect)
    """OUTPUT_DIR cannot take the rows: disk full, no permission, a file that does not read back."""


@dataclass(slots=True)
class Batch:
    batch_id: str
    records: list[Article | Outcome] = field(default_factory=list)
    additions: Additions = field(default_factory=Additions)


def commit(batch: Batch, layout: Layout, state: State, sync_archive: Callable[[], dict[str, int]]) -> None:
    """Make the batch durable, data and state as one; raises StopStoring and leaves no half behind."""
    source_id = batch.records[0].source_id
    parts = list(_by_folder(batch.records))  # first: it refuses what is no source id
    staged: list[StagedFile] = []
    try:
        batch.additions.archive_lengths = sync_archive()
        make_folder(layout.staging / source_id)
        for folder, records in parts:
            staged.append(_stage(layout, batch.batch_id, folder, records, len(staged)))
        sync_folder(layout.staging / source_id)
        state.batches.prepare(batch.batch_id, staged, batch.additions)
    except StopStoring:
        _remove(layout, staged)
        raise
    except CANNOT_STORE as error:
        _remove(layout, staged)
        raise StopStoring(f"{layout.output}: {error}") from error
    try:
        _publish(layout, staged)
        state.batches.commit(batch.batch_id)
    except CANNOT_STORE as error:  # nothing is lost: `recover` finishes this batch
        raise StopStoring(f"{layout.output}: {error}") from error


def recover(layout: Layout, state: State, source_id: str) -> list[str]:
    """Finish or undo what a crash left of this source; returns what was done, in words.

    Raises OSError where the disk cannot say now whether a batch is whole: then nothing of it is done.
    """
    done = []
    for batch_id, files in state.batches.prepared().items():
        if all(_is_there(layout, each) for each in files):
            _publish(layout, files)
            state.batches.commit(batch_id)
            done.append(f"finished batch {batch_id}")
        else:
            for each in files:
                (layout.output / each.final).unlink(missing_ok=True)
            state.batches.undo(batch_id)
            done.append(f"undid batch {batch_id}: a staged file of it is gone")
    for leftover in sorted((layout.staging / source_id).glob("*.parquet")):
        leftover.unlink()
        done.append(f"removed {leftover.name}, never committed")
    return done


def _by_folder(records: Sequence[Article | Outcome]) -> Iterable[tuple[str, list[Article | Outcome]]]:
    for folder, group in groupby(sorted(records, key=part_folder), key=part_folder):
        yield folder, list(group)


def _stage(layout: Layout, batch_id: str, folder: str, records: list[Article | Outcome], number: int) -> StagedFile:
    file = StagedFile(
        staged=f"_staging/{records[0].source_id}/{batch_id}.{number}.parquet",
        final=f"{folder}/{batch_id}.parquet",
        rows=len(records),
    )
    write_part(layout.output / file.staged, records)
    return file


def write_part(path: Path, records: Sequence[Article | Outcome]) -> None:
    """Write, sync and read back one part file; nothing stays at `path` when that fails."""
    schema = table_of(records[0]).schema
    try:
        # No `with`: leaving it by an exception would close the file into a readable part of the rows.
        writer = pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True)
        writer.write_table(pa.Table.from_pylist([row_of(record) for record in records], schema=schema))
        writer.close()
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
        # After a full disk, close() can succeed on a file that cannot be read.
        found = pq.read_metadata(path).num_rows
        if found != len(records):
            raise StopStoring(f"{path}: {found} of {len(records)} rows read back")
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def _publish(layout: Layout, files: Iterable[StagedFile]) -> None:
    for each in files:
        final = layout.output / each.final
        make_folder(final.parent)
        staged = layout.output / each.staged
        if staged.exists():  # else a crash came between this rename and the commit
            staged.replace(final)
        sync_folder(final.parent)


def _is_there(layout: Layout, file: StagedFile) -> bool:
    return any(_rows_in(layout.output / name) == file.rows for name in (file.staged, file.final))


def _rows_in(path: Path) -> int | None:
    """By the footer; None where there is no file, or a torn one."""
    try:
        return int(pq.read_metadata(path).num_rows)
    except (FileNotFoundError, pa.ArrowInvalid):
        return None
    except OSError as error:
        if error.errno is not None:  # no permission, too many open files: it passes, and what was undone would not
            raise
        return None  # Arrow's word for a footer that is none


def _remove(layout: Layout, files: Iterable[StagedFile]) -> None:
    for each in files:
        with contextlib.suppress(OSError):  # a disk that failed may refuse this too; `recover` removes what stays
            (layout.output / each.staged).unlink(missing_ok=True)
