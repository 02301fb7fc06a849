from datetime import UTC, datetime, timedelta

import pytest

from pipelines.state.known import Visit
from pipelines.storing.asking_again import MOST_TRIES, ONCE_MORE, PASSING
from pipelines.storing.looks import LookPlan
from tests.builders import LISTING, NOW, URL, article, candidate, outcome, rows_of
from tests.one_source import memory_of, new_run, run, state

__all__ = ["new_run", "run", "state"]  # the fixtures

OTHER = "https://anba.example/news/2002"
OTHER_LISTING = "https://anba.example/sitemap.xml"


# Which candidates are wanted


def test_a_new_address_is_wanted_once(run):
    assert run.wish_for(candidate()) == "wanted"
    assert run.wish_for(candidate()) == "again"
    assert run.wish_for(candidate("http://www.anba.example/news/1001?utm_source=rss")) == "again"
    assert (run.accounts.seen, run.accounts.pending) == (1, 1)


def test_a_stored_article_is_known_by_all_its_addresses(run, new_run):
    run.wish_for(candidate(OTHER))
    run.take(article(URL, requested_url=OTHER))
    run.close()
    later = new_run()
    assert [later.wish_for(candidate(url)) for url in (OTHER, URL)] == ["known", "known"]
    assert (later.accounts.seen, later.accounts.known, later.accounts.pending) == (2, 2, 0)


def test_what_waits_in_this_run_is_known_too(run):
    run.wish_for(candidate(OTHER))
    run.take(article(URL, requested_url=OTHER))
    assert run.wish_for(candidate(URL)) == "known"


@pytest.mark.parametrize("url", ["mailto:x@anba.example", "ftp://anba.example/a", "https://anba.example/\x00", ""])
def test_what_is_no_address_is_refused_with_its_reason_and_known_then(run, new_run, url):
    assert run.wish_for(candidate(url)) == "refused"
    assert run.wish_for(candidate(url)) == "again"
    assert run.frontier.wanted() == []
    run.close()
    assert run.accounts.as_dict()["reasons"] == {"address_refused": 1}
    (row,) = rows_of(new_run.output, "outcomes")
    assert (row["reason"], row["requested_url"]) == ("address_refused", url.replace("\x00", "\\x00"))
    assert row["detail"]
    later = new_run()
    assert later.wish_for(candidate(url)) == "known"
    assert later.accounts.closes()


@pytest.mark.parametrize("path", ["ar/ar/ar/1", "calendar/2031/05", "x?f=1&f=2&f=3&f=4"])
def test_a_trap_is_refused_with_its_reason_and_known_then(run, new_run, path):
    url = f"https://anba.example/{path}"
    assert [run.wish_for(candidate(url)) for _ in range(2)] == ["refused", "known"]
    run.close()
    assert run.accounts.as_dict()["reasons"] == {"address_refused": 1}
    (row,) = rows_of(new_run.output, "outcomes")
    assert row["reason"] == "address_refused"
    assert "repeat" in row["detail"] or row["detail"] == "date in the future: 2031/05"
    later = new_run()
    assert later.wish_for(candidate(url)) == "known"
    assert later.accounts.closes()


def test_whether_a_date_is_a_trap_is_seen_by_the_runs_own_day(new_run):
    later = new_run(datetime(2030, 9, 1, tzinfo=UTC))
    assert later.wish_for(candidate("https://anba.example/2031/05/x")) == "wanted"


def test_a_trap_that_is_stored_or_archived_already_is_none(run, new_run):
    run.wish_for(candidate(OTHER))
    run.take(article("https://anba.example/a/a/a", requested_url=OTHER))
    run.close()
    later = new_run()
    assert later.wish_for(candidate("https://anba.example/a/a/a")) == "known"
    assert later.wish_for(candidate("https://anba.example/b/b/b", found_in="warc")) == "wanted"


def test_parameters_that_tell_nothing_make_no_trap(run):
    tracked = "&".join(f"utm_{name}=1" for name in ("source", "medium", "campaign", "term", "content", "id")) * 3
    assert run.wish_for(candidate(f"{OTHER}?{tracked}")) == "wanted"


def test_half_a_character_in_an_address_is_refused_and_counted(run, new_run):
    """JSON may write «\\ud800» alone; such a string is no text for SQLite nor for Parquet."""
    broken = candidate("https://anba.example/news/\ud800")
    assert run.wish_for(broken) == "refused"
    assert run.accounts.pending == 0
    run.close()
    assert run.accounts.closes()
    assert new_run().wish_for(broken) == "known"


