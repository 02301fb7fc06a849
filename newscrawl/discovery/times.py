"""Reads the times that listings write, where they leave no doubt; everything else is None, never a guess."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipelines.reading.moments import EARLIEST

_ASCII_DIGITS = {ord(digit): str(value % 10) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
# North American names are part of RFC 822. AST is not: it may be Arabia's or the Atlantic's.
_ZONE = r"(?P<zone>Z|UTC?|GMT|E[SD]T|C[SD]T|M[SD]T|P[SD]T|(?:(?:GMT|UTC) ?)?[+-]\d{1,2}(?::?\d{2})?)"
_ISO = re.compile(
    rf"(?P<day>\d{{4}}-\d{{2}}-\d{{2}})[T ](?P<time>\d{{2}}:\d{{2}}(?::\d{{2}})?)(?:[.,]\d+)? ?{_ZONE}",
    re.IGNORECASE,
)
_RFC_822 = re.compile(
    r"(?:[^\W\d_]+,? )?(?P<day>\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4}),? (?P<time>\d{1,2}:\d{2}(?::\d{2})?) ?" + _ZONE,
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:GMT|UTC)? ?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_WIDEST = timedelta(hours=14)  # no zone is further from UTC; more is a typing error
_LONGEST = 80  # a time takes no more; feeds put whole paragraphs here by mistake


def parse_listing_time(raw: str) -> datetime | None:
    """The moment that an RFC 822 or ISO 8601 time with an offset names, in UTC; None for any other text.

    None too for what lies before the web: what is dated 1970 would never be in a run's span.
    """
    written = " ".join(raw[: _LONGEST + 1].translate(_ASCII_DIGITS).split())
    if len(written) > _LONGEST:
        return None
    try:
        moment = _iso(written) or _rfc_822(written)
        offset = moment.utcoffset() if moment is not None else None
        if moment is None or offset is None or abs(offset) > _WIDEST:
            return None
        return found if (found := moment.astimezone(UTC)) >= EARLIEST else None
    except (ValueError, OverflowError):  # 31 February, hour 25, year 0, a zone of 99 hours
        return None


def _iso(written: str) -> datetime | None:
    match = _ISO.fullmatch(written)
    if match is None:
        return None
    zone = _offset(match["zone"])
    return datetime.fromisoformat(f"{match['day']}T{match['time']}{zone}") if zone[0] in "+-" else None


def _rfc_822(written: str) -> datetime | None:
    match = _RFC_822.fullmatch(written)
    if match is None:
        return None
    zone = _offset(match["zone"]).replace("-0000", "+0000")  # "-0000" is UTC of an unknown place
    return parsedate_to_datetime(f"{match['day'].replace('-', ' ')} {match['time']} {zone}")


def _offset(zone: str) -> str:
    """The zone as +HHMM where it is one, else its name; GMT+3 is three hours ahead, as people mean it."""
    if zone.upper() in {"Z", "UT", "UTC", "GMT"}:
        return "+0000"
    match = _OFFSET.fullmatch(zone)
    return f"{match[1]}{match[2]:0>2}{match[3] or '00'}" if match else zone
