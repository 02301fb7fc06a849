"""How the crawls of a run are held: how many, how long, with which options."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from filelock import FileLock
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawl.clock import clock_of
from newscrawl.due import is_source_due
from newscrawl.running.child import ChildLimits
from newscrawl.running.choice import Choice
from newscrawl.running.job_slots import JobSlots
from newscrawl.running.source_run import SourceRun
from newscrawl.sources.checks import Refused, duration
from pipelines.layout import Layout


@dataclass(frozen=True, slots=True)
class Rules:
    jobs: int
    whole: float | None
    """Seconds for all of it; None: no limit."""
    children: ChildLimits
    options: Sequence[str]
    """What every crawl is given on its command line."""
    take_slot: Callable[[], FileLock | None] | None = None
    """Of scheduled runs: a place among all of them; without one a job does not begin."""
    is_still_wanted: Callable[[SourceRun], bool] = lambda _: True
    """Asked at the moment when a source's turn comes."""


def rules_of(opts: argparse.Namespace, settings: BaseSettings, layout: Layout, choice: Choice) -> Rules:
    """The rules that the command's options and the settings make."""
    jobs = jobs_of(opts, settings)
    rules = Rules(
        jobs=jobs,
        whole=None if opts.time_limit is None else seconds_of(opts.time_limit),
        children=limits_of(settings),
        options=crawl_options(opts, settings, min(jobs, len(choice.sources))),
    )
    if not opts.due:
        return rules
    now, sources = clock_of(settings), {source.id: source for source in choice.sources}
    return replace(
        rules,
        take_slot=JobSlots(layout.output / "state", jobs).take,
        # An overlapping run may have taken it meanwhile.
        is_still_wanted=lambda run: is_source_due(layout, sources[run.source_id], now()),
    )


def limits_of(settings: BaseSettings) -> ChildLimits:
    own = settings.getfloat("RUN_TIME_LIMIT")
    hang = own + settings.getfloat("HANG_GRACE") if own else None
    return ChildLimits(settings.getfloat("STOP_GRACE"), hang)


def crawl_options(opts: argparse.Namespace, settings: BaseSettings, jobs: int) -> list[str]:
    """What we were told, and how to tell us how it goes."""
    ours = {
        "PROGRESS_LINES": "1",
        "LOG_FORMAT": "%(levelname)s %(message)s",  # the day's log adds the time and the source
        "WORKERS": str(max(1, settings.getint("WORKERS") // max(jobs, 1))),  # crawls share the processors
    }
    level = ["--loglevel", opts.loglevel] if opts.loglevel else []
    told = [*opts.set, *(f"{name}={value}" for name, value in ours.items())]
    return [*level, *(["--verbose"] if opts.verbose else []), *(f"--set={each}" for each in told)]


def jobs_of(opts: argparse.Namespace, settings: BaseSettings) -> int:
    """How many crawls at a time. Raises UsageError."""
    jobs: int = settings.getint("JOBS") if opts.jobs is None else opts.jobs
    if jobs < 1:
        raise UsageError(f"--jobs {jobs}: at least one", print_help=False)
    return jobs


def seconds_of(time_limit: str) -> float:
    """Raises UsageError."""
    try:
        return duration(time_limit).total_seconds()
    except Refused as error:
        raise UsageError(f"--time-limit: {error}", print_help=False) from error
