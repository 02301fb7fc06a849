"""The live table of a run on a terminal, and the one table at its end."""

import asyncio
import contextlib
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from newscrawl.exit_codes import ExitCode
from newscrawl.running.pool import Pool
from newscrawl.running.source_run import SourceRun

_ORDER = ("stopping", "crawling", "starting", "ended", "waiting")
_MOST_REASONS = 3  # in a cell; all of them stand in the run's line


def work_off(pool: Pool, *, is_quiet: bool) -> list[SourceRun]:
    """All runs of the pool, shown live where somebody looks; returns those that are over."""
    console = Console(stderr=True)
    is_live = console.is_terminal and not is_quiet and bool(pool.runs)
    with live_table(pool.runs, console) if is_live else contextlib.nullcontext():
        return asyncio.run(pool.work())


def live_table(runs: Sequence[SourceRun], console: Console) -> Live:
    """A line a source, redrawn while the block lasts, and gone afterwards."""
    return Live(
        get_renderable=lambda: _now(runs, console.height),
        console=console,
        refresh_per_second=2,
        transient=True,
    )


def closing_table(runs: Sequence[SourceRun]) -> Table:
    """How every source ended: the most serious not first but by name, so that two runs can be compared."""
    table = Table("source", "ended", "stored", "revised", "rejected", "seconds")
    for run in sorted(runs, key=lambda run: run.source_id):
        counts = (str(run.count("stored")), str(run.count("revised")), _rejected(run))
        table.add_row(run.source_id, Text(run.in_words(), _style(run)), *counts, f"{run.seconds:.0f}")
    if len(runs) > 1:
        counts = (_total(runs, "stored"), _total(runs, "revised"), _total(runs, "rejected"))
        table.add_row("all", "", *counts, "", style="bold")
    return table


def _now(runs: Sequence[SourceRun], height: int) -> RenderableType:
    runs = list(runs)
    table = Table("source", "state", "new", "revised", "rejected", "pages/min", "elapsed", box=None)
    room = max(height - 4, 1)  # for the head, the total, and the line that the cursor stands on
    for run in sorted(runs, key=lambda run: _ORDER.index(run.state))[:room]:
        state = Text(run.in_words(), _style(run))
        counts = (str(run.count("stored")), str(run.count("revised")), _rejected(run))
        table.add_row(run.source_id, state, *counts, _rate(run), _clock(run.elapsed))
    over = sum(run.state == "ended" for run in runs)
    waiting = sum(run.state == "waiting" for run in runs)
    total = f"{over} of {len(runs)} sources ended, {waiting} waiting, {_total(runs, 'stored')} new articles"
    return Group(table, Text(total, "bold"))


def _style(run: SourceRun) -> str:
    if run.code is None:
        return ""
    return "green" if run.code == ExitCode.DONE else "yellow" if run.known else "red"


def _total(runs: Sequence[SourceRun], fate: str) -> str:
    return str(sum(run.count(fate) for run in runs))


def _rejected(run: SourceRun) -> str:
    told = [f"{reason} {count}" for reason, count in run.reasons[:_MOST_REASONS]]
    others = sum(count for _, count in run.reasons[_MOST_REASONS:])
    if others:  # so that the numbers add up
        told.append(f"… {others} other{'s' * (others > 1)}")
    return f"{run.count('rejected')}" + (f" ({', '.join(told)})" if told else "")


def _rate(run: SourceRun) -> str:
    pages = sum(run.count(fate) for fate in ("stored", "revised", "unchanged", "gone", "rejected"))
    return f"{pages / run.elapsed * 60:.0f}" if pages and run.elapsed >= 1 else ""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}" if seconds else ""
