"""Whether the listings of a backfill reach back to its span: a feed holds the last days only."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from newscrawl.scope import Scope

ASKED_BY_DAY = ("archive", "wordpress")
"""Kinds of listings that a backfill asks for by the days of its span: what they do not list was not published."""

_SLACK = timedelta(days=1)  # the outlet's day is not UTC's


def out_of_reach(listings: Iterable[Mapping[str, Any]], scope: Scope) -> str | None:
    """Which part of the span none of the listings reaches, in words; None where that is none or cannot be told."""
    read = list(listings)
    if scope.kind != "backfill" or any(facts["kind"] in ASKED_BY_DAY for facts in read):
        return None
    dated = [_day_of(facts["oldest"]) for facts in read if facts.get("oldest")]
    if not dated or min(dated) <= scope.since + _SLACK:
        return None
    oldest = min(dated)
    what = "the whole span" if oldest > scope.until + _SLACK else f"what is older, back to {scope.since},"
    return f"its listings reach back to {oldest} only: {what} is out of reach"


def _day_of(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(UTC).date()
