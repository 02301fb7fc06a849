"""Which sources and days a report is about, and whether it counts by day or by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.scope import day_of

_MOST_DAYS = 92  # more columns than a screen has room for are counted by the week
# Where nobody says how far back: one article that an outlet dates 1970 must not stretch the page over fifty years.
_A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Scope:
    """`since` to `until`, both included; no source named means all of them."""

    since: date
    until: date
    source_ids: tuple[str, ...] = ()

    @property
    def is_weekly(self) -> bool:
        return (self.until - self.since).days >= _MOST_DAYS

    @property
    def periods(self) -> list[date]:
        """The days, or the Mondays of the weeks."""
        if not self.is_weekly:
            return [self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1)]
        first = self.since - timedelta(days=self.since.weekday())
        return [first + timedelta(weeks=n) for n in range((self.until - first).days // 7 + 1)]


def scope_of(
    since: str | None,
    until: str | None,
    source_ids: Sequence[str],
    reach: tuple[date | None, date | None],
    today: date,
) -> Scope:
    """As asked for, else the last year of `reach`, the first and last day of anything. Raises EndWith(2)."""
    last = day_of("--until", until) if until is not None else min(reach[1] or today, today)
    first = day_of("--since", since) if since is not None else max(reach[0] or last, last - _A_YEAR)
    if first > last and since is not None:
        raise EndWith(ExitCode.USAGE, f"--since {first} lies after {last}, the last day")
    return Scope(min(first, last), last, tuple(source_ids))
