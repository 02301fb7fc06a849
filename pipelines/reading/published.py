"""When an article was published and changed: of every date seen, the one to trust."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.reading.date_offers import Sources, Stated, stated_dates
from pipelines.reading.moments import EARLIEST, Moment, Precision
from pipelines.reading.stated_zone import as_local, is_false_utc, says_utc
from pipelines.reading.visible_dates import shown_clocks
from pipelines.records import DateEvidence, Outlet

__all__ = ["Dates", "Sources", "read_dates"]

_FINENESS: dict[Precision, int] = {"second": 2, "minute": 1, "day": 0}
_MOST_EVIDENCE = 30
_ANSWERED_WITHIN = timedelta(seconds=5)  # the page is made, sent and dated


@dataclass(frozen=True, slots=True)
class Dates:
    published: Stated | None
    modified: Stated | None
    evidence: list[DateEvidence]
    day: date | None


def read_dates(sources: Sources, outlet: Outlet, fetched_at: datetime) -> Dates:
    """The article's dates; a time without an offset is in the outlet's zone."""
    zone = ZoneInfo(outlet.timezone)
    stated = stated_dates(sources, zone, fetched_at, feed_times_local=outlet.feed_times_local)
    stated = _with_true_zones(stated, zone, fetched_at, shown_clocks(sources.near))
    sound = [
        item for item in stated if item.moment and EARLIEST <= item.moment.at <= fetched_at + timedelta(days=1)
    ]
    published = _to_its_precision(_finest([item for item in sound if item.role == "published"], zone), zone)
    changes = (item for item in sound if item.role == "modified" and not _is_moment_of_answer(item, fetched_at))
    modified = next((item for item in changes if _after(item, published)), None)
    return Dates(published, modified, _evidence(stated, (published, modified)), _day(published, zone))


def _with_true_zones(
    stated: list[Stated], zone: ZoneInfo, fetched_at: datetime, clocks: AbstractSet[tuple[int, int]]
) -> list[Stated]:
    """The dates, those with a false `Z` read as local time; what one statement of a place does, all do."""
    local = [item.moment for item in stated if item.moment is not None and not says_utc(item.raw) and not item.kind]
    # What readers see decides: «13:26 GMT» or the local time of that moment. Elsewhere Sputnik and Al Jazeera state
    # the same figures without a zone, and mean UTC.
    shown = {item.moment.at for item in stated if item.moment and item.origin == "text" and not item.kind}
    honest = {item.origin for item in stated if item.moment and _is_shown(item.moment, zone, shown, clocks)}
    liars = {
        item.origin
        for item in stated
        if item.moment is not None
        and item.origin != "text"
        and says_utc(item.raw)
        and item.origin not in honest
        and is_false_utc(item.moment, local, zone, fetched_at)
    }
    return [
        replace(item, moment=as_local(item.moment, zone))
        if item.moment is not None and item.origin in liars and says_utc(item.raw)
        else item
        for item in stated
    ]


def _is_shown(
    moment: Moment, zone: ZoneInfo, moments: AbstractSet[datetime], clocks: AbstractSet[tuple[int, int]]
) -> bool:
    """Whether readers see this very moment, or its clock and not the one that it would be if it were local."""
    if moment.precision == "day":
        return False
    local = moment.at.astimezone(zone)
    is_clock = (local.hour, local.minute) in clocks and (moment.at.hour, moment.at.minute) not in clocks
    return is_clock or moment.at.replace(second=0, microsecond=0) in moments


def _finest(items: Sequence[Stated], zone: ZoneInfo) -> Stated | None:
    """The most trusted date; a finer statement of the same day stands in for a coarse one."""
    best: Stated | None = None
    for item in items:
        if best is None or (_is_coarse(best, zone) and _is_finer(item, best, zone)):
            best = item
    return best


def _to_its_precision(item: Stated | None, zone: ZoneInfo) -> Stated | None:
    """A midnight as the day that it stands for: few articles come in that minute, and all of some systems."""
    if item is None or item.moment is None or item.moment.precision == "day":
        return item
    midnight = _midnight_of(item, zone)
    return item if midnight is None else replace(item, moment=Moment(midnight.astimezone(UTC), "day"))


def _is_coarse(item: Stated, zone: ZoneInfo) -> bool:
    """Whether a date is a day: said so, or by a midnight to the second, as systems write that keep only days."""
    assert item.moment is not None
    return item.moment.precision == "day" or _midnight_of(item, zone) is not None


def _midnight_of(item: Stated, zone: ZoneInfo) -> datetime | None:
    """Where the day begins of which it states the midnight, by the outlet's clock or by UTC's own; else None."""
    assert item.moment is not None
    for clock in (zone, UTC) if says_utc(item.raw) else (zone,):
        moment = item.moment.at.astimezone(clock)
        if moment.time() == time():
            return datetime.combine(moment.date(), time(), zone)
    return None


def _is_finer(item: Stated, than: Stated, zone: ZoneInfo) -> bool:
    assert item.moment is not None
    assert than.moment is not None
    if _FINENESS[item.moment.precision] == 0 or _is_coarse(item, zone):
        return False
    return item.moment.at.astimezone(zone).date() == than.moment.at.astimezone(zone).date()


def _is_moment_of_answer(item: Stated, fetched_at: datetime) -> bool:
    """Whether a change is dated when the page was served, as some systems date each answer."""
    assert item.moment is not None
    return item.moment.precision == "second" and abs(item.moment.at - fetched_at) <= _ANSWERED_WITHIN


def _after(modified: Stated, published: Stated | None) -> bool:
    """Whether a change comes after publication; an earlier one is a mistake of the outlet's system."""
    if published is None or published.moment is None or modified.moment is None:
        return True
    if modified.moment.precision == "day" and modified.moment.at.date() <= published.moment.at.date():
        return published.moment.precision == "day" and modified.moment.at == published.moment.at
    slack = (
        timedelta(days=1)
        if "day" in (published.moment.precision, modified.moment.precision)
        else timedelta(minutes=1)
    )
    return modified.moment.at >= published.moment.at - slack


def _evidence(stated: list[Stated], chosen: Iterable[Stated | None]) -> list[DateEvidence]:
    """What was seen, thirty dates at most, and whatever was chosen."""
    seen = stated[:_MOST_EVIDENCE]
    places = {(item.origin, item.raw) for item in seen}
    seen += [item for item in chosen if item is not None and (item.origin, item.raw) not in places]
    return [
        {
            "from": f"{item.origin} ({item.kind})" if item.kind else item.origin,
            "raw": item.raw[:200],
            "value": item.moment.at if item.moment else None,
        }
        for item in seen
    ]


def _day(published: Stated | None, zone: ZoneInfo) -> date | None:
    if published is None or published.moment is None:
        return None
    return published.moment.at.astimezone(zone).date()
