"""A run that is to end lets go of what it has not sent yet.

Scrapy waits for every request that has reached the downloader. Up to four of them wait in a slot for their turn,
each for the site's delay, and a site that asked us to rest makes that minutes. What is under way is waited for: it
is bounded by DOWNLOAD_TIMEOUT.
"""

from typing import Self

from scrapy import signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from newscrawl.net.breaker import host_of
from newscrawl.net.refusals import RunEnds

_LOOK = 0.5  # seconds; nothing signals that the engine has begun to close


class PromptEnd:
    """A Scrapy extension: fails the requests that wait in slots as soon as the spider is being closed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._clockwork = create_looping_call(self._look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.open, signals.spider_opened)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    def open(self) -> None:
        self._clockwork.start(_LOOK, now=False)

    def close(self) -> None:
        self._clockwork.stop()

    def _look(self) -> None:
        engine = self._crawler.engine
        if engine is None or engine._slot is None or engine._slot.closing is None:
            return
        for slot in list(engine.downloader.slots.values()):
            _let_go(slot)


def _let_go(slot: Slot) -> None:
    while slot.queue:
        request, answer = slot.queue.popleft()
        answer.errback(RunEnds("the run ends", host=host_of(request)))
