"""The news spider: listings -> candidates -> wanted pages. It decides what to ask for; steps do the rest."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.archive.responses import Archive
from newscrawl.discovery.listing import UnreadableListing
from newscrawl.forgetting.in_listings import names_forgotten
from newscrawl.net.breaker import KEPT_OUT
from newscrawl.net.failures import outcome_of_failure
from newscrawl.net.refusals import HostGivenUp, RunEnds
from newscrawl.net.retry import was_sent
from newscrawl.scope import Scope
from newscrawl.sources import Source
from newscrawl.spiders.listing_look import ListingLook
from newscrawl.spiders.listings import Listings
from newscrawl.warc.writing import Answer
from pipelines.addresses.keys import all_keys
from pipelines.records import Candidate, Outcome, Page, Reason
from pipelines.run import Run
from pipelines.state.known import Visit
from pipelines.storing.batches import StopStoring

log = logging.getLogger(__name__)
_UNASKED = "HTTP 304 to a request without conditions"


class NewsSpider(Spider):
    """One run of one source. A class with `name` and `source` is made of it for every source file."""

    source: ClassVar[Source]

    def __init__(self, run: Run, archive: Archive, scope: Scope, **kwargs: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(**kwargs)
        self.run = run
        self.archive = archive
        self.scope = scope
        self.listings = Listings(self.source, run, scope)
        self.allowed_domains = list(self.source.domains)
        self._listings_open = 0
        self.walls: list[str] = []
        """Where a wall against robots was met, and which."""
        self.kept_out = 0
        """How many pages were answered as a site answers whom it does not want."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 (Scrapy's)
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.archive_response, signals.response_downloaded)
        crawler.signals.connect(spider.note_error, signals.spider_error)
        crawler.signals.connect(spider.note_error, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for look in self.listings.first():
            yield self._request_listing(look)

    # Listings

    def parse_listing(self, response: Response, look: ListingLook) -> Iterator[Any]:
        for child in self._children(response, look):
            yield self._request_listing(child)
        yield from self._listing_is_done()

    def listing_failed(self, failure: Failure) -> Iterator[Any]:
        if isinstance(failure.value, RunEnds):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        reason, detail = outcome_of_failure(_error(failure))
        if reason == "blocked":
            self._met_wall(request.url, detail)
        self.listings.failed(request.cb_kwargs["look"], None, f"{reason}: {detail}")
        yield from self._listing_is_done()

    def _children(self, response: Response, look: ListingLook) -> list[ListingLook]:
        try:
            if response.status == 304 and not _asks_for_changes(response):
                raise UnreadableListing(_UNASKED)
            candidates, children = self.listings.read(look, response.status, response.body, _headers(response))
        except UnreadableListing as why:
            self.listings.failed(look, response.status, str(why))
            return []
        except Exception as error:  # noqa: BLE001 (a fault of ours with one listing must not cost the pages of all)
            self._note(error)
            self.listings.failed(look, response.status, f"unexpected {type(error).__name__}: {error}")
            return []
        self.listings.wished(look, Counter(map(self.run.wish_for, candidates)))
        return children

    def _listing_is_done(self) -> Iterator[Request]:
        """Pages are asked for when every listing was read: what two of them say of a page then travels with it."""
        self._listings_open -= 1
        if self._listings_open > 0:
            return
        for candidate in self.listings.choose(self.run.frontier.wanted()):
            yield self._request_page(candidate)
        for candidate, visit in self.run.frontier.due(self.scope.most_looks):
            yield self._request_page(candidate, visit)

    def _request_listing(self, look: ListingLook) -> Request:
        self._listings_open += 1
        return Request(
            look.url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            headers=self.listings.validators(look),
            cb_kwargs={"look": look},
            meta={"download_maxsize": 50 * 2**20},  # the sitemap protocol allows files of this size
            dont_filter=True,
        )

    # Pages

    def _request_page(self, candidate: Candidate, visit: Visit | None = None) -> Request:
        offered = {} if visit is None else {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
        return Request(
            candidate.url,
            callback=self.parse_page,
            errback=self.page_failed,
            headers={name: value for name, value in offered.items() if value is not None},
            meta={"candidate": candidate, "is_look": visit is not None},
            dont_filter=True,  # `wish_for` has seen to it, by better rules than the fingerprint's
        )

    def parse_page(self, response: Response) -> Iterator[Page | Outcome]:
        if response.status == 304:
            yield self._not_modified(response)
        elif response.status in (404, 410):
            yield self._outcome(response, "gone", None, f"HTTP {response.status}")
        elif response.status != 200:
            self.kept_out += response.status in KEPT_OUT
            yield self._outcome(response, "rejected", "http_error", f"HTTP {response.status}")
        elif _is_cut(response):
            yield self._outcome(response, "rejected", "network_error", "the answer ends in the middle of the page")
        else:
            yield self._page(response)

    def _not_modified(self, response: Response) -> Outcome:
        """A cache that answers so to whoever asks says nothing of the page."""
        if _asks_for_changes(response):
            return self._outcome(response, "unchanged", None, "HTTP 304")
        return self._outcome(response, "rejected", "http_error", _UNASKED)

    def page_failed(self, failure: Failure) -> Iterator[Outcome]:
        request: Request = failure.request  # type: ignore[attr-defined]
        is_given_up = isinstance(failure.value, HostGivenUp)
        if isinstance(failure.value, RunEnds) or (is_given_up and not was_sent(request)):
            return  # never asked, or to be asked again: it stays pending
        reason, detail = outcome_of_failure(_error(failure))
        if is_given_up:  # between its first try and its second
            reason, detail = self._first_try(request)
        if reason == "blocked":
            self._met_wall(request.url, detail)
        found = self.run.outcome(request.meta["candidate"], "rejected", reason, detail)
        found.url, found.http_status = request.meta.get("answered", (None, None))
        yield _placed(found, request)

    def _first_try(self, request: Request) -> tuple[Reason, str]:
        """What became of a page whose host was given up before it could be asked a second time."""
        if "failed" in request.meta:
            reason, detail = request.meta["failed"]
            return reason, f"{detail}; the host was given up before a second try"
        _, status = request.meta["answered"]
        self.kept_out += status in KEPT_OUT
        return "http_error", f"HTTP {status}"

    def _page(self, response: Response) -> Page:
        headers = _headers(response)
        requested = response.meta["candidate"].url
        self.run.store.looks.validators[requested] = (headers.get("etag"), headers.get("last-modified"))
        return Page(
            outlet=self.run.outlet,
            candidate=response.meta["candidate"],
            url=response.url,
            status=response.status,
            headers=headers,
            body=response.body,
            fetched_at=self.run.now(),
            run_id=self.run.run_id,
            run_kind=self.run.kind,
            warc=response.meta.get("warc"),
        )

    def _outcome(self, response: Response, outcome: str, reason: Reason | None, detail: str) -> Outcome:
        found = self.run.outcome(response.meta["candidate"], outcome, reason, detail)
        found.url, found.http_status = response.url, response.status
        assert response.request is not None
        return _placed(found, response.request)

    def _met_wall(self, url: str, wall: str) -> None:
        log.warning("%s: blocked: %s", url, wall)
        self.walls.append(f"{url}: {wall}")

    # What Scrapy tells

    def archive_response(self, response: Response, request: Request) -> None:
        """The raw bytes exist here only; inside the steps a body is decompressed and its encoding forgotten."""
        try:
            self._archive(response, request)
        except Exception as error:  # noqa: BLE001 (Scrapy logs what a signal's receiver raises, and goes on)
            self._note(error)

    def _archive(self, response: Response, request: Request) -> None:
        request.meta["answered"] = response.url, response.status  # also of one that is refused on its way to us
        if response.status == 304 or self.run.stopped_storing is not None:
            return
        if self.run.store.forgotten.holds(response.url, *all_keys(response.url, self.run.outlet)):
            return  # a redirect has led to what was removed for good
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in _raw(response))
        answer = Answer(response.url, response.status, headers, response.body, self.run.now())
        candidate = request.meta.get("candidate")
        if candidate is None and names_forgotten(answer, self.run.store.forgotten, self.run.outlet):
            log.info("%s: not archived, since it names what was forgotten", response.url)
            return
        try:
            # Nothing of a look that finds nothing new is archived.
            if candidate is not None and request.meta.get("is_look"):
                self.archive.hold(answer, candidate)
            else:
                request.meta["warc"] = self.archive.write(answer, candidate)
        except StopStoring as error:
            self.run.stopped_storing = str(error)

    def note_error(self, failure: Failure) -> None:
        self._note(_error(failure))

    def _note(self, error: BaseException) -> None:
        log.error("unexpected %s: %s", type(error).__name__, error)
        self.run.errors.append(f"{type(error).__name__}: {error}")


def _asks_for_changes(response: Response) -> bool:
    assert response.request is not None
    return any(name in response.request.headers for name in ("If-None-Match", "If-Modified-Since"))


def _is_cut(response: Response) -> bool:
    """Whether an answer of unknown length, which a lost connection ends like a closed one, ends within a text.

    A whole page ends in a tag, if not in its last one.
    """
    end = response.body[-64:].rstrip()
    return "partial" in response.flags and b"<" in response.body[:2048] and not end.endswith(b">")


def _placed(outcome: Outcome, request: Request) -> Outcome:
    """With the place of the answer in the archive, if there was one."""
    place = request.meta.get("warc")
    if place is not None:
        outcome.warc_file, outcome.warc_offset = place.file, place.offset
    return outcome


def _error(failure: Failure) -> BaseException:
    assert failure.value is not None  # Twisted lets a Failure be empty; Scrapy's never are
    return failure.value


def _raw(response: Response) -> Iterator[tuple[bytes, bytes]]:
    for name, values in response.headers.items():
        for value in values:
            yield name, value


def _headers(response: Response) -> dict[str, str]:
    """Header names in lower case; of a repeated header the last value."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in _raw(response)}
