import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.listing import Child, Gathering, parse_listing_time, web_address
from pipelines.records import Candidate

NOON = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)


def candidate(url: str, published: str | None = None) -> Candidate:
    return Candidate(url=url, found_in="feed", found_at=NOON, published_raw=published)


@pytest.mark.parametrize(
    "raw",
    [
        "Tue, 07 Jul 2026 15:00:00 +0300",
        "Tue, 7 Jul 2026 12:00:00 GMT",
        "7 Jul 2026 12:00 UT",
        "07 July 2026 15:00:00 +03:00",
        "Tue, 07 Jul 26 08:00:00 EDT",
        "Tue, 07-Jul-2026 12:00:00 -0000",
        "Tue, 07 Jul 2026 15:00:00 GMT+3",
        "الثلاثاء, 07 Jul 2026 15:00:00 +0300",
        "2026-07-07T15:00:00+03:00",
        "2026-07-07T15:00:00+0300",
        "2026-07-07T15:00+03",
        "2026-07-07T12:00:00.1234567Z",
        "  2026-07-07 15:00:00 +0300\n",
        "٢٠٢٦-٠٧-٠٧T١٥:٠٠:٠٠+٠٣:٠٠",
    ],
)
def test_a_time_with_an_offset_is_a_moment_in_utc(raw: str) -> None:
    assert parse_listing_time(raw) == NOON
    assert parse_listing_time(raw).tzinfo is UTC  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "2026-07-07",
        "2026-07-07T15:00:00",
        "Tue, 07 Jul 2026 15:00:00",
        "Tue, 07 Jul 2026 15:00:00 AST",  # Arabia's or the Atlantic's
        "Tue, 07 Jul 2026 15:00:00 +9900",
        "2026-02-31T10:00:00Z",
        "Tue, 31 Feb 2026 10:00:00 GMT",
        "2026-07-07T25:00:00Z",
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00+10:00",
        "0001-01-01T12:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1989-12-31T23:59:59Z",
        "07/07/2026 15:00:00 +0300",
        "1783425600",
        "منذ 3 ساعات",
        "٧ يوليو ٢٠٢٦",
        "Tue, 07 Jul 2026 15:00:00 +0300 or so",
        "x" * 100_000,
    ],
)
def test_a_time_that_leaves_doubt_is_none(raw: str) -> None:
    assert parse_listing_time(raw) is None


@settings(deadline=None, max_examples=200)
@given(st.text() | st.from_regex(re.compile(r"[0-9T:+ -]{8,40}(Z|GMT)?"), fullmatch=True))
def test_any_text_is_a_moment_in_utc_or_none(raw: str) -> None:
    moment = parse_listing_time(raw)
    assert moment is None or moment.tzinfo is UTC


@settings(deadline=None, max_examples=100)
@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 (the zone is added)
def test_what_python_writes_is_read_back(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=0)
    assert parse_listing_time(moment.isoformat()) == moment
    assert parse_listing_time(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")) == moment


@pytest.mark.parametrize(
    ("raw", "base", "address"),
    [
        ("https://a.example/خبر جديد", "", "https://a.example/خبر جديد"),
        ("\n  https://a.example/long-\n  slug \t", "", "https://a.example/long-  slug"),
        ("../x?id=1&b=2", "https://a.example/feed/rss", "https://a.example/x?id=1&b=2"),
        ("//b.example/x", "https://a.example/", "https://b.example/x"),
        ("\u202ehttps://a.example/x\u200f", "", "https://a.example/x"),
        ("HTTP://A.example:8080/x", "", "http://A.example:8080/x"),
        ("https://أخبار.example/x", "", "https://أخبار.example/x"),
    ],
)
def test_an_address_is_made_absolute_and_else_left_as_written(raw: str, base: str, address: str) -> None:
    found = web_address(raw, base)
    assert found is not None
    assert found.casefold() == address.casefold()


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "  ",
        "/relative",
        "news/1",
        "mailto:a@b.example",
        "javascript:void(0)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "http://",
        "http:///x",
        "https://a.example:99999/",
        "http://[::1",
        "https://user@a.example/",
        "https://a b.example/",
        "https://a.example/\ud800",
        "https://a.example/" + "x" * 9000,
    ],
)
def test_what_is_no_web_address_is_none(raw: str) -> None:
    assert web_address(raw) is None


def test_a_long_arabic_slug_is_kept() -> None:
    assert web_address("https://a.example/" + "خبر-" * 400) is not None


@settings(deadline=None, max_examples=200)
@given(st.text(), st.sampled_from(["", "https://a.example/b/"]))
def test_any_text_is_an_absolute_web_address_or_none(raw: str, base: str) -> None:
    found = web_address(raw, base)
    assert found is None or re.match(r"https?://[^/]", found, re.IGNORECASE)


def test_a_gathering_keeps_the_first_of_each_address_up_to_its_cap() -> None:
    gathering = Gathering("feed", 2)
    gathering.add(candidate("https://a.example/1", "first"))
    gathering.add(candidate("https://a.example/1", "second"))
    gathering.add(Child("https://a.example/s.xml"))
    gathering.add(candidate("https://a.example/2"))
    gathering.skip("torn", 0)
    listing = gathering.listing()
    assert [found.published_raw for found in listing.candidates] == ["first"]
    assert listing.children == (Child("https://a.example/s.xml"),)
    assert listing.skipped == {"feed/repeated": 1, "feed/over_cap": 1}
