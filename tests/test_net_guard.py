import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newscrawl.net.guard import RequestGuard, address_fault
from newscrawl.net.hosts import AddressPolicy
from newscrawl.net.refusals import AddressRefused, OffsiteRefused
from newscrawl.net.robots import ROBOTS_REQUEST


@pytest.fixture
def guard() -> RequestGuard:
    crawler = get_crawler(settings_dict={"NET_ALLOWED_PORTS": "8080", "URLLENGTH_LIMIT": 8000})
    crawler.spider = Spider("s", allowed_domains=["news.test", "أخبار.com"])
    return build_from_crawler(RequestGuard, crawler)


def _refusals(guard: RequestGuard) -> dict[str, object]:
    return {name: count for name, count in guard.crawler.stats.get_stats().items() if name.startswith("net/")}


@pytest.mark.parametrize(
    "url",
    [
        "http://news.test/", "https://news.test/a/b?c=d", "http://news.test:8080/", "https://www.news.test:443/",
        "http://أخبار.com/خبر", "http://news.test/11/11/11/x", "http://news.test/2024/05/05/05",
    ],
)  # fmt: skip
def test_lets_pass(guard: RequestGuard, url: str) -> None:
    guard.process_request(Request(url))
    assert _refusals(guard) == {}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://news.test/", "scheme ftp"), ("file:///etc/passwd", "scheme file"),
        ("http://news.test:22/", "port 22"), ("data:text/html,x", "scheme data"),
        ("http://u:p@news.test/", "user name"), ("http://127.0.0.1/", "not public"),
        ("http://[::1]/", "not public"),
        ("http://0x7f.1/", "not public"), ("http:///x", "no host"), ("http://news.test/" + "x" * 8000, "longer"),
    ],
)  # fmt: skip
def test_refuses_addresses_with_the_reason(guard: RequestGuard, url: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why) as refused:
        guard.process_request(Request(url))
    assert refused.value.reason == "address_refused"
    assert guard.crawler.stats.get_value("net/address_refused") == 1


@pytest.mark.parametrize("marks", [{"dont_filter": True}, {"meta": {"allow_offsite": True}}, {}])
def test_nothing_exempts_from_the_offsite_check(guard: RequestGuard, marks: dict[str, object]) -> None:
    with pytest.raises(OffsiteRefused) as refused:
        guard.process_request(Request("http://other.test/", **marks))  # type: ignore[arg-type]
    assert refused.value.reason == "offsite"
    assert guard.crawler.stats.get_value("net/offsite") == 1


def test_robots_may_lie_elsewhere_but_not_inside(guard: RequestGuard) -> None:
    guard.process_request(Request("http://other.test/robots.txt", meta={ROBOTS_REQUEST: True}))
    with pytest.raises(AddressRefused):
        guard.process_request(Request("http://10.0.0.1/robots.txt", meta={ROBOTS_REQUEST: True}))


def test_a_spider_without_domains_goes_everywhere(guard: RequestGuard) -> None:
    guard.crawler.spider = Spider("s")
    guard.process_request(Request("http://other.test/"))
    assert _refusals(guard) == {}


def test_a_redirect_into_a_trap_is_refused(guard: RequestGuard) -> None:
    for rest, why in (("ar/ar/ar/1", "repeats"), ("a?b=1&b=2&b=3&b=4", "repeated")):
        url = f"http://news.test/{rest}"
        guard.process_request(Request(url))  # who asked for it has looked at it, by the day too
        with pytest.raises(AddressRefused, match=why) as refused:
            guard.process_request(Request(url, meta={"redirect_times": 1}))
        assert refused.value.reason == "address_refused"
    guard.process_request(Request("http://news.test/11/11/11/x", meta={"redirect_times": 1}))


def test_a_port_out_of_range_is_a_fault() -> None:
    assert "malformed" in str(address_fault("http://news.test:99999/", {80}, AddressPolicy(), 8000))


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_any_text_gets_an_answer(url: str) -> None:
    fault = address_fault(url, {80, 443}, AddressPolicy(), 8000)
    assert fault is None or fault
