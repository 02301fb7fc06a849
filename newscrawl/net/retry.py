"""A second try, when the site says that it may come.

Scrapy retries within milliseconds and does not read Retry-After: three requests in 5 ms to a server that asked for
three seconds. Here the slot rests as long as asked; a site that asks for more than we wait is left for this run.
"""

import email.utils
import time
from collections.abc import Callable
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawl.net.breaker import CircuitBreaker, host_of
from newscrawl.net.politeness import SlotHold

_BUSY = frozenset({429, 503})


def asked_wait(retry_after: str | None, now: float) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None if it says nothing readable."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])  # more digits are no longer a time
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def was_sent(request: Request) -> bool:
    """Whether it is the second try of a request, or later: an earlier one has reached the host."""
    return bool(request.meta.get("retry_times"))


class PatientRetry(RetryMiddleware):
    """Scrapy's retry, with the wait."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.longest_wait = settings.getfloat("NET_RETRY_AFTER_MAX")
        self.usual_wait = settings.getfloat("NET_RETRY_AFTER_DEFAULT")
        self.slots = SlotHold()
        self.now: Callable[[], float] = time.time

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        # This signal comes before the slot looks at its queue again; process_response comes after, too late.
        crawler.signals.connect(middleware.hold_slot, signal=signals.response_downloaded)
        return middleware

    def hold_slot(self, response: Response, request: Request) -> None:
        wait = self._wait(response)
        key = request.meta.get("download_slot")
        if wait is None or wait <= 0 or wait > self.longest_wait or key is None:
            return
        assert self.crawler.engine is not None
        self.slots.hold(self.crawler.engine.downloader, key, wait)
        self.crawler.stats.inc_value("net/slot_held")

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 (Scrapy's signature)
    ) -> Request | Response:
        wait = self._wait(response)
        if wait is None or wait <= self.longest_wait:
            return super().process_response(request, response)
        self.crawler.stats.inc_value("net/retry_after_too_long")
        breaker = self.crawler.get_downloader_middleware(CircuitBreaker)
        if breaker is not None:
            breaker.give_up(host_of(request), "blocked" if response.status == 429 else "http_error")
        return response

    def _wait(self, response: Response) -> float | None:
        if response.status not in _BUSY:
            return None
        header = response.headers.get("Retry-After")
        asked = asked_wait(header.decode("latin-1") if header is not None else None, self.now())
        return self.usual_wait if asked is None else asked
