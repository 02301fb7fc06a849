"""Ages such as «منذ 3 ساعات», told against the moment of the fetch."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path

from pipelines.data_files import values_of
from pipelines.reading.boilerplate import normalised
from pipelines.reading.moments import Moment, plain_digits

_LENGTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
_LENGTH = r"(?:(\d{1,3}) )?([^\W\d_]+)(?: (?:واحده?|اثنتين|اثنين|تقريبا))?"
_AGE = re.compile(rf"(?:منذ|قبل) (?:(?:حوالي|نحو) )?{_LENGTH}")
_PASSED = re.compile(rf"{_LENGTH} مض(?:ت|ي)")  # «9 ساعات مضت»


@cache
def _units() -> dict[str, tuple[str, int | None]]:
    """Each form: its unit, and how many it means by itself."""
    found: dict[str, tuple[str, int | None]] = {}
    for unit, forms in values_of(Path(__file__).with_name("relative.tsv"), fewest=3):
        one, two, *many = map(normalised, forms)
        found |= dict.fromkeys(many, (unit, None)) | {one: (unit, 1), two: (unit, 2)}
    return found


def parse_age(raw: str, zone: tzinfo, fetched_at: datetime) -> Moment | None:
    """The moment that an age means: to the minute up to an hour, else the day, and none if that is in doubt."""
    plain = normalised(plain_digits(raw))
    found = _AGE.fullmatch(plain) or _PASSED.fullmatch(plain)
    unit, count = _units().get(found.group(2), (None, None)) if found else (None, None)
    if found is None or unit is None:
        return None
    number = int(found.group(1)) if found.group(1) else count
    if number is None:
        return None
    at = fetched_at - number * _LENGTHS[unit]
    if unit in ("second", "minute"):
        return Moment(at.replace(second=0, microsecond=0), "minute")
    # Three hours may be nearly four: where midnight lies between them, the day is not told.
    earliest = at if unit == "day" else at - timedelta(minutes=59)
    day = at.astimezone(zone).date()
    if earliest.astimezone(zone).date() != day:
        return None
    local = datetime(day.year, day.month, day.day, tzinfo=zone)
    return Moment(local.astimezone(UTC), "day")
