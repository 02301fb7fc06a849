"""Which listings name an article that was forgotten."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote

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


def test_letters_of_windows_1256_are_letters(forgotten):
    body = f"<a href='{ARABIC}'>خبر عن حديقة المدينة</a>".encode("cp1256")
    assert names_it(body, forgotten, ("Content-Type", "text/html; charset=windows-1256"))


def test_of_what_cannot_be_unpacked_nobody_can_say_that_it_does_not(forgotten):
    assert names_it(b"\x1f\x8b no gzip", forgotten)


def test_where_nothing_was_forgotten_nothing_is_read(tmp_path):
    assert not names_it(b"\x1f\x8b no gzip", Forgotten(Layout(tmp_path)))
