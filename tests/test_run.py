import contextlib
import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pipelines.accounts import Fate
from pipelines.addresses import article_id
from pipelines.batches import recover
from pipelines.forgotten import id_of
from pipelines.layout import Layout
from pipelines.records import Article, Candidate, FoundIn, Outcome
from pipelines.refining import UNEXPECTED
from pipelines.run import MOST_TRIES, PASSING, Run, merged
from pipelines.state import ListingMemory, State
from pipelines.state_batches import Batches
from tests.builders import (
    LISTING,
    NOW,
    RUN_ID,
    SOURCE,
    URL,
    article,
    candidate,
    open_run,
    open_state,
    outcome,
    rows_of,
)

OTHER = "https://anba.example/news/2002"
OTHER_LISTING = "https://anba.example/sitemap.xml"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a test kills no machine


@pytest.fixture
def state(tmp_path):
    with contextlib.closing(open_state(tmp_path)) as state:
        yield state


@pytest.fixture
def new_run(tmp_path, state):
    """Makes runs of one source, each with a name and a clock of its own."""
    return _Runs(tmp_path, state)


class _Runs:
    def __init__(self, output: Path, state: State) -> None:
        self.output = output
        self.state = state
        self._count = 0

    def __call__(self, at: datetime = NOW, **changes: Any) -> Run:
        self._count += 1
        return open_run(
            self.output, self.state, run_id=f"{RUN_ID}{self._count}", now=lambda: at, started_at=at, **changes
        )


@pytest.fixture
def run(new_run):
    return new_run()


def _memory(url: str = LISTING) -> ListingMemory:
    return ListingMemory(url, '"v1"', None, None, NOW)


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
    assert run.wanted() == []
    run.close()
    assert run.accounts.as_dict()["reasons"] == {"address_refused": 1}
    (row,) = rows_of(new_run.output, "outcomes")
    assert (row["reason"], row["requested_url"]) == ("address_refused", url.replace("\x00", "\\x00"))
    assert row["detail"]
    later = new_run()
    assert later.wish_for(candidate(url)) == "known"
    assert later.accounts.closes()


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


@pytest.mark.parametrize(
    "reason", ["no_text", "not_arabic", "not_article", "parked", "invalid_record", "too_large"]
)
def test_what_will_not_pass_is_never_asked_for_again(new_run, reason):
    run = new_run()
    run.wish_for(candidate())
    run.take(outcome(reason=reason))
    run.close()
    assert new_run(NOW + timedelta(days=3650)).wish_for(candidate()) == "known"


def test_an_outage_that_ends_costs_no_article(new_run):
    run = new_run()
    run.wish_for(candidate())
    run.take(outcome(reason="network_error"))
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
    first, second = run.wanted()
    assert (first.title, first.published_raw, first.listing_url) == ("عنوان", "2026-03-14", OTHER_LISTING)
    assert second.url == OTHER


def test_what_met_its_fate_is_not_wanted_any_more(run):
    run.wish_for(candidate())
    run.wish_for(candidate(OTHER))
    run.take(article())
    assert [each.url for each in run.wanted()] == [OTHER]


_KINDS: tuple[FoundIn, ...] = ("feed", "news_sitemap", "archive", "warc", "sitemap", "section")


@pytest.mark.parametrize("better", range(len(_KINDS) - 1))
@pytest.mark.parametrize("turned", [False, True])
def test_the_listing_that_says_most_is_followed(better, turned):
    one = candidate(found_in=_KINDS[better])
    two = candidate(found_in=_KINDS[better + 1])
    assert merged(*((two, one) if turned else (one, two))).found_in == _KINDS[better]


@pytest.mark.parametrize("turned", [False, True])
def test_the_listing_that_dates_the_article_is_followed_first(turned):
    feed = candidate(found_in="feed", title="عنوان", authors=("كاتبة",), summary="ملخص")
    sitemap = candidate(found_in="sitemap", published_raw="2026-03-14", modified_raw="2026-03-15")
    found = merged(*((sitemap, feed) if turned else (feed, sitemap)))
    assert (found.found_in, found.published_raw, found.modified_raw) == ("sitemap", "2026-03-14", "2026-03-15")
    assert (found.title, found.authors, found.summary) == ("عنوان", ("كاتبة",), "ملخص")


