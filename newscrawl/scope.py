"""What a run is to ask for: the last days of a source, or a span of its past, and how much of it."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from scrapy.settings import BaseSettings

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.reading.moments import EARLIEST
from pipelines.records import RunKind

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scope:
    """`since` and `until` are days, both included; entries of listings dated outside are not asked for."""

    since: date
    until: date
    most_pages: int
    most_looks: int
    """Known articles to look at again; what is new comes first."""
    most_children: int
    """Child sitemaps to fetch; an index that lists itself under new names would never end."""
    full_after: timedelta
    """How long a listing may answer 304 before it is fetched in full."""
    kind: RunKind = "live"

    def covers(self, moment: datetime) -> bool:
        # A day of slack on both sides: the outlet's day is not UTC's.
        return not self.begins_after(moment) and not self.is_over_before(moment)

    def begins_after(self, moment: datetime) -> bool:
        """Whether the moment is earlier than the first day, and the day of slack before it."""
        return (self.since - moment.astimezone(UTC).date()).days > 1

    def is_over_before(self, moment: datetime) -> bool:
        """Whether the moment is later than the last day, and the day of slack behind it."""
        return (moment.astimezone(UTC).date() - self.until).days > 1

    def as_dict(self) -> dict[str, object]:
        """What a run's line tells of it."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat(), "most_pages": self.most_pages}


def scope_of(arguments: dict[str, str], settings: BaseSettings, now: datetime) -> Scope:
    """The scope that `-a since=… -a until=… -a limit=…` name; raises EndWith(2) for what cannot be meant."""
    unknown = set(arguments) - {"since", "until", "limit"}
    if unknown:
        raise EndWith(ExitCode.USAGE, f"-a {min(unknown)}=… is unknown; a crawl takes since, until and limit")
    most_pages = _limit(arguments, settings.getint("MAX_PAGES"))
    live = Scope(
        since=(now - timedelta(days=settings.getint("LIVE_DAYS"))).date(),
        until=(now + timedelta(days=1)).date(),  # an outlet's clock may be before ours
        most_pages=most_pages,
        most_looks=int(most_pages * settings.getfloat("LOOK_AGAIN_SHARE")),
        most_children=settings.getint("MAX_CHILD_SITEMAPS"),
        full_after=timedelta(days=settings.getfloat("LISTING_FULL_DAYS")),
    )
    since, until = day_in(arguments, "since"), day_in(arguments, "until")
    if since is None and until is None:
        return live
    if since is None:
        raise EndWith(ExitCode.USAGE, "-a until=… needs -a since=…")
    last = min(until or now.date(), now.date())  # an archive's page of tomorrow is not there yet
    if since > last:
        raise EndWith(ExitCode.USAGE, f"since={since} is after until={last}")
    since = max(since, EARLIEST.date())  # no date before it is taken for an article's
    return replace(live, since=since, until=last, most_looks=0, kind="backfill")


def day_in(arguments: dict[str, str], name: str) -> date | None:
    text = arguments.get(name)
    return None if text is None else day_of(name, text)


def day_of(name: str, text: str) -> date:
    """The day that an option names; EndWith(2) for what is none."""
    day = day_written(text)
    if day is None:
        raise EndWith(ExitCode.USAGE, f"{name}={text}: write a day as YYYY-MM-DD")
    return day


def day_written(text: str) -> date | None:
    """The day of `2024-01-31`; None for what is none."""
    try:  # Python alone takes 20240131 and 2024-W05-3 too
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _limit(arguments: dict[str, str], most_pages: int) -> int:
    """How many pages `-a limit=…` allows; `most_pages` where it says nothing."""
    text = arguments.get("limit")
    if text is None:
        return most_pages
    if not text.isdecimal() or len(text) > 9 or int(text) == 0:
        raise EndWith(ExitCode.USAGE, f"limit={text}: write a number of pages")
    return int(text)
