"""Service and timer units of systemd, for a user's manager or the system's."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from string import Template

from newscrawl.scheduling.job import Job
from newscrawl.scheduling.steps import spread
from newscrawl.sources import Source

Units = dict[str, str]
"""File name -> content."""


def due_units(job: Job, tick: int, jobs: int, limits: tuple[float, float]) -> Units:
    """A service that takes what is due, and its timer. `limits`: seconds for a run, and for it to stop."""
    return {
        "newscrawl.service": _service(job, ["--due", "--jobs", str(jobs)], "the sources that are due", limits),
        "newscrawl.timer": _timer("looks for what is due", f"OnCalendar={_calendar(tick)}", "newscrawl.service"),
    }


def source_units(job: Job, sources: Sequence[Source], limits: tuple[float, float]) -> Units:
    """A service for any source, and a timer a source. Their intervals are kept exactly, unlike cron's."""
    units = {"newscrawl@.service": _service(job, [_INSTANCE], _INSTANCE, limits)}
    shortest = [max(int(source.every / timedelta(minutes=1)), 1) for source in sources]
    for source, begin in zip(sources, spread(shortest), strict=True):
        times = f"OnActiveSec={begin}min\nOnUnitActiveSec={source.every.total_seconds():g}s"
        units[f"newscrawl-{source.id}.timer"] = _timer(source.id, times, f"newscrawl@{source.id}.service")
    return units


_INSTANCE = "%i"  # what systemd puts in the place of a template's instance: the source's id


def _service(job: Job, what: Sequence[str], description: str, limits: tuple[float, float]) -> str:
    most_seconds, stop_seconds = limits
    settings = [f"Environment={_quoted(f'{name}={value}')}" for name, value in job.environment.items()]
    words = [word if word == _INSTANCE else _quoted(word).replace("$", "$$") for word in job.words(*what)]
    return _filled(
        "service.txt",
        what=description,
        environment="\n".join(settings),
        command=" ".join(words),
        most_seconds=f"{most_seconds:g}",
        stop_seconds=f"{stop_seconds:g}",
    )


def _timer(what: str, times: str, service: str) -> str:
    return _filled("timer.txt", what=what, times=times, service=service)


def _calendar(tick: int) -> str:
    return "*:0/" + str(tick) if tick < 60 else "hourly"


def _quoted(word: str) -> str:
    """As systemd reads it: a percent sign names a specifier, quotes and backslashes are C's."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")
    return text if text and not set(text) & set(" \t'\"\\;") else f'"{text}"'


def _filled(name: str, **values: str) -> str:
    return Template(Path(__file__).with_name(name).read_text("utf-8")).substitute(values)