def test_what_the_better_listing_says_is_not_overwritten():
    better = candidate(found_in="feed", title="عنوان الخلاصة", keywords=("نفط",), section="اقتصاد")
    other = candidate(found_in="section", title="عنوان القسم", keywords=("غاز",), section="", image_url="https://i")
    found = merged(better, other)
    assert found == replace(better, image_url="https://i")


def test_of_two_alike_the_first_is_followed():
    assert merged(candidate(URL), candidate(OTHER)).url == URL


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
    assert early.due(9) == []
    run = new_run(NOW + timedelta(hours=1))
    assert run.wish_for(candidate(OTHER)) == "known"
    looks = run.due(9)
    assert {found.url for found, _ in looks} == {URL, OTHER}
    (found,) = [found for found, _ in looks if found.url == URL]
    assert (found.found_in, found.found_at, found.listing_url) == ("feed", NOW, LISTING)
    assert (run.accounts.seen, run.accounts.due, run.accounts.known, run.accounts.pending) == (1, 2, 1, 2)
    assert run.wanted() == []  # what is new is asked for apart
    run.take(article(URL, text="نص معدل", fetched_at=NOW + timedelta(hours=1)))
    run.take(outcome(OTHER, outcome="gone", reason=None, at=NOW + timedelta(hours=1)))
    run.close()
    counts = run.accounts.as_dict()
    assert (counts["due"], counts["revised"], counts["pending"]) == (2, 2, 0)
    assert run.accounts.closes()
    assert new_run(NOW + timedelta(hours=2)).due(9) == []


@pytest.mark.parametrize("fate", ["unchanged", "http_error"])
def test_a_look_has_its_fate_whatever_it_finds(new_run, fate):
    _store_known(new_run, URL)
    at = NOW + timedelta(hours=1)
    run = new_run(at)
    run.due(9)
    made = outcome(outcome="unchanged", reason=None, at=at) if fate == "unchanged" else outcome(reason=fate, at=at)
    run.take(made)
    run.close()
    assert run.accounts.closes()
    assert run.accounts.pending == 0
    assert new_run(at).due(9) == []  # the next one is due after a day


def test_the_budget_takes_those_first_that_waited_longest(new_run):
    urls = [f"https://anba.example/news/{number}000" for number in range(1, 6)]
    for number, url in enumerate(urls):
        _store_known(new_run, url, at=NOW + timedelta(minutes=number))
    run = new_run(NOW + timedelta(hours=3))
    assert [found.url for found, _ in run.due(2)] == urls[:2]
    assert run.accounts.due == 2
    run.close()
    assert run.accounts.closes()  # what was not asked for is pending
    again = new_run(NOW + timedelta(hours=3))
    assert [found.url for found, _ in again.due(9)] == urls
    assert new_run(NOW + timedelta(hours=3)).due(0) == []


@pytest.mark.parametrize(("pause", "looks", "dropped"), [(2, 1, 1), (8, 1, 2), (14, 1, 2), (15, 0, 3), (400, 0, 3)])
def test_looks_that_a_long_pause_made_pointless_are_dropped_and_counted(new_run, pause, looks, dropped):
    _store_known(new_run, URL)
    run = new_run(NOW + timedelta(days=pause))
    assert len(run.due(9)) == run.accounts.due == looks
    assert run.accounts.as_dict()["looks_dropped"] == dropped
    run.close()
    assert run.accounts.closes()
    if looks == 0:
        assert new_run(NOW + timedelta(days=pause)).due(9) == []


def test_looks_that_are_over_do_not_stand_in_the_way_of_others(new_run):
    """After a long pause thousands are overdue; a budget that they used up would let no other pass."""
    old = [f"https://anba.example/news/{number}000" for number in range(1, 8)]
    _store_known(new_run, *old)
    _store_known(new_run, OTHER, at=NOW + timedelta(days=30))
    run = new_run(NOW + timedelta(days=30, hours=2))
    assert [found.url for found, _ in run.due(3)] == [OTHER]
    assert run.accounts.looks_dropped == 7 * 3


# What is taken


def test_a_fate_is_told_and_counted(run):
    run.wish_for(candidate())
    run.wish_for(candidate(OTHER))
    assert run.take(article()) == "stored"
    assert run.take(outcome(OTHER, reason="no_text")) == "rejected"
    counts = run.accounts.as_dict()
    assert (counts["stored"], counts["rejected"], counts["reasons"]) == (1, 1, {"no_text": 1})


def test_a_redirected_page_settles_the_address_that_was_asked_for(run):
    run.wish_for(candidate(OTHER))
    run.take(article(URL, requested_url=OTHER))
    assert run.accounts.pending == 0


