"""Opening a run: lock, state, recovery; and closing it: the line in `runs/` that says how it went."""

import contextlib
import json
import logging
import os
import platform
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from scrapy.settings import BaseSettings

import newscrawl
from newscrawl.ageing import age_out, keep_pages_days
from newscrawl.archive import Archive, cut_torn_tails
from newscrawl.clock import clock_of
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.forgetting import finish_forgetting
from newscrawl.run_facts import facts_of
from pipelines.addresses import ADDRESS_RULES_VERSION, registered_domain
from pipelines.batches import StopStoring, recover
from pipelines.compacting import CROWDED, compact
from pipelines.disk import what_is_nearly_full
from pipelines.duplicate_index import DuplicateIndex
from pipelines.forgotten import Forgotten, ListDamaged
from pipelines.layout import Layout
from pipelines.looks import LookPlan
from pipelines.normalising import NORMALISER_VERSION
from pipelines.reading import READER_VERSION
from pipelines.rebuilding import rebuild_state
from pipelines.records import SCHEMA_VERSION, Outlet, RunKind
from pipelines.replacing import recover as recover_replacing
from pipelines.run import Run
from pipelines.shared_index import forget_source, opened_index
from pipelines.state import State, StateDamaged
from pipelines.storage import Store
from pipelines.tags import check_users_knowledge

log = logging.getLogger(__name__)


def layout_in(settings: BaseSettings) -> Layout:
    """Where things lie, for those who only read: nothing is made and nothing tried."""
    archive_dir = settings.get("ARCHIVE_DIR")
    return Layout(
        Path(settings["OUTPUT_DIR"]).expanduser().absolute(),
        Path(archive_dir).expanduser().absolute() if archive_dir else None,
    )


def layout_of(settings: BaseSettings, *, may_be_full: bool = False) -> Layout:
    """Where things lie, after a look that OUTPUT_DIR can be written; else EndWith(3).

    `may_be_full` is for the commands that make room.
    """
    layout = layout_in(settings)
    output = layout.output
    try:
        for folder in (layout.staging, output / "state", output / "runs", layout.archive_file("archive/")):
            folder.mkdir(parents=True, exist_ok=True)
        probe = layout.staging / f".probe-{os.getpid()}"
        probe.write_bytes(b"newscrawl")
        probe.unlink()
        full = _nearly_full(layout, settings)
    except OSError as error:
        raise EndWith(ExitCode.OUTPUT, f"OUTPUT_DIR cannot be written: {error}") from error
    if full is not None and not may_be_full:
        raise EndWith(ExitCode.OUTPUT, full)
    return layout


def _nearly_full(layout: Layout, settings: BaseSettings) -> str | None:
    return what_is_nearly_full((layout.output, layout.archive_file("archive/")), settings.getfloat("DISK_FLOOR"))


@contextlib.contextmanager
def locked(layout: Layout, source_id: str) -> Iterator[None]:
    """Holds the source's lock; EndWith(75) at once when another run has it. It dies with its process."""
    lock = FileLock(layout.lock_file(source_id), timeout=0)
    try:
        with lock:
            yield
    except Timeout:
        line = f"{source_id}: another run of this source is under way"
        raise EndWith(ExitCode.LOCKED, line) from None


def open_state(layout: Layout, outlet: Outlet) -> State:
    """The source's state, recovered from what the last run left; made anew from the files if it is gone."""
    source_id = outlet.source_id
    path = layout.state_file(source_id)
    try:
        if not path.exists() and (layout.output / f"articles/source={source_id}").exists():
            log.warning("%s: its state is gone; making it anew from the Parquet files", source_id)
            rebuild_state(layout, outlet)
        state = State(path, registered_domain(outlet.domains[0]))
    except StateDamaged as error:
        line = (
            f"state is damaged: {error}; move the file away, and the next run makes it anew from the Parquet files"
        )
        raise EndWith(ExitCode.OUTPUT, line) from error
    if any((layout.staging / source_id).glob("*-build")):  # its rows may have come into the index, and never here
        forget_source(layout, source_id)
    done = (
        recover(layout, state, source_id)
        + recover_replacing(layout, state, outlet)
        + finish_forgetting(layout, state, outlet)  # before tails are cut: it mends a record that it left torn
        + cut_torn_tails(layout, source_id, state.archive_lengths())
    )
    for each in done:
        log.warning("%s: after a crash: %s", source_id, each)
    return state


