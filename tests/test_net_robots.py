"""robots.txt, alone and in one crawl."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from newscrawl.net.refusals import AddressRefused, RobotsDenied, RobotsUnreachable
from newscrawl.net.robots import ClosedRobots, origin_of, rules_in
from tests.hostile import Crawled, Hostile, crawl, drip, head, hostile, in_turn, raw, redirect, reply

FORBID = b"User-agent: *\nDisallow: /private\n"
PAGE = b"<!DOCTYPE html><title>x</title><pre>User-agent: *\nDisallow: /\n</pre>"


@pytest.mark.parametrize(
    ("status", "body", "rules"),
    [
        (200, FORBID, FORBID), (204, b"", b""), (404, FORBID, b""), (403, PAGE, b""), (401, b"", b""),
        (200, PAGE, b""), (200, b"\xef\xbb\xbf \n" + PAGE, b""), (429, FORBID, None), (500, FORBID, None),
        (503, b"", None), (200, b"<!-- robots -->\n" + FORBID, b"<!-- robots -->\n" + FORBID),
        (301, b"", None), (304, b"", None),
    ],
)  # fmt: skip
def test_what_an_answer_means(status: int, body: bytes, rules: bytes | None) -> None:
    assert rules_in(status, body) == rules


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_long_file_is_cut_behind_a_whole_line(end: bytes) -> None:
    rules = rules_in(200, (b"Disallow: /private" + end) * 400_000)
    assert rules is not None
    assert 500_000 < len(rules) <= 500 * 1024
    assert rules.rstrip(b"\r\n").endswith(b"/private")
    assert rules[-1:] in b"\r\n"


@given(st.binary(max_size=2000), st.integers(100, 599))
@settings(deadline=None, max_examples=200)
def test_any_answer_has_a_meaning(body: bytes, status: int) -> None:
    rules = rules_in(status, body)
    assert rules is None or body.startswith(rules)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://news.test/x", "http://news.test:80"), ("http://news.test:80/", "http://news.test:80"),
        ("https://news.test/", "https://news.test:443"), ("http://news.test:8080/", "http://news.test:8080"),
    ],
)  # fmt: skip
def test_origins(url: str, origin: str) -> None:
    assert origin_of(Request(url)) == origin


class _Engine:
    """Answers robots.txt from a table; what is missing fails."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.downloader = SimpleNamespace(slots={}, per_slot_settings={}, _delay=2.0)

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request.url)
        await asyncio.sleep(0)
        answer = self.answers[request.url]
        if isinstance(answer, Exception):
            raise answer
        return Response(request.url, **answer)


def _robots(answers: dict[str, Any]) -> tuple[ClosedRobots, _Engine]:
    crawler = get_crawler(
        settings_dict={"ROBOTSTXT_OBEY": True, "NET_ROBOTS_LIFETIME": 86400, "USER_AGENT": "newscrawl (+mail)"}
    )
    crawler.spider = Spider("s")
    engine = _Engine(answers)
    crawler.engine = engine  # type: ignore[assignment]
    return build_from_crawler(ClosedRobots, crawler), engine


def _ask(robots: ClosedRobots, *urls: str, **meta: Any) -> list[str | None]:
    """The kind of refusal for each address, all asked at once."""

    async def one(url: str) -> str | None:
        try:
            await robots.process_request(Request(url, meta={"download_slot": "news.test", **meta}))
        except Exception as exc:  # noqa: BLE001 (the test looks at which)
            return type(exc).__name__
        return None

    async def every() -> list[str | None]:
        return list(await asyncio.gather(*map(one, urls)))

    return asyncio.run(every())


def test_is_off_where_robots_are_not_obeyed() -> None:
    with pytest.raises(NotConfigured):
        build_from_crawler(ClosedRobots, get_crawler(settings_dict={"ROBOTSTXT_OBEY": False}))


def test_asks_once_for_all_that_wait() -> None:
    robots, engine = _robots({"http://news.test/robots.txt": {"body": FORBID}})
    urls = ["http://news.test/a", "http://news.test/private/b", "http://news.test/c"]
    assert _ask(robots, *urls) == [None, "RobotsDenied", None]
    assert len(engine.asked) == 1


def test_schemes_and_ports_have_rules_of_their_own() -> None:
    table = {
        "http://news.test/robots.txt": {"body": FORBID}, "https://news.test/robots.txt": {"body": b""},
        "http://news.test:8080/robots.txt": {"status": 404},
    }  # fmt: skip
    robots, _ = _robots(table)
    urls = ["http://news.test/private", "https://news.test/private", "http://news.test:8080/private"]
    assert _ask(robots, *urls) == ["RobotsDenied", None, None]


def test_rules_are_read_again_after_a_day() -> None:
    table = {"http://news.test/robots.txt": {"body": FORBID}}
    robots, engine = _robots(table)
    robots.now = lambda: 1000.0
    url = "http://news.test/private"
    assert _ask(robots, url) == ["RobotsDenied"]
    table["http://news.test/robots.txt"] = {"body": b""}
    robots.now = lambda: 1000.0 + 86399
    assert _ask(robots, url) == ["RobotsDenied"]
    robots.now = lambda: 1000.0 + 86400
    assert _ask(robots, url) == [None]
    assert len(engine.asked) == 2


