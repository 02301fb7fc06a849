from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.coverage.looks import INSTANT
from newscrawl.coverage.seen import seen
from tests.simulated_outlet import FEED, SimulatedOutlet, Trouble, at

UTC_ZONE = ZoneInfo("UTC")
DAYS = 4 * 1440
TROUBLES: list[Trouble] = [
    "none", "none", "none", "blocked", "unreadable", "crashed", "limited", "pages_fail", "stands_still", "unread",
]  # fmt: skip

outlets = st.builds(
    SimulatedOutlet,
    published=st.lists(st.integers(0, DAYS), min_size=1, max_size=150, unique=True).map(sorted),
    capacity=st.integers(1, 30),
    pinned=st.one_of(st.none(), st.integers(0, 100)),
    has_dates=st.booleans(),
)
runs = st.dictionaries(st.integers(0, DAYS), st.sampled_from(TROUBLES), min_size=1, max_size=40)


@settings(max_examples=400, deadline=None)
@given(outlets, runs)
def test_whatever_was_published_in_a_stretch_that_counts_as_seen_was_obtained(
    outlet: SimulatedOutlet, runs: dict[int, Trouble]
):
    for minute, trouble in sorted(runs.items()):
        # A listing without dates that lags behind cannot be told from a quiet one.
        outlet.run(minute, trouble if outlet.has_dates or trouble != "stands_still" else "none")
    outlet.run(DAYS + 1)  # that a listing stands still shows only when it moves again
    missed = set(outlet.published) - outlet.stored - outlet.given_up
    stretches = seen(outlet.lines, UTC_ZONE)
    assert not [(minute, at(minute)) for minute in missed if any(a <= at(minute) < b for a, b in stretches)]


# How it is seen to be complete


def test_a_feed_that_reaches_back_makes_good_for_hours_without_a_run():
    outlet = SimulatedOutlet(published=list(range(0, DAYS, 60)), capacity=20)
    for minute in (120, 130, 900, 1800):
        outlet.run(minute, "crashed" if minute == 130 else "none")
    assert seen(outlet.lines, UTC_ZONE) == [(at(60), at(1800))]


def test_a_feed_that_turned_over_leaves_a_hole_though_every_run_ended_well():
    outlet = SimulatedOutlet(published=list(range(0, DAYS, 10)), capacity=20)
    for minute in (500, 530, 800):
        outlet.run(minute)
    assert seen(outlet.lines, UTC_ZONE) == [(at(340), at(530)), (at(640), at(800))]


def test_a_quiet_time_is_seen_too():
    outlet = SimulatedOutlet(published=[0, 10, 20, 30, DAYS - 10], capacity=20)
    for minute in range(40, DAYS, 1440):
        outlet.run(minute)
    assert seen(outlet.lines, UTC_ZONE) == [(at(10), at(40 + 3 * 1440))]


def test_a_listing_that_says_not_modified_is_seen():
    outlet = SimulatedOutlet(published=[0, 10, 20, 30], capacity=20)
    outlet.run(40)
    for minute in (400, 800):
        outlet.run(minute)
        outlet.lines[-1]["listings"] = [
            {"url": FEED, "kind": "feed", "named": True, "status": 304, "entries": None},
        ]
    assert seen(outlet.lines, UTC_ZONE) == [(at(10), at(800))]


def test_what_a_limit_left_is_made_good_by_a_run_that_reaches_back_to_it():
    outlet = SimulatedOutlet(published=list(range(0, 600, 10)), capacity=20)
    outlet.run(300)
    outlet.run(400, "limited")
    assert seen(outlet.lines, UTC_ZONE) == [(at(140), at(300)), (at(350) + INSTANT, at(400))]
    outlet.run(410)
    assert seen(outlet.lines, UTC_ZONE) == [(at(140), at(410))]


def test_what_was_not_read_is_seen_when_it_was_read_again():
    outlet = SimulatedOutlet(published=list(range(0, 600, 10)), capacity=20)
    outlet.run(300)
    outlet.run(350, "unread")
    outlet.run(400)
    assert seen(outlet.lines, UTC_ZONE) == [(at(140), at(310)), (at(350) + INSTANT, at(400))]
    again = {"kind": "reprocess", "source_id": "anba", "started_at": at(450).isoformat(), "exit_code": 0}
    assert seen([*outlet.lines, again | {"read_again": 4}], UTC_ZONE) == [(at(140), at(400))]
    # By rules that nobody has mended nothing is read again.
    assert seen([*outlet.lines, again | {"read_again": 1}], UTC_ZONE) == seen(outlet.lines, UTC_ZONE)


