"""Addresses that a site could go on making for ever: calendars, relative links that grow, piled up parameters."""

import re
from collections import Counter
from datetime import datetime, timedelta
from urllib.parse import SplitResult, unquote

from pipelines.addresses.registered_domains import RefuseAddress, split_address

# The deepest real news addresses have 9 (section, sub-sections, year, month, day, slug, view).
MAX_SEGMENTS = 16
MAX_REPEATS = 3
# A search with facets makes more; articles have at most 4, share links about 8.
MAX_PARAMETERS = 12
# Sports seasons and budgets reach into the next year, articles do not go beyond.
FUTURE_ALLOWED = timedelta(days=366)

# Dates fill path segments or values, or open them in full: in `vision-2030-10-projects` there is none. In
# /story/2745/10 there is none either: no calendar begins so far ahead, and there are such ids.
_YEAR = r"(?P<year>(?:19|2[01])\d\d)"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_DATES = (
    re.compile(rf"/{_YEAR}/(?P<month>0[1-9]|1[0-2])(?=/|$)"),
    re.compile(rf"/{_YEAR}/{_MONTH}/{_DAY}(?=/|$)"),
    re.compile(rf"/(?P<day>\d\d)/(?P<month>0[1-9]|1[0-2])/{_YEAR}(?=/|$)"),
    re.compile(rf"[/=]{_YEAR}-{_MONTH}-{_DAY}(?!\d)"),
    re.compile(rf"={_YEAR}[-/]{_MONTH}(?=&|$)"),
    re.compile(rf"[?&](?:y|yr|year|yyyy)={_YEAR}(?=&|$)", re.IGNORECASE),
)


def looks_like_trap(url: str, *, now: datetime | None = None) -> str | None:
    """Why this address should not be followed, or None. Without `now`, dates in it are not judged."""
    try:
        parts = split_address(url)
    except RefuseAddress as refusal:
        return str(refusal)
    trap = _trap_in_path(parts.path) or _trap_in_query(parts.query)
    return trap or (None if now is None else _future_date(parts, now))


def _trap_in_path(path: str) -> str | None:
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return f"{len(segments)} path segments"
    repeated = _too_often([segment for segment in segments if not segment.isdigit()])
    if repeated is not None:
        return f"path segment repeated: {repeated}"
    group = _three_in_a_row(segments)
    return None if group is None else f"path repeats itself: {'/'.join(group)[:40]!r}"


def _three_in_a_row(segments: list[str]) -> list[str] | None:
    """The segments that stand three times in a row: a broken relative link, which would grow for ever.

    Numbers alone do not count: /11/11/11 is a day and an id.
    """
    for size in range(1, len(segments) // 3 + 1):
        for start in range(len(segments) - 3 * size + 1):
            group = segments[start : start + size]
            if segments[start : start + 3 * size] == group * 3 and not all(map(str.isdigit, group)):
                return group
    return None


def _trap_in_query(query: str) -> str | None:
    names = [pair.partition("=")[0] for pair in query.split("&") if pair]
    if len(names) > MAX_PARAMETERS:
        return f"{len(names)} parameters"
    repeated = _too_often(names)
    return None if repeated is None else f"parameter repeated: {repeated}"


def _too_often(words: list[str]) -> str | None:
    commonest = Counter(words).most_common(1)
    if not commonest or commonest[0][1] <= MAX_REPEATS:
        return None
    return f"{commonest[0][0][:40]!r}, {commonest[0][1]} times"


def _future_date(parts: SplitResult, now: datetime) -> str | None:
    limit = now + FUTURE_ALLOWED
    text = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    for pattern in _DATES:
        for found in pattern.finditer(text):
            month = found.groupdict().get("month") or "1"
            if (int(found["year"]), int(month)) > (limit.year, limit.month):
                return f"date in the future: {found[0].strip('/?&=')}"
    return None
