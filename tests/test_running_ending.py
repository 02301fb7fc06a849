import signal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.exit_codes import ExitCode, most_serious
from newscrawl.running.ending import ended_as, what_went_wrong

LINE: dict[str, Any] = {
    "accounts": {"rejected": 12, "pending": 7, "reasons": {"no_text": 11, "js_shell": 1}},
    "listings": [
        {"url": "https://a.example/feed", "problem": None},
        {"url": "https://a.example/map", "problem": "HTTP 404"},
    ],
    "errors": ["KeyError: 'x'", "another"],
    "walls": ["https://a.example/1: cloudflare"],
    "end": "finished",
}


@pytest.mark.parametrize(
    ("returned", "stopped_for", "has_line", "code", "says"),
    [
        (0, None, True, 0, ""),
        (0, ExitCode.INTERRUPTED, True, 0, ""),  # it was over before it was asked to end
        (0, None, False, 1, "no run was written down"),
        (10, None, True, 10, ""),
        (75, None, False, 75, ""),
        (11, None, True, 11, ""),
        (11, ExitCode.TIME_LIMIT, True, 14, ""),
        (12, ExitCode.INTERRUPTED, True, 12, ""),
        (2, None, False, 1, "ended with 2"),
        (99, None, True, 1, "ended with 99"),
        (-9, None, False, 1, "killed by SIGKILL"),
        (-11, None, False, 1, "killed by SIGSEGV"),
        (-9, ExitCode.TIME_LIMIT, False, 14, "killed by SIGKILL"),
        (-15, ExitCode.INTERRUPTED, False, 11, "before it began"),
        (-15, None, False, 11, "before it began"),
    ],
)
def test_what_a_process_returned(returned: int, stopped_for: ExitCode | None, has_line: bool, code: int, says: str):
    found, why = ended_as(returned, stopped_for, has_line=has_line)
    assert found == code
    assert says in why
    assert bool(says) == bool(why)


@given(returned=st.integers(-31, 255), stopped_for=st.sampled_from([None, *ExitCode]), has_line=st.booleans())
def test_every_end_is_a_code_that_run_can_weigh(returned: int, stopped_for: ExitCode | None, has_line: bool):
    if stopped_for in {None, ExitCode.INTERRUPTED, ExitCode.TIME_LIMIT} and -returned != signal.SIGKILL:
        code, _ = ended_as(returned, stopped_for, has_line=has_line)
        assert most_serious([code]) == code
        assert code != ExitCode.DONE or (returned == 0 and has_line)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (ExitCode.DONE, ""),
        (ExitCode.UNEXPECTED, "KeyError: 'x'"),
        (ExitCode.NOTHING_FOUND, "https://a.example/map: HTTP 404"),
        (ExitCode.BLOCKED, "https://a.example/1: cloudflare"),
        (ExitCode.READING_COLLAPSED, "12 pages could not be read: no_text 11, js_shell 1"),
        (ExitCode.TIME_LIMIT, "7 pages are left for the next run"),
        (ExitCode.INTERRUPTED, "7 pages are left for the next run"),
        (ExitCode.OUTPUT, ""),
    ],
)
def test_its_line_says_what_went_wrong(code: ExitCode, says: str):
    assert what_went_wrong(code, LINE) == says


def test_an_end_that_nobody_planned_is_named():
    line = {**LINE, "errors": [], "end": "memusage_exceeded"}
    assert what_went_wrong(ExitCode.UNEXPECTED, line) == "memusage_exceeded"


def test_pages_that_did_not_come_and_entries_of_others_are_counted():
    facts = {"status": 200, "entries": 6, "skipped": {"not_article_url": 6}}
    lost = {**LINE, "listings": [facts], "accounts": LINE["accounts"] | {"gone": 2, "reasons": {"http_error": 1}}}
    said = what_went_wrong(ExitCode.NOTHING_FOUND, lost)
    assert said == "no page that it asked for became an article: gone 2, http_error 1"
    known = {**LINE, "listings": [facts], "accounts": LINE["accounts"] | {"tombstones": 4, "reasons": {}}}
    assert what_went_wrong(ExitCode.NOTHING_FOUND, known) == "no page that it asked for became an article: gone 4"
    others = {**LINE, "listings": [facts], "accounts": LINE["accounts"] | {"reasons": {}}}
    said = what_went_wrong(ExitCode.NOTHING_FOUND, others)
    assert said == "of 6 entries of its listings none is an article of the source: not_article_url 6"


@pytest.mark.parametrize("code", [ExitCode.TIME_LIMIT, ExitCode.INTERRUPTED])
def test_a_run_that_was_ended_before_a_listing_was_read_has_no_pages_to_count(code: ExitCode):
    line = {**LINE, "listings": [], "accounts": LINE["accounts"] | {"pending": 0}}
    assert what_went_wrong(code, line) == "it had read no listing yet"


def test_entries_that_could_not_be_read_are_told_from_none():
    facts = {"status": 200, "entries": 0, "skipped": {"feed/bad_link": 12}}
    said = what_went_wrong(ExitCode.NOTHING_FOUND, {**LINE, "listings": [facts]})
    assert said == "its listings hold no entries that could be read: feed/bad_link 12"


def test_listings_without_entries_and_no_line_at_all():
    assert what_went_wrong(ExitCode.NOTHING_FOUND, {**LINE, "listings": []}) == "its listings hold no entries"
    assert what_went_wrong(ExitCode.NOTHING_FOUND, None) == ""
