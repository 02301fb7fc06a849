"""Dates within a line of text: «نشر في: الخميس 18 تموز 2024 - 1:46 م | آخر تحديث: …»."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from pipelines.reading.boilerplate import normalised
from pipelines.reading.hijri import gregorian, hijri_months
from pipelines.reading.moments import Moment, hour_of, months, plain_digits

_LONGEST = 300
_NEAR = 28  # characters between a day and its clock: a bar, «الساعة», «في تمام الساعة», the other calendar's day
_ISO = re.compile(
    r"(?<![\d/.])(?<!\d-)(?P<year>(?:19|20)\d{2})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d|[-/.]\d)"
)
_NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2}) ?([-/.]) ?(?P<month>\d{1,2}) ?\2 ?(?P<year>(?:19|20)\d{2})(?!\d|[-/.]\d)"
)
# Earlier years would be those of the Persian calendar, in which 1404 is 2025.
_HIJRI_NUMBERS = re.compile(
    r"(?<![\d/.-])(?:(?P<first>\d{1,2})([-/])(?P<second>\d{1,2})\2(?P<year>14[2-6]\d)"
    r"|(?P<year_before>14[2-6]\d)([-/])(?P<month>\d{1,2})\6(?P<day>\d{1,2}))(?!\d|[-/.]\d)"
)
_COLONS = re.compile(r"(?<!\d)((?:19|20)\d{2}):(\d{2}):(\d{2})\.(?=\d{2}:\d{2})")  # of Xinhua
_CLOCK = re.compile(
    r"(?:(?<![^\W_])(?P<before>gmt|utc) )?"
    r"(?<![\d:/.])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?![\d:])"
    r"(?: ?(?:ت ?م|(?P<half>صباحا|مساء|ظهرا|عصرا|ليلا|فجرا|ص|م|[ap]\.?m\.?))(?![^\W_]))?"
    r"(?P<utc>(?: \(?(?:بتوقيت )?(?:gmt|utc|غرينيتش|غرينتش|جرينتش|جرينيتش)\)?(?! ?[+-]\d)))?",
    re.IGNORECASE,
)

_WHOSE = re.compile(r"[ (]*(?:(?:ب?توقيت|بالتوقيت) [^\W\d]+(?: [^\W\d]+)?)?[ )]*")


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a line: its words, what they mean, what they date, and whether they are of the Hijri calendar."""

    raw: str
    moment: Moment
    role: str | None = None
    is_hijri: bool = False


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name("date_labels.toml").read_text(encoding="utf-8"))
    return {role: re.compile(rf"(?<![^\W_]){pattern}", re.IGNORECASE) for role, pattern in table.items()}


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    """Day, month and year by name: the day first, the month first, the year first, and by the Hijri calendar."""
    name = _one_of(months())
    gap = r"[ ،,/\-–]{1,3}"
    first = (
        rf"(?<![\w/.-])(?P<day>\d{{1,2}}){gap}(?P<name>{name})(?: ?[/-] ?(?:{name}))?(?:{gap})?"
        r"(?P<year>(?:19|20)\d{2})(?!\d)"
    )
    later = rf"(?<![^\W_])(?P<name>{name}) (?P<day>\d{{1,2}})(?: ?[،,] ?| )(?P<year>(?:19|20)\d{{2}})(?!\d)"
    year_first = (
        rf"(?<![\d/.-])(?P<year>(?:19|20)\d{{2}})(?:{gap}[^\W\d_]{{4,10}})?{gap}"
        rf"(?P<day>\d{{1,2}}) (?P<name>{name})(?![^\W_])"
        r"(?!(?:[ ،,/-]{1,3})(?:19|20)\d{2})"
    )
    hijri = (
        rf"(?<!\d)(?P<day>\d{{1,2}}){gap}(?P<name>{_one_of(hijri_months())})(?:{gap})?(?P<year>1[45]\d{{2}})(?!\d)"
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (first, later, year_first, hijri))