@pytest.mark.parametrize("reason", sorted(PASSING))
def test_what_may_pass_is_asked_for_again_after_1_4_16_64_hours_and_then_never(new_run, reason):
    at = NOW
    for hours in (1, 4, 16, 64):
        run = new_run(at)
        assert run.wish_for(candidate()) == "wanted"
        run.take(outcome(reason=reason, at=at))
        run.close()
        assert new_run(at + timedelta(hours=hours, seconds=-1)).wish_for(candidate()) == "known"
        at += timedelta(hours=hours)
    run = new_run(at)
    assert run.wish_for(candidate()) == "wanted"
    run.take(outcome(reason=reason, at=at))
    run.close()
    assert len(rows_of(new_run.output, "outcomes")) == MOST_TRIES == 5
    assert new_run(at + timedelta(days=3650)).wish_for(candidate()) == "known"


def test_what_fails_again_is_told_from_what_fails_for_the_first_time(run, new_run):
    for url in (URL, OTHER):
        run.wish_for(candidate(url))
        run.take(outcome(url, reason="timeout"))
    run.close()
    assert not run.accounts.failed_again
    later, third = new_run(NOW + timedelta(hours=2)), "https://anba.example/news/3003"
    for url, reason in ((URL, "http_error"), (OTHER, "no_text"), (third, "timeout")):
        assert later.wish_for(candidate(url)) == "wanted"
        later.take(outcome(url, reason=reason))
    assert later.accounts.as_dict()["reasons"] == {"http_error": 1, "no_text": 1, "timeout": 1}
    assert later.accounts.as_dict()["failed_again"] == {"http_error": 1}


@pytest.mark.parametrize(
    "reason", ["not_arabic", "listing_page", "media_only", "parked", "invalid_record", "too_large"]
)
def test_what_will_not_pass_is_never_asked_for_again(new_run, reason):
    run = new_run()
    run.wish_for(candidate())
    run.take(outcome(reason=reason))
    run.close()
    assert new_run(NOW + timedelta(days=3650)).wish_for(candidate()) == "known"


@pytest.mark.parametrize("reason", sorted(ONCE_MORE))
def test_what_a_site_in_trouble_answers_too_is_asked_for_once_more(new_run, reason):
    at = NOW
    for _ in range(2):
        run = new_run(at)
        assert run.wish_for(candidate()) == "wanted"
        run.take(outcome(reason=reason, at=at))
        run.close()
        assert new_run(at + timedelta(minutes=59)).wish_for(candidate()) == "known"
        at += timedelta(hours=1)
    assert new_run(at + timedelta(days=3650)).wish_for(candidate()) == "known"


@pytest.mark.parametrize("reason", ["network_error", "no_text"])
def test_an_outage_that_ends_costs_no_article(new_run, reason):
    run = new_run()
    run.wish_for(candidate())
    run.take(outcome(reason=reason))
    run.close()
    later = new_run(NOW + timedelta(hours=1))
    assert later.wish_for(candidate()) == "wanted"
    assert later.take(article()) == "stored"
    later.close()
    assert new_run(NOW + timedelta(hours=2)).wish_for(candidate()) == "known"


# What is asked for


def test_candidates_come_in_the_order_found_with_all_that_was_said_of_them(run):
    bare = candidate(found_in="section", listing_url=LISTING)
    run.wish_for(bare)
    run.wish_for(candidate(OTHER))
    said = candidate(
        "https://anba.example/news/1001?utm_source=feed",
        listing_url=OTHER_LISTING,
        title="عنوان",
        published_raw="2026-03-14",
    )
    run.wish_for(said)
    first, second = run.frontier.wanted()
    assert (first.title, first.published_raw, first.listing_url) == ("عنوان", "2026-03-14", OTHER_LISTING)
    assert second.url == OTHER


def test_what_met_its_fate_is_not_wanted_any_more(run):
    run.wish_for(candidate())
    run.wish_for(candidate(OTHER))
    run.take(article())
    assert [each.url for each in run.frontier.wanted()] == [OTHER]


# Looks that are due


def _store_known(new_run, *urls: str, at: datetime = NOW) -> None:
    run = new_run(at)
    for url in urls:
        run.wish_for(candidate(url))
        run.take(article(url, text=f"نص {url}", fetched_at=at))
    run.close()


