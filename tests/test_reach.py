"""What a backfill's listings do not reach."""

from datetime import date, timedelta
from typing import Any

import pytest

from newscrawl.judging.reach import left_aside, out_of_reach
from newscrawl.scope import Scope

SINCE, UNTIL = date(2020, 1, 1), date(2020, 2, 1)


def scope(kind: Any = "backfill") -> Scope:
    return Scope(SINCE, UNTIL, 100, 0, 50, timedelta(1), kind)


def listing(oldest: str | None, kind: str = "feed") -> dict[str, Any]:
    return {"kind": kind, "oldest": oldest}


@pytest.mark.parametrize(
    ("oldest", "says"),
    [
        ("2026-03-10T12:00:00+00:00", "reach back to 2026-03-10 only: the whole span is out of reach"),
        ("2020-01-20T12:00:00+03:00", "reach back to 2020-01-20 only: what is older, back to 2020-01-01, is out"),
    ],
)
def test_it_is_said_which_part_is_out_of_reach(oldest, says):
    assert says in (out_of_reach([listing("2026-03-11T00:00:00+00:00"), listing(oldest)], scope()) or "")


@pytest.mark.parametrize("oldest", ["2019-12-31T12:00:00+00:00", "2020-01-02T00:00:00+02:00"])
def test_what_reaches_the_beginning_says_nothing(oldest):
    assert out_of_reach([listing("2026-03-11T00:00:00+00:00"), listing(oldest)], scope()) is None


@pytest.mark.parametrize(
    "listings",
    [
        [],
        [listing(None)],
        [{"kind": "feed"}],  # it could not be read
        [listing("2020-01-20T12:00:00+00:00"), listing(None, "archive")],
        [listing("2020-01-20T12:00:00+00:00", "wordpress")],
    ],
)
def test_without_dates_or_with_an_archive_of_days_nothing_can_be_told(listings):
    assert out_of_reach(listings, scope()) is None


@pytest.mark.parametrize(
    ("skipped", "says"),
    [
        ({"child_over_cap": 10, "undated_child_over_cap": 5}, "sitemaps left unread: 15 (MAX_CHILD_SITEMAPS)"),
        (
            {"child_offsite": 1, "page_repeated": 2},
            "sitemaps on other hosts left unread: 1, lists of posts cut short: 2",
        ),
        ({"sitemap/torn": 1, "feed/torn": 1}, "listings torn off: 2"),
        ({"sitemap/over_cap": 7}, "entries beyond the most that a listing may have: 7"),
        ({"edited_since": 6}, "entries edited after the span and not asked for: 6"),
        ({"offsite": 3, "out_of_scope": 40}, None),
    ],
)
def test_what_was_left_aside_is_said_and_no_reach_is_claimed(skipped, says):
    read = [listing("2026-03-10T12:00:00+00:00") | {"skipped": skipped}]
    assert left_aside(read) == says
    assert (out_of_reach(read, scope()) is None) == (says is not None)


def test_a_live_run_has_no_span():
    assert out_of_reach([listing("2026-03-10T12:00:00+00:00")], scope("live")) is None
