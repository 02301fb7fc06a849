"""Opening a run: lock, state, recovery."""

import contextlib
import logging
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from filelock import FileLock, Timeout
from scrapy.settings import BaseSettings

from newscrawl.archive.ageing import age_out, keep_pages_days
from newscrawl.archive.responses import Archive, cut_torn_tails
from newscrawl.clock import clock_of
from newscrawl.corpus.manifest import manifest_of
from newscrawl.damaged_state import damaged
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.forgetting.removing import finish_forgetting
from newscrawl.judging.run_lines import close_crashed_runs
from newscrawl.output_places import check_is_there, layout_in
from newscrawl.state_anew import make_state_anew
from newscrawl.todays_rules import follow_addresses, say_what_looks_cannot_tell
from newscrawl.told_settings import told_settings
from pipelines.addresses.canonical import registered_domain
from pipelines.disk import what_is_nearly_full
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.shared_index import forget_source, opened_index
from pipelines.layout import Layout
from pipelines.parts.files import refuse_newer
from pipelines.parts.replacing import recover as recover_replacing
from pipelines.records import Outlet, RunKind
from pipelines.run import Run
from pipelines.state.source_state import State, StateDamaged
from pipelines.storing.batches import recover
from pipelines.storing.holdings import Holdings
from pipelines.storing.looks import LookPlan
from pipelines.storing.storage import Store
from pipelines.tagging.tags import check_users_knowledge

log = logging.getLogger(__name__)


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


def layout_of_corpus(settings: BaseSettings, *, may_be_full: bool = False) -> Layout:
    """The same for commands that work on what is there: a misspelt OUTPUT_DIR must not look like a corpus."""
    check_is_there(layout_in(settings).output)
    return layout_of(settings, may_be_full=may_be_full)


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


def open_state(layout: Layout, outlet: Outlet, plan: LookPlan | None = None) -> State:
    """The source's state, recovered from what the last run left; made anew from the files if it is gone.

    `plan` is that of live runs, as it is configured.
    """
    source_id = outlet.source_id
    try:
        state = _state_of(layout, outlet, plan)
    except StateDamaged as error:
        raise damaged(error) from error
    if any((layout.staging / source_id).glob("*-build")):  # its rows may have come into the index, and never here
        forget_source(layout, source_id)
    for each in _recovered(layout, state, outlet):
        log.warning("%s: after a crash: %s", source_id, each)
    follow_addresses(state, outlet)
    return state


def _state_of(layout: Layout, outlet: Outlet, plan: LookPlan | None) -> State:
    source_id, path = outlet.source_id, layout.state_file(outlet.source_id)
    if not path.exists() and (layout.output / f"articles/source={source_id}").exists():
        log.warning("%s: its state is gone; making it anew from the Parquet files", source_id)
        make_state_anew(layout, outlet, plan)
    refuse_newer(layout, manifest_of(layout.output, source_id))
    return State(path, registered_domain(outlet.domains[0]))


def _recovered(layout: Layout, state: State, outlet: Outlet) -> list[str]:
    """What was done to finish what a crash left, in words."""
    return (
        recover(layout, state, outlet.source_id)
        + recover_replacing(layout, state, outlet)
        + finish_forgetting(layout, state, outlet)  # before tails are cut: it mends a record that it left torn
        + cut_torn_tails(layout, outlet.source_id, state.archive_lengths())
    )


@contextlib.contextmanager
def opened_run(
    outlet: Outlet, kind: RunKind, settings: BaseSettings, layout: Layout, index: DuplicateIndex | None = None
) -> Iterator[tuple[Run, Archive]]:
    """A run under its lock. Its line in `runs/` is the caller's to write, with `run_lines.write_line`.

    `index` is the shared one where the caller has it open for several runs.
    """
    keep_days = keep_pages_days(settings)
    check_users_knowledge()
    with locked(layout, outlet.source_id), contextlib.ExitStack() as stack:
        state = stack.enter_context(contextlib.closing(_state_or_end(layout, outlet, look_plan(settings))))
        if index is None:
            index = stack.enter_context(contextlib.closing(open_index(layout, clock_of(settings))))
        if keep_days is not None:  # before there is a run: what goes wrong with it must not follow the run's line
            before = clock_of(settings)().date() - timedelta(days=keep_days)
            age_out(layout, state, outlet, new_run_id(settings, outlet.source_id), before, index)
        known = state.archive_lengths()
        archive = stack.enter_context(contextlib.closing(Archive(layout, outlet.source_id, known)))
        if kind == "live":
            say_what_looks_cannot_tell(state, outlet)
        close_crashed_runs(layout, state, outlet.source_id, clock_of(settings))
        run = _begun(outlet, kind, settings, layout, state, archive)
        run.store.duplicates.index = index
        stack.callback(run.store.duplicates.close)
        yield run, archive


def _state_or_end(layout: Layout, outlet: Outlet, plan: LookPlan) -> State:
    try:
        return open_state(layout, outlet, plan)
    except OSError as error:
        raise EndWith(ExitCode.OUTPUT, f"{layout.output}: {error}") from error


def _begun(
    outlet: Outlet, kind: RunKind, settings: BaseSettings, layout: Layout, state: State, archive: Archive
) -> Run:
    now, run_id = clock_of(settings), new_run_id(settings, outlet.source_id)
    state.runs.begin(run_id, now(), kind)
    plan = look_plan(settings, kind)
    store = Store(Holdings(layout, state, outlet, run_id), archive, plan)
    store.forgotten.is_empty()  # a damaged list stops the run here, before a page is fetched
    store.duplicates.renew_index = partial(open_index, layout, now)
    run = Run(run_id, outlet, kind, now(), now, state, store, settings.getint("BATCH_ROWS"), plan)
    run.nearly_full = partial(_nearly_full, layout, settings)
    run.settings = told_settings(settings)
    return run


def open_index(layout: Layout, now: Callable[[], datetime]) -> DuplicateIndex:
    """The shared index of duplicates, up to date; EndWith(3) when the disk refuses it."""
    try:
        return opened_index(layout, now())
    except OSError as error:
        raise EndWith(ExitCode.OUTPUT, f"the index of duplicates: {error}") from error
    except sqlite3.OperationalError as error:  # SQLite names no file
        line = f"the index of duplicates: {layout.duplicates_file}: {error}"
        raise EndWith(ExitCode.OUTPUT, line) from error


def new_run_id(settings: BaseSettings, source_id: str) -> str:
    """`<source>-<YYYYMMDDThhmmssZ>-<4 hex>`: the clock alone would give two runs of one second one name."""
    return f"{source_id}-{clock_of(settings)():%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def recover_if_sound(layout: Layout, outlet: Outlet) -> None:
    """Finish what a crash left, where the state can still say what that is."""
    if layout.state_file(outlet.source_id).exists():
        with contextlib.suppress(EndWith):
            open_state(layout, outlet).close()


def look_plan(settings: BaseSettings, kind: RunKind = "live") -> LookPlan:
    """When a run of this kind has its articles looked at again."""
    if kind != "live":  # old news is no longer corrected, and nobody asks an archive's hosts again
        return LookPlan(after=())
    ages = tuple(timedelta(seconds=float(seconds)) for seconds in settings.getlist("LOOK_AGAIN_AFTER"))
    return LookPlan(ages, timedelta(days=settings.getfloat("LOOK_AGAIN_GRACE_DAYS")))