def test_what_is_due_is_asked_for_and_the_accounts_close(new_run):
    _store_known(new_run, URL, OTHER)
    early = new_run(NOW + timedelta(minutes=59))
    assert early.frontier.due(9) == []
    run = new_run(NOW + timedelta(hours=1))
    assert run.wish_for(candidate(OTHER)) == "known"
    looks = run.frontier.due(9)
    assert {found.url for found, _ in looks} == {URL, OTHER}
    (found,) = [found for found, _ in looks if found.url == URL]
    assert (found.found_in, found.found_at, found.listing_url) == ("feed", NOW, LISTING)
    assert (run.accounts.seen, run.accounts.due, run.accounts.known, run.accounts.pending) == (1, 2, 1, 2)
    assert run.frontier.wanted() == []  # what is new is asked for apart
    run.take(article(URL, text="نص معدل", fetched_at=NOW + timedelta(hours=1)))
    run.take(outcome(OTHER, outcome="gone", reason=None, at=NOW + timedelta(hours=1)))
    run.close()
    counts = run.accounts.as_dict()
    assert (counts["due"], counts["revised"], counts["pending"]) == (2, 2, 0)
    assert run.accounts.closes()
    assert new_run(NOW + timedelta(hours=2)).frontier.due(9) == []


@pytest.mark.parametrize("fate", ["unchanged", "http_error"])
def test_a_look_has_its_fate_whatever_it_finds(new_run, fate):
    _store_known(new_run, URL)
    at = NOW + timedelta(hours=1)
    run = new_run(at)
    run.frontier.due(9)
    made = outcome(outcome="unchanged", reason=None, at=at) if fate == "unchanged" else outcome(reason=fate, at=at)
    run.take(made)
    run.close()
    assert run.accounts.closes()
    assert run.accounts.pending == 0
    assert new_run(at).frontier.due(9) == []  # the next one is due after a day


@pytest.mark.parametrize("found", ["article", "unchanged", "http_error", "gone"])
def test_a_run_that_plans_no_looks_leaves_those_of_live_runs_as_they_are(new_run, found):
    _store_known(new_run, URL)
    backfill = new_run(NOW + timedelta(minutes=1), plan=LookPlan(after=()))
    at = NOW + timedelta(minutes=1)
    is_answer = found in ("unchanged", "gone")
    backfill.take(
        article(text="نص معدل", fetched_at=at)
        if found == "article"
        else outcome(outcome=found if is_answer else "rejected", reason=None if is_answer else found, at=at)
    )
    backfill.close()
    assert [look.url for look, _ in new_run(NOW + timedelta(hours=1)).frontier.due(9)] == [URL]


def test_a_live_run_that_wants_no_looks_asks_for_none_that_an_earlier_one_planned(new_run):
    _store_known(new_run, URL)
    assert new_run(NOW + timedelta(hours=1), plan=LookPlan(after=())).frontier.due(9) == []
    assert new_run.state.visits.due(NOW + timedelta(days=9), 9) == []


def test_the_budget_takes_those_first_that_waited_longest(new_run):
    urls = [f"https://anba.example/news/{number}000" for number in range(1, 6)]
    for number, url in enumerate(urls):
        _store_known(new_run, url, at=NOW + timedelta(minutes=number))
    run = new_run(NOW + timedelta(hours=3))
    assert [found.url for found, _ in run.frontier.due(2)] == urls[:2]
    assert run.accounts.due == 2
    run.close()
    assert run.accounts.closes()  # what was not asked for is pending
    again = new_run(NOW + timedelta(hours=3))
    assert [found.url for found, _ in again.frontier.due(9)] == urls
    assert new_run(NOW + timedelta(hours=3)).frontier.due(0) == []


@pytest.mark.parametrize(("pause", "looks", "dropped"), [(2, 1, 1), (8, 1, 2), (14, 1, 2), (15, 0, 3), (400, 0, 3)])
def test_looks_that_a_long_pause_made_pointless_are_dropped_and_counted(new_run, pause, looks, dropped):
    _store_known(new_run, URL)
    run = new_run(NOW + timedelta(days=pause))
    assert len(run.frontier.due(9)) == run.accounts.due == looks
    assert run.accounts.as_dict()["looks_dropped"] == dropped
    run.close()
    assert run.accounts.closes()
    if looks == 0:
        assert new_run(NOW + timedelta(days=pause)).frontier.due(9) == []


