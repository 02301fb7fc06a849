"""One outlet, one slot: its hosts share one delay, and nothing makes that delay shorter than promised.

Slots are Scrapy's; the delay that is promised for a slot stands in the downloader's own `per_slot_settings`,
because Scrapy forgets an idle slot after a minute and makes it anew from there.
"""

import time
from collections.abc import Callable

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader, Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.asyncio import CallLaterResult, call_later
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.net.hosts import slot_of


class ShareSlot:
    """Downloader middleware: sets the slot at every hop, since a redirect inherits the slot of another host."""

    def process_request(self, request: Request) -> None:
        request.meta["download_slot"] = slot_of(urlparse_cached(request).hostname or "")


def keep_delay(downloader: Downloader, key: str, seconds: float) -> None:
    """From now on, at least so many seconds lie between two requests of this slot."""
    promised = downloader.per_slot_settings.get(key, {})
    delay = max(seconds, promised_delay(downloader, key))
    downloader.per_slot_settings[key] = {**promised, "delay": max(delay, downloader._delay)}
    slot = downloader.slots.get(key)
    if slot is not None:
        slot.delay = max(slot.delay, delay)


def promised_delay(downloader: Downloader, key: str) -> float:
    return float(downloader.per_slot_settings.get(key, {}).get("delay", 0.0))


class KeepingThrottle(AutoThrottle):
    """Scrapy's AutoThrottle, which would bring a slot back to DOWNLOAD_DELAY, below the site's Crawl-delay."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if key is not None and slot is not None:
            assert self.crawler.engine is not None
            slot.delay = max(slot.delay, promised_delay(self.crawler.engine.downloader, key))


class SlotHold:
    """Lets a slot rest: what waits in it, and what comes later, is sent when the time is over."""

    def __init__(
        self,
        later: Callable[..., CallLaterResult] = call_later,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.later = later
        self.now = now
        self._until: dict[str, float] = {}

    def hold(self, downloader: Downloader, key: str, seconds: float) -> None:
        slot = downloader.slots.get(key)
        until = self.now() + seconds
        if slot is None or until <= self._until.get(key, 0.0):
            return
        self._until[key] = until
        self._restart_at(downloader, slot, seconds)

    def _restart_at(self, downloader: Downloader, slot: Slot, seconds: float) -> None:
        if slot.latercall is not None:
            slot.latercall.cancel()
        slot.latercall = self.later(seconds, downloader._latercall, slot)
