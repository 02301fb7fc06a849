"""What one listing gave: candidates, child sitemaps, and how many entries were set aside and why.

The reasons in `Listing.skipped`, each behind `feed/`, `sitemap/`, `section/` or `wordpress/`:

| reason | the entry |
|---|---|
| `no_link` | names no address at all |
| `bad_link` | names an address that is not http(s), relative where that cannot be meant, malformed or over 8 KB |
| `broken_entry` | cannot be read, not even leniently |
| `torn` | was cut off by the end of the file |
| `repeated` | names an address that the listing named before |
| `over_cap` | stands behind more entries than a listing may have |
| `not_article` | (sections) is a link that does not look like an article's |
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from newscrawl.discovery.times import parse_listing_time
from pipelines.records import Candidate

__all__ = ["Child", "Gathering", "Listing", "UnreadableListing", "parse_listing_time", "web_address"]

MAX_ADDRESS = 8 * 1024  # bytes; an Arabic slug takes six a letter once encoded, so 2 KB would lose real articles
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
# Most are: joining would parse them twice to give back the same.
_IN_FULL = re.compile(r"https?://[^/?#;]+(?:/[^?#;]*)?(?:\?[^#;]+)?")
_NOT_IN_HOST = re.compile(r"[\s<>\"\\^`{|}@%]")


class UnreadableListing(Exception):  # noqa: N818 (named by its effect)
    """The bytes are no listing at all; the message says what was found instead."""


@dataclass(frozen=True)
class Child:
    """A sitemap that a sitemap index names; `modified_at` only where the index gives an offset."""

    url: str
    modified_at: datetime | None = None


@dataclass(frozen=True)
class Listing:
    """What one listing gave, in the listing's order."""

    candidates: tuple[Candidate, ...] = ()
    children: tuple[Child, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)


class Gathering:
    """A listing in the making: keeps the first of each address, up to a cap, and counts the rest."""

    def __init__(self, area: str, cap: int) -> None:
        self._area = area
        self._cap = cap
        self._candidates: dict[str, Candidate] = {}
        self._children: dict[str, Child] = {}
        self._skipped: Counter[str] = Counter()

    def skip(self, reason: str, count: int = 1) -> None:
        if count:
            self._skipped[f"{self._area}/{reason}"] += count

    def add(self, found: Candidate | Child) -> None:
        if found.url in self._candidates or found.url in self._children:
            self.skip("repeated")
        elif len(self._candidates) + len(self._children) >= self._cap:
            self.skip("over_cap")
        elif isinstance(found, Child):
            self._children[found.url] = found
        else:
            self._candidates[found.url] = found

    def listing(self) -> Listing:
        return Listing(tuple(self._candidates.values()), tuple(self._children.values()), dict(self._skipped))


def web_address(raw: str, base: str = "") -> str | None:
    """The absolute http(s) address that `raw` means on the page `base`, else None.

    Line breaks and direction marks go, as in a browser; Arabic letters and spaces stay as written.
    """
    written = _CONTROLS.sub("", raw).strip() if raw else ""
    if not written:
        return None
    try:
        address = urljoin(base, written) if base and not _IN_FULL.fullmatch(written) else written
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # a bad port shows only when asked for
        size = len(address.encode())  # a lone surrogate cannot be encoded
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or _NOT_IN_HOST.search(parts.netloc):
        return None
    return address if size <= MAX_ADDRESS else None
