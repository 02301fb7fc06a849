"""The questions of the report over a small corpus without runs."""

import contextlib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.session import new_session
from newscrawl.reporting.answers import Answers, ask, reach
from newscrawl.reporting.rows import take_in, take_in_coverage
from newscrawl.reporting.scope import Scope
from pipelines.records import Leader
from tests.builders import LONG_TEXT, NOW, article, open_state, open_store, outcome

DAY = NOW.date()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    leader = Leader(
        id="a", qid=None, name_ar="اسم", name_en="name", mentions=1, in_title=False, confidence=0.9, spans=[]
    )
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        dated = {"published_at": NOW, "published_day": DAY}
        store.take(
            article("https://anba.example/1", text=f"{LONG_TEXT} 1", leaders=[leader], authors=["كاتب"], **dated)
        )
        store.take(article("https://anba.example/2", text=f"{LONG_TEXT} 2", authors=None, **dated))
        store.take(article("https://anba.example/3", text=f"{LONG_TEXT} 3", published_at=None, published_day=None))
        store.take(outcome("https://anba.example/4", reason="no_text"))
        store.commit()
    return tmp_path


def taken_in(corpus: Path) -> duckdb.DuckDBPyConnection:
    session = new_session()
    take_in(session, corpus, manifest(corpus))
    take_in_coverage(session, [])
    return session


def answers(corpus: Path, scope: Scope | None = None) -> Answers:
    with taken_in(corpus) as session:
        return ask(session, scope or Scope(DAY, DAY))


def test_a_field_that_nobody_looked_for_is_not_filled(corpus: Path):
    [row] = answers(corpus)["fields"]
    assert row["articles"] == 3
    assert row["author"] == pytest.approx(1 / 3)
    assert row["date"] == pytest.approx(2 / 3)
    assert row["leaders"] == pytest.approx(1 / 3)


def test_an_article_without_a_date_counts_on_the_day_it_was_fetched(corpus: Path):
    assert answers(corpus)["volume"] == [{"source_id": "anba", "period": DAY, "articles": 3}]
    assert answers(corpus)["totals"][0]["undated"] == 1


def test_where_no_run_looked_the_shares_are_of_all_articles(corpus: Path):
    found = answers(corpus)
    assert found["totals"][0]["covered"] == 0
    assert [row["articles"] for row in found["counted"]] == [3]
    assert [(row["kind"], row["id"], row["articles"]) for row in found["tags"]] == [("leaders", "a", 1)]


def test_other_days_and_other_sources_are_left_out(corpus: Path):
    assert answers(corpus, Scope(date(2026, 3, 1), date(2026, 3, 2)))["volume"] == []
    assert answers(corpus, Scope(DAY, DAY, ("sada",)))["outcomes"] == []


def test_outcomes_are_counted_by_reason(corpus: Path):
    assert answers(corpus)["outcomes"] == [{"source_id": "anba", "reason": "no_text", "pages": 1}]


def test_the_reach_is_that_of_what_is_stored(corpus: Path):
    with taken_in(corpus) as session:
        assert reach(session) == reach(session, ["anba"]) == (DAY, DAY)
        assert reach(session, ["sada"]) == (None, None)


def test_the_reach_is_also_that_of_articles_without_a_date(tmp_path: Path):
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        store.take(article("https://anba.example/3", published_at=None, published_day=None))
        store.commit()
    with taken_in(tmp_path) as session:
        assert reach(session) == (DAY, DAY)


def test_what_lies_outside_the_days_is_counted(corpus: Path):
    assert answers(corpus)["outside"] == [{"articles": 0, "first_day": None, "last_day": None}]
    other = answers(corpus, Scope(date(2026, 3, 1), date(2026, 3, 2)))
    assert other["outside"] == [{"articles": 3, "first_day": DAY, "last_day": DAY}]
