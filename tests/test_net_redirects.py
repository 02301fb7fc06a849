from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newscrawl.net.redirects import OnwardRedirect
from newscrawl.net.refusals import Blocked
from newscrawl.net.robots import ROBOTS_REQUEST
from tests.builders import rows_of
from tests.hostile import Hostile, hostile, reply
from tests.test_command_crawl import HOST, crawl, publish

PAGE = "http://news.test/1"
CHECK = "http://news.test/check"
ROUND = {"Location": "/1", "Set-Cookie": "seen=1"}


@pytest.fixture
def redirects(monkeypatch: pytest.MonkeyPatch) -> OnwardRedirect:
    crawler = get_crawler()
    monkeypatch.setattr(crawler, "get_downloader_middleware", lambda _: None)  # no engine runs
    return build_from_crawler(OnwardRedirect, crawler)


def _led(*before: str, url: str = PAGE, is_robots: bool = False) -> Request:
    meta = {**({"redirect_urls": list(before)} if before else {}), **({ROBOTS_REQUEST: True} if is_robots else {})}
    return Request(url, meta=meta)


def _answer(redirects: OnwardRedirect, request: Request, status: int, headers: dict[str, str]) -> object:
    found = redirects.process_response(request, Response(request.url, status=status, headers=headers))
    return found.url if isinstance(found, Request) else found.status


def test_a_page_that_leads_to_itself_twice_for_its_cookie_is_a_wall(redirects: OnwardRedirect) -> None:
    assert _answer(redirects, _led(), 302, ROUND) == PAGE
    with pytest.raises(Blocked, match="cookie, status 302"):
        _answer(redirects, _led(PAGE), 302, ROUND)


def test_a_page_that_sends_one_to_a_page_that_sends_one_back_is_a_wall(redirects: OnwardRedirect) -> None:
    with pytest.raises(Blocked, match="cookie, status 302"):
        _answer(redirects, _led(PAGE, CHECK), 302, {**ROUND, "Location": CHECK})


def test_an_arabic_address_leads_to_itself_however_it_is_written(redirects: OnwardRedirect) -> None:
    request = _led("http://news.test/%D8%AE%D8%A8%D8%B1", url="http://news.test/خبر")
    response = Response(request.url, status=301, headers={**ROUND, "Location": "/خبر".encode()})
    with pytest.raises(Blocked):
        redirects.process_response(request, response)


@pytest.mark.parametrize(
    ("request_", "status", "headers", "leads_to"),
    [
        (_led(PAGE), 302, {**ROUND, "Location": "/2"}, "http://news.test/2"),
        (_led(PAGE), 302, {"Location": "/1"}, PAGE),
        (_led(PAGE), 302, {"Set-Cookie": "seen=1"}, 302),
        (_led(PAGE), 200, ROUND, 200),
        (_led("https://news.test/1"), 302, ROUND, PAGE),
        (_led(PAGE, CHECK), 302, {**ROUND, "Location": "/2"}, "http://news.test/2"),
        (_led(PAGE, url=CHECK), 302, ROUND, PAGE),
        (_led(PAGE, is_robots=True), 302, ROUND, PAGE),
    ],
)
def test_other_redirects_lead_on(
    redirects: OnwardRedirect, request_: Request, status: int, headers: dict[str, str], leads_to: object
) -> None:
    assert _answer(redirects, request_, status, headers) == leads_to


@pytest.fixture
def site() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


def test_a_site_behind_a_cookie_is_12_after_two_requests_for_a_page(site: Hostile, tmp_path: Path) -> None:
    publish(site, 4)
    for number in range(1, 5):
        here = site.url(HOST, f"/news/{number}")
        site.answers[f"{HOST}/news/{number}"] = reply(status=302, Location=here, Set_Cookie="seen=1")
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 12, done.stderr
    outcomes = rows_of(tmp_path / "output", "outcomes")
    assert {(row["reason"], row["detail"]) for row in outcomes} == {("blocked", "cookie, status 302")}
    assert len(outcomes) == 4
    assert len(site.times(HOST, "/news/1")) == 2
