from collections import Counter
from typing import Any, cast

import pytest

from newscrawl.exit_codes import ExitCode
from newscrawl.judging.verdict import Doors, has_collapsed, pages_read, verdict
from pipelines.run import Run
from tests.builders import NOW, RUN_ID, article, outlet

FEED = "https://anba.example/feed"


def run_with(stored: int = 0, listings: list[dict[str, Any]] | None = None, /, **reasons: int) -> Run:
    nothing = cast(Any, None)
    run = Run(RUN_ID, outlet(), "live", NOW, lambda: NOW, nothing, nothing, 10)
    run.accounts.fates["stored"] = stored
    run.accounts.fates["rejected"] = sum(reasons.values())
    run.accounts.reasons = Counter(reasons)
    for facts in [listing()] if listings is None else listings:
        run.listings[facts["url"]] = facts
    return run


def listing(url: str = FEED, status: int | None = 200, entries: int | None = 20, **facts: Any) -> dict[str, Any]:
    return {"url": url, "status": status, "entries": entries, **facts}


def line(stored: int, **reasons: int) -> dict[str, Any]:
    return {"accounts": {"stored": stored, "reasons": reasons}}


def code(
    run: Run, end: str = "finished", walls: tuple[str, ...] = (), recent: tuple[dict[str, Any], ...] = ()
) -> int:
    return int(verdict(run, end, Doors(walls), recent))


def test_new_articles_and_honestly_nothing_new_are_both_done():
    assert code(run_with(5)) == 0
    assert code(run_with(0)) == 0
    assert code(run_with(0, [listing(status=304, entries=None)])) == 0


@pytest.mark.parametrize(
    "listings",
    [
        [listing(entries=0)],
        [listing(entries=0), listing("https://anba.example/b", entries=0)],
        [listing(status=404, entries=None, problem="HTTP 404")],
        [listing(), listing("https://anba.example/b", None, None, problem="timeout: no whole answer in time")],
        [],
    ],
)
def test_nothing_where_something_was_expected(listings: list[dict[str, Any]]):
    assert code(run_with(0, listings)) == 10


def test_a_run_whose_every_page_failed_is_no_success():
    assert code(run_with(0, http_error=15)) == 10
    assert code(run_with(0, robots_denied=3)) == 10
    assert code(run_with(1, http_error=15)) == 0
    assert code(run_with(0, http_error=2)) == 0


def test_pages_that_had_failed_before_and_fail_again_say_nothing_of_the_site_today():
    quiet = run_with(0, http_error=3)
    quiet.accounts.failed_again = Counter(http_error=3)
    assert code(quiet) == 0
    assert int(verdict(quiet, "finished", Doors(kept_out=3), ())) == 0
    three_more = run_with(0, http_error=6)
    three_more.accounts.failed_again = Counter(http_error=3)
    assert code(three_more) == 10


def test_a_site_that_shuts_its_door_on_every_page_blocks():
    assert int(verdict(run_with(0, http_error=8), "finished", Doors(kept_out=8), ())) == 12
    assert int(verdict(run_with(1, http_error=8), "finished", Doors(kept_out=8), ())) == 12
    assert int(verdict(run_with(9, http_error=8), "finished", Doors(kept_out=8), ())) == 0


def test_pages_of_small_runs_that_could_not_be_read_are_a_collapse_together():
    before = (line(0, js_shell=6), line(20))
    assert code(run_with(0, js_shell=6), recent=before[1:]) == 0
    assert code(run_with(0, js_shell=6), recent=before) == 13


@pytest.mark.parametrize("why", ["not_article_url", "offsite", "dated_ahead"])
def test_a_listing_whose_entries_are_all_of_others_names_nothing(why: str):
    assert code(run_with(0, [listing(entries=6, skipped={why: 6})])) == 10
    assert code(run_with(0, [listing(entries=6, skipped={why: 5})])) == 0
    assert code(run_with(0, [listing(entries=6, skipped={"out_of_scope": 6})])) == 0


def test_one_listing_may_be_empty_beside_another():
    assert code(run_with(1, [listing(), listing("https://anba.example/b", entries=0)])) == 0
    assert code(run_with(0, [listing(entries=0), listing("https://anba.example/b", 304, None)])) == 0