def _one_of(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def dates_in(line: str, zone: tzinfo) -> list[Written]:
    """The dates that a line states, in its order; a clock beside a day belongs to it."""
    if len(line) > _LONGEST or not any(sign.isdigit() for sign in line):
        return []
    text = normalised(_COLONS.sub(r"\1-\2-\3 ", plain_digits(line)), edges=False)
    days = sorted(_days(text), key=lambda found: found[0].start())
    return [written for number in range(len(days)) if (written := _written(text, days, number, zone)) is not None]


def is_clock(line: str) -> bool:
    """Whether a line is a time of the day and nothing else."""
    return _CLOCK.fullmatch(normalised(plain_digits(line), edges=False)) is not None


def clock_of(line: str) -> tuple[int, int] | None:
    """Hour and minute of a line that is a time of the day and, at most, whose time that is."""
    found = _CLOCK.match(normalised(plain_digits(line), edges=False))
    if found is None or not _WHOSE.fullmatch(normalised(plain_digits(line), edges=False)[found.end() :]):
        return None
    hour = hour_of(found.groupdict())
    return None if hour is None else (hour, int(found["minute"]))


def leads_to_date(line: str) -> bool:
    """Whether a line is a label that the next line's date belongs to."""
    text = normalised(line)
    return len(text) < 30 and any(pattern.fullmatch(text) for pattern in _labels().values())


_Day = tuple[re.Match[str], date, bool]


def _days(text: str) -> Iterator[_Day]:
    *gregorian_names, hijri = _named()
    for pattern in (_ISO, _NUMBERS, *gregorian_names):
        for found in pattern.finditer(text):
            if (day := _gregorian_day(found, text)) is not None:
                yield found, day, False
    for found in (*hijri.finditer(text), *_HIJRI_NUMBERS.finditer(text)):
        if (day := _hijri_day(found)) is not None:
            yield found, day, True


def _hijri_day(found: re.Match[str]) -> date | None:
    """The Gregorian day; None where nothing says which figure is the month: Saudi systems write 02-25-1440 too."""
    parts = found.groupdict()
    if "name" in parts:
        return gregorian(int(found["year"]), hijri_months()[normalised(found["name"])], int(found["day"]))
    if parts["year_before"]:
        return gregorian(int(parts["year_before"]), int(found["month"]), int(found["day"]))
    month, day = sorted((int(found["first"]), int(found["second"])))
    return gregorian(int(found["year"]), month, day) if day > 12 or day == month else None


def _gregorian_day(found: re.Match[str], text: str) -> date | None:
    parts = found.groupdict()
    day = int(parts["day"])
    month = months()[normalised(parts["name"]).lower()] if parts.get("name") else int(parts["month"])
    if found.re is _NUMBERS and month > 12 >= day:
        day, month = month, day
    elif found.re is _NUMBERS and day <= 12 and day != month and re.search(r"\d ?[AP]M\b", text):
        return None  # an English clock beside it: nothing says which of the two is the month
    try:
        return date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _written(text: str, days: list[_Day], number: int, zone: tzinfo) -> Written | None:
    found, day, is_hijri = days[number]
    before = days[number - 1][0].end() if number else 0
    after = days[number + 1][0].start() if number + 1 < len(days) else len(text)
    if before > found.start():
        return None  # two readings of the same figures
    clock = _clock_beside(text, found, before, after)
    hour = hour_of({**clock.groupdict()}) if clock else 0
    if hour is None:
        return None
    start = min(found.start(), clock.start() if clock else found.start())
    end = max(found.end(), clock.end() if clock else found.end())
    moment = _moment(day, hour, clock, zone)
    if moment is None:
        return None
    role = _role(text[before : found.start()])
    if role is None and text[end:after].lstrip().startswith(":"):
        role = _role(text[end:after])  # «… 8 مارس :آخر تحديث»
    return Written(text[start:end].strip(), moment, role, is_hijri)


def _clock_beside(text: str, found: re.Match[str], before: int, after: int) -> re.Match[str] | None:
    behind = _CLOCK.search(text, found.end(), after)
    ahead = list(_CLOCK.finditer(text, before, found.start()))[-1:]
    near = [(found.start() - clock.end(), clock) for clock in ahead]
    if behind is not None:  # as near as the other, it is more often its own, unless it may be the next date's
        near.insert(after < len(text), (behind.start() - found.end(), behind))
    gap, clock = min(near, key=itemgetter(0), default=(_NEAR + 1, None))
    return clock if gap <= _NEAR else None


def _moment(day: date, hour: int, clock: re.Match[str] | None, zone: tzinfo) -> Moment | None:
    minute, second = (int(clock["minute"]), int(clock["second"] or 0)) if clock else (0, 0)
    is_utc = clock is not None and (clock["utc"] or clock["before"]) is not None
    try:
        local = datetime(
            day.year, day.month, day.day, hour, minute, min(second, 59), tzinfo=UTC if is_utc else zone
        )
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if clock is None:
        return Moment(at, "day")
    return Moment(at, "second" if clock["second"] else "minute")


def _role(before: str) -> str | None:
    """What the words before a date say of it: the last label holds."""
    places = {
        role: max((found.end() for found in pattern.finditer(before)), default=-1)
        for role, pattern in _labels().items()
        if role != "leading"
    }
    role = max(places, key=lambda name: places[name])
    return role if places[role] >= 0 else None
