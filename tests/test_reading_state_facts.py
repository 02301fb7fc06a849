"""Dates, writer and section from a page's program state: of the object that bears the headline, and of no other."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading import read
from pipelines.reading.state_facts import facts_in_state
from pipelines.reading.tree import parse
from tests.builders import page
from tests.test_reading_app_state import PARAGRAPHS, TITLE, next_data

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
STORY = {
    "title": TITLE,
    "content": BODY,
    "publishedAt": "2026-02-11T09:15:00.000Z",
    "updatedAt": "2026-02-11T10:00:00.000Z",
    "category": {"id": 1, "name": "محليات"},
    "author": {"name": "سليم البحري"},
}
OTHER = {
    "title": "خبر آخر عن مدينة بعيدة جدا",
    "publishedAt": "2026-02-12T01:00:00Z",
    "author": {"name": "كريم صفدي"},
}


def test_the_article_of_a_state_is_dated_and_signed():
    article = read(page(body=next_data({"article": STORY, "latest": [OTHER]})))
    assert article.published_at == datetime(2026, 2, 11, 9, 15, tzinfo=UTC)
    assert article.modified_at == datetime(2026, 2, 11, 10, 0, tzinfo=UTC)
    assert (article.authors, article.section, article.published_from) == (["سليم البحري"], "محليات", "markup")


def test_what_bears_another_headline_says_nothing():
    article = read(page(body=next_data({"article": {"content": BODY}, "latest": [OTHER]})))
    assert (article.published_at, article.authors) == (None, [])


@pytest.mark.parametrize("seconds", [1770801300, 1770801300000])
def test_a_number_is_seconds_or_milliseconds(seconds):
    article = read(page(body=next_data({"article": STORY | {"publishedAt": seconds}})))
    assert article.published_at == datetime(2026, 2, 11, 9, 15, tzinfo=UTC)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "by", "basic"]), inner),
    max_leaves=6,
)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(STORY)), VALUES, max_size=6))
def test_any_state_gives_dates_as_text_or_none(values):
    tree = parse(next_data({"padding": "x" * 200, "article": {"title": TITLE} | values}).decode())
    assert tree is not None
    facts = facts_in_state(tree, [TITLE]) or {}
    assert all(isinstance(facts.get(field), str | None) for field in ("datePublished", "dateModified"))
    assert json.dumps(facts)
