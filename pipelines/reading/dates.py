"""Reading a written date strictly: what is not plainly a date is none."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from typing import Literal

from pipelines.reading.boilerplate import normalised

Precision = Literal["second", "minute", "day"]

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
_ZONE = r"(?P<zone>Z|UTC|GMT|UT|E[SD]T|C[SD]T|M[SD]T|P[SD]T|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)"
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
_DAY_NAME = r"(?:(?:يوم\s+)?(?:السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه)\s*[،,]?\s*)?"
_HALF = r"(?P<half>ص|م|صباحا|مساء|ظهرا|AM|PM)"
_GAP = r"(?:\s*(?:[-–|،,:]{1,2}|الساعه|في تمام الساعه|في)\s*|\s+)+"
_ARABIC = re.compile(
    rf"{_DAY_NAME}(?P<day>\d{{1,2}})\s*[،,/-]?\s*(?P<name>[^\W\d]+(?:\s+(?:الاول|الثاني))?)(?:\s*/\s*[^\W\d]+)?\s*[،,/-]?\s*(?P<year>\d{{4}})\s*م?"
    rf"(?:{_GAP}{_CLOCK}\s*{_HALF}?\s*(?:بتوقيت\s+)?{_ZONE}?)?",
    re.IGNORECASE,
)
_HOURS = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read: the instant and how exactly the source states it; `has_zone` if it names an offset."""

    at: datetime
    precision: Precision
    has_zone: bool


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in Path(__file__).with_name("months.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            number, *names = line.split("\t")
            found.update({name: int(number) for name in names})
    return found


def parse_date(raw: str, zone: tzinfo, *, ignore_offset: bool = False) -> Moment | None:
    """The moment that a text states; one without an offset is in `zone`, and so are all under `ignore_offset`."""
    if len(raw) > 100:
        return None
    plain = _INVISIBLE.sub("", raw).translate(_DIGITS).strip()
    arabic = normalised(plain)
    readers: tuple[tuple[re.Pattern[str], str], ...] = (
        (_ISO, plain), (_BASIC, plain), (_RFC, plain), (_ENGLISH, plain), (_ARABIC, arabic),
    )  # fmt: skip
    for pattern, text in readers:
        found = pattern.fullmatch(text)
        if found is not None:
            return _moment(found, zone, ignore_offset=ignore_offset)
    return None


def _moment(found: re.Match[str], zone: tzinfo, *, ignore_offset: bool) -> Moment | None:
    parts = found.groupdict()
    month = _months().get(normalised(parts["name"]).lower()) if parts.get("name") else int(parts.get("month") or 0)
    hour = _hour(parts)
    if month is None or hour is None or (parts.get("zone") and _offset(parts["zone"]) is None):
        return None
    stated = None if ignore_offset else _offset(parts.get("zone"))
    try:
        local = datetime(
            int(parts["year"]), month, int(parts["day"]), hour, int(parts.get("minute") or 0),
            min(int(parts.get("second") or 0), 59), tzinfo=stated or zone,
        )  # fmt: skip
        return Moment(local.astimezone(UTC), _precision(parts), stated is not None)
    except (ValueError, OverflowError):
        return None


def _hour(parts: dict[str, str | None]) -> int | None:
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower().replace(".", "")
    if not half:
        return hour
    if hour > 12:  # "13:45 م" says the same twice
        return hour if half in ("م", "مساء", "ظهرا", "pm") else None
    return hour % 12 + (12 if half in ("م", "مساء", "ظهرا", "pm") else 0)


def _precision(parts: dict[str, str | None]) -> Precision:
    if parts.get("hour") is None:
        return "day"
    return "minute" if parts.get("second") is None else "second"


def _offset(zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    name = zone.lower()
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    figures = re.sub(r"\D", "", name)
    if not figures:
        return UTC
    hours, minutes = (int(figures[:-2]), int(figures[-2:])) if len(figures) > 2 else (int(figures), 0)
    if hours > 14 or minutes > 59:
        return None
    return timezone((timedelta(hours=hours, minutes=minutes)) * (-1 if "-" in name else 1))
