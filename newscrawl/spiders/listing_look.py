"""A look at one listing of a source: what to fetch, and by what it was come by."""

from dataclasses import dataclass
from typing import Literal

from newscrawl.discovery.listing import Child


@dataclass(frozen=True, slots=True)
class ListingLook:
    """One listing to fetch. `child` holds what the index said of it; None for those the source file names."""

    url: str
    kind: Literal["feed", "sitemap", "section", "archive", "wordpress"]
    depth: int = 0
    child: Child | None = None
    root: str | None = None
    """The listing of the source file from which a child, or a further page of posts, was come by."""
