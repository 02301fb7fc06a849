"""The line that every run leaves in `runs/`, and in its source's state: how it went."""

import json
import os
import platform
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any

import newscrawl
from newscrawl.exit_codes import ExitCode
from newscrawl.judging.fruitless import UNREAD
from newscrawl.judging.history import History
from newscrawl.judging.run_facts import facts_of
from pipelines.addresses.canonical import ADDRESS_RULES_VERSION
from pipelines.duplicates.normalising import NORMALISER_VERSION
from pipelines.layout import Layout
from pipelines.parts.compacting import CROWDED, compact
from pipelines.parts.errors import PartIsNewer
from pipelines.reading import READER_VERSION
from pipelines.records import SCHEMA_VERSION
from pipelines.run import Run
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring


def write_line(run: Run, layout: Layout, code: ExitCode, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Close the run: commit, then one line in `runs/` and in state. Raises StopStoring when even that fails.

    Where damage keeps months from being merged, the run is told of all the same: StopStoring or PartIsNewer then.
    """
    merged, damage = _merge(run, layout)
    if damage is not None:
        code = ExitCode.CONFIGURATION if isinstance(damage, PartIsNewer) else ExitCode.OUTPUT
    line = {**_line_of(run, code), "months_merged": merged, **more}
    _leave(line, layout, run.state, run.started_at)
    if damage is not None:
        raise damage
    return line


def _line_of(run: Run, code: ExitCode) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "source_id": run.outlet.source_id,
        "kind": run.kind,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.now().isoformat(),
        "exit_code": int(code),
        "accounts": run.accounts.as_dict(),
        "listings": list(run.listings.values()),
        **facts_of(run),
        "errors": [*_unclosed(run), *run.errors][:20],
        "versions": versions(),
        "settings": dict(run.settings),
    }


def _unclosed(run: Run) -> list[str]:
    """What is said of accounts that do not close: an address was lost, or counted twice, by a fault of ours."""
    return [] if run.accounts.closes() else ["the accounts do not close: please report this line"]


def _leave(line: dict[str, Any], layout: Layout, state: State, began: datetime) -> None:
    _append(layout, began, line)
    state.runs.end(line["run_id"], json.dumps(line, ensure_ascii=False))


def _merge(run: Run, layout: Layout) -> tuple[int, StopStoring | PartIsNewer | None]:
    """How many months were merged, and what kept them from it."""
    if run.has_no_room:
        return 0, None
    try:
        name, index = f"{run.run_id}-merged", run.store.duplicates.index
        return compact(layout, run.state, run.outlet, name, CROWDED, index), None
    except (StopStoring, PartIsNewer) as error:
        return 0, error


def write_line_of_reprocess(
    layout: Layout, state: State, run_id: str, began: datetime, ended: datetime, counts: Counter[str]
) -> None:
    """The line of a `reprocess` that changed a source's rows, with what it counted. Raises StopStoring.

    `read_again` are pages that could not be read before, and are articles now.
    """
    line = {
        "run_id": run_id,
        "source_id": run_id.rsplit("-", 2)[0],
        "kind": "reprocess",
        "started_at": began.isoformat(),
        "ended_at": ended.isoformat(),
        "exit_code": int(ExitCode.DONE),
        "accounts": {},
        "read_again": sum(counts[f"{reason} before, today an article"] for reason in UNREAD),
        "counts": dict(counts),
        "versions": versions(),
    }
    state.runs.begin(run_id, began, "reprocess")
    _leave(line, layout, state, began)


def close_crashed_runs(layout: Layout, state: State, source_id: str, now: Callable[[], datetime]) -> None:
    """A run that was killed says nothing; what it had committed is counted for it.

    One that was killed after its line stood in `runs/` said all: the state takes the line from there.
    """
    for run_id, started_at, kind in state.runs.unfinished():
        said = _line_left(layout, source_id, run_id, started_at)
        if said is not None:
            state.runs.end(run_id, json.dumps(said, ensure_ascii=False))
            continue
        line = {
            "run_id": run_id,
            "source_id": source_id,
            "kind": kind,
            "started_at": started_at.isoformat(),
            "ended_at": None,
            "exit_code": None,
            "end": "crashed",
            "accounts": {"stored": state.runs.stored_by(run_id)},
            "found_by": now().isoformat(),
        }
        _leave(line, layout, state, started_at)


def _line_left(layout: Layout, source_id: str, run_id: str, started_at: datetime) -> dict[str, Any] | None:
    day = started_at.date()
    lines = History(layout.output).lines({source_id}, since=day, until=day)
    return next((line for line in lines if line["run_id"] == run_id), None)


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
