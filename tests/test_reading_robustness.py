# ruff: noqa: E501
"""No input raises anything but `RejectPage`, and what is read can be stored."""

import json
import re
from dataclasses import asdict
from datetime import timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.agencies.marks import agency_codes
from pipelines.reading import read
from pipelines.records import Article, RejectPage

from .test_reading_layouts import LAYOUTS, LINKS, OUTLET, invented, page_of, set_story

PAGES = [
    set_story(invented(), layout, links)
    for layout in ("p and h2", "double break", "table")
    for links in ("links", "inline divs")
]
TAGS = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<br>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<a",
        "href=x>",
        "</a>",
        "<span>",
        "</span>",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<h2>",
        "</h2>",
        "<li>",
        "<ul>",
        "</ul>",
        "<form>",
        "<svg>",
        "<math>",
        "<title>",
        "</title>",
        "<body>",
        "</body>",
        "<html>",
        "<template>",
        "<select>",
        "<option>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?php",
        "<!doctype",
        "&#xD800;",
        "&#0;",
        "&amp",
        "&nbsp;",
        "\x00",
        "\x0b",
        "\ufffe",
        "\u202e",
        "\u200c",
        "«».،؛",
        "نص",
        "كلمة",
    ]
)


MARKUP = re.compile(r"</?(?:p|div|br|td|table|span|script|a)\b[^<>]*>", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_or_reject(body: bytes) -> Article | None:
    try:
        article = read(page_of(body))
    except RejectPage:
        return None
    pa.array([article.text, article.title, *article.text.split("\n\n")])  # a lone surrogate would raise here
    paragraphs = article.text.split("\n\n")
    assert all(paragraph == " ".join(paragraph.split()) != "" for paragraph in paragraphs)
    # «<</>a href=x>» is no tag: HTML drops the empty end tag, and a browser shows what is left of the link as text.
    # A null byte between them is dropped before.
    assert b"<</>" in body.replace(b"\0", b"") or not MARKUP.search(article.text)
    assert not CONTROLS.search(f"{article.text} {article.title or ''}")
    assert all(0 <= number < len(paragraphs) for number in article.headings or [])
    assert article.lead is None or paragraphs[0].startswith(article.lead)
    assert_dates_hold(article)
    assert all(" " in name and not set(name) & set("@<>0123456789") for name in article.authors or [])
    assert set(article.agencies or []) <= agency_codes()
    assert asdict(article)
    return article


def assert_dates_hold(article: Article) -> None:
    """None later than the fetch plus a day, each of UTC, the day that of the outlet's zone."""
    latest = article.fetched_at + timedelta(days=1)
    dates = [date for date in (article.published_at, article.modified_at) if date is not None]
    assert all(date <= latest and date.utcoffset() == timedelta(0) for date in dates)
    assert (
        (article.published_at is None) == (article.published_precision is None) == (article.published_raw is None)
    )
    if article.published_at is not None:
        assert article.published_day == article.published_at.astimezone(ZoneInfo(OUTLET.timezone)).date()


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_random_bytes(body: bytes) -> None:
    for page in (body, b"<html><body><p>" + body):
        article = read_or_reject(page)
        assert article is None or article.published_at is None  # no page this short states a date by chance


@settings(deadline=None, max_examples=80)
@given(st.lists(TAGS | st.text(max_size=12), max_size=60))
def test_random_tags(parts: list[str]) -> None:
    body = " ".join(parts).encode("utf-8", "surrogatepass")
    assert read_or_reject(body) == read_or_reject(body)


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(PAGES), st.integers(0, 4000), st.integers(0, 600), st.binary(max_size=30) | TAGS.map(str.encode)
)
def test_mutated_pages(page: bytes, at: int, length: int, put: bytes) -> None:
    article = read_or_reject(page[:at] + put + page[at + length :])
    # What was put in is short, and brings no date and no agency along.
    assert article is None or (article.published_at, article.agencies) == (None, [])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["@id", "name", "url", "@type", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = (
    "@type", "headline", "datePublished", "dateModified", "author", "image", "keywords", "articleSection", "articleBody",
    "isAccessibleForFree", "mainEntityOfPage", "url", "description", "name", "@graph",
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8))
def test_odd_json_ld(node: dict[str, object]) -> None:
    script = json.dumps({"@type": "NewsArticle", **node})
    assert read_or_reject(with_script(script)) is not None


def with_script(script: str) -> bytes:
    return PAGES[0].replace(b"</head>", f'<script type="application/ld+json">{script}</script></head>'.encode())


@pytest.mark.parametrize(
    "script",
    ["[" * 100000, "{" * 9, '{"@type":"NewsArticle","datePublished":' + "9" * 9000 + "}", "<!-- {} -->", ""],
)
def test_broken_json_ld_is_as_none(script: str) -> None:
    assert read_or_reject(with_script(script)) is not None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_reading_twice_gives_the_same(layout: str) -> None:
    page = set_story(invented(), layout, next(iter(LINKS)))
    assert read(page_of(page)) == read(page_of(page))
