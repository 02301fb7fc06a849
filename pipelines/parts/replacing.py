"""Replacing all rows of a source: how whatever builds new part files puts them in the place of the old.

`reprocess` and `compact` build all of them, `rewriting.py` those in which something changes.

New part files are built in `_staging/<source>/<replacement>/<table>/month=…`, never in place. Then:

    1. files and folders synced     2. journal: the state says `replacing`
    3. each table's folder exchanged for the new one, in one system call where the platform has one
    4. state: the new files are the manifest, what they make known is all that is known

A crash before 2 leaves rubbish in `_staging`; after 2 `recover` finishes. The old files stay where the exchange put
them for a day, so that whoever reads by the manifest of before finds them (`newscrawl/dataset.py`).
"""

import ctypes
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.layout import Layout, make_folder, sync_folder
from pipelines.records import Outlet
from pipelines.schema import TABLES, Table
from pipelines.state.known import StagedFile
from pipelines.state.rebuilding import knowledge_in
from pipelines.state.source_state import State
from pipelines.storing.batches import CANNOT_STORE, StopStoring

KEEP_REPLACED = timedelta(days=1)  # longer than anybody reads from one snapshot
# An empty folder that tells which replacement a folder came with: Polars stumbles over any file that is no Parquet.
_MARK = "_came_with="


def nobody_listens(point: str) -> None:
    """Listens to the points where a crash may come, when no test does."""


def new_folder(layout: Layout, source_id: str, replacement_id: str, table: Table) -> Path:
    """Where the new part files of a table are built, in folders `month=…` as in the old one."""
    folder = _new(layout, source_id, replacement_id, table)
    make_folder(folder)
    return folder


def exchange(
    layout: Layout,
    state: State,
    outlet: Outlet,
    replacement_id: str,
    at: Callable[[str], None] = nobody_listens,
    same_rows: bool = False,
) -> None:
    """Put the built folders in the place of the source's. `at` is told each point where a crash may come.

    `same_rows` says that the new files hold the old rows: what is known of them then stays as it is. Raises
    StopStoring when the disk refuses; `recover` then finishes it, or nothing has happened.
    """
    try:
        _seal(layout, outlet.source_id, replacement_id)
        at("sealed")
        built = _built(layout, outlet.source_id, replacement_id)
        state.batches.begin_replacing(replacement_id, built, same_rows=same_rows)
        at("prepared")
        _finish(layout, state, outlet, replacement_id, at)
    except CANNOT_STORE as error:
        raise StopStoring(f"{layout.output}: {error}") from error


def recover(layout: Layout, state: State, outlet: Outlet) -> list[str]:
    """Finish the replacements that a crash left, and clear away what is no longer read; says what was done."""
    done = []
    for replacement_id in state.batches.replacing():
        _finish(layout, state, outlet, replacement_id, nobody_listens)
        done.append(f"finished the replacement {replacement_id}")
    _clear_marks(layout, outlet.source_id)
    clear_replaced(layout, state, outlet.source_id, KEEP_REPLACED)
    return done


def clear_replaced(layout: Layout, state: State, source_id: str, keep: timedelta | None) -> None:
    """Remove what was never put in place, and the old files of replacements older than `keep`; None keeps none."""
    for folder in _old_folders(layout, source_id):
        if keep is None or not state.batches.holds(folder.name) or _age(folder) > keep:
            shutil.rmtree(folder)


def _age(folder: Path) -> timedelta:
    # By the system's clock, as the disk's is, also where a run's is a setting.
    return timedelta(seconds=time.time() - folder.stat().st_mtime)


def _finish(layout: Layout, state: State, outlet: Outlet, replacement_id: str, at: Callable[[str], None]) -> None:
    for table in TABLES:
        _put_in_place(layout, outlet.source_id, replacement_id, table)
        at(f"exchanged {table.name}")
    has_same_rows = state.batches.replaces_by_same_rows(replacement_id)
    state.batches.finish_replacing(replacement_id, None if has_same_rows else knowledge_in(layout, outlet))
    at("finished")
    _clear_marks(layout, outlet.source_id)


def _clear_marks(layout: Layout, source_id: str) -> None:
    for table in TABLES:
        for mark in _live(layout, source_id, table).glob(f"{_MARK}*"):
            mark.rmdir()


def _put_in_place(layout: Layout, source_id: str, replacement_id: str, table: Table) -> None:
    new, live = _new(layout, source_id, replacement_id, table), _live(layout, source_id, table)
    if _is_marked(live, replacement_id):
        return  # before the crash
    make_folder(live.parent)
    if live.exists():
        _swap(new, live)
    else:
        new.rename(live)
    sync_folder(live.parent)
    sync_folder(new.parent)


def _swap(new: Path, live: Path) -> None:
    """Exchange two folders: a reader sees the one or the other."""
    if _swap_in_one_call(os.fsencode(new), os.fsencode(live)):
        return
    aside = new.with_name(new.name + ".old")
    live.rename(aside)
    new.rename(live)
    aside.rename(new)


def _swap_in_one_call(one: bytes, other: bytes) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        here, exchange_flag = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        return bool(libc.renameat2(here, one, here, other, exchange_flag) == 0)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(one, other, 2) == 0)  # RENAME_SWAP
    return False


def _seal(layout: Layout, source_id: str, replacement_id: str) -> None:
    for table in TABLES:
        folder = new_folder(layout, source_id, replacement_id, table)
        (folder / f"{_MARK}{replacement_id}").mkdir(exist_ok=True)
        for path in folder.rglob("*"):
            _sync(path)
        sync_folder(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _built(layout: Layout, source_id: str, replacement_id: str) -> list[StagedFile]:
    """The new part files, each read back before anything old is touched."""
    found = []
    for table in TABLES:
        folder = _new(layout, source_id, replacement_id, table)
        for path in sorted(folder.rglob("*.parquet")):
            final = _live(layout, source_id, table) / path.relative_to(folder)
            rows = pq.read_metadata(path).num_rows
            found.append(StagedFile(_name(layout, path), _name(layout, final), rows))
    return found


def _name(layout: Layout, path: Path) -> str:
    return path.relative_to(layout.output).as_posix()


def _old_folders(layout: Layout, source_id: str) -> Iterator[Path]:
    return (path for path in sorted((layout.staging / source_id).glob("*")) if path.is_dir())


def _is_marked(live: Path, replacement_id: str) -> bool:
    return (live / f"{_MARK}{replacement_id}").is_dir()


def _new(layout: Layout, source_id: str, replacement_id: str, table: Table) -> Path:
    return layout.staging / source_id / replacement_id / table.name


def _live(layout: Layout, source_id: str, table: Table) -> Path:
    return layout.output / table.name / f"source={source_id}"