def test_looks_that_are_over_do_not_stand_in_the_way_of_others(new_run):
    """After a long pause thousands are overdue; a budget that they used up would let no other pass."""
    old = [f"https://anba.example/news/{number}000" for number in range(1, 8)]
    _store_known(new_run, *old)
    _store_known(new_run, OTHER, at=NOW + timedelta(days=30))
    run = new_run(NOW + timedelta(days=30, hours=2))
    assert [found.url for found, _ in run.frontier.due(3)] == [OTHER]
    assert run.accounts.looks_dropped == 7 * 3


# Which listings are remembered


def test_a_listing_is_remembered_when_nothing_is_left_to_ask_for(run, state):
    run.wish_for(candidate())
    run.frontier.remember_listing(memory_of())
    run.take(article())
    assert state.listings.memory_of(LISTING) is None  # not before the end: a crash would hide what is left
    run.close()
    assert state.listings.memory_of(LISTING) == memory_of()


def test_a_listing_without_anything_new_is_remembered(run, state):
    run.frontier.remember_listing(memory_of())
    run.close()
    assert state.listings.memory_of(LISTING) == memory_of()


def test_every_listing_that_names_what_is_left_is_read_again(run, state):
    run.wish_for(candidate(listing_url=LISTING))
    run.wish_for(candidate(listing_url=OTHER_LISTING))
    run.wish_for(candidate(OTHER, listing_url="https://anba.example/done"))
    for url in (LISTING, OTHER_LISTING, "https://anba.example/done"):
        run.frontier.remember_listing(memory_of(url))
    run.take(article(OTHER))
    run.close()
    assert state.listings.memory_of(LISTING) is None
    assert state.listings.memory_of(OTHER_LISTING) is None
    assert state.listings.memory_of("https://anba.example/done") is not None


def test_a_listing_of_what_may_pass_is_read_again(run, new_run, state):
    run.wish_for(candidate())
    run.frontier.remember_listing(memory_of())
    run.take(outcome(reason="timeout"))
    run.close()
    assert state.listings.memory_of(LISTING) is None
    early = new_run(NOW + timedelta(minutes=30))  # it is not yet time
    assert early.wish_for(candidate()) == "known"
    early.frontier.remember_listing(memory_of())
    early.close()
    assert state.listings.memory_of(LISTING) is None


def test_each_listing_of_what_may_pass_is_read_again(run, new_run, state):
    """The one that was read first may have dropped the address when its time has come."""
    run.wish_for(candidate())
    run.take(outcome(reason="timeout"))
    run.close()
    early = new_run(NOW + timedelta(minutes=30))
    for url in (LISTING, OTHER_LISTING):
        early.wish_for(candidate(listing_url=url))
        early.frontier.remember_listing(memory_of(url))
    early.close()
    assert state.listings.memory_of(LISTING) is None
    assert state.listings.memory_of(OTHER_LISTING) is None


def test_a_listing_of_what_will_not_pass_is_remembered(run, new_run, state):
    run.wish_for(candidate())
    run.frontier.remember_listing(memory_of())
    run.take(outcome(reason="listing_page"))
    run.close()
    assert state.listings.memory_of(LISTING) == memory_of()


def test_a_listing_is_remembered_when_the_last_try_was_in_vain(new_run, state):
    at = NOW
    for hours in (1, 4, 16, 64, 0):
        run = new_run(at)
        run.wish_for(candidate())
        run.take(outcome(reason="timeout", at=at))
        run.close()
        at += timedelta(hours=hours)
    last = new_run(at)
    last.wish_for(candidate())
    last.frontier.remember_listing(memory_of())
    last.close()
    assert state.listings.memory_of(LISTING) == memory_of()


def test_two_articles_under_one_address_of_today_are_looked_at_once(run, new_run):
    visits = [
        Visit(f"{n:032x}", url, "feed", NOW, None, NOW, NOW) for n, url in enumerate((URL, f"{URL}?utm_source=x"))
    ]
    run.state.visits.put(visits, "b")
    later = new_run(NOW + timedelta(hours=1))
    assert [visit.article_id for _, visit in later.frontier.due(9)] == [visits[0].article_id]
    assert (later.accounts.due, len(later.accounts.wanted), later.accounts.looks_dropped) == (1, 1, 1)
    assert later.accounts.closes()
    assert [visit.article_id for visit in run.state.visits.due(NOW, 9)] == [visits[0].article_id]


def test_a_refusal_of_the_future_is_a_wrong_clocks_and_is_asked_for_again(run, new_run):
    run.wish_for(candidate())
    run.take(outcome(outcome="rejected", reason="http_error", at=NOW + timedelta(days=365)))
    run.close()
    assert new_run(NOW + timedelta(minutes=5)).wish_for(candidate()) == "wanted"
