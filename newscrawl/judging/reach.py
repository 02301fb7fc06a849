"""What of a run's span its listings cannot tell: a feed holds the last days only, and some sitemaps stay unread."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from newscrawl.judging.listing_facts import OVER_CAP, TORN
from newscrawl.scope import Scope

ASKED_BY_DAY = ("archive", "wordpress")
"""Kinds of listings that a backfill asks for by the days of its span: what they do not list was not published."""

_LEFT = (
    (("child_over_cap", "undated_child_over_cap"), "sitemaps left unread: {} (MAX_CHILD_SITEMAPS)"),
    (TORN, "listings torn off: {}"),
    (OVER_CAP, "entries beyond the most that a listing may have: {}"),
    (("child_offsite",), "sitemaps on other hosts left unread: {}"),
    (("page_over_cap", "page_repeated"), "lists of posts cut short: {}"),
    (("edited_since",), "entries edited after the span and not asked for: {}"),
)
_SLACK = timedelta(days=1)  # the outlet's day is not UTC's


def out_of_reach(listings: Iterable[Mapping[str, Any]], scope: Scope) -> str | None:
    """Which part of the span none of the listings reaches, in words; None where that is none or cannot be told."""
    read = list(listings)
    if scope.kind != "backfill" or any(facts["kind"] in ASKED_BY_DAY for facts in read) or left_aside(read):
        return None
    dated = [_day_of(facts["oldest"]) for facts in read if facts.get("oldest")]
    if not dated or min(dated) <= scope.since + _SLACK:
        return None
    oldest = min(dated)
    what = "the whole span" if oldest > scope.until + _SLACK else f"what is older, back to {scope.since},"
    return f"its listings reach back to {oldest} only: {what} is out of reach"


def left_aside(listings: Iterable[Mapping[str, Any]]) -> str | None:
    """What of the listings was not read or asked for, and may belong to the span, in words; None if nothing."""
    skipped: Counter[str] = Counter()
    for facts in listings:
        skipped.update(facts.get("skipped", {}))
    told = [(words, sum(skipped[why] for why in whys)) for whys, words in _LEFT]
    return ", ".join(words.format(count) for words, count in told if count) or None


def _day_of(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(UTC).date()