@pytest.mark.parametrize(("problem", "expected"), [("HTTP 404", 10), ("blocked: cloudflare, status 403", 12)])
def test_a_child_that_could_not_be_read_is_a_listing_that_failed(problem: str, expected: int):
    child = listing("https://anba.example/s1.xml", None, None, problem=problem)
    assert code(run_with(1, [listing(), child])) == expected


def test_an_index_without_entries_of_its_own_has_found_what_its_children_hold():
    child = listing("https://anba.example/s1.xml")
    assert code(run_with(1, [listing(entries=0), child])) == 0


def test_an_index_whose_sitemaps_stand_still_has_honestly_nothing_new():
    assert code(run_with(0, [listing(entries=0, skipped={"child_unchanged": 3})])) == 0
    assert code(run_with(0, [listing(entries=0, skipped={"child_not_new": 3})])) == 10


def test_a_wall_before_a_listing_blocks_the_run():
    assert code(run_with(0, [listing(status=None, entries=None, problem="blocked: cloudflare, status 403")])) == 12


@pytest.mark.parametrize("status", [403, 429, 451])
def test_a_door_that_is_shut_on_every_listing_blocks_the_run(status: int):
    shut = [listing(FEED + str(n), status=status, entries=None, problem=f"HTTP {status}") for n in (1, 2)]
    assert code(run_with(0, shut)) == 12
    assert code(run_with(3, [*shut, listing()])) == 10


def test_a_listing_that_merely_names_the_word_is_no_wall():
    assert code(run_with(0, [listing(entries=None, problem="HTML, titled «Ad blocked»")])) == 10


def test_a_quiet_run_with_two_walled_pages_is_not_blocked():
    run = run_with(0, blocked=2)
    run.accounts.fates["unchanged"] = 18  # the site has let us in eighteen times
    assert code(run, walls=("https://anba.example/1: cloudflare",)) == 0
    run.accounts.fates["unchanged"] = 1
    run.accounts.reasons["blocked"] = 3
    assert code(run, walls=("https://anba.example/1: cloudflare",)) == 12


@pytest.mark.parametrize(
    ("stored", "blocked", "expected"),
    [(0, 1, 12), (0, 5, 12), (1, 1, 0), (2, 2, 0), (3, 3, 12), (30, 2, 0), (30, 29, 0), (30, 30, 12)],
)
def test_walls_before_pages_block_when_they_hide_as_many_as_were_stored(stored: int, blocked: int, expected: int):
    assert code(run_with(stored, blocked=blocked), walls=("https://anba.example/1: cloudflare",)) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("finished", 0),
        ("closespider_timeout", 14),
        ("shutdown", 11),
        ("memusage_exceeded", 1),
        ("never started", 1),
        ("cancelled", 1),
    ],
)
def test_how_it_ended(end: str, expected: int):
    assert code(run_with(5), end) == expected


@pytest.mark.parametrize("end", ["shutdown", "closespider_timeout"])
def test_who_is_stopped_before_the_listings_were_read_has_not_found_nothing(end: str):
    assert code(run_with(0, []), end) in (11, 14)


def test_the_most_serious_wins():
    run = run_with(0, [listing(entries=None, problem="blocked: cloudflare")], no_text=50)
    assert code(run, "shutdown") == 13
    run.errors.append("KeyError: 'x'")
    assert code(run, "shutdown") == 1
    run.stopped_storing = "No space left on device"
    assert code(run, "shutdown") == 3


# Reading collapsed


@pytest.mark.parametrize("reason", ["no_text", "not_article", "js_shell", "soft_404", "invalid_record", "mojibake"])
def test_pages_without_articles_are_a_collapse(reason: str):
    assert code(run_with(0, **{reason: 10})) == 13
    assert code(run_with(0, **{reason: 9})) == 0


@pytest.mark.parametrize(
    "reason", ["http_error", "robots_denied", "timeout", "blocked", "not_arabic", "media_only"]
)
def test_pages_that_were_never_to_be_read_are_none(reason: str):
    assert code(run_with(5, **{reason: 40})) == 0


