"""A run's looks at its source's listings: which to ask for, what each gave, and what is left out of it and why."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.listing import Listing, UnreadableListing, parse_listing_time
from newscrawl.discovery.sections import read_section
from newscrawl.discovery.sitemaps import read_sitemap
from newscrawl.discovery.spans import reach_of, span_of
from newscrawl.discovery.wordpress import is_behind_last, read_posts
from newscrawl.judging.listing_facts import TORN
from newscrawl.scope import Scope
from newscrawl.sources import Source
from newscrawl.spiders.child_sitemaps import ChildSitemaps
from newscrawl.spiders.listing_look import ListingLook
from newscrawl.spiders.post_pages import PostPages
from pipelines.addresses.canonical import on_site
from pipelines.frontier import Wish
from pipelines.reading.moments import EARLIEST
from pipelines.records import Candidate, Outlet
from pipelines.run import Run
from pipelines.state.known import ListingMemory

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)


class Listings:
    def __init__(self, source: Source, run: Run, scope: Scope) -> None:
        self._source = source
        self._run = run
        self._scope = scope
        self._children = ChildSitemaps(source, run, scope)
        self._posts = PostPages(source, scope)

    def first(self) -> list[ListingLook]:
        """The listings that the source file names; for a backfill those that reach into the past, if it has any."""
        source, scope = self._source, self._scope
        sitemaps = [ListingLook(url, "sitemap") for url in source.sitemaps]
        latest = [ListingLook(url, "feed") for url in source.feeds]
        latest += [ListingLook(url, "section") for url in source.sections]
        posts = [ListingLook(url, "wordpress") for url in self._posts.first()]
        looks = latest + posts + sitemaps
        if scope.kind == "backfill":
            archives = [ListingLook(url, "archive") for url in source.archive_urls(scope.since, scope.until)]
            looks = archives + posts + sitemaps or latest
        self._children.pass_over(look.url for look in looks)
        return looks

    def validators(self, look: ListingLook) -> dict[str, str]:
        """Headers that let the server answer 304; none for a backfill, which reads what live runs passed over."""
        memory = self._run.state.listings.memory_of(look.url)
        if memory is None or self._scope.kind == "backfill":
            return {}
        if not timedelta(0) <= self._run.now() - memory.fetched_at <= self._scope.full_after:
            return {}  # nor for one of the future, which a wrong clock has left
        offered = {"If-None-Match": memory.etag, "If-Modified-Since": memory.last_modified}
        return {name: value for name, value in offered.items() if value is not None}

    def read(
        self, look: ListingLook, status: int, body: bytes, headers: Mapping[str, str]
    ) -> tuple[list[Candidate], list[ListingLook]]:
        """The candidates worth a wish and the further listings worth a look; raises UnreadableListing."""
        if status == 304:
            self._note(look, status, entries=None)
            return [], []
        if look.kind == "wordpress" and look.root is not None and is_behind_last(status, body):
            self._note(look, status, entries=0)
            return [], []
        if status != 200:
            raise UnreadableListing(f"HTTP {status}")
        listing = self._parse(look, body, headers)
        skipped = Counter(listing.skipped)
        own = [each for each in listing.candidates if not self._is_of_others_or_ahead(each, skipped)]
        candidates = [each for each in own if self._is_in_scope(each, skipped)]
        children, left = self._children.of(look, listing, skipped)
        children += self._next_page(look, listing, headers, skipped)
        facts = {"skipped": dict(+skipped), **left, **_span(own, self._run.outlet)}
        self._note(look, status, entries=len(listing.candidates), **facts)
        if not self._has_left_something(listing):
            self._remember(look, headers)
        return candidates, children

    def failed(self, look: ListingLook, status: int | None, problem: str) -> None:
        self._note(look, status, entries=None, problem=problem)

    def wished(self, look: ListingLook, wishes: Counter[Wish]) -> None:
        """Note how many of the listing's candidates are new to us, and how many were known before this run."""
        self._run.listings[look.url] |= {"new": wishes["wanted"] + wishes["again"], "known": wishes["known"]}

    def choose(self, wanted: list[Candidate]) -> list[Candidate]:
        """What this run asks for, in the order found; of too many for a live run the newest, others stay pending.

        Many sitemaps begin with what is oldest. A backfill goes on where its last run ended instead.
        """
        most = self._scope.most_pages
        if self._scope.kind == "backfill" or len(wanted) <= most:
            return wanted[:most]
        newest = sorted(range(len(wanted)), key=lambda place: _age(wanted[place]))[:most]
        return [wanted[place] for place in sorted(newest)]

    def _parse(self, look: ListingLook, body: bytes, headers: Mapping[str, str]) -> Listing:
        now, content_type = self._run.now(), headers.get("content-type")
        if look.kind == "feed":
            return read_feed(body, look.url, now, content_type)
        if look.kind == "wordpress":
            return read_posts(body, look.url, now, content_type)
        if look.kind == "section":
            return read_section(body, look.url, now, self._source.article_url, content_type)
        listing = read_sitemap(body, look.url, now)
        if look.kind == "archive":
            found = tuple(replace(each, found_in="archive") for each in listing.candidates)
            return replace(listing, candidates=found)
        return listing

    def _is_of_others_or_ahead(self, candidate: Candidate, skipped: Counter[str]) -> bool:
        why = None
        if not on_site(candidate.url, self._source.domains):
            why = "offsite"
        elif not self._source.is_article_url(candidate.url):
            why = "not_article_url"
        elif self._is_ahead(candidate):
            why = "dated_ahead"
        if why is not None:
            skipped[why] += 1
        return why is not None

    def _is_ahead(self, candidate: Candidate) -> bool:
        """Dated later than any clock allows; that a backfill finds newer entries says nothing."""
        moment = _moment_of(candidate)
        return self._scope.kind == "live" and moment is not None and self._scope.is_over_before(moment)

    def _is_in_scope(self, candidate: Candidate, skipped: Counter[str]) -> bool:
        moment = _moment_of(candidate)
        if moment is None or self._scope.covers(moment):
            return True
        # What was edited after the span may lie in it all the same; an archive's page is asked for by its days.
        is_edited_since = not candidate.published_raw and self._scope.is_over_before(moment)
        if is_edited_since and candidate.found_in == "archive":
            return True
        skipped["edited_since" if is_edited_since else "out_of_scope"] += 1
        return False

    def _next_page(
        self, look: ListingLook, listing: Listing, headers: Mapping[str, str], skipped: Counter[str]
    ) -> list[ListingLook]:
        if look.kind != "wordpress":
            return []
        first = look.root or look.url
        url = self._posts.after(look.url, first, listing, headers, skipped)
        return [] if url is None else [ListingLook(url, look.kind, root=first)]

    def _has_left_something(self, listing: Listing) -> bool:
        """Whether the same listing, unchanged, may bring more another time; then it is read anew.

        The children of an index change when it does not. A backfill leaves what is not of its span. A torn file may
        come whole.
        """
        is_torn = bool(TORN & listing.skipped.keys())
        return bool(listing.children) or self._scope.kind == "backfill" or is_torn

    def _remember(self, look: ListingLook, headers: Mapping[str, str]) -> None:
        self._run.frontier.remember_listing(
            ListingMemory(
                url=look.url,
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
                modified_at=None if look.child is None else look.child.modified_at,
                fetched_at=self._run.now(),
            )
        )

    def _note(self, look: ListingLook, status: int | None, **facts: Any) -> None:  # noqa: ANN401 (JSON)
        root = {} if look.root is None else {"root": look.root}
        line = {"url": look.url, "kind": look.kind, **root, "status": status, **facts}
        self._run.listings[look.url] = line


def _moment_of(candidate: Candidate) -> datetime | None:
    return _moment(candidate.published_raw or candidate.modified_raw or "")


def _age(candidate: Candidate) -> float:
    """Smaller is newer; what no listing dates comes last."""
    moment = _moment_of(candidate)
    return math.inf if moment is None else -moment.timestamp()


def _moment(written: str) -> datetime | None:
    """The moment; of a bare day its beginning, which is enough for a span of days with a day of slack."""
    moment = parse_listing_time(written)
    day = _DAY.match(written.strip())
    if moment is not None or day is None:
        return moment
    try:
        found = datetime.combine(date.fromisoformat(day[0]), time(), UTC)
    except ValueError:
        return None
    return found if found >= EARLIEST else None


def _span(candidates: list[Candidate], outlet: Outlet) -> dict[str, object]:
    """The stretch of time that a listing's articles span; the others on it may be pages of years ago."""
    reach, span = reach_of(candidates, outlet), span_of(candidates, outlet)
    return {"newest": span["newest"], "oldest": span["oldest"], "reach": reach and reach.isoformat()}
