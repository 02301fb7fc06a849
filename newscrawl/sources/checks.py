"""What one value of a source file must be: each check returns the value as we use it, or raises `Refused`."""

import re
import reprlib
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from newscrawl.sources.selectors import selector_fault

T = TypeVar("T")
Check = Callable[[object], T]

_DURATION = re.compile(r"([1-9][0-9]{0,5})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_shorten = reprlib.Repr()
_shorten.maxstring = _shorten.maxother = 80  # a long address stays recognisable, and the message one line


class Refused(ValueError):  # noqa: N818 (named by its effect)
    """Raised by a check: the value becomes a problem of its key, and the next key is looked at."""


def shown(value: object) -> str:
    return _shorten.repr(value)


def did_you_mean(word: str, known: Collection[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f", did you mean {close[0]!r}?" if close else ""


def text(value: object) -> str:
    if not isinstance(value, str):
        raise Refused(f"{shown(value)} is not a text in quotes")
    if value.strip() != value or value == "" or re.search(r"[\x00-\x1f\x7f]", value) is not None:
        raise Refused(f"{shown(value)} is empty, or has spaces around it or control characters in it")
    return value


def truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Refused(f"{shown(value)} is not true or false")
    return value


def one_of(known: tuple[T, ...]) -> Check[T]:
    def check(value: object) -> T:
        for word in known:
            if type(value) is type(word) and value == word:
                return word
        names = [str(word) for word in known]
        hint = did_you_mean(value, names) if isinstance(value, str) else ""
        raise Refused(f"{shown(value)} is not one of {', '.join(names)}{hint}")

    return check


def list_of(check: Check[T]) -> Check[tuple[T, ...]]:
    def check_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            hint = f", write [{shown(value)}]" if isinstance(value, str) else ""
            raise Refused(f"{shown(value)} is not a list{hint}")
        checked = tuple(check(each) for each in value)
        twice = [each for number, each in enumerate(checked) if each in checked[:number]]
        if twice:
            raise Refused(f"{shown(twice[0])} stands there twice")
        return checked

    return check_all


def some_of(check: Check[T]) -> Check[tuple[T, ...]]:
    def check_some(value: object) -> tuple[T, ...]:
        checked = list_of(check)(value)
        if not checked:
            raise Refused("is an empty list")
        return checked

    return check_some


def timezone(value: object) -> str:
    name = text(value)
    if name not in _timezones():
        raise Refused(f"{shown(name)} is not a time zone{did_you_mean(name, _timezones())}")
    return name


@cache
def _timezones() -> frozenset[str]:
    # "localtime" would mean another zone on every machine.
    return frozenset(available_timezones()) - {"localtime", "Factory"}


def duration(value: object) -> timedelta:
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Refused(f'{shown(value)} is not a duration such as "30m", "6h", "1d" (s, m, h, d, w)')
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def in_one_unit(every: timedelta) -> str:
    """A duration as source files write it: 90 minutes are `90m`."""
    lengths = {unit: timedelta(**{name: 1}) for unit, name in reversed(_UNITS.items())}
    unit = next(unit for unit, length in lengths.items() if not every % length)
    return f"{every // lengths[unit]}{unit}"


def seconds(value: object) -> float:
    # An hour between requests is already a source that never ends its run.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise Refused(f"{shown(value)} is not a number of seconds from 0 to 3600")
    return float(value)


def volume(value: object) -> tuple[int, int]:
    match value:
        case [int(low), int(high)] if not isinstance(low, bool) and not isinstance(high, bool) and 0 <= low <= high:
            return low, high
    raise Refused(f"{shown(value)} is not [fewest, most] articles a day")


def year(value: object) -> int:
    # A year outside these is a slip of the keys, not a look at a site.
    if isinstance(value, bool) or not isinstance(value, int) or not 1990 <= value <= 2100:
        raise Refused(f"{shown(value)} is not a year")
    return value


def day(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Refused(f"{shown(value)} is not a day written as 2024-09-09, without quotes")
    return value


def selector(value: object) -> str:
    expression = text(value)
    fault = selector_fault(expression)
    if fault is not None:
        raise Refused(f"{shown(expression)} {fault}")
    return expression
