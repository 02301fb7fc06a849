"""Each calendar day of a source: was all of it seen, and if not, why?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from newscrawl.coverage.facts import Facts, words_of_complete, words_of_holes
from newscrawl.coverage.intervals import Interval, difference, intersection
from newscrawl.coverage.seen import days_asked_for, seen
from newscrawl.exit_codes import ExitCode
from newscrawl.judging.history import Line, began_at

Status = Literal["complete", "gap", "blocked", "not_run"]


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day in the source's time zone. `articles` were published on it, `runs` began on it."""

    source_id: str
    day: date
    status: Status
    articles: int
    runs: int
    detail: str


def coverage_of(source_id: str, lines: Sequence[Line], articles: Mapping[date, int], now: datetime) -> list[Day]:
    """The days from the first run, or the first that a backfill asked for, to today.

    `lines` are the source's, in the order in which its runs began; `articles` counts those stored, by
    `published_day`.
    """
    crawls = [line for line in lines if line.get("kind") in ("live", "backfill")]
    if not crawls:
        return []
    zone = zone_of(lines)
    whole = seen(lines, zone)
    last = now.astimezone(zone).date()
    runs, asked = _by_day(crawls, zone), _asked_for_later(crawls, zone, last)
    return [
        _day(source_id, Facts(day, zone, whole, runs.get(day, []), asked.get(day, []), articles.get(day, 0), now))
        for day in _days(min([*runs, *asked]), last)
    ]


def zone_of(lines: Sequence[Line]) -> ZoneInfo:
    """The source's time zone as its last run had it."""
    return ZoneInfo(next((line["timezone"] for line in reversed(lines) if line.get("timezone")), "UTC"))


def _day(source_id: str, facts: Facts) -> Day:
    holes = difference([facts.span], facts.seen)
    status = _status(facts, holes)
    return Day(
        source_id, facts.day, status, facts.articles, len(facts.runs), "; ".join(_words(facts, status, holes))
    )


def _words(facts: Facts, status: Status, holes: list[Interval]) -> Iterator[str]:
    if status == "complete":
        return words_of_complete(facts)
    return iter(["no run, and no later one reached back"]) if status == "not_run" else words_of_holes(facts, holes)


def _status(facts: Facts, holes: list[Interval]) -> Status:
    if not holes and not facts.is_lost:
        return "complete"
    if facts.tried:
        return "blocked" if all(_is_blocked(line) for line in facts.tried) else "gap"
    return "gap" if intersection([facts.span], facts.seen) else "not_run"


def _is_blocked(line: Line) -> bool:
    return line.get("exit_code") == ExitCode.BLOCKED


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _by_day(crawls: Sequence[Line], zone: ZoneInfo) -> dict[date, list[Line]]:
    found: dict[date, list[Line]] = {}
    for line in crawls:
        found.setdefault(_day_of(line, zone), []).append(line)
    return found


def _asked_for_later(crawls: Sequence[Line], zone: ZoneInfo, last: date) -> dict[date, list[Line]]:
    """By day up to the last, the backfills that asked for it and began on another."""
    found: dict[date, list[Line]] = {}
    for line in crawls:
        if line["kind"] == "backfill":
            first, behind = (moment.astimezone(zone).date() for moment in days_asked_for(line, zone))
            for day in _days(first, min(last, behind - timedelta(days=1))):
                if day != _day_of(line, zone):
                    found.setdefault(day, []).append(line)
    return found


def _day_of(line: Line, zone: ZoneInfo) -> date:
    return began_at(line).astimezone(zone).date()
