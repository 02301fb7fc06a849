"""Which stretch of time candidates span, by what listings say of them: what `coverage` compares between runs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from newscrawl.discovery.times import parse_listing_time
from pipelines.records import Candidate, Outlet

# Of a listing's entries: pinned ones stay for months, and say nothing of how far the others reach back.
_PINNED = 0.1


def moment_of(candidate: Candidate, outlet: Outlet) -> datetime | None:
    """When it was published by its listing, or else changed: what changed later was published no later."""
    moment = parse_listing_time(candidate.published_raw or candidate.modified_raw or "")
    if moment is not None and outlet.feed_times_local and candidate.found_in == "feed":
        return moment.replace(tzinfo=ZoneInfo(outlet.timezone))
    return moment


def reach_of(candidates: Sequence[Candidate], outlet: Outlet) -> datetime | None:
    """The moment from which on a listing names all that was published; None where its dates cannot tell.

    Days without hours, or one moment for all, are no such dates: the listing may have turned over within the day.
    """
    moments = sorted(moment for each in candidates if (moment := moment_of(each, outlet)) is not None)
    if not moments or 2 * len(moments) < len(candidates) or 2 * len(set(moments)) < len(moments):
        return None
    return moments[min(int(len(moments) * _PINNED) + 1, len(moments) - 1)]


def span_of(candidates: Iterable[Candidate], outlet: Outlet) -> dict[str, object]:
    """How many there are, the oldest and the newest moment, and how many have none; as JSON."""
    every = [moment_of(each, outlet) for each in candidates]
    moments = [moment for moment in every if moment is not None]
    return {
        "count": len(every),
        "undated": len(every) - len(moments),
        "oldest": min(moments).isoformat() if moments else None,
        "newest": max(moments).isoformat() if moments else None,
    }