def test_far_fewer_than_usual_are_a_collapse():
    usual = (line(95, no_text=5), line(90, no_text=10), line(2), line(0, no_text=3))
    assert not has_collapsed(run_with(50, no_text=50), usual)
    assert has_collapsed(run_with(40, no_text=60), usual)


def test_a_source_of_which_little_is_usual_may_stay_so():
    usual = (line(10, not_article=90), line(12, not_article=88))
    assert not has_collapsed(run_with(10, not_article=90), usual)
    assert has_collapsed(run_with(2, not_article=98), usual)


def test_one_odd_run_does_not_change_what_is_usual():
    usual = (line(90, no_text=10), line(0, no_text=100), line(90, no_text=10))
    assert has_collapsed(run_with(5, no_text=95), usual)


def test_unchanged_and_revised_articles_were_read_too():
    assert pages_read({"stored": 1, "revised": 2, "unchanged": 3, "reasons": {"no_text": 4, "timeout": 9}}) == (
        6,
        4,
    )


def test_the_line_of_a_run_that_crashed_says_nothing_of_what_is_usual():
    crashed = {"accounts": {"stored": 40}, "end": "crashed"}
    assert not has_collapsed(run_with(60, no_text=40), (crashed,))


def test_ten_stored_articles_make_no_trouble():
    assert verdict(run_with(10), "finished", Doors(), []) is ExitCode.DONE


# What the articles hold


def test_articles_without_dates_are_a_collapse_though_all_pages_were_read():
    run = run_with(20)
    for number in range(20):
        run.contents.add(article(f"https://anba.example/{number}"))
    usual: dict[str, Any] = {"count": 20, "with_published_at": 20, "with_authors": 0, "median_words": 50}
    recent = tuple({"exit_code": 0, "articles": usual, "accounts": {"stored": 20}} for _ in range(9))
    assert code(run, recent=recent) == 13
    of_an_archive = tuple(each | {"kind": "ingest"} for each in recent)
    assert code(run, recent=of_an_archive) == 0  # other pages; one of 5,000 would say for weeks what is usual
    assert code(run) == 0


def test_few_articles_are_no_failure():
    usual = tuple(line(100) | {"exit_code": 0} for _ in range(9))
    assert code(run_with(0), recent=usual) == 0


def again(exit_code: int = 0, /, **failed: int) -> dict[str, Any]:
    """The line of a run that asked only for what had failed before, in vain."""
    return {"exit_code": exit_code, "accounts": {"stored": 0, "reasons": failed, "failed_again": failed}}


def test_a_door_that_stays_shut_is_no_success_when_only_yesterdays_pages_knock():
    asked_again = run_with(0, http_error=8)
    asked_again.accounts.failed_again = Counter(http_error=8)
    first = line(0, http_error=12) | {"exit_code": 12}
    assert code(asked_again) == 0  # eight dead pages of a source of which nothing else is known
    assert code(asked_again, recent=(first,)) == 12
    assert code(asked_again, recent=(line(0, http_error=12) | {"exit_code": 10},)) == 10
    assert code(asked_again, recent=(line(3), first)) == 0  # since then three came


def test_a_run_that_asks_for_nothing_while_all_waits_for_another_try_proves_nothing():
    first = line(0, http_error=12) | {"exit_code": 12}
    quiet = run_with(0)
    assert code(quiet, recent=(again(http_error=4), first)) == 0  # all were given up
    quiet.frontier._resting.add("https://anba.example/1")
    assert code(quiet, recent=(again(http_error=4), first)) == 12
    assert code(quiet, recent=(again(http_error=4),)) == 0


def test_a_few_pages_that_never_come_are_told_of_in_the_end():
    two = run_with(0, http_error=2)
    two.accounts.failed_again = Counter(http_error=2)
    assert code(two, recent=(again(http_error=2),) * 3) == 0
    assert code(two, recent=(again(http_error=2),) * 4) == 10


def test_a_host_given_up_for_its_walls_blocks_what_was_still_to_be_asked_for():
    ten = run_with(10, blocked=7)
    assert int(verdict(ten, "finished", Doors(["wall"], is_given_up=True), ())) == 0
    ten.accounts.wanted["https://anba.example/1"] = set()
    assert int(verdict(ten, "finished", Doors(["wall"], is_given_up=True), ())) == 12
