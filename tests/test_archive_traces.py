"""Which records of an archive tell of an article."""

import gzip
import json
import re
from collections.abc import Callable
from contextlib import closing
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from newscrawl.archive.responses import Archive
from newscrawl.archive.traces import Places, traces_of
from newscrawl.warc.writing import Answer
from pipelines.layout import Layout
from pipelines.parts.taking_out import Target
from pipelines.records import WarcPlace
from tests.builders import NOW, SOURCE, candidate, outlet

PLAIN = "https://anba.example/news/1000"
ARABIC = "https://anba.example/أخبار/خبر?id=5&p=2"
TARGET = Target(outlet(), frozenset(["0" * 32]), frozenset([PLAIN, ARABIC, "https://anba.example/"]))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path, tmp_path / "elsewhere")


def written(layout: Layout, *answers: tuple[str, str | None, bytes]) -> list[WarcPlace]:
    """Answers by address, the address asked for (None: a listing) and body."""
    with closing(Archive(layout, SOURCE)) as archive:
        return [
            archive.write(Answer(url, 200, headers(body), body, NOW), None if asked is None else candidate(asked))
            for url, asked, body in answers
        ]


def headers(body: bytes) -> tuple[tuple[str, str], ...]:
    return (("Content-Encoding", "gzip"),) if body.startswith(b"\x1f\x8b") else ()


def offsets(places: Places) -> list[int]:
    return [offset for each in places.values() for offset, _ in each]


def test_answers_under_its_address_or_asked_for_by_it_are_found_with_what_was_said(layout):
    under, asked, other = written(
        layout, (PLAIN, PLAIN, b"a"), ("https://anba.example/login", PLAIN, b"b"), (f"{PLAIN}1", f"{PLAIN}1", b"c")
    )
    found = traces_of(layout, TARGET)
    assert list(found) == [f"archive/source={SOURCE}/2026-03-14.warc.gz"]
    assert len(offsets(found)) == 4
    assert {under.offset, asked.offset} < set(offsets(found))
    assert other.offset not in offsets(found)


@pytest.mark.parametrize(
    "spell",
    [
        lambda url: url,
        escape,
        lambda url: url.removeprefix("https://anba.example"),
        lambda url: quote(url, safe=":/?&="),
        lambda url: re.sub("%[0-9A-F]{2}", lambda hexes: hexes[0].lower(), quote(url, safe=":/?&=")),  # WordPress
        lambda url: json.dumps(url, ensure_ascii=False).replace("/", "\\/"),
        lambda url: json.dumps(url).replace("/", "\\/"),
        lambda url: escape(url).encode("ascii", "xmlcharrefreplace").decode(),
        lambda url: gzip.compress(url.encode()).decode("latin-1"),
    ],
)
@pytest.mark.parametrize("url", [PLAIN, ARABIC])
def test_a_listing_that_names_it_is_found_however_it_spells_it(layout, url, spell: Callable[[str], str]):
    words = spell(url)
    body = words.encode("latin-1") if words.startswith("\x1f") else f"<a href='{words}'>".encode()
    listing, other = written(
        layout,
        ("https://anba.example/feed", None, body),
        ("https://anba.example/feed", None, b"<a href='/news/10001'>"),
    )
    assert offsets(traces_of(layout, TARGET)) == [listing.offset]
    assert other.offset > listing.offset


def test_a_home_page_that_it_was_asked_for_by_names_nothing(layout):
    written(layout, ("https://anba.example/feed", None, b"<a href='/'>home</a>"))
    assert traces_of(layout, Target(outlet(), frozenset(), frozenset(["https://anba.example/"]))) == {}


def test_another_page_that_links_to_it_is_no_trace(layout):
    written(layout, ("https://anba.example/news/2", "https://anba.example/news/2", PLAIN.encode()))
    assert traces_of(layout, TARGET) == {}


def test_without_an_archive_there_is_nothing_to_find(layout):
    assert traces_of(layout, TARGET) == {}