def test_an_article_that_cannot_be_stored_settles_its_address_too(run):
    run.wish_for(candidate())
    assert run.take(article(title="\ud800")) == "rejected"
    assert run.accounts.as_dict()["reasons"] == {"invalid_record": 1}
    assert run.accounts.pending == 0


def test_what_nobody_expected_is_kept_for_the_exit_code(run):
    run.wish_for(candidate())
    run.take(outcome(reason="invalid_record", detail=f"{UNEXPECTED}KeyError: 'x'"))
    run.take(outcome(OTHER, reason="invalid_record", detail="UnicodeEncodeError: half a character"))
    assert run.errors == [f"{URL}: {UNEXPECTED}KeyError: 'x'"]


def test_a_batch_is_committed_when_it_is_full(new_run):
    run = new_run(batch_rows=3)
    for number in range(7):
        url = f"https://anba.example/news/{number}000"
        run.wish_for(candidate(url))
        run.take(article(url))
    assert len(rows_of(new_run.output, "articles")) == 6
    run.close()
    assert len(rows_of(new_run.output, "articles")) == 7


def _no_space(*_: object) -> dict[str, int]:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_stops_the_storing_for_good(new_run, monkeypatch):
    run = new_run(batch_rows=2)
    for url in (URL, OTHER):
        run.wish_for(candidate(url))
    run.remember_listing(_memory())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Batches, "prepare", _no_space)
        assert run.take(article(URL)) == "stored"
        assert run.take(article(OTHER)) is None
    assert "No space left" in run.stopped_storing
    assert run.take(article("https://anba.example/news/3003")) is None
    run.commit()
    run.close()
    assert rows_of(new_run.output, "articles") == []
    assert new_run.state.listings.memory_of(LISTING) is None
    assert run.accounts.closes()
    later = new_run()
    assert later.wish_for(candidate()) == "wanted"


# Which listings are remembered


def test_a_listing_is_remembered_when_nothing_is_left_to_ask_for(run, state):
    run.wish_for(candidate())
    run.remember_listing(_memory())
    run.take(article())
    assert state.listings.memory_of(LISTING) is None  # not before the end: a crash would hide what is left
    run.close()
    assert state.listings.memory_of(LISTING) == _memory()


def test_a_listing_without_anything_new_is_remembered(run, state):
    run.remember_listing(_memory())
    run.close()
    assert state.listings.memory_of(LISTING) == _memory()


def test_every_listing_that_names_what_is_left_is_read_again(run, state):
    run.wish_for(candidate(listing_url=LISTING))
    run.wish_for(candidate(listing_url=OTHER_LISTING))
    run.wish_for(candidate(OTHER, listing_url="https://anba.example/done"))
    for url in (LISTING, OTHER_LISTING, "https://anba.example/done"):
        run.remember_listing(_memory(url))
    run.take(article(OTHER))
    run.close()
    assert state.listings.memory_of(LISTING) is None
    assert state.listings.memory_of(OTHER_LISTING) is None
    assert state.listings.memory_of("https://anba.example/done") is not None


def test_a_listing_of_what_may_pass_is_read_again(run, new_run, state):
    run.wish_for(candidate())
    run.remember_listing(_memory())
    run.take(outcome(reason="timeout"))
    run.close()
    assert state.listings.memory_of(LISTING) is None
    early = new_run(NOW + timedelta(minutes=30))  # it is not yet time
    assert early.wish_for(candidate()) == "known"
    early.remember_listing(_memory())
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
        early.remember_listing(_memory(url))
    early.close()
    assert state.listings.memory_of(LISTING) is None
    assert state.listings.memory_of(OTHER_LISTING) is None


def test_a_listing_of_what_will_not_pass_is_remembered(run, new_run, state):
    run.wish_for(candidate())
    run.remember_listing(_memory())
    run.take(outcome(reason="not_article"))
    run.close()
    assert state.listings.memory_of(LISTING) == _memory()


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
    last.remember_listing(_memory())
    last.close()
    assert state.listings.memory_of(LISTING) == _memory()


# Outcomes without a page


def test_an_outcome_of_a_candidate_says_where_it_was_found_and_when_it_was_known(run):
    made = run.outcome(candidate(found_in="sitemap"), "rejected", "timeout", "30 s")
    assert (made.requested_url, made.listing_url, made.found_in) == (URL, LISTING, "sitemap")
    assert (made.source_id, made.run_id, made.at) == (SOURCE, run.run_id, NOW)
    assert (made.outcome, made.reason, made.detail, made.url) == ("rejected", "timeout", "30 s", None)


