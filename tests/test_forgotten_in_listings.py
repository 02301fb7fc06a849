"""Which listings name an article that was forgotten."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote

import brotli  # type: ignore[import-untyped]
import pytest

from newscrawl.forgetting.in_listings import names_forgotten
from newscrawl.warc.writing import Answer
from pipelines.addresses.keys import canonical_or_raw
from pipelines.layout import Layout
from pipelines.storing.forgotten import Forgotten, id_of
from tests.builders import NOW, outlet

PLAIN = "https://anba.example/news/1000"
ARABIC = "https://anba.example/أخبار/خبر?id=5&p=2"
FEED = "https://anba.example/feed"


@pytest.fixture
def forgotten(tmp_path: Path) -> Forgotten:
    listed = Forgotten(Layout(tmp_path))
    listed.add([id_of(canonical_or_raw(each, outlet())) for each in (PLAIN, ARABIC)], date(2026, 3, 14), "a court")
    return listed


def names_it(body: bytes, forgotten: Forgotten, *headers: tuple[str, str]) -> bool:
    return names_forgotten(Answer(FEED, 200, headers, body, NOW), forgotten, outlet())


@pytest.mark.parametrize(
    "spell",
    [
        lambda url: f"<a href='{url}'>",
        lambda url: f'<a class=b href="{escape(url)}#comments" rel=c>',
        lambda url: f"<a href={escape(url)} class=b>",
        lambda url: f"<a href='{url.removeprefix('https://anba.example')}'>",
        lambda url: f"<link>\n  {escape(url)}\n</link>",
        lambda url: f"<link><![CDATA[{url}]]></link>",
        lambda url: (
            f"<loc>{quote(url, safe=':/?&=').replace('https', 'http').replace('anba', 'www.anba', 1)}</loc>"
        ),
        lambda url: json.dumps({"url": url}, ensure_ascii=False).replace("/", "\\/"),
        lambda url: f"<p>قرأت في {url}.</p>",
    ],
)
@pytest.mark.parametrize("url", [PLAIN, ARABIC])
def test_it_is_named_however_the_listing_spells_it(forgotten, url, spell: Callable[[str], str]):
    assert names_it(f"<html>{spell(url)}</html>".encode(), forgotten)


def test_another_article_is_not_it(forgotten):
    body = f"<html><a href='{PLAIN}1'><a href='/news/100'><a href='/'><a href='http://[broken'> 5/6 </html>"
    assert not names_it(body.encode(), forgotten)


def test_a_home_page_to_which_it_led_names_nothing(forgotten):
    forgotten.add([id_of("https://anba.example/"), id_of("https://anba.example")], date(2026, 3, 14), "a court")
    assert not names_it(b"<html><a href='/'><a href='https://www.anba.example'></html>", forgotten)


def test_a_packed_listing_is_unpacked(forgotten):
    packed = gzip.compress(f"<loc>{PLAIN}</loc>".encode())
    assert names_it(packed, forgotten, ("Content-Encoding", "gzip"))
    assert names_it(packed, forgotten)  # a file sitemap.xml.gz
    assert not names_it(gzip.compress(b"<loc>/news/1</loc>"), forgotten)


@pytest.mark.parametrize("encoding", [None, "br"])
def test_it_is_found_at_the_end_of_a_very_long_listing_too(forgotten, encoding):
    body = b"<!--" + b" " * 9 * 2**20 + f"--><loc>{PLAIN}</loc>".encode()
    packed, headers = (brotli.compress(body), [("Content-Encoding", "br")]) if encoding else (body, [])
    assert names_it(packed, forgotten, *headers)


def test_a_listing_in_two_gzip_members_is_read_to_its_end(forgotten):
    assert names_it(gzip.compress(b"<loc>/news/1</loc>") + gzip.compress(f"<loc>{PLAIN}</loc>".encode()), forgotten)


@pytest.mark.parametrize("written", ["a=1&amp;b=2", "a=1&b=2", "a=1&#038;b=2", "b=2&amp;amp;a=1"])
def test_ampersands_may_be_written_in_any_way(forgotten, written):
    forgotten.add(
        [id_of(canonical_or_raw("https://anba.example/p?a=1&b=2", outlet()))], date(2026, 3, 14), "a court"
    )
    assert names_it(f"<loc>https://anba.example/p?{written}</loc>".encode(), forgotten)


def test_letters_of_windows_1256_are_letters(forgotten):
    body = f"<a href='{ARABIC}'>خبر عن حديقة المدينة</a>".encode("cp1256")
    assert names_it(body, forgotten, ("Content-Type", "text/html; charset=windows-1256"))


def test_of_what_cannot_be_unpacked_nobody_can_say_that_it_does_not(forgotten):
    assert names_it(b"\x1f\x8b no gzip", forgotten)


def test_where_nothing_was_forgotten_nothing_is_read(tmp_path):
    assert not names_it(b"\x1f\x8b no gzip", Forgotten(Layout(tmp_path)))
