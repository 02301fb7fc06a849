"""Leaves a host alone for the rest of the run when it keeps failing or keeps us out.

Without this, a site that answers 503 to everything is asked twice for each of its thousand candidates, and a wall
learns our address. Counted by host, not by slot: a dead feeds. must not silence a living www.
"""

import contextlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.net.blocking import blocked_by
from newscrawl.net.failures import outcome_of_failure
from newscrawl.net.refusals import Blocked, HostGivenUp, Refused
from newscrawl.net.robots import ROBOTS_REQUEST
from pipelines.records import Reason

KEPT_OUT = frozenset({403, 429, 451})
"""Statuses by which a site shuts its door."""


def host_of(request: Request) -> str:
    return urlparse_cached(request).hostname or ""


class Breaker:
    """Counts failures in a row by host; a host with `limit` of them is open. Pure."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.open: dict[str, Reason] = {}
        self._in_a_row: dict[str, int] = {}

    def failed(self, host: str, reason: Reason) -> None:
        self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
        if self._in_a_row[host] >= self.limit:
            self.open.setdefault(host, reason)

    def answered(self, host: str) -> None:
        self._in_a_row.pop(host, None)


class CircuitBreaker:
    """Downloader middleware between decompression and retry: sees every answer, readable, and every failed try."""

    def __init__(self, stats: StatsCollector, limit: int) -> None:
        self.stats = stats
        self.breaker = Breaker(limit)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats, crawler.settings.getint("NET_BREAKER_LIMIT"))

    def process_request(self, request: Request) -> None:
        host = host_of(request)
        reason = self.breaker.open.get(host)
        if reason is not None:
            self.stats.inc_value("net/host_given_up")
            raise HostGivenUp(f"{host} was given up in this run: {reason}", host=host, reason=reason)

    def process_response(self, request: Request, response: Response) -> Response:
        host = host_of(request)
        wall = _wall(response)
        if wall is not None:
            self.met_wall(host, wall)
        elif response.status in KEPT_OUT:
            self._failed(host, "blocked")
        elif response.status >= 500:
            self._failed(host, "http_error")
        else:
            self.breaker.answered(host)
        # What a wall in the place of robots.txt means is for the robots middleware to say.
        if wall is not None and ROBOTS_REQUEST not in request.meta:
            raise Blocked(f"{wall}, status {response.status}", host=host)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, Refused):
            return
        reason, _ = request.meta["failed"] = outcome_of_failure(exception)  # the second try has it with it
        if reason in ("network_error", "timeout"):
            self._failed(host_of(request), reason)

    def met_wall(self, host: str, wall: str) -> None:
        """Counts it, and the failure of its host."""
        self.stats.inc_value("net/blocked")
        self.stats.inc_value(f"net/blocked/{wall}")
        self._failed(host, "blocked")

    def give_up(self, host: str, reason: Reason) -> None:
        """Opens at once, as when a site asks us to come back in an hour."""
        self.breaker.open.setdefault(host, reason)
        self._show()

    def _failed(self, host: str, reason: Reason) -> None:
        self.breaker.failed(host, reason)
        self._show()

    def _show(self) -> None:
        if self.breaker.open:
            self.stats.set_value("net/breaker_open", len(self.breaker.open))
        for host, reason in self.breaker.open.items():
            self.stats.set_value(f"net/breaker_open/{host}", reason)


def _wall(response: Response) -> str | None:
    headers: dict[str, str] = {}
    for name, values in response.headers.items():
        with contextlib.suppress(UnicodeDecodeError):
            headers[name.decode("ascii")] = b", ".join(values).decode("latin-1")
    return blocked_by(response.status, headers, response.body)
