"""What a source file says, typed: one field per key. `docs/sources.md` explains each at length."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pipelines.records import Outlet, ReadingRule

Kind = Literal["agency", "broadcaster", "newspaper", "portal", "official"]
TextMining = Literal["granted", "reserved", "unknown"]
Certainty = Literal["measured", "listed", "inferred"]
FeedTimes = Literal["local"]

EVERY = timedelta(minutes=30)  # a feed of 20 items, the shortest measured, must not turn over between two looks
DELAY = 2.0  # seconds: a feed of 100 new items takes three minutes, and no server notices


@dataclass(frozen=True, slots=True)
class Terms:
    """What the outlet allows: where it says so, the year somebody looked, and what it says of text mining."""

    url: str | None = None
    seen: int | None = None
    tdm: TextMining = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure the listings are: measured in a log, listed in other programs, or inferred from a habit."""

    year: int | None = None
    listings: Certainty = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One outlet. `id`, `country` and `path` come from where the file lies, all else from what it says."""

    id: str
    country: str
    path: Path
    name: str
    domains: tuple[str, ...]
    timezone: str
    name_en: str | None = None
    kind: Kind | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    wordpress: bool = False
    article_url: re.Pattern[str] | None = None
    examples: tuple[str, ...] = ()
    keep_params: tuple[str, ...] = ()
    feed_times: FeedTimes | None = None
    per_day: tuple[int, int] | None = None
    every: timedelta = EVERY
    delay: float = DELAY
    enabled: bool = True
    why: str | None = None
    terms: Terms = Terms()
    evidence: Evidence = Evidence()
    reading: tuple[ReadingRule, ...] = ()

    def outlet(self) -> Outlet:
        """The part that travels with each page, so that steps need no source file."""
        return Outlet(
            source_id=self.id,
            name=self.name,
            domains=self.domains,
            country=self.country.upper(),
            timezone=self.timezone,
            keep_params=self.keep_params,
            article_url=self.article_url.pattern if self.article_url is not None else None,
            feed_times_local=self.feed_times == "local",
            reading=self.reading,
        )

    def is_article_url(self, url: str) -> bool:
        """Whether the address may be an article's; without `article_url` any may be.

        Listings write Arabic in an address as it is or as %D8…, so either spelling may match.
        """
        if self.article_url is None:
            return True
        return any(self.article_url.search(spelling) is not None for spelling in (url, unquote(url)))

    def site(self) -> str:
        """Scheme and host where its articles lie: those of the first example, else of the first domain."""
        if not self.examples:
            return f"https://{self.domains[0]}"
        parts = urlsplit(self.examples[0])
        return f"{parts.scheme}://{parts.netloc}"

    def archive_urls(self, first: date, last: date) -> Iterator[str]:
        """The dated sitemaps of the days `first` to `last`, both included, oldest first, none twice."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for template in self.archives:
            filled = (template.format(year=day.year, month=day.month, day=day.day) for day in days)
            yield from dict.fromkeys(filled)
