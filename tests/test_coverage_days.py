"""Days of an outlet in Cairo (UTC+2): an article every half hour, a feed of twenty."""

from datetime import date
from typing import Any

import pytest

from newscrawl.coverage.days import Day, coverage_of
from tests.simulated_outlet import SimulatedOutlet, Trouble, at

DAY = 1440
EVERY_HALF_HOUR = list(range(0, 5 * DAY, 30))
TENTH, ELEVENTH, TWELFTH = (date(2026, 3, day) for day in (10, 11, 12))


def days(
    *runs: tuple[int, Trouble], until: int = 3 * DAY - 120 - 1, zone: str = "Africa/Cairo", **counts: int
) -> list[Day]:
    """The days as seen at minute `until`, by default the last of the twelfth in Cairo."""
    outlet = SimulatedOutlet(EVERY_HALF_HOUR, 20)
    for minute, trouble in runs:
        outlet.run(minute, trouble)
    lines = [line | {"timezone": zone} for line in outlet.lines]
    articles = {date(2026, 3, int(day.removeprefix("on"))): count for day, count in counts.items()}
    return coverage_of("anba", lines, articles, at(until))


def often(first: int, last: int, trouble: Trouble = "none") -> list[tuple[int, Trouble]]:
    return [(minute, trouble) for minute in range(first, last, 180)]


def told(found: list[Day]) -> list[tuple[str, int]]:
    return [(each.status, each.runs) for each in found]


def test_days_are_the_sources_from_its_first_run_to_today():
    found = days(*often(600, 3 * DAY))
    assert [each.day for each in found] == [TENTH, ELEVENTH, TWELFTH]
    assert [each.day for each in days(*often(600, 3 * DAY), until=3 * DAY - 120)][-1] == date(2026, 3, 13)
    assert {each.source_id for each in found} == {"anba"}


def test_a_day_of_which_the_first_run_saw_the_end_only_is_a_gap():
    first = days(*often(600, 3 * DAY))[0]
    assert first.status == "gap"
    assert first.detail == "not seen: 00:00-04:00; the first look at the listings reached back no further"


def test_a_day_that_runs_saw_whole_is_complete():
    second = days(*often(600, 3 * DAY), on11=44)[1]
    assert (second.status, second.articles, second.runs, second.detail) == ("complete", 44, 8, "")


def test_a_day_without_articles_is_silence_when_it_is_complete():
    assert days(*often(600, 3 * DAY))[1].detail == "nothing was published, as far as the listings tell"


def test_of_today_what_was_looked_at_counts():
    today = days(*often(600, 3 * DAY - 300), on12=30)[-1]
    assert (today.status, today.detail) == ("complete", "so far, until 18:00")
    yesterday = days(*often(600, 3 * DAY - 300), until=3 * DAY, on12=30)[-2]
    assert (yesterday.status, yesterday.detail.split(";")[0]) == ("gap", "not seen: 18:00-24:00")


@pytest.mark.parametrize("trouble", ["blocked", "unreadable", "crashed"])
def test_failed_runs_are_no_gap_when_a_later_one_caught_up(trouble: Trouble):
    found = days(
        *often(0, DAY + 300), *often(DAY + 300, DAY + 600, trouble), (DAY + 620, "none"), *often(DAY + 800, 3 * DAY)
    )
    assert found[1].status == "complete"


@pytest.mark.parametrize(
    ("trouble", "status", "detail"),
    [
        ("blocked", "blocked", "8 of 8 runs: blocked"),
        ("unreadable", "gap", "8 of 8 runs: nothing found"),
        ("crashed", "gap", "8 of 8 runs: crashed"),
    ],
)
def test_a_day_of_failures_says_which(trouble: Trouble, status: str, detail: str):
    start, end = DAY - 120, 2 * DAY - 120
    found = days(*often(0, start), *often(start, end, trouble), *often(end + 600, 3 * DAY))
    assert found[1].status == status
    assert detail in found[1].detail
    assert found[1].detail.startswith("not seen: 00:00-24:00")


def test_a_day_on_which_nothing_ran():
    found = days(*often(0, DAY - 180), *often(2 * DAY + 700, 3 * DAY))
    assert (found[1].status, found[1].runs, found[1].detail) == (
        "not_run",
        0,
        "no run, and no later one reached back",
    )


def test_a_day_on_which_nothing_ran_and_a_later_run_reached_back():
    found = days(*often(0, DAY - 180), (2 * DAY + 60, "none"), *often(2 * DAY + 120, 3 * DAY))
    assert found[1].status == "gap"
    assert found[1].detail.startswith("not seen: ")
    assert found[1].detail.endswith("no run on this day")