# Several listings


def of_both(feed: SimulatedOutlet, other: SimulatedOutlet, url: str, kind: str) -> list[dict[str, Any]]:
    """The lines of an outlet with two listings, each looked at by the same runs."""
    lines = []
    for mine, theirs in zip(feed.lines, other.lines, strict=True):
        more = [facts | {"url": url, "kind": kind} for facts in theirs.get("listings", [])]
        lines.append(mine | {"listings": mine.get("listings", []) + more})
    return lines


@pytest.mark.parametrize(("kind", "stretches"), [("sitemap", 1), ("archive", 1), ("section", 3), ("feed", 3)])
def test_a_sitemap_vouches_for_all_and_feeds_do_together(kind: str, stretches: int):
    wide, narrow = (SimulatedOutlet(list(range(0, 1440, 10)), capacity) for capacity in (90, 10))
    for minute in (600, 900, 1200):
        wide.run(minute)
        narrow.run(minute)
    assert len(seen(of_both(narrow, wide, f"{FEED}2", kind), UTC_ZONE)) == stretches


def test_a_listing_that_is_new_or_gone_is_asked_of_no_other_time():
    outlet = SimulatedOutlet(list(range(0, 3000, 10)), 90)
    for minute in (600, 900, 1200, 1500, 1800):
        outlet.run(minute)
    whole = seen(outlet.lines, UTC_ZONE)
    assert whole == [(at(70), at(1800))]
    for line in outlet.lines[2:]:
        line["listings"] = [facts | {"url": f"{FEED}2"} for facts in line["listings"]]
    assert seen(outlet.lines, UTC_ZONE) == whole


def test_where_no_listing_is_left_nothing_is_seen():
    outlet = SimulatedOutlet(list(range(0, 3000, 10)), 90)
    for minute in (600, 900, 1200):
        outlet.run(minute)
    outlet.lines[-1]["listings"] = [
        {"url": f"{FEED}2", "kind": "feed", "named": True, "status": 404, "problem": "HTTP 404"}
    ]
    assert seen(outlet.lines, UTC_ZONE) == [(at(70), at(900))]


# Backfill


def backfill(*listings: dict[str, Any], pending: int = 0) -> dict[str, Any]:
    left = {"pending": {"count": pending, "undated": pending, "oldest": None, "newest": None}} if pending else {}
    return {
        "kind": "backfill", "source_id": "anba", "started_at": at(0).isoformat(), "exit_code": 0, "left": left,
        "scope": {"since": "2026-02-01", "until": "2026-02-02"}, "listings": list(listings),
    }  # fmt: skip


def archive(day: int, status: int = 200) -> dict[str, Any]:
    problem = {} if status == 200 else {"problem": f"HTTP {status}"}
    return {"url": f"{FEED}/{day}", "kind": "archive", "named": True, "status": status, "entries": 30, **problem}


def post_page(number: int, status: int = 200, **facts: Any) -> dict[str, Any]:
    root = {"root": f"{FEED}/posts"} if number > 1 else {}
    url = f"{FEED}/posts" + (f"&page={number}" if number > 1 else "")
    return {"url": url, "kind": "wordpress", "named": True, "status": status, "entries": 9, **root, **facts}


FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "is_seen"),
    [
        (backfill(archive(1), archive(2)), True),
        (backfill(archive(1), archive(2, 404)), False),
        (backfill(archive(1), archive(2), pending=1), False),
        (backfill(), False),
        (backfill(archive(1) | {"skipped": {"child_over_cap": 1}}), False),
        (backfill(archive(1) | {"skipped": {"undated_child_over_cap": 1}}), False),
        (backfill(post_page(1), post_page(2), post_page(3, 400, entries=0)), True),
        (backfill(post_page(1), post_page(2, 400, entries=None, problem="HTTP 400")), False),
        (backfill(post_page(1), post_page(2, skipped={"page_over_cap": 1})), False),
        (backfill(post_page(1, skipped={"wordpress/bad_link": 1})), True),
        (backfill(post_page(1), archive(2, 404)), False),
    ],
)
def test_archive_pages_close_the_days_that_they_are_of(line: dict[str, Any], is_seen: bool):
    assert seen([line], UTC_ZONE) == ([(FEBRUARY, FEBRUARY + timedelta(days=2))] if is_seen else [])


