"""Each calendar day of a source: was all of it seen, and if not, why?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from newscrawl.coverage.intervals import Interval, difference, intersection
from newscrawl.coverage.looks import failed, pending, unread
from newscrawl.coverage.seen import days_asked_for, seen, start_of
from newscrawl.exit_codes import ExitCode, in_words
from newscrawl.judging.fruitless import FEW, lost_pages
from newscrawl.judging.history import Line, began_at

Status = Literal["complete", "gap", "blocked", "not_run"]

_MOST_NAMED = 3  # holes of a day that its detail names; the rest is counted


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
    runs = _by_day(crawls, zone)
    return [
        _day(source_id, _Facts(day, zone, whole, runs.get(day, []), articles.get(day, 0), now))
        for day in _days(crawls, zone, now)
    ]


def zone_of(lines: Sequence[Line]) -> ZoneInfo:
    """The source's time zone as its last run had it."""
    return ZoneInfo(next((line["timezone"] for line in reversed(lines) if line.get("timezone")), "UTC"))


@dataclass(frozen=True, slots=True)
class _Facts:
    day: date
    zone: ZoneInfo
    seen: list[Interval]
    runs: list[Line]
    articles: int
    now: datetime

    @property
    def span(self) -> Interval:
        """The day; of today the part that was looked at, if any: the rest is not late yet."""
        start, end = start_of(self.day, self.zone), start_of(self.day + timedelta(days=1), self.zone)
        if end <= self.now:
            return start, end
        looked_at = [until for _, until in self.seen if start <= until <= self.now]
        return start, max(looked_at, default=self.now)

    @property
    def lost(self) -> int:
        """Pages of the day's runs that did not come or could not be read."""
        return sum(sum(lost_pages(line.get("accounts", {}))) for line in self.runs)

    @property
    def is_lost(self) -> bool:
        """Whether no article of the day came, and listed pages did not: then it was no silence."""
        return not self.articles and self.lost >= FEW

    @property
    def is_today(self) -> bool:
        return self.now.astimezone(self.zone).date() == self.day

    def clock(self, at: datetime) -> str:
        """A moment of this day in the source's time."""
        is_its_end = at >= start_of(self.day + timedelta(days=1), self.zone)
        return "24:00" if is_its_end else f"{at.astimezone(self.zone):%H:%M}"


def _day(source_id: str, facts: _Facts) -> Day:
    holes = difference([facts.span], facts.seen)
    status = _status(facts, holes)
    words = _words_of_complete(facts) if status == "complete" else _words_of_holes(facts, status, holes)
    return Day(source_id, facts.day, status, facts.articles, len(facts.runs), "; ".join(words))


def _status(facts: _Facts, holes: list[Interval]) -> Status:
    if not holes and not facts.is_lost:
        return "complete"
    if facts.runs:
        return "blocked" if all(_is_blocked(line) for line in facts.runs) else "gap"
    return "gap" if intersection([facts.span], facts.seen) else "not_run"


def _is_blocked(line: Line) -> bool:
    return line.get("exit_code") == ExitCode.BLOCKED


def _words_of_complete(facts: _Facts) -> Iterator[str]:
    if facts.is_today:
        yield f"so far, until {facts.clock(facts.span[1])}"
    if not facts.articles and not facts.lost:
        yield "nothing was published, as far as the listings tell"
    if all(line.get("exit_code") != ExitCode.DONE for line in facts.runs):
        yield "seen by a run of another day"
    missing = max((failed(line)["count"] for line in facts.runs), default=0)
    if missing:
        yield f"{missing} listed pages did not come (see outcomes)"


def _words_of_holes(facts: _Facts, status: Status, holes: list[Interval]) -> Iterator[str]:
    if status == "not_run":
        yield "no run, and no later one reached back"
        return
    if facts.is_lost:
        yield f"{facts.lost} listed pages did not come or could not be read, and no article did (see outcomes)"
    if not holes:
        yield from _reasons(facts)
        return
    named = [f"{facts.clock(start)}-{facts.clock(end)}" for start, end in holes]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    yield f"not seen: {', '.join(named[:_MOST_NAMED])}{more}"
    reasons = list(_reasons(facts))
    is_before_all = not facts.seen or holes[0][1] <= facts.seen[0][0]
    if is_before_all and not reasons:
        reasons = ["the first look at the listings reached back no further"]
    yield from reasons or ["the listings had turned over before they were read again"]


def _reasons(facts: _Facts) -> Iterator[str]:
    ends = Counter(line.get("exit_code") for line in facts.runs)
    for code, count in ends.items():
        if code != ExitCode.DONE:
            yield f"{count} of {len(facts.runs)} runs: {in_words(code)}"
    if not facts.runs:
        yield "no run on this day"
    left = sum(pending(line)["count"] for line in facts.runs)
    if left:
        yield f"{left} pages were never asked for"
    if any(unread(line)["count"] for line in facts.runs):
        yield "pages came and were not read: mend the source's rules, then `newscrawl reprocess`"


def _days(crawls: Sequence[Line], zone: ZoneInfo, now: datetime) -> Iterator[date]:
    day = began_at(crawls[0]).astimezone(zone).date()
    for line in crawls:
        if line["kind"] == "backfill":
            day = min(day, days_asked_for(line, zone)[0].astimezone(zone).date())
    while day <= now.astimezone(zone).date():
        yield day
        day += timedelta(days=1)


def _by_day(crawls: Sequence[Line], zone: ZoneInfo) -> dict[date, list[Line]]:
    found: dict[date, list[Line]] = {}
    for line in crawls:
        found.setdefault(began_at(line).astimezone(zone).date(), []).append(line)
    return found
