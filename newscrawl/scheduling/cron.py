"""Lines for a crontab. Pure."""

import shlex
from collections.abc import Sequence
from datetime import timedelta

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.scheduling.job import Job
from newscrawl.scheduling.steps import cron_times, in_words, sound_step, spread
from newscrawl.sources import Source


def due_line(job: Job, tick: int, jobs: int) -> list[str]:
    """One line that looks every few minutes for what is due."""
    return [
        f"# newscrawl: looks every {in_words(tick)} for the sources that are due. One that still runs is no harm:",
        "# each source has a lock of its own, and all scheduled runs together keep to --jobs.",
        f"# Failures come by cron's mail; what the runs said lies in {_logs(job)}.",
        f"{cron_times(tick)} {command(job, '--due', '--jobs', str(jobs))}",
    ]


def source_lines(job: Job, sources: Sequence[Source]) -> list[str]:
    """A line a source, each at its `every` or, where cron knows no such step, sooner."""
    steps = [sound_step(source.every) for source in sources]
    lines = [
        "# newscrawl: each source at its own time. One that still runs is no harm: it holds the source's lock.",
        f"# Failures come by cron's mail; what the runs said lies in {_logs(job)}.",
    ]
    for source, step, begin in zip(sources, steps, spread(steps), strict=True):
        if timedelta(minutes=step) != source.every:
            lines.append(f"# {source.id}: {_no_step(source, step)}")
        lines.append(f"{cron_times(step, begin)} {command(job, source.id)}")
    return lines


def _no_step(source: Source, step: int) -> str:
    if source.every < timedelta(minutes=1):
        return f"every {source.every.total_seconds():g} s is more often than cron can: every minute"
    asked = source.every.total_seconds() / 60
    why = "is longer than a day" if asked > 1440 else "is no plain step of cron"
    return f"every {asked:g} minutes {why}: every {in_words(step)}, the nearest that misses nothing"


# Debian's cron ignores a longer one without a word (MAX_COMMAND, with its end).
_LONGEST = 998


def command(job: Job, *what: str) -> str:
    """The command as cron and its shell have to read it; EndWith(4) for a path that cron cannot be told."""
    settings = [f"{name}={value}" for name, value in job.environment.items()]
    text = shlex.join(["env", *settings, *job.words(*what)])
    for sign, name in (("\n", "a line break"), ("\\", "a backslash")):
        if sign in text:  # crons differ in what they make of it
            raise EndWith(ExitCode.CONFIGURATION, f"cron cannot be told of {name} in a path or setting: {text!r}")
    text = text.replace("%", "\\%")  # a bare one ends the command there
    if len(text.encode()) > _LONGEST:
        line = f"cron takes {_LONGEST} bytes a command, and this has {len(text.encode())}: name fewer -s"
        raise EndWith(ExitCode.CONFIGURATION, line)
    return text


def _logs(job: Job) -> str:
    return f"{job.environment['NEWSCRAWL_OUTPUT']}/logs/"
