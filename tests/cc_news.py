"""Archives as the news crawl of Common Crawl writes them: mostly pages of hosts whose language is another.

Of each page there are a request, a response and a metadata record, a gzip member each.
"""

import gzip
from collections.abc import Iterator

from tests.test_command_crawl import page
from tests.test_warc import record

_LATIN = "<html><body><article><h1>Council approves budget</h1>" + "<p>Nothing here is Arabic, not a word.</p>" * 40


def members(pages: int, every: int = 5, host: str = "anba.example") -> Iterator[bytes]:
    """Packed records of so many pages; each `every`th is Arabic, of `host`, fetched on days 1, 2, 3 … of March."""
    info = b"software: StormCrawler 2.10\r\nformat: WARC File Format 1.0\r\n"
    yield gzip.compress(record(info, "warcinfo", WARC_Target_URI=None, Content_Type="application/warc-fields"))
    for number in range(pages):
        is_ours = number % every == 0
        at = f"2026-03-{number % 28 + 1:02d}T10:00:00Z"
        url = f"https://{host}/news/{number}" if is_ours else f"https://paper{number % 7}.example/{number}"
        body = page(number) if is_ours else f"{_LATIN}{number}"
        yield from (gzip.compress(each) for each in _of_one_page(url, at, body.encode()))


def _of_one_page(url: str, at: str, body: bytes) -> Iterator[bytes]:
    asked = b"GET / HTTP/1.1\r\nUser-Agent: CCBot/2.0\r\n\r\n"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Crawler-Content-Encoding: gzip\r\n\r\n"
    common = {"WARC_Target_URI": url, "WARC_Date": at}
    yield record(asked, "request", Content_Type="application/http; msgtype=request", **common)
    yield record(http + body, WARC_Identified_Payload_Type="text/html", **common)
    yield record(b"fetchTimeMs: 120\r\n", "metadata", Content_Type="application/warc-fields", **common)
