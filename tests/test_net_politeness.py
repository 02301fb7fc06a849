from types import SimpleNamespace
from typing import Any

from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl.net.politeness import KeepingThrottle, ShareSlot, SlotHold, keep_delay


def _downloader(delay: float = 2.0) -> Any:
    slot = Slot(concurrency=1, delay=delay, jitter=0.0)
    return SimpleNamespace(
        slots={"news.test": slot}, per_slot_settings={}, _delay=delay, _latercall=lambda _slot: None
    )


def test_every_hop_gets_the_slot_of_its_own_host() -> None:
    request = Request("http://m.news.test/", meta={"download_slot": "other.test"})
    ShareSlot().process_request(request)
    assert request.meta["download_slot"] == "news.test"


def test_a_crawl_delay_never_shortens_the_own_delay() -> None:
    downloader = _downloader()
    keep_delay(downloader, "news.test", 1.0)
    assert downloader.slots["news.test"].delay == 2.0
    assert downloader.per_slot_settings["news.test"]["delay"] == 2.0


def test_the_longest_promise_stays_when_the_slot_is_made_anew() -> None:
    downloader = _downloader()
    keep_delay(downloader, "news.test", 10.0)
    keep_delay(downloader, "news.test", 5.0)
    assert downloader.slots["news.test"].delay == 10.0
    assert downloader.per_slot_settings["news.test"] == {"delay": 10.0}


def test_autothrottle_does_not_go_below_the_promise() -> None:
    crawler = get_crawler(settings_dict={"AUTOTHROTTLE_ENABLED": True, "DOWNLOAD_DELAY": 2.0})
    downloader = _downloader()
    crawler.engine = SimpleNamespace(downloader=downloader)  # type: ignore[assignment]
    request = Request("http://news.test/", meta={"download_slot": "news.test", "download_latency": 0.01})
    keep_delay(downloader, "news.test", 100.0)
    delays = []
    for kind in (KeepingThrottle, AutoThrottle):
        throttle = kind.from_crawler(crawler)
        throttle.mindelay, throttle.maxdelay = 2.0, 60.0
        throttle._response_downloaded(Response(request.url), request, Spider("s"))
        delays.append(downloader.slots["news.test"].delay)
    assert delays[0] == 100.0
    assert delays[1] < 100.0  # Scrapy's own would have gone below


class _Later:
    """Stands for the reactor's call_later: writes down, and cancels."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.cancelled = 0

    def __call__(self, seconds: float, _call: Any, _slot: Slot) -> Any:
        self.asked.append(seconds)
        return self

    def cancel(self) -> None:
        self.cancelled += 1


def test_a_slot_rests_and_a_shorter_rest_does_not_end_a_longer() -> None:
    later, downloader = _Later(), _downloader()
    hold = SlotHold(later, now=lambda: 1000.0)
    hold.hold(downloader, "news.test", 30.0)
    hold.hold(downloader, "news.test", 5.0)
    hold.hold(downloader, "unknown.test", 5.0)
    assert later.asked == [30.0]
    hold.hold(downloader, "news.test", 40.0)
    assert later.asked == [30.0, 40.0]
    assert later.cancelled == 1
