from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.judging.quality import what_is_lost
from pipelines.accounts import Contents
from tests.builders import article


def stored(count: int, dated: int, credited: int, words: int = 200) -> Contents:
    contents = Contents()
    for number in range(count):
        columns: dict[str, Any] = {"authors": ["سلمى حداد"] if number < credited else [], "words": words}
        if number < dated:
            columns["published_at"] = article().fetched_at
        contents.add(article(**columns))
    return contents


def line(
    count: int = 10, dated: int = 10, credited: int = 6, words: float = 200, code: int | None = 0
) -> dict[str, Any]:
    held = {"count": count, "with_published_at": dated, "with_authors": credited, "median_words": words}
    return {"exit_code": code, "articles": held}


USUAL = [line(), line(12, 12, 6, 220), line(10, 9, 7, 190), line(15, 15, 8, 240), line(12, 12, 7, 180), line(10)]


def test_articles_as_usual_lack_nothing():
    assert what_is_lost(stored(20, 20, 11), USUAL) == []
    assert what_is_lost(stored(20, 18, 8, words=120), USUAL) == []


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        (stored(20, 0, 12), "0 of 20 articles have a date, usually 99%"),
        (stored(40, 40, 0), "0 of 40 articles have an author, usually 58%"),
        (stored(20, 20, 12, words=40), "articles have 40 words, usually 200"),
    ],
)
def test_what_is_suddenly_missing_is_told(contents: Contents, says: str):
    assert what_is_lost(contents, USUAL) == [says]


def test_few_articles_prove_nothing():
    assert what_is_lost(stored(9, 0, 0, words=10), USUAL) == []


@pytest.mark.parametrize("recent", [[], USUAL[:4], [line(5)] * 9, [line(code=13)] * 9, [{"exit_code": 0}] * 9])
def test_a_new_source_has_no_usual(recent: list[dict[str, Any]]):
    assert what_is_lost(stored(40, 0, 0, words=10), recent) == []


def test_what_was_never_there_is_not_missed():
    assert what_is_lost(stored(40, 0, 0), [line(dated=0, credited=0)] * 9) == []


def test_runs_that_ended_badly_do_not_become_usual():
    assert what_is_lost(stored(20, 0, 12), [*[line(dated=0, code=13)] * 100, *USUAL]) != []


@given(st.lists(st.integers(1, 40), min_size=5, max_size=20), st.integers(10, 60))
def test_a_source_that_stays_as_it_is_raises_no_alarm(counts: list[int], now: int):
    recent = [line(each, each, each // 2, 200) for each in counts]
    assert what_is_lost(stored(now, now, now // 2), recent) == []
