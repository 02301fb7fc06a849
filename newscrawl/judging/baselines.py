"""What is usual of a source, from the lines of its runs: so that a quiet Friday is told from a quiet failure.

Medians and their spread, which one odd day does not move. Days and weekdays are those of the source's time zone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from newscrawl.judging.history import Line, began_at

WEEKS = 8  # a season; what an outlet was a year ago says little of what it is
_LEAST_DAYS = 3  # of two, the median is either
_NORMAL = 1.4826  # makes the median distance from the median a standard deviation, where values are normal
_FAR = 3.0  # spreads below the median: one day in a thousand, if days were independent


@dataclass(frozen=True, slots=True)
class Usual:
    """A median, and how far values lie from it; `days` is from how many days, 0 from the source file."""

    median: float
    spread: float
    days: int

    def is_far_below(self, value: float) -> bool:
        return value < self.median / 2 and value < self.median - _FAR * self.spread


@dataclass(slots=True)
class DayTotals:
    """What the runs of one day stored and what they met."""

    articles: int = 0
    with_published_at: int = 0
    with_authors: int = 0
    words: list[float] = field(default_factory=list)
    """Median words of each run that stored something."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """`stored`, and what was not stored by reason."""


@dataclass(frozen=True, slots=True)
class Baseline:
    articles: Usual | None
    """Stored a day, on this weekday where there were enough of them."""
    with_published_at: float | None
    with_authors: float | None
    words: Usual | None
    outcomes: dict[str, float]
    """Shares of the pages that were asked for: `stored`, and what was not stored by reason."""


def usual(values: Sequence[float], least: int = _LEAST_DAYS) -> Usual | None:
    """None for fewer than `least` values. The spread is at least what chance alone makes of a count."""
    if len(values) < least:
        return None
    middle = median(values)
    spread = _NORMAL * median(abs(value - middle) for value in values)
    return Usual(middle, max(spread, sqrt(middle)), len(values))


def totals_by_day(lines: Iterable[Line], zone: ZoneInfo) -> dict[date, DayTotals]:
    """Of live runs; a backfill's articles say nothing of what is usual."""
    found: dict[date, DayTotals] = {}
    for line in lines:
        if line.get("kind") == "live" and line.get("exit_code") is not None:
            _add(found.setdefault(began_at(line).astimezone(zone).date(), DayTotals()), line)
    return found


def baseline(totals: dict[date, DayTotals], day: date, per_day: tuple[int, int] | None = None) -> Baseline:
    """What was usual in the weeks before `day`; `per_day`, the source file's range, where history is short.

    The first day of all is left out: its run fetched what had gathered before.
    """
    first = min(totals, default=day)
    days = [each for each in totals if each != first and timedelta() < day - each <= timedelta(weeks=WEEKS)]
    stored = [totals[each] for each in days]
    articles = sum(each.articles for each in stored)
    asked = sum((each.outcomes for each in stored), Counter[str]())
    return Baseline(
        articles=_usual_articles(totals, days, day, per_day),
        with_published_at=_share(sum(each.with_published_at for each in stored), articles),
        with_authors=_share(sum(each.with_authors for each in stored), articles),
        words=usual([median(each.words) for each in stored if each.words]),
        outcomes={reason: count / asked.total() for reason, count in asked.most_common()},
    )


def _usual_articles(
    totals: dict[date, DayTotals], days: Iterable[date], day: date, per_day: tuple[int, int] | None
) -> Usual | None:
    counts = {each: float(totals[each].articles) for each in days}
    same = [count for each, count in counts.items() if each.weekday() == day.weekday()]
    found = usual(same) or usual(list(counts.values()))
    if found is not None or per_day is None:
        return found
    low, high = per_day
    return Usual((low + high) / 2, (high - low) / (2 * _FAR), 0)  # as far below as the range allows is not far


def _add(total: DayTotals, line: Line) -> None:
    held: dict[str, Any] = line.get("articles", {})
    total.articles += held.get("count", 0)
    total.with_published_at += held.get("with_published_at", 0)
    total.with_authors += held.get("with_authors", 0)
    if held.get("median_words") is not None:
        total.words.append(held["median_words"])
    total.outcomes.update(dict(_outcomes(line)))


def _outcomes(line: Line) -> Iterator[tuple[str, int]]:
    accounts = line.get("accounts", {})
    yield "stored", accounts.get("stored", 0)
    yield from accounts.get("reasons", {}).items()


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