def tree(reach: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An index and its one sitemap."""
    root = {"url": FEED, "kind": "sitemap", "named": True, "status": 200, "entries": 0}
    return root, root | {"url": f"{FEED}/1", "named": False, "root": FEED, "entries": 9, "reach": reach}


def test_a_sitemap_closes_the_days_to_which_it_reaches_back():
    root, child = tree("2026-02-02T06:00:00+00:00")
    line = backfill(root, child)
    assert seen([line], UTC_ZONE) == [(FEBRUARY + timedelta(hours=30), FEBRUARY + timedelta(days=2))]
    assert seen([backfill(root, child | {"problem": "HTTP 404"})], UTC_ZONE) == []


@pytest.mark.parametrize("why", ["undated_child_over_cap", "child_offsite", "edited_since"])
def test_a_sitemap_of_which_something_of_any_day_was_left_vouches_for_nothing(why: str):
    root, child = tree("2026-02-01T00:00:00+00:00")
    assert seen([backfill(root, child)], UTC_ZONE) != []
    assert seen([backfill(root | {"skipped": {why: 1}}, child)], UTC_ZONE) == []


def index_line(minute: int, reach: int | None, newest: int | None, **index: Any) -> dict[str, Any]:
    """A live look at an index and one sitemap, read unless `reach` is None, with facts of the index."""
    root = {"url": FEED, "kind": "sitemap", "named": True, "status": 200, "entries": 0}
    child = root | {"url": f"{FEED}/1", "named": False, "root": FEED, "status": 304, "entries": None}
    if reach is not None and newest is not None:
        child |= {"status": 200, "entries": 9, "reach": at(reach).isoformat(), "newest": at(newest).isoformat()}
    return {
        "kind": "live", "source_id": "anba", "started_at": at(minute).isoformat(), "exit_code": 0, "left": {},
        "scope": {"since": "2026-03-09", "until": "2026-03-20"}, "listings": [root | index, child],
    }  # fmt: skip


def left(until: int) -> dict[str, Any]:
    return {"skipped": {"child_over_cap": 3}, "unread_until": at(until).isoformat()}


def test_of_sitemaps_over_the_cap_only_what_is_newer_than_they_are_was_seen():
    assert seen([index_line(600, 0, 590)], UTC_ZONE) == [(at(0), at(600))]
    assert seen([index_line(600, 0, 590, **left(300))], UTC_ZONE) == [(at(300) + INSTANT, at(600))]
    assert seen([index_line(600, 0, 590, **left(599))], UTC_ZONE) == [(at(599) + INSTANT, at(600))]
    assert seen([index_line(600, None, None, **left(300))], UTC_ZONE) == []


def test_without_the_date_of_what_was_left_nothing_was_seen():
    assert seen([index_line(600, 0, 590, skipped={"child_over_cap": 3})], UTC_ZONE) == []


@pytest.mark.parametrize("read", [(200, 690), (None, None)])
def test_a_look_that_left_sitemaps_vouches_for_no_time_before_it(read: tuple[int | None, int | None]):
    """Neither as one that shows few entries, nor as one of which the sitemaps that were read stood still."""
    before = index_line(600, 0, 590)
    before["listings"][1]["entries"] = 90
    after = index_line(700, *read, **left(650))
    assert seen([before, index_line(700, *read)], UTC_ZONE) == [(at(0), at(700))]
    is_seen = seen([before, after], UTC_ZONE)
    assert [stretch for stretch in is_seen if stretch[1] > at(600)] == (
        [(at(650) + INSTANT, at(700))] if read[0] is not None else []
    )


@pytest.mark.parametrize("why", ["sitemap/torn", "sitemap/over_cap", "feed/torn"])
def test_a_listing_whose_end_was_not_read_vouches_for_nothing(why: str):
    assert seen([index_line(600, 0, 590, skipped={why: 1})], UTC_ZONE) == []
