"""Offsets that lie: local time with a `Z` behind it, told by what else the page says."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from pipelines.reading.moments import Moment

_SLACK = timedelta(minutes=10)  # clocks of servers differ
_ZERO = re.compile(r"(?:Z|UT|UTC|GMT|[+-]00:?00)\s*$", re.IGNORECASE)
# «13:26 GMT 24.02.2026»: taken for local time, it would make a liar of the same moment with an honest Z.
_NAMED = re.compile(r"(?<![^\W_])(?:gmt|utc|غرينيتش|غرينتش|جرينتش|جرينيتش)(?! ?[+-]\d)(?![^\W_])", re.IGNORECASE)


def says_utc(raw: str) -> bool:
    """Whether a date names UTC as its zone."""
    return bool(_ZERO.search(raw.strip()) or _NAMED.search(raw))


def as_local(moment: Moment, zone: tzinfo) -> Moment:
    """The same figures on the clock, read in the outlet's zone."""
    local = moment.at.astimezone(UTC).replace(tzinfo=zone)
    return Moment(local.astimezone(UTC), moment.precision)


def is_false_utc(moment: Moment, local_statements: Iterable[Moment], zone: tzinfo, fetched_at: datetime) -> bool:
    """Whether a moment said to be in UTC is the outlet's own time.

    It is where it lies in the future, or where the page elsewhere states the same figures as local time.
    """
    local = as_local(moment, zone)
    if local.at == moment.at or moment.precision == "day":
        return False
    if moment.at > fetched_at + _SLACK >= local.at:
        return True
    minute = local.at.replace(second=0, microsecond=0)
    return any(
        other.precision != "day" and other.at.replace(second=0, microsecond=0) == minute
        for other in local_statements
    )
