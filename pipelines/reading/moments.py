"""A moment as some words state it, and the parts that dates are written with."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from typing import Literal

from pipelines.data_files import values_of

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web: an empty field of a database, such as 1970 or the year 1."""

Precision = Literal["second", "minute", "day"]

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HOURS = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7} | {
    "gst": 4, "eet": 2, "eest": 3, "cet": 1, "cest": 2, "msk": 3,
}  # fmt: skip
_EVENING = ("م", "مساء", "ظهرا", "عصرا", "pm")
_NIGHT = "ليلا"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read: the instant and how exactly the source states it."""

    at: datetime
    precision: Precision


def plain_digits(text: str) -> str:
    """A text with European digits, and without the marks that only set its direction."""
    return _INVISIBLE.sub("", text).translate(_DIGITS).strip()


@cache
def months() -> dict[str, int]:
    """Each normalised month name, and its number."""
    rows = values_of(Path(__file__).with_name("months.tsv"))
    return {name: int(number) for number, names in rows for name in names}


def hour_of(parts: dict[str, str | None]) -> int | None:
    """The hour of the day that a clock and its half of the day mean; None where they contradict."""
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower().replace(".", "")
    if not half:
        return hour
    if hour > 12:  # "13:45 م" says the same twice
        return hour if half in (*_EVENING, _NIGHT) else None
    is_late = half in _EVENING or (half == _NIGHT and 6 <= hour < 12)
    return hour % 12 + (12 if is_late else 0)


def precision_of(parts: dict[str, str | None]) -> Precision:
    """To what the parts of a date state it."""
    if parts.get("hour") is None:
        return "day"
    return "minute" if parts.get("second") is None else "second"


def offset_of(zone: str | None) -> tzinfo | None:
    """The offset that a name or figures state; None where they state none."""
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
