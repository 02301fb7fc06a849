"""What is usual of a source, from the lines of its runs: so that a quiet Friday is told from a quiet failure.

Medians and their spread, which one odd day does not move. Days and weekdays are those of the source's time zone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median
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


def usual(values: Sequence[float], least: int = _LEAST_DAYS) -> Usual | None:
    """None for fewer than `least` values. The spread is at least what chance alone makes of a count."""
    if len(values) < least:
        return None
    middle = float(median(values))
    spread = _NORMAL * median(abs(value - middle) for value in values)
    return Usual(middle, max(spread, sqrt(middle)), len(values))


def stored_by_day(lines: Iterable[Line], zone: ZoneInfo) -> dict[date, int]:
    """Articles that live runs stored; a backfill's say nothing of what is usual."""
    found: dict[date, int] = {}
    for line in lines:
        if line.get("kind") == "live" and line.get("exit_code") is not None:
            day = began_at(line).astimezone(zone).date()
            found[day] = found.get(day, 0) + line.get("articles", {}).get("count", 0)
    return found


def usual_articles(stored: Mapping[date, int], day: date, per_day: tuple[int, int] | None = None) -> Usual | None:
    """Of such a day, in the weeks before; `per_day`, the source file's range, where history is short.

    On the same weekday, where there were enough of them. The first day of all is left out: its run fetched what had
    gathered before.
    """
    first = min(stored, default=day)
    days = [each for each in stored if each != first and timedelta() < day - each <= timedelta(weeks=WEEKS)]
    same = [each for each in days if each.weekday() == day.weekday()]
    found = usual([stored[each] for each in same]) or usual([stored[each] for each in days])
    if found is not None or per_day is None:
        return found
    low, high = per_day
    return Usual((low + high) / 2, (high - low) / (2 * _FAR), 0)  # as far below as the range allows is not far