@contextlib.contextmanager
def opened_run(
    outlet: Outlet, kind: RunKind, settings: BaseSettings, layout: Layout, index: DuplicateIndex | None = None
) -> Iterator[tuple[Run, Archive]]:
    """A run under its lock. Its line in `runs/` is the caller's to write, with `write_line`.

    `index` is the shared one where the caller has it open for several runs.
    """
    now, keep_days = clock_of(settings), keep_pages_days(settings)
    check_users_knowledge()
    with locked(layout, outlet.source_id):
        try:
            state = open_state(layout, outlet)
        except OSError as error:
            raise EndWith(ExitCode.OUTPUT, f"{layout.output}: {error}") from error
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.closing(state))
            archive = stack.enter_context(contextlib.closing(Archive(layout, outlet.source_id)))
            _close_crashed_runs(layout, state, outlet.source_id, now)
            run_id = new_run_id(settings, outlet.source_id)
            state.begin_run(run_id, now(), kind)
            plan = _look_plan(settings, kind)
            store = Store(layout, state, outlet, run_id, archive, plan)
            _check_list(store.forgotten)
            store.index = index or stack.enter_context(contextlib.closing(open_index(layout, now)))
            store.renew_index = partial(open_index, layout, now)
            run = Run(run_id, outlet, kind, now(), now, state, store, settings.getint("BATCH_ROWS"), plan)
            run.nearly_full = partial(_nearly_full, layout, settings)
            yield run, archive
            if keep_days is not None:
                replacement_id = new_run_id(settings, outlet.source_id)
                age_out(
                    layout, state, outlet, replacement_id, now().date() - timedelta(days=keep_days), store.index
                )


def _check_list(forgotten: Forgotten) -> None:
    try:
        forgotten.is_empty()
    except ListDamaged as error:
        raise EndWith(ExitCode.CONFIGURATION, str(error)) from error


def open_index(layout: Layout, now: Callable[[], datetime]) -> DuplicateIndex:
    """The shared index of duplicates, up to date; EndWith(3) when the disk refuses it."""
    try:
        return opened_index(layout, now())
    except (OSError, sqlite3.OperationalError) as error:
        raise EndWith(ExitCode.OUTPUT, f"the index of duplicates: {error}") from error


def new_run_id(settings: BaseSettings, source_id: str) -> str:
    """`<source>-<YYYYMMDDThhmmssZ>-<4 hex>`: the clock alone would give two runs of one second one name."""
    return f"{source_id}-{clock_of(settings)():%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def recover_if_sound(layout: Layout, outlet: Outlet) -> None:
    """Finish what a crash left, where the state can still say what that is."""
    if layout.state_file(outlet.source_id).exists():
        with contextlib.suppress(EndWith):
            open_state(layout, outlet).close()


def _look_plan(settings: BaseSettings, kind: RunKind) -> LookPlan:
    if kind != "live":  # old news is no longer corrected, and nobody asks an archive's hosts again
        return LookPlan(after=())
    ages = tuple(timedelta(seconds=float(seconds)) for seconds in settings.getlist("LOOK_AGAIN_AFTER"))
    return LookPlan(ages, timedelta(days=settings.getfloat("LOOK_AGAIN_GRACE_DAYS")))


def write_line(run: Run, layout: Layout, code: ExitCode, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Close the run: commit, then one line in `runs/` and in state. Raises StopStoring when even that fails."""
    name = f"{run.run_id}-merged"
    merged = 0 if run.has_no_room else compact(layout, run.state, run.outlet, name, CROWDED, run.store.index)
    line = {
        "run_id": run.run_id,
        "source_id": run.outlet.source_id,
        "kind": run.kind,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.now().isoformat(),
        "exit_code": int(code),
        "accounts": run.accounts.as_dict(),
        "listings": list(run.listings.values()),
        **facts_of(run),
        "errors": run.errors[:20],
        "versions": versions(),
        "months_merged": merged,
        **more,
    }
    _append(layout, run.started_at, line)
    run.state.end_run(run.run_id, json.dumps(line, ensure_ascii=False))
    return line


def _close_crashed_runs(layout: Layout, state: State, source_id: str, now: Callable[[], datetime]) -> None:
    """A run that was killed says nothing; what it had committed is counted for it."""
    for run_id, started_at, kind in state.unfinished_runs():
        line = {
            "run_id": run_id,
            "source_id": source_id,
            "kind": kind,
            "started_at": started_at.isoformat(),
            "ended_at": None,
            "exit_code": None,
            "end": "crashed",
            "accounts": {"stored": state.stored_by(run_id)},
            "found_by": now().isoformat(),
        }
        _append(layout, started_at, line)
        state.end_run(run_id, json.dumps(line, ensure_ascii=False))


def _append(layout: Layout, started_at: datetime, line: dict[str, Any]) -> None:
    path = layout.runs_file(started_at.date())
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")  # one write: runs of other sources append too
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StopStoring(f"{path}: {error}") from error


def versions() -> dict[str, str]:
    """Of ours and of the libraries that decide what a row says."""
    libraries = {name: version(name) for name in ("scrapy", "trafilatura", "langdetect", "pyarrow")}
    own = {
        "newscrawl": newscrawl.__version__,
        "reader": READER_VERSION,
        "normaliser": NORMALISER_VERSION,
        "address_rules": ADDRESS_RULES_VERSION,
        "schema": SCHEMA_VERSION,
    }
    return own | libraries | {"python": platform.python_version()}
