"""Retry-After and the breaker, alone and in one crawl."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newscrawl.net.breaker import CircuitBreaker
from newscrawl.net.retry import PatientRetry, asked_wait
from tests.hostile import Crawled, Hostile, crawl, hostile, in_turn, reply

NOW = 1_700_000_000.0  # 2023-11-14T22:13:20Z


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0), (" 120 ", 120.0), ("Tue, 14 Nov 2023 22:14:20 GMT", 60.0), ("0", 0.0), (None, None), ("", None),
        ("Tue, 14 Nov 2023 20:00:00 GMT", 0.0), ("-5", None), ("soon", None), ("1.5", None), ("٣", None),
        ("Tue, 14 Nov 99999 22:14:20 GMT", None), ("9" * 400, 999_999_999_999.0),
    ],
)  # fmt: skip
def test_reads_the_wait_that_is_asked_for(header: str | None, seconds: float | None) -> None:
    assert asked_wait(header, NOW) == seconds


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_header_is_read(header: str) -> None:
    wait = asked_wait(header, NOW)
    assert wait is None or wait >= 0


class _Held:
    def __init__(self) -> None:
        self.slots: list[tuple[str, float]] = []

    def hold(self, _downloader: object, key: str, seconds: float) -> None:
        self.slots.append((key, seconds))


@pytest.fixture
def retry() -> PatientRetry:
    net = {"NET_RETRY_AFTER_MAX": 60, "NET_RETRY_AFTER_DEFAULT": 10, "NET_BREAKER_LIMIT": 5, "RETRY_TIMES": 1}
    crawler = get_crawler(settings_dict=net)
    crawler.spider = Spider("s")
    crawler.spider.crawler = crawler
    breaker = build_from_crawler(CircuitBreaker, crawler)
    crawler.engine = SimpleNamespace(downloader=None)  # type: ignore[assignment]
    crawler.get_downloader_middleware = lambda _cls: breaker  # type: ignore[method-assign,assignment,return-value]
    retry = build_from_crawler(PatientRetry, crawler)
    retry.slots = _Held()  # type: ignore[assignment]
    retry.now = lambda: NOW
    return retry


def _answer(status: int, **headers: str) -> tuple[Request, Response]:
    request = Request("http://news.test/", meta={"download_slot": "news.test"})
    return request, Response(
        request.url, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


@pytest.mark.parametrize(
    ("status", "headers", "held"),
    [
        (429, {"Retry_After": "3"}, [("news.test", 3.0)]), (503, {"Retry_After": "60"}, [("news.test", 60.0)]),
        (429, {}, [("news.test", 10.0)]), (429, {"Retry_After": "61"}, []), (200, {"Retry_After": "3"}, []),
        (500, {}, []), (429, {"Retry_After": "0"}, []),
    ],
)  # fmt: skip
def test_holds_the_slot_as_long_as_asked(
    retry: PatientRetry, status: int, headers: dict[str, str], held: list[Any]
) -> None:
    request, response = _answer(status, **headers)
    retry.hold_slot(response, request)
    assert retry.slots.slots == held  # type: ignore[attr-defined]


def test_tries_once_more(retry: PatientRetry) -> None:
    request, response = _answer(429, Retry_After="3")
    again = retry.process_response(request, response)
    assert isinstance(again, Request)
    assert retry.process_response(again, response) is response


def test_leaves_a_site_that_asks_for_more_than_we_wait(retry: PatientRetry) -> None:
    request, response = _answer(429, Retry_After="3600")
    assert retry.process_response(request, response) is response
    stats = retry.crawler.stats
    assert stats.get_value("net/breaker_open/news.test") == "blocked"
    assert stats.get_value("net/retry_after_too_long") == 1


@pytest.fixture(scope="module")
def crawled() -> Iterator[tuple[Hostile, Crawled]]:
    with hostile() as site:
        site.answers = {
            "busy.test/x": in_turn(reply(status=429, Retry_After="1"), reply("خبر")),
            "busy.test/y": reply("خبر"),
            "later.test/x": reply(status=503, Retry_After="3600"),
            "later.test/y": reply("خبر"),
            **{f"storm.test/{n}": reply(status=503) for n in range(12)},
        }
        urls = [site.url("busy.test", "/x"), site.url("busy.test", "/y"), site.url("later.test", "/x")]
        urls += [site.url("storm.test", f"/{n}") for n in range(12)]
        cases = [{"url": url} for url in urls]
        cases[2]["then"] = site.url("later.test", "/y")
        names = ["busy.test", "later.test", "storm.test"]
        more = {
            "NET_HOSTS": dict.fromkeys(names, "127.0.0.1"), "NET_ALLOWED_PORTS": [site.port],
            "NET_BREAKER_LIMIT": 5, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CONCURRENT_REQUESTS": 4,
            "DOWNLOAD_DELAY": 0.03,  # without a delay, Scrapy starts all that wait in a slot at once
            "HTTPERROR_ALLOWED_CODES": [503],
        }  # fmt: skip
        yield site, crawl(cases, more, names)


def test_the_whole_slot_waits_as_asked(crawled: tuple[Hostile, Crawled]) -> None:
    site, result = crawled
    first, second = site.times("busy.test", "/x")
    assert second - first >= 0.95
    assert all(not first < at < first + 0.95 for at in site.times("busy.test", "/y"))
    assert result.cases[site.url("busy.test", "/x")]["reason"] is None
    assert result.stats["net/slot_held"] == 1


def test_a_site_that_asks_for_an_hour_is_asked_no_more(crawled: tuple[Hostile, Crawled]) -> None:
    site, result = crawled
    assert len(site.times("later.test", "/x")) == 1
    assert not site.times("later.test", "/y")
    assert result.cases[site.url("later.test", "/y")]["kind"] == "HostGivenUp"


def test_a_storm_ends_after_a_few_requests(crawled: tuple[Hostile, Crawled]) -> None:
    site, result = crawled
    asked = [one for one in site.asked if one.host == "storm.test" and one.path != "/robots.txt"]
    assert 5 <= len(asked) <= 5 + 4
    outcomes = [result.cases[site.url("storm.test", f"/{n}")] for n in range(12)]
    assert sum(case.get("kind") == "HostGivenUp" for case in outcomes) >= 5
    assert result.stats["net/breaker_open/storm.test"] == "http_error"
    assert result.stats["net/breaker_open"] == 2