def test_pages_that_were_never_asked_for_are_told():
    found = days(*often(0, DAY), (DAY + 400, "limited"), *often(2 * DAY - 60, 3 * DAY))
    assert found[1].status == "gap"
    assert "pages were never asked for" in found[1].detail


def test_what_came_and_was_not_read_is_told():
    found = days(*often(0, DAY), *often(DAY + 30, DAY + 400, "unread"), *often(DAY + 400, 3 * DAY))
    assert found[1].status == "gap"
    assert "newscrawl reprocess" in found[1].detail


def test_a_few_pages_that_did_not_come_are_told_of_a_complete_day():
    outlet = SimulatedOutlet(EVERY_HALF_HOUR, 20)
    for minute in range(0, 2 * DAY + 120, 60):
        outlet.run(minute, "pages_fail" if minute == DAY + 60 else "none")
    day = coverage_of("anba", outlet.lines, {}, at(2 * DAY + 120))[1]
    assert (day.status, day.detail.split("; ")[-1]) == (
        "complete",
        "2 listed pages did not come in one run (see outcomes)",
    )


def test_a_day_whose_every_listed_page_was_lost_is_no_silence():
    outlet = SimulatedOutlet(EVERY_HALF_HOUR, 20)
    for minute in range(0, 2 * DAY + 120, 60):
        outlet.run(minute)
        if DAY <= minute < DAY + 180:
            outlet.lines[-1]["accounts"] |= {"stored": 0, "gone": 1, "reasons": {"js_shell": 1}}
    day = coverage_of("anba", outlet.lines, {}, at(2 * DAY + 120))[1]
    assert day.status == "gap"
    assert day.detail == "6 listed pages did not come or could not be read, and no article did (see outcomes)"
    day = coverage_of("anba", outlet.lines, {date(2026, 3, 11): 1}, at(2 * DAY + 120))[1]
    assert day.status == "complete"


def test_a_day_is_25_hours_long_when_clocks_go_back():
    """In Cairo on 29 October 2026: at 21:00 UTC it is eleven in the evening for the second time."""
    start = 233 * DAY - 240
    outlet = SimulatedOutlet([start + n for n in range(0, 3 * DAY, 30)], 20)
    for minute in range(start, 233 * DAY + 21 * 60 + 1, 60):
        outlet.run(minute)
    lines = [line | {"timezone": "Africa/Cairo"} for line in outlet.lines]
    day = coverage_of("anba", lines, {}, at(233 * DAY + 22 * 60))[1]
    assert (day.day, day.status) == (date(2026, 10, 29), "gap")
    assert day.detail.startswith("not seen: 23:00-24:00;")


def test_a_backfill_makes_earlier_days_known():
    outlet = SimulatedOutlet(EVERY_HALF_HOUR, 20)
    for minute in range(600, DAY, 60):
        outlet.run(minute)
    past: dict[str, Any] = {
        "kind": "backfill", "started_at": at(DAY).isoformat(), "exit_code": 0, "timezone": "UTC",
        "scope": {"since": "2026-03-08", "until": "2026-03-08"},
        "listings": [{"url": "https://anba.example/8", "kind": "archive", "status": 200, "entries": 9}],
    }  # fmt: skip
    found = coverage_of("anba", [*outlet.lines, past], {}, at(DAY))
    assert [(each.day.day, each.status) for each in found[:3]] == [(8, "complete"), (9, "not_run"), (10, "gap")]


@pytest.mark.parametrize(
    ("changes", "status", "detail"),
    [
        ({"skipped": {"page_over_cap": 1}}, "gap", "a backfill asked for it; lists of posts cut short: 1"),
        ({"skipped": {"child_over_cap": 7}}, "gap", "sitemaps left unread: 7 (MAX_CHILD_SITEMAPS)"),
        ({"status": 403, "problem": "blocked: cloudflare"}, "blocked", "1 of 1 runs: blocked"),
    ],
)  # fmt: skip
def test_a_day_that_a_backfill_asked_for_in_vain_says_why(changes: dict[str, Any], status: str, detail: str):
    past: dict[str, Any] = {
        "kind": "backfill", "started_at": at(DAY).isoformat(), "exit_code": 12 if "problem" in changes else 0,
        "timezone": "UTC", "scope": {"since": "2026-03-08", "until": "2026-03-08"},
        "listings": [{"url": "https://anba.example/8", "kind": "wordpress", "status": 200, "entries": 9} | changes],
    }  # fmt: skip
    asked, other = coverage_of("anba", [past], {}, at(DAY))[:2]
    assert (asked.status, other.status) == (status, "not_run")
    assert asked.detail.startswith("not seen: 00:00-24:00; ")
    assert detail in asked.detail


def test_an_ingest_alone_covers_no_day():
    assert coverage_of("anba", [{"kind": "ingest", "started_at": at(0).isoformat()}], {}, at(0)) == []
