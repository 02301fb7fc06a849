import errno
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pipelines.accounts import Fate
from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.records import Article, Candidate, Outcome
from pipelines.refining import UNEXPECTED
from pipelines.state.batches import Batches
from pipelines.state.source_state import State
from pipelines.storing.batches import recover
from pipelines.storing.forgotten import Forgotten, id_of
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
from tests.one_source import memory_of, new_run, run, state

__all__ = ["new_run", "run", "state"]  # the fixtures

OTHER = "https://anba.example/news/2002"
OTHER_LISTING = "https://anba.example/sitemap.xml"


# What is taken


def test_a_fate_is_told_and_counted(run):
    run.wish_for(candidate())
    run.wish_for(candidate(OTHER))
    assert run.take(article()) == "stored"
    assert run.take(outcome(OTHER, reason="no_text")) == "rejected"
    counts = run.accounts.as_dict()
    assert (counts["stored"], counts["rejected"], counts["reasons"]) == (1, 1, {"no_text": 1})


def test_of_what_is_revised_the_tombstones_are_counted(run, new_run):
    run.take(article())
    run.close()
    later = new_run()
    later.wish_for(candidate(OTHER))
    for item in (outcome(outcome="gone", reason=None, http_status=404), outcome(outcome="gone", reason=None)):
        later.take(item)
    assert later.accounts.tombstones == 1


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
        run.take(article(url, page_sha256=f"{number}"))
    assert len(rows_of(new_run.output, "articles")) == 6
    run.close()
    assert len(rows_of(new_run.output, "articles")) == 7


def _no_space(*_: object) -> dict[str, int]:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_stops_the_storing_for_good(new_run):
    run = new_run(batch_rows=2)
    for url in (URL, OTHER):
        run.wish_for(candidate(url))
    run.frontier.remember_listing(memory_of())
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


@pytest.mark.parametrize(("step", "lost"), [("prepare", 1), ("commit", 0)])
def test_rows_are_lost_only_where_no_recovery_brings_them(new_run, step, lost):
    run = new_run()
    run.take(article())
    assert run.not_written == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Batches, step, _no_space)
        run.commit()
    assert run.not_written == lost
    recover(Layout(new_run.output), new_run.state, SOURCE)
    assert len(rows_of(new_run.output, "articles")) == 1 - lost


@pytest.mark.parametrize(
    ("owner", "name", "error", "told"),
    [
        (State, "article_at", sqlite3.OperationalError("disk I/O error"), r"anba\.sqlite: disk I/O error"),
        (Forgotten, "is_empty", PermissionError(errno.EACCES, "Permission denied", "forgotten.tsv"), "forgotten"),
    ],
)
def test_a_disk_that_refuses_what_is_looked_up_stops_the_storing_too(new_run, owner, name, error, told):
    def refuse(*_: object) -> None:
        raise error

    run = new_run()
    run.take(article())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, refuse)
        assert run.take(article(OTHER, page_sha256="other")) is None
    assert re.search(told, run.stopped_storing)
    assert run.errors == []
    assert run.not_written == 1
    assert run.take(article(OTHER)) is None


def test_a_disk_that_cannot_be_asked_how_full_it_is_stops_the_storing(new_run):
    run = new_run()
    run.nearly_full = _no_space
    run.take(article())
    run.commit()
    assert "No space left" in run.stopped_storing
    assert (run.not_written, run.has_no_room) == (0, False)


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
                self.run.frontier.remember_listing(memory_of(f"https://anba.example/feed/{number}"))
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
        assert accounts.pending >= len(self.run.frontier.wanted())

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


def test_a_page_that_answers_to_every_address_is_stored_three_times_at_most(run, new_run):
    urls = [f"https://anba.example/news/{number}" for number in range(30)]
    same = article().page_sha256
    fates = [run.take(article(url, page_sha256=same)) for url in urls]
    assert fates == ["stored"] * 3 + ["rejected"] * 27
    run.close()
    rows = rows_of(new_run.output, "outcomes")
    assert {row["reason"] for row in rows} == {"soft_404"}
    assert run.take(article(urls[0], page_sha256=same, fetched_at=NOW + timedelta(hours=1))) == "unchanged"


def test_a_page_to_which_every_address_leads_is_taken_for_three_of_them_at_most(run, new_run):
    urls = [f"https://anba.example/news/{number}" for number in range(30)]
    repairs = "https://anba.example/repairs"
    led = [
        article(repairs, requested_url=url, page_sha256=str(n)) for n, url in enumerate(urls)
    ]  # it shows the time
    assert [run.take(each) for each in led] == ["stored"] + ["unchanged"] * 2 + ["rejected"] * 27
    run.close()
    rows = rows_of(new_run.output, "outcomes")
    assert {row["reason"] for row in rows if row["outcome"] == "rejected"} == {"soft_404"}
    assert run.take(article(OTHER, requested_url=OTHER + "?utm_source=feed", title="آخر")) == "stored"
