"""Pages that bring no article: of one run, and of many small ones together."""

from typing import Any, get_args

import pytest

from newscrawl.judging.fruitless import NOT_COME, UNREAD, lost_in_a_row, lost_pages, nothing_came
from pipelines.records import Reason


def accounts(stored: int = 0, gone: int = 0, unchanged: int = 0, **reasons: int) -> dict[str, Any]:
    return {"stored": stored, "gone": gone, "unchanged": unchanged, "reasons": reasons}


def lines(*runs: dict[str, Any], kind: str = "live") -> list[dict[str, Any]]:
    return [{"kind": kind, "accounts": each} for each in runs]


def test_what_did_not_come_is_told_from_what_could_not_be_read():
    assert lost_pages(accounts(gone=2, http_error=3, js_shell=4, media_only=5, not_arabic=6)) == (5, 4)


@pytest.mark.parametrize(
    ("run", "is_nothing"),
    [
        (accounts(http_error=3), True),
        (accounts(gone=3), True),
        (accounts(offsite=2, timeout=1), True),
        (accounts(address_refused=3), True),
        (accounts(stored=1, address_refused=3), False),
        (accounts(gone=2), False),
        (accounts(stored=1, http_error=30), False),
        (accounts(unchanged=1, http_error=30), False),
        (accounts(http_error=3, no_text=1), False),
        (accounts(media_only=30), False),
        (accounts() | {"revised": 3, "tombstones": 3}, True),
        (accounts(gone=1) | {"revised": 2, "tombstones": 2}, True),
        (accounts() | {"revised": 2, "tombstones": 2}, False),
        (accounts() | {"revised": 4, "tombstones": 3}, False),
        (accounts(unchanged=1) | {"revised": 3, "tombstones": 3}, False),
    ],
)
def test_nothing_came_where_some_pages_were_asked_for_and_none_was_let_through(
    run: dict[str, Any], is_nothing: bool
):
    assert nothing_came(run) is is_nothing


def test_what_had_failed_before_and_fails_again_says_nothing_of_today():
    old = {**accounts(gone=1, http_error=2, timeout=1), "failed_again": {"gone": 1, "http_error": 1, "timeout": 1}}
    assert lost_pages(old) == (1, 0)
    assert not nothing_came(old)
    assert nothing_came({**old, "reasons": {"http_error": 4, "timeout": 1}})
    assert lost_in_a_row(old, lines(*[old] * 8)) is None
    assert lost_in_a_row(old, lines(*[old] * 9)) == (10, 0)


def test_small_runs_without_an_article_are_counted_together():
    eight = accounts(unchanged=9, js_shell=8)
    assert lost_in_a_row(eight, lines(accounts(stored=30))) is None
    assert lost_in_a_row(eight, lines(eight, accounts(stored=30))) == (0, 16)
    assert lost_in_a_row(accounts(gone=4), lines(eight, accounts(), accounts(stored=30))) == (4, 8)


def test_a_run_with_an_article_or_with_nothing_to_ask_for_ends_the_row():
    eight = accounts(js_shell=8)
    assert lost_in_a_row(accounts(stored=1, js_shell=7), lines(eight, eight)) is None
    assert lost_in_a_row(accounts(unchanged=3), lines(eight, eight)) is None
    assert lost_in_a_row(eight, lines(accounts(stored=1), eight, eight)) is None


def test_an_outlet_most_of_whose_pages_are_no_articles_needs_more_of_them():
    usual = lines(*[accounts(stored=2, not_article=8)] * 5)
    assert lost_in_a_row(accounts(not_article=20), usual) is None
    assert lost_in_a_row(accounts(not_article=25), usual) == (0, 25)


def test_what_an_ingest_could_not_read_says_nothing_of_the_site():
    assert lost_in_a_row(accounts(js_shell=8), lines(accounts(js_shell=90), kind="ingest")) is None


def test_its_reasons_are_those_of_outcomes():
    assert set(get_args(Reason)) >= UNREAD | NOT_COME
