"""Which sitemaps of an index a run reads, and what it must not claim to have seen for those that it leaves."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from newscrawl.discovery.listing import Child, Listing
from newscrawl.scope import Scope
from newscrawl.sources import Source
from newscrawl.spiders.listing_look import ListingLook
from pipelines.addresses.canonical import on_site
from pipelines.run import Run

# An index of indexes of sitemaps was seen; anything deeper is a loop.
_MOST_DEPTH = 3
# A year, or a month or day of it, in the name of a sitemap: `2016.xml`, `2016-01`, `20160131`.
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/_.]?(0[1-9]|1[0-2])(?:[-/_.]?\d\d)?)?(?!\d)", re.ASCII)
_SLACK = timedelta(days=1)  # the outlet's day is not UTC's


class ChildSitemaps:
    def __init__(self, source: Source, run: Run, scope: Scope) -> None:
        self._source = source
        self._run = run
        self._scope = scope
        self._left = scope.most_children
        self._visited: set[str] = set()

    def pass_over(self, urls: Iterable[str]) -> None:
        """What is read without an index: one may name itself."""
        self._visited.update(urls)

    def of(
        self, look: ListingLook, listing: Listing, skipped: Counter[str]
    ) -> tuple[list[ListingLook], dict[str, str]]:
        """The children to read, the most telling first; and of those over the cap up to when they list articles.

        What was left is counted. A sitemap that was changed at a moment lists nothing that was published after it;
        of a backfill that is not said, for an index may date a month by its first day.
        """
        looks, over_cap = [], []
        for child in sorted(listing.children, key=self._rank):
            why = self._why_no_look(look, child)
            if why is None:
                self._visited.add(child.url)
                self._left -= 1
                looks.append(ListingLook(child.url, look.kind, look.depth + 1, child, look.root or look.url))
                continue
            skipped[why] += 1
            if why == "child_over_cap" and child.modified_at is not None:
                over_cap.append(child.modified_at)
        is_told = over_cap and self._scope.kind == "live"
        return looks, {"unread_until": max(over_cap).isoformat()} if is_told else {}

    def _rank(self, child: Child) -> tuple[int, float, list[int]]:
        """Dated children from the newest on; behind them the others, by the numbers in their names.

        For a backfill those come first that name a month or year of its span. Of those changed since its span began
        the oldest is the likeliest to be of it. Those changed before come last, as an index may date a month by its
        first day.
        """
        numbers: list[int] = [-int(number) for number in re.findall(r"\d+", child.url)]
        moment = 0.0 if child.modified_at is None else child.modified_at.timestamp()
        if self._scope.kind != "backfill":
            return int(child.modified_at is None), -moment, numbers
        if self._names_the_span(child.url):
            return 0, moment, numbers
        if child.modified_at is None:
            return 2, moment, numbers
        return (3, -moment, numbers) if self._scope.begins_after(child.modified_at) else (1, moment, numbers)

    def _names_the_span(self, url: str) -> bool:
        first, last = self._scope.since - _SLACK, self._scope.until + _SLACK
        return any(
            (first.year, first.month) <= (int(year), int(month or 12))
            and (int(year), int(month or 1)) <= (last.year, last.month)
            for year, month in _MONTH.findall(url)
        )

    def _why_no_look(self, parent: ListingLook, child: Child) -> str | None:
        if not on_site(child.url, self._source.domains):
            return "child_offsite"
        if child.url in self._visited or parent.depth >= _MOST_DEPTH:
            return "child_of_a_loop"
        if child.modified_at is None:
            return None if self._left > 0 else "undated_child_over_cap"
        why = None if self._scope.kind == "backfill" else self._why_no_news(child.url, child.modified_at)
        return why if why is not None or self._left > 0 else "child_over_cap"

    def _why_no_news(self, url: str, modified_at: datetime) -> str | None:
        """A backfill reads what live runs pass over."""
        memory = self._run.state.listings.memory_of(url)
        if memory is not None and memory.modified_at == modified_at:
            return "child_unchanged"
        return None if self._scope.covers(modified_at) else "child_not_new"
