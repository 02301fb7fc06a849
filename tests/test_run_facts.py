from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.judging.run_facts import facts_of
from pipelines.records import Candidate
from pipelines.run import Run
from tests.builders import NOW, URL, article, candidate, open_run, open_state, outcome, outlet

AUTHORS = ["سلمى حداد"]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with closing(open_state(tmp_path)) as state:
        yield open_run(tmp_path, state)


def listed(number: int) -> Candidate:
    """A candidate published `number` hours ago."""
    return candidate(f"{URL}{number}", published_raw=(NOW - timedelta(hours=number)).isoformat())


def test_what_the_stored_articles_hold(run: Run):
    several: list[dict[str, Any]] = [{"published_at": NOW, "authors": AUTHORS}, {"authors": []}, {}]
    for number, columns in enumerate(several):
        run.wish_for(listed(number))
        run.take(article(f"{URL}{number}", words=100 * (number + 1), **columns))
    facts = facts_of(run)["articles"]
    assert facts == {"count": 3, "with_published_at": 1, "with_authors": 1, "median_words": 200}


def test_a_run_without_articles_holds_nothing(run: Run):
    assert facts_of(run) == {
        "timezone": outlet().timezone,
        "articles": {"count": 0, "with_published_at": 0, "with_authors": 0, "median_words": None},
        "left": {},
    }


def test_what_was_listed_and_has_no_article(run: Run):
    for number in range(1, 8):
        run.wish_for(listed(number))
    run.take(article(f"{URL}1"))
    for number, reason in ((2, "timeout"), (3, "no_text"), (4, "no_text"), (5, "media_only")):
        run.take(outcome(f"{URL}{number}", reason=reason))
    left = facts_of(run)["left"]
    hours = {name: (span["count"], span["newest"], span["oldest"]) for name, span in left.items()}
    at = [(NOW - timedelta(hours=number)).isoformat() for number in range(8)]
    assert hours == {"failed": (1, at[2], at[2]), "unread": (2, at[3], at[4]), "pending": (2, at[6], at[7])}


def test_a_page_that_an_earlier_run_failed_to_get_is_still_left(run: Run, tmp_path: Path):
    run.wish_for(listed(1))
    run.take(outcome(f"{URL}1", reason="blocked"))
    run.close()
    soon, late = (NOW + timedelta(hours=hours) for hours in (0.5, 3))
    later = open_run(tmp_path, run.state, run_id="anba-20260314T093000Z-1a2b", now=lambda: soon)
    assert later.wish_for(listed(1)) == "known"
    assert facts_of(later)["left"]["failed"]["count"] == 1
    much_later = open_run(tmp_path, run.state, run_id="anba-20260314T120000Z-1a2b", now=lambda: late)
    assert much_later.wish_for(listed(1)) == "wanted"
    much_later.take(article(f"{URL}1"))
    assert facts_of(much_later)["left"] == {}
