from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.parts.taking_out import known_target, rows_of, take_out, with_all_names
from pipelines.state.source_state import State
from tests import builders
from tests.builders import LONG_TEXT, SOURCE, URL, article, open_state, open_store, outcome, outlet

NAME = f"{SOURCE}-20260315T120000Z-00ff"
GONE_PAGE = "https://anba.example/404-page"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.fixture
def state(layout: Layout) -> Iterator[State]:
    with closing(open_state(layout.output)) as opened:
        store = open_store(layout.output, opened)
        store.take(article(URL))
        store.take(outcome(GONE_PAGE, requested_url=URL, outcome="gone", reason=None, http_status=404))
        store.take(outcome(URL, requested_url="https://anba.example/short/7", reason="blocked"))
        store.take(article("https://anba.example/news/8", text=f"{LONG_TEXT} ثمانية"))
        store.take(outcome(GONE_PAGE, requested_url="https://anba.example/news/9"))
        store.commit()
        yield opened


def test_rows_are_found_by_id_and_by_address(layout, state):
    found = rows_of(layout, state, known_target(state, outlet(), URL))
    assert dict(found.rows) == {"articles": 1, "revisions": 1, "outcomes": 1}
    assert found.addresses == {URL, "https://anba.example/short/7"}


def test_a_page_for_all_that_is_gone_is_none_of_its_addresses(layout, state):
    """On the list, it would hide every other article that vanishes."""
    known = known_target(state, outlet(), URL)
    assert GONE_PAGE not in with_all_names(known, rows_of(layout, state, known)).addresses


def test_they_are_taken_out_and_all_others_stay(layout, state):
    known = known_target(state, outlet(), article_id(URL))
    take_out(layout, state, with_all_names(known, rows_of(layout, state, known)), NAME)
    assert [row["url"] for row in builders.rows_of(layout.output, "articles")] == ["https://anba.example/news/8"]
    assert builders.rows_of(layout.output, "revisions") == []
    assert [row["requested_url"] for row in builders.rows_of(layout.output, "outcomes")] == [
        "https://anba.example/news/9"
    ]
    assert state.article_at(URL) is None
    assert state.refusal("https://anba.example/short/7") is None
    assert state.visits.of(article_id(URL)) is None


@pytest.mark.parametrize("text", [f"{LONG_TEXT} ثمانية", LONG_TEXT], ids=["its words", "others"])
def test_a_look_at_another_article_that_led_to_it_costs_that_article_nothing_else(layout, state, text):
    """Its row names the address, and goes; neither the article's id nor its address does."""
    other = "https://anba.example/news/8"
    store = open_store(layout.output, state, run_id=f"{SOURCE}-20260315T090000Z-1a2b")
    store.take(article(URL, requested_url=other, text=text, title="خبر"))
    store.commit()
    assert state.article_at(other) == article_id(other)
    known = known_target(state, outlet(), URL)
    target = with_all_names(known, rows_of(layout, state, known))
    assert target.ids == {article_id(URL)}
    assert other not in target.addresses
    take_out(layout, state, target, NAME)
    assert [row["url"] for row in builders.rows_of(layout.output, "articles")] == [other]
    assert URL not in [row["url"] for row in builders.rows_of(layout.output, "outcomes")]


def test_a_page_for_all_that_is_gone_takes_no_article_with_it(layout, state):
    store = open_store(layout.output, state, run_id=f"{SOURCE}-20260315T090000Z-1a2b")
    store.take(outcome(GONE_PAGE, requested_url=URL, outcome="gone", reason=None, http_status=404))
    store.commit()
    known = known_target(state, outlet(), GONE_PAGE)
    target = with_all_names(known, rows_of(layout, state, known))
    assert target.ids == frozenset()
    assert URL not in target.addresses


def test_an_address_that_was_only_refused_has_outcomes_and_no_id(layout, state):
    known = known_target(state, outlet(), "https://anba.example/news/9")
    assert known.ids == frozenset()
    assert dict(rows_of(layout, state, known).rows) == {"outcomes": 1}


def test_an_unknown_id_leads_nowhere(layout, state):
    known = known_target(state, outlet(), "0" * 32)
    assert (known.ids, rows_of(layout, state, known).rows.total()) == (frozenset(), 0)