# Whatever comes in whatever order: the accounts close, and what is stored is known


class _AnyRun(RuleBasedStateMachine):
    """Runs one after another over few addresses; commits may fail, processes may die."""

    make_output: Callable[[], Path]

    def __init__(self) -> None:
        super().__init__()
        self.output = type(self).make_output()
        self.state = open_state(self.output)
        self.at = NOW
        self.count = 0
        self._begin()

    def teardown(self) -> None:
        self.state.close()

    def _begin(self) -> None:
        self.count += 1
        self.run = open_run(
            self.output, self.state, run_id=f"{RUN_ID}{self.count:03d}", now=lambda: self.at, batch_rows=4
        )

    def _candidate(self, number: int) -> Candidate:
        url = f"https://anba.example/news/{number}000" if number else "mailto:desk@anba.example"
        return candidate(url, listing_url=f"https://anba.example/feed/{number % 2}")

    def _item(self, number: int, ended: int, fate: Fate | str) -> Article | Outcome:
        asked, url = (f"https://anba.example/news/{n}000" for n in (number, ended))
        if fate == "article":
            return article(url, requested_url=asked, text=f"نص الخبر {ended}", fetched_at=self.at)
        if fate == "broken":
            return article(url, requested_url=asked, title="\ud800", fetched_at=self.at)
        return outcome(asked, reason=fate, at=self.at)

    @rule(number=st.integers(0, 4))
    def see(self, number):
        self.run.wish_for(self._candidate(number))

    @rule(
        number=st.integers(1, 4),
        ended=st.integers(1, 4),
        fate=st.sampled_from(["article", "article", "broken", "timeout", "no_text"]),
    )
    def take(self, number, ended, fate):
        self.run.take(self._item(number, ended, fate))

    @rule(number=st.integers(1, 4), step=st.sampled_from(["prepare", "commit"]))
    def fail(self, number, step):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Batches, step, _no_space)
            self.run.take(self._item(number, number, "article"))
            self.run.commit()

    @rule(hours=st.sampled_from([0, 1, 5, 100]), is_killed=st.booleans())
    def end_and_begin(self, hours, is_killed):
        if not is_killed:
            for number in (0, 1):
                self.run.remember_listing(_memory(f"https://anba.example/feed/{number}"))
            self.run.close()
        assert self.run.accounts.closes()
        self.state.close()
        self.state = open_state(self.output)
        recover(Layout(self.output), self.state, SOURCE)
        self._check_what_is_stored()
        self.at += timedelta(hours=hours)
        self._begin()

    @invariant()
    def the_accounts_close(self):
        accounts = self.run.accounts
        assert accounts.seen + accounts.due == accounts.known + accounts.fates.total() + accounts.pending
        assert accounts.pending >= len(self.run.wanted())

    def _check_what_is_stored(self) -> None:
        rows = rows_of(self.output, "articles")
        assert len({row["article_id"] for row in rows}) == len(rows)
        for row in rows:
            known = self.state.known(row["article_id"])
            assert known is not None
            assert self.state.article_at(row["canonical_url"]) == row["article_id"] == article_id(row["url"])
        assert self.state.batches.prepared() == {}


def test_the_accounts_close_whatever_happens(tmp_path_factory):
    class Machine(_AnyRun):
        make_output = staticmethod(lambda: tmp_path_factory.mktemp("runs"))

    run_state_machine_as_test(Machine, settings=settings(deadline=None, max_examples=25, stateful_step_count=25))


def test_a_page_that_turns_out_to_be_forgotten_is_counted_as_known(run):
    run.store.forgotten.add([article_id(URL)], NOW.date(), "why")
    other = "https://anba.example/news/2002"
    assert run.wish_for(candidate(other)) == "wanted"
    assert run.take(article(URL, requested_url=other)) == "known"
    assert (run.accounts.known, run.accounts.pending, run.accounts.fates.total()) == (1, 0, 0)
    assert run.accounts.closes()


def test_an_address_that_is_none_and_was_forgotten_makes_no_row(run):
    run.store.forgotten.add([id_of("javascript:void(0)")], NOW.date(), "why")
    assert run.wish_for(candidate("javascript:void(0)")) == "known"
    assert run.store.waiting == 0
