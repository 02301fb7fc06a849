"""How one source stands, from its state, its files and the lines of its runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from newscrawl.acknowledged import Acknowledgement
from newscrawl.coverage.days import Day, coverage_of
from newscrawl.damaged_state import damaged
from newscrawl.due import is_due
from newscrawl.judging.history import Line, began_at
from newscrawl.sources import BrokenSource, Source, UnknownSource, load_source
from newscrawl.standing.growth import Growth, growth
from newscrawl.standing.pulse import Pulse, pulse
from pipelines.layout import Layout
from pipelines.parts.files import parts_of
from pipelines.schema import TABLES
from pipelines.state.file import StateDamaged, read_files, read_last_line
from pipelines.state.known import StagedFile

SHOWN_DAYS = 14
# A run asks for the last week: what began before that saw nothing of the days that are shown.
_COVERAGE_FROM = timedelta(days=SHOWN_DAYS + 10)


@dataclass(frozen=True, slots=True)
class Standing:
    source_id: str
    rows: dict[str, int]
    """By table, of what is committed."""
    last: Line | None
    """The line of the last run, of whatever kind."""
    pulse: Pulse
    is_due: bool | None
    """None for what is not scheduled: disabled, broken, or without a source file."""
    why_not_scheduled: str
    days: list[Day]
    """Coverage of the last days, today last."""
    known: Acknowledgement | None
    growth: Growth
    is_history_missing: bool
    """Its state remembers a late run of which `runs/` has no line: what its runs saw is known no more."""

    @property
    def exit_code(self) -> int | None:
        return None if self.last is None else self.last.get("exit_code")


@dataclass(frozen=True, slots=True)
class Moment:
    """What all sources are looked at with."""

    layout: Layout
    now: datetime
    known: Mapping[str, Acknowledgement]
    articles: Mapping[str, Mapping[date, int]]
    """Articles by source and day, of the last weeks."""


def standing_of(source_id: str, lines: Sequence[Line], moment: Moment) -> Standing:
    """`lines` are those of the last weeks, by beginning. Raises EndWith(3) when the state is damaged."""
    files = committed_files(moment.layout, source_id)
    remembered = [] if lines else _last_of_all(moment.layout, source_id)
    lines = lines or remembered
    rows = {
        table.name: sum(each.rows for each in files if each.final.startswith(f"{table.name}/")) for table in TABLES
    }
    source, why = _source(source_id)
    every = None if source is None else source.every
    days = coverage_of(source_id, _telling(lines, moment.now), moment.articles.get(source_id, {}), moment.now)
    return Standing(
        source_id=source_id,
        rows=rows,
        last=lines[-1] if lines else None,
        pulse=pulse(lines, moment.now, every, None if source is None else source.per_day),
        is_due=None if every is None else _is_due(lines, every, moment.now),
        why_not_scheduled=why,
        days=days[-SHOWN_DAYS:],
        known=_holds(moment.known.get(source_id), moment.now),
        growth=growth(
            moment.layout, source_id, [each.final for each in files], rows["articles"], lines, moment.now.date()
        ),
        is_history_missing=any(moment.now - began_at(line) <= _COVERAGE_FROM for line in remembered),
    )


def _telling(lines: Sequence[Line], now: datetime) -> list[Line]:
    """Those that say something of the days that are shown, and the last crawl before them."""
    late = [line for line in lines if now - began_at(line) <= _COVERAGE_FROM]
    before = [line for line in lines[: len(lines) - len(late)] if line.get("kind") in ("live", "backfill")]
    return [*before[-1:], *late]


def committed_files(layout: Layout, source_id: str) -> list[StagedFile]:
    """The part files of committed rows; of a source whose state is gone, what lies there."""
    path = layout.state_file(source_id)
    if not path.exists():  # opening it would make an empty one, and all would be fetched again
        return parts_of(layout, source_id)
    try:
        return read_files(path)
    except StateDamaged as error:
        raise damaged(error) from error


def _last_of_all(layout: Layout, source_id: str) -> list[Line]:
    """The last run of a source of which no run began for weeks; its state remembers it."""
    path = layout.state_file(source_id)
    line = read_last_line(path) if path.exists() else None
    return [] if line is None else [line]


def as_json(standing: Standing) -> dict[str, Any]:
    """For other programs; times in ISO 8601, sizes in bytes."""
    beat, grown, last = standing.pulse, standing.growth, standing.last
    return {
        "source_id": standing.source_id,
        "state": beat.word,
        "since": beat.since and beat.since.isoformat(),
        "why": beat.why,
        **standing.rows,
        "last_run": last and last["started_at"],
        "last_run_id": last and last.get("run_id"),
        "exit_code": standing.exit_code,
        "last_new": beat.last_new and beat.last_new.isoformat(),
        "articles_yesterday": beat.yesterday,
        "usual_articles": beat.usual and beat.usual.median,
        "is_due": standing.is_due,
        "not_scheduled": standing.why_not_scheduled or None,
        "acknowledged_until": standing.known and standing.known.until.isoformat(),
        "rows_bytes": grown.rows,
        "archive_bytes": grown.archive,
        "rows_bytes_a_day": round(grown.rows_a_day),
        "archive_bytes_a_day": round(grown.archive_a_day),
        "is_history_missing": standing.is_history_missing,
        "days": [
            {"day": day.day.isoformat(), "status": day.status, "articles": day.articles, "detail": day.detail}
            for day in standing.days
        ],
    }


def _source(source_id: str) -> tuple[Source | None, str]:
    try:
        source = load_source(source_id)
    except UnknownSource:
        return None, "no source file"
    except BrokenSource:
        return None, "its source file is broken"
    return (source, "") if source.enabled else (None, f"disabled: {source.why}")


def _is_due(lines: Sequence[Line], every: timedelta, now: datetime) -> bool:
    live = [line for line in lines if line.get("kind") == "live"]
    return is_due(began_at(live[-1]) if live else None, every, now)


def _holds(entry: Acknowledgement | None, now: datetime) -> Acknowledgement | None:
    return entry if entry is not None and now.date() <= entry.until else None
