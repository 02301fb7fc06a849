# ruff: noqa: E501
"""No input raises anything but `RejectPage`, and what is read can be stored."""

import json
from dataclasses import asdict

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading import read
from pipelines.records import Article, RejectPage

from .test_reading_layouts import LAYOUTS, LINKS, invented, page_of, set_story

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


def read_or_reject(body: bytes) -> Article | None:
    try:
        article = read(page_of(body))
    except RejectPage:
        return None
    pa.array([article.text, article.title, *article.text.split("\n\n")])  # a lone surrogate would raise here
    assert article.text.strip()
    assert all(0 <= number < len(article.text.split("\n\n")) for number in article.headings or [])
    assert asdict(article)
    return article


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_random_bytes(body: bytes) -> None:
    read_or_reject(body)
    read_or_reject(b"<html><body><p>" + body)


@settings(deadline=None, max_examples=80)
@given(st.lists(TAGS | st.text(max_size=12), max_size=60))
def test_random_tags(parts: list[str]) -> None:
    read_or_reject(" ".join(parts).encode("utf-8", "surrogatepass"))


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(PAGES), st.integers(0, 4000), st.integers(0, 600), st.binary(max_size=30) | TAGS.map(str.encode)
)
def test_mutated_pages(page: bytes, at: int, length: int, put: bytes) -> None:
    read_or_reject(page[:at] + put + page[at + length :])


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
