from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newscrawl.net.breaker import Breaker, CircuitBreaker
from newscrawl.net.refusals import Blocked, HostGivenUp, RobotsDenied
from newscrawl.net.robots import ROBOTS_REQUEST

PAGE = Request("http://news.test/1")
WALL = b"<title>Just a moment...</title>"


@pytest.fixture
def breaker() -> CircuitBreaker:
    return build_from_crawler(CircuitBreaker, get_crawler(settings_dict={"NET_BREAKER_LIMIT": 3}))


def _answer(breaker: CircuitBreaker, status: int, **more: Any) -> Response:
    return breaker.process_response(PAGE, Response(PAGE.url, status=status, **more))


def test_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(2)
    breaker.failed("a", "timeout")
    breaker.answered("a")
    breaker.failed("a", "timeout")
    breaker.failed("b", "timeout")
    assert not breaker.open
    breaker.failed("a", "http_error")
    assert breaker.open == {"a": "http_error"}


@pytest.mark.parametrize(
    ("status", "reason"), [(403, "blocked"), (429, "blocked"), (503, "http_error"), (500, "http_error")]
)
def test_gives_up_a_host_that_keeps_failing(breaker: CircuitBreaker, status: int, reason: str) -> None:
    for _ in range(3):
        breaker.process_request(PAGE)
        _answer(breaker, status)
    with pytest.raises(HostGivenUp) as given_up:
        breaker.process_request(PAGE)
    assert given_up.value.reason == reason
    breaker.process_request(Request("http://www.news.test/"))
    assert breaker.stats.get_stats() == {
        "net/breaker_open": 1, "net/breaker_open/news.test": reason, "net/host_given_up": 1,
    }  # fmt: skip


@pytest.mark.parametrize("status", [200, 304, 301, 404, 410, 416])
def test_an_answer_of_any_other_kind_is_a_sign_of_life(breaker: CircuitBreaker, status: int) -> None:
    for _ in range(3):
        _answer(breaker, 503)
        _answer(breaker, 503)
        _answer(breaker, status)
    breaker.process_request(PAGE)
    assert breaker.stats.get_value("net/host_given_up") is None


def test_failures_of_the_network_count_and_our_own_refusals_do_not(breaker: CircuitBreaker) -> None:
    for exc in [RobotsDenied("x"), DownloadCancelledError("x"), HostGivenUp("x", reason="timeout")] * 3:
        breaker.process_exception(PAGE, exc)
    breaker.process_request(PAGE)
    for exc in [DownloadFailedError("x"), DownloadTimeoutError("x"), DownloadTimeoutError("x")]:
        breaker.process_exception(PAGE, exc)
    with pytest.raises(HostGivenUp) as given_up:
        breaker.process_request(PAGE)
    assert given_up.value.reason == "timeout"


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_wall_is_not_handed_on_as_a_page(breaker: CircuitBreaker, status: int) -> None:
    with pytest.raises(Blocked, match=f"cloudflare, status {status}"):
        _answer(breaker, status, body=WALL)
    assert breaker.stats.get_value("net/blocked/cloudflare") == 1


def test_a_wall_before_robots_is_left_to_the_robots_middleware(breaker: CircuitBreaker) -> None:
    asked = Request("http://news.test/robots.txt", meta={ROBOTS_REQUEST: True})
    response = Response(asked.url, status=403, body=WALL, headers={"X-\xff": "odd"})
    assert breaker.process_response(asked, response) is response
    assert breaker.stats.get_value("net/blocked") == 1
