"""What robots.txt forbids, closed when in doubt (RFC 9309).

Scrapy allows everything when robots.txt cannot be read, reads it once a process, once for both http and https, and
parses a seven-megabyte one for seven seconds. Here: no answer, 5xx and 429 forbid the host until the rules are read
again; 4xx and an HTML page are no rules; half a megabyte is read; a day later it is asked for again.
"""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newscrawl.net.failures import outcome_of_failure
from newscrawl.net.politeness import keep_delay
from newscrawl.net.refusals import AddressRefused, HostGivenUp, Refused, RobotsDenied, RobotsUnreachable, RunEnds
from newscrawl.unpacking import is_markup

ROBOTS_REQUEST = "newscrawl_robots_request"  # meta key of our own requests for robots.txt, kept by their redirects
_LARGEST = 500 * 1024  # RFC 9309, 2.5; a longer one is not rules but an attack on the parser
_GROUP = re.compile(rb"^\s*user-agent\s*:", re.IGNORECASE | re.MULTILINE)
_LONGEST_DELAY = 120.0  # a Crawl-delay of an hour would mean a run of a year
_MOST_REDIRECTS = 5  # RFC 9309, 2.3.1.2


@dataclass(frozen=True, slots=True)
class Rules:
    """What was learnt of one origin; either who is refused what, or why everything is."""

    parser: RobotParser | None = None
    refusal: Refused | None = None


def rules_in(status: int, body: bytes) -> bytes | None:
    """The lines to obey: none if there is no robots.txt (4xx) or a page in its place; None if nobody could say."""
    if status == 429 or not (200 <= status < 300 or 400 <= status < 500):
        return None
    is_page = is_markup(body) and _GROUP.search(body) is None  # rules may open with a stray comment of HTML
    return b"" if status >= 400 or is_page else body[: _end_of_rules(body)]


def _end_of_rules(body: bytes) -> int:
    """Where to cut: behind a whole line, since `Disallow: /private` cut short forbids the whole site."""
    if len(body) <= _LARGEST:
        return len(body)
    return max(body.rfind(b"\n", 0, _LARGEST), body.rfind(b"\r", 0, _LARGEST)) + 1


def origin_of(request: Request) -> str:
    """Scheme, host and port: robots.txt of https says nothing of http (RFC 9309, 2.3)."""
    parts = urlparse_cached(request)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{parts.hostname}:{port}"


class ClosedRobots(RobotsTxtMiddleware):
    """Downloader middleware in the place of Scrapy's; no request but its own is exempt."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.lifetime = crawler.settings.getfloat("NET_ROBOTS_LIFETIME")
        self.now: Callable[[], float] = time.monotonic
        self._known: dict[str, tuple[float, asyncio.Task[Rules]]] = {}

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 (Scrapy's signature)
        if ROBOTS_REQUEST in request.meta:
            return
        rules = await self._rules_for(request)
        if rules.refusal is not None:
            self._stats.inc_value("net/robots_unreachable")
            raise rules.refusal.with_traceback(None)
        if rules.parser is not None and not rules.parser.allowed(request.url, self._user_agent(request)):
            self._stats.inc_value("net/robots_denied")
            raise RobotsDenied("forbidden by robots.txt", host=urlparse_cached(request).hostname or "")

    async def _rules_for(self, request: Request) -> Rules:
        """Asked once for all requests that wait for it, and again when the answer is old."""
        origin = origin_of(request)
        read_at, reading = self._known.get(origin, (float("-inf"), None))
        if reading is None or self.now() - read_at >= self.lifetime:
            reading = asyncio.ensure_future(self._read(request))
            self._known[origin] = (self.now(), reading)
        return await asyncio.shield(reading)

    async def _read(self, request: Request) -> Rules:
        host = urlparse_cached(request).hostname or ""
        try:
            return await self._parse(await self._fetch(request), request, host)
        except RunEnds as exc:
            return Rules(refusal=exc)
        except (AddressRefused, HostGivenUp) as exc:
            # The page itself would meet the same refusal, unless it was robots.txt that led elsewhere.
            return Rules(refusal=exc if exc.host == host else RobotsUnreachable(f"robots.txt: {exc.detail}"))
        except Exception as exc:  # noqa: BLE001 (whatever went wrong, nobody said that we may)
            reason, detail = outcome_of_failure(exc)
            return Rules(refusal=RobotsUnreachable(f"robots.txt: {detail}", host=host, reason=reason))

    async def _fetch(self, request: Request) -> Response:
        assert self.crawler.engine is not None
        parts = urlparse_cached(request)
        asked = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={ROBOTS_REQUEST: True, "redirect_ttl": _MOST_REDIRECTS},
            callback=NO_CALLBACK,
        )
        response = await self.crawler.engine.download_async(asked)
        self._stats.inc_value("net/robots_read")
        return response

    async def _parse(self, response: Response, request: Request, host: str) -> Rules:
        lines = rules_in(response.status, response.body)
        if lines is None:
            return Rules(refusal=RobotsUnreachable(f"robots.txt: status {response.status}", host=host))
        if is_markup(response.body):
            self._stats.inc_value("net/robots_is_page")
        elif lines and len(lines) < len(response.body):
            self._stats.inc_value("net/robots_cut")
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, lines)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        self._keep_crawl_delay(parser, request)
        return Rules(parser=parser)

    def _keep_crawl_delay(self, parser: RobotParser, request: Request) -> None:
        delay = parser.crawl_delay(self._user_agent(request))
        key = request.meta.get("download_slot")
        if delay is None or not delay > 0 or key is None:  # `not >` also meets nan
            return
        assert self.crawler.engine is not None
        keep_delay(self.crawler.engine.downloader, key, min(delay, _LONGEST_DELAY))
        self._stats.inc_value("net/crawl_delay_kept")

    def _user_agent(self, request: Request) -> str | bytes:
        return self._robotstxt_useragent or request.headers.get("User-Agent") or self._default_useragent