def test_no_meta_exempts_a_page() -> None:
    robots, _ = _robots({"http://news.test/robots.txt": {"body": FORBID}})
    assert _ask(robots, "http://news.test/private", dont_obey_robotstxt=True) == ["RobotsDenied"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"status": 503}, RobotsUnreachable), (OSError("gone"), RobotsUnreachable),
        (AddressRefused("private", host="news.test"), AddressRefused),
        (AddressRefused("private", host="inside.test"), RobotsUnreachable),
    ],
)  # fmt: skip
def test_in_doubt_the_host_is_closed(answer: Any, kind: type[Exception]) -> None:
    robots, engine = _robots({"http://news.test/robots.txt": answer})
    assert _ask(robots, "http://news.test/a", "http://news.test/b") == [kind.__name__] * 2
    assert len(engine.asked) == 1
    assert robots.crawler.stats.get_value("net/robots_unreachable") == 2


@pytest.mark.parametrize(("asked", "kept"), [("5", 5.0), ("1", 2.0), ("3600", 120.0)])
def test_crawl_delay_is_kept_within_bounds(asked: str, kept: float) -> None:
    body = f"User-agent: *\nCrawl-delay: {asked}\n".encode()
    robots, engine = _robots({"http://news.test/robots.txt": {"body": body}})
    _ask(robots, "http://news.test/a")
    assert engine.downloader.per_slot_settings["news.test"]["delay"] == kept


@pytest.mark.parametrize("asked", ["0", "-1", "nan", "soon"])
def test_a_crawl_delay_that_says_nothing(asked: str) -> None:
    body = f"User-agent: *\nCrawl-delay: {asked}\n".encode()
    robots, engine = _robots({"http://news.test/robots.txt": {"body": body}})
    assert _ask(robots, "http://news.test/a") == [None]
    assert not engine.downloader.per_slot_settings


def test_many_wildcards_are_matched_at_once() -> None:
    import time

    body = b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"$\n"
    robots, _ = _robots({"http://news.test/robots.txt": {"body": body}})
    start = time.process_time()
    _ask(robots, "http://news.test/" + "a" * 2000 + "b")
    assert time.process_time() - start < 1.0


# host -> what its robots.txt answers, what becomes of /page and of /private/page
HOSTS: dict[str, tuple[Any, str | None, str | None]] = {
    "plain": (reply(FORBID), None, "robots_denied"),
    "missing": (reply(status=404), None, None),
    "busy": (reply(status=503), "robots_denied", "robots_denied"),
    "limited": (reply(status=429), "robots_denied", "robots_denied"),
    "slow": (drip(head(Content_Length="99"), b"x"), "timeout", "timeout"),
    "hangup": (raw(b""), "network_error", "network_error"),
    "challenge": (reply(b"<title>Just a moment...</title>", status=403), None, None),
    "page": (reply(PAGE), None, None),
    "huge": (reply(b"User-agent: *\nDisallow: /private\n" + b"Disallow: /x?\n" * 100_000), None, "robots_denied"),
}  # fmt: skip


@pytest.fixture(scope="module")
def crawled() -> Iterator[tuple[Hostile, Crawled]]:
    with hostile() as site:
        names = [*HOSTS, "elsewhere", "moved", "endless", "inside", "delayed"]
        robots = {name: answer for name, (answer, _, _) in HOSTS.items()}
        robots |= {
            "elsewhere": reply(FORBID),
            "moved": redirect(site.url("elsewhere.test", "/robots.txt")),
            "endless": redirect(site.url("endless.test", "/robots.txt?more")),
            "inside": in_turn(reply(status=503), redirect(f"http://127.0.0.2:{site.port}/robots.txt")),
            "delayed": reply(b"User-agent: *\nCrawl-delay: 2\n"),
        }
        site.answers = {f"{name}.test/robots.txt": answer for name, answer in robots.items()}
        site.answers |= {f"{name}.test/{path}page": reply("خبر") for name in names for path in ("", "private/")}
        cases = [{"url": site.url(f"{n}.test", f"/{p}page")} for n in names for p in ("", "private/")]
        more = {
            "NET_HOSTS": {f"{name}.test": "127.0.0.1" for name in names}, "NET_ALLOWED_PORTS": [site.port],
            "DOWNLOAD_TIMEOUT": 1,
        }  # fmt: skip
        yield site, crawl(cases, more, [f"{name}.test" for name in names if name != "elsewhere"])


EXPECTED = {name: after for name, (_, *after) in HOSTS.items()} | {
    "moved": [None, "robots_denied"], "endless": ["http_error"] * 2, "inside": ["robots_denied"] * 2,
    "delayed": [None, None], "elsewhere": ["offsite"] * 2,
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_each_host_is_open_or_closed(crawled: tuple[Hostile, Crawled], name: str) -> None:
    site, result = crawled
    found = [result.cases[site.url(f"{name}.test", path)]["reason"] for path in ("/page", "/private/page")]
    assert found == EXPECTED[name]


def test_robots_redirects_end_at_five_hops(crawled: tuple[Hostile, Crawled]) -> None:
    assert len(crawled[0].times("endless.test", "/robots.txt")) == 6


def test_crawl_delay_holds_on_the_wire(crawled: tuple[Hostile, Crawled]) -> None:
    """An answer takes less than `DOWNLOAD_TIMEOUT`, one second: so two asked for at once arrive within it."""
    site, _ = crawled
    times = sorted(one.at for one in site.asked if one.host == "delayed.test" and "page" in one.path)
    assert times[1] - times[0] > 1


def test_every_kind_of_answer_is_counted(crawled: tuple[Hostile, Crawled]) -> None:
    stats = crawled[1].stats
    assert stats["net/robots_is_page"] == 2
    assert stats["net/robots_cut"] == 1
    assert stats["net/crawl_delay_kept"] == 1
    assert stats["net/robots_denied"] == 3


def test_refusals_say_what_went_wrong(crawled: tuple[Hostile, Crawled]) -> None:
    site, result = crawled
    assert result.cases[site.url("busy.test", "/page")]["detail"] == "robots.txt: status 503"
    assert RobotsDenied("x").reason == "robots_denied"
