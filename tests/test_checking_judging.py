from typing import Any

import pytest

from newscrawl.checking.judging import judge
from newscrawl.checking.trial import Trial
from newscrawl.exit_codes import ExitCode
from newscrawl.running.source_run import SourceRun

STORED = {"outcome": "stored", "article_id": "a"}


def rejected(reason: str | None, outcome: str = "rejected") -> dict[str, Any]:
    return {"outcome": outcome, "reason": reason}


def trial(
    *pages: dict[str, Any], seen: int = 5, code: ExitCode = ExitCode.DONE, why: str = "", **skipped: int
) -> Trial:
    run = SourceRun("anba", accounts={"seen": seen}, line={"listings": [{"skipped": skipped}, {"problem": "x"}]})
    run.end(code, why)
    return Trial(run, pages)


@pytest.mark.parametrize(
    ("pages", "code", "says"),
    [
        ([STORED, rejected("no_text"), rejected("blocked")], 0, ""),
        (
            [rejected("no_text"), rejected("media_only")],
            13,
            "of 2 pages none would be stored: media_only 1, no_text 1",
        ),
        ([rejected("not_arabic"), rejected(None, "gone")], 10, "none would be stored: gone 1, not_arabic 1"),
        ([rejected("robots_denied")] * 3, 10, "robots_denied 3"),
        ([], 10, "of 0 pages none"),
    ],
)
def test_a_source_of_which_no_page_would_be_stored_is_no_success(pages: list[Any], code: int, says: str):
    found, why = judge(trial(*pages), 3)
    assert found == code
    assert says in why
    assert bool(why) == bool(code)


def test_what_the_crawl_itself_says_comes_first():
    blocked = trial(STORED, code=ExitCode.BLOCKED, why="a wall")
    assert judge(blocked, 3) == (ExitCode.BLOCKED, "a wall")


def test_listings_that_name_nothing_to_ask_for_say_what_they_left_out():
    code, why = judge(trial(seen=0, offsite=2, out_of_scope=40), 3)
    assert code == ExitCode.NOTHING_FOUND
    assert why == "its listings name no page to ask for: out_of_scope 40, offsite 2"
    assert judge(trial(seen=0), 0)[1] == "its listings name no page to ask for"


def test_without_a_sample_the_listings_alone_count():
    assert judge(trial(), 0) == (ExitCode.DONE, "")


def test_a_disabled_source_is_4_and_how_it_would_go_is_said():
    assert judge(trial(STORED), 3, "it moves") == (
        ExitCode.CONFIGURATION,
        "disabled: it moves; else it would end with: done",
    )
    assert judge(trial(code=ExitCode.BLOCKED, why="a wall"), 3, "it moves")[1].endswith("end with: blocked: a wall")
