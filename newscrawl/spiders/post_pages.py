"""Which pages of a WordPress site's posts a run asks for: the newest posts, or all those of a span of the past."""

from collections import Counter
from collections.abc import Mapping

from newscrawl.discovery.listing import Listing
from newscrawl.discovery.wordpress import latest_posts, next_page, page_number, past_posts
from newscrawl.scope import Scope
from newscrawl.sources import Source

# Of a month: 10,000 posts. The busiest sites publish 300 a day.
_MOST_PAGES = 100


class PostPages:
    def __init__(self, source: Source, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self._listed: dict[str, set[str]] = {}
        """The posts named so far, by the first page of their span."""

    def first(self) -> list[str]:
        """The pages to begin with; none of a source that offers no posts."""
        if not self._source.wordpress:
            return []
        site = self._source.site()
        if self._scope.kind == "backfill":
            return list(past_posts(site, self._scope.since, self._scope.until))
        return [latest_posts(site)]

    def after(
        self, url: str, first: str, listing: Listing, headers: Mapping[str, str], skipped: Counter[str]
    ) -> str | None:
        """The next page of the span that begins with the page `first`; the newest posts are one page, as a feed is.

        Why a span is left before its end is counted.
        """
        if self._scope.kind != "backfill" or not (listing.candidates or listing.skipped):
            return None
        following = next_page(url, headers)
        if following is None:
            return None
        listed = self._listed.setdefault(first, set())
        named = {each.url for each in listing.candidates} - listed
        listed |= named
        if page_number(following) > _MOST_PAGES:
            skipped["page_over_cap"] += 1
        elif listing.candidates and not named:  # a cache that takes all pages for one would never end
            skipped["page_repeated"] += 1
        else:
            return following
        return None
