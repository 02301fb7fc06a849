"""Reading a written date strictly: what is not plainly a date is none."""

import re
from datetime import UTC, datetime, tzinfo

from pipelines.reading.boilerplate import normalised
from pipelines.reading.moments import Moment, hour_of, months, offset_of, plain_digits, precision_of

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
_ZONE = (
    r"(?P<zone>Z|UTC|GMT|UT|E[SD]T|C[SD]T|M[SD]T|P[SD]T|GST|EES?T|CES?T|MSK|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)"
)
_ISO = re.compile(
    rf"(?P<year>\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?:(?:T|\s+|\s*[-|,]\s*){_CLOCK}\s*{_ZONE}?)?",
    re.IGNORECASE,
)
_BASIC = re.compile(
    rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:T(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?{_ZONE}?)?"
)
_RFC = re.compile(
    rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<day>\d{{1,2}})[\s-]+(?P<name>[A-Za-z]{{3,9}})\.?,?[\s-]+(?P<year>\d{{4}})(?:,?\s+{_CLOCK}(?:\s*{_ZONE})?)?",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_CLOCK}\s*(?P<half>[AP]\.?M\.?)?\s*{_ZONE}?)?",
    re.IGNORECASE,
)
_JAVA = re.compile(  # java.util.Date as Polopoly prints it: «Mon Jan 19 01:15:22 GST 2026»
    rf"[A-Za-z]{{3}}\s+(?P<name>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+{_ZONE}\s+(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_DAY_NAME = r"(?:(?:يوم\s+)?(?:السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه)\s*[،,]?\s*)?"
_HALF = r"(?P<half>ص|م|صباحا|مساء|ظهرا|AM|PM)"
_GAP = r"(?:\s*(?:[-–|،,:]{1,2}|الساعه|في تمام الساعه|في)\s*|\s+)+"
_ARABIC = re.compile(
    rf"{_DAY_NAME}(?P<day>\d{{1,2}})\s*[،,/-]?\s*(?P<name>[^\W\d]+(?:\s+(?:الاول|الثاني))?)(?:\s*/\s*[^\W\d]+)?\s*[،,/-]?\s*(?P<year>\d{{4}})\s*م?"
    rf"(?:{_GAP}{_CLOCK}\s*{_HALF}?\s*(?:بتوقيت\s+)?{_ZONE}?)?",
    re.IGNORECASE,
)


def parse_date(raw: str, zone: tzinfo, *, ignore_offset: bool = False) -> Moment | None:
    """The moment that a text states; one without an offset is in `zone`, and so are all under `ignore_offset`."""
    if len(raw) > 100:
        return None
    plain = plain_digits(raw)
    arabic = normalised(plain)
    readers: tuple[tuple[re.Pattern[str], str], ...] = (
        (_ISO, plain), (_BASIC, plain), (_RFC, plain), (_ENGLISH, plain), (_JAVA, plain), (_ARABIC, arabic),
    )  # fmt: skip
    for pattern, text in readers:
        found = pattern.fullmatch(text)
        if found is not None:
            return _moment(found, zone, ignore_offset=ignore_offset)
    return None


def _moment(found: re.Match[str], zone: tzinfo, *, ignore_offset: bool) -> Moment | None:
    parts = found.groupdict()
    month = months().get(normalised(parts["name"]).lower()) if parts.get("name") else int(parts.get("month") or 0)
    hour = hour_of(parts)
    if month is None or hour is None or (parts.get("zone") and offset_of(parts["zone"]) is None):
        return None
    stated = None if ignore_offset else offset_of(parts.get("zone"))
    try:
        local = datetime(
            int(parts["year"]), month, int(parts["day"]), hour, int(parts.get("minute") or 0),
            min(int(parts.get("second") or 0), 59), tzinfo=stated or zone,
        )  # fmt: skip
        return Moment(local.astimezone(UTC), precision_of(parts))
    except (ValueError, OverflowError):
        return None
