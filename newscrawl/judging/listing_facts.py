"""What the facts of one listing in a run's line mean."""

from collections.abc import Mapping
from typing import Any

_LISTINGS = ("feed", "sitemap", "section", "wordpress")
TORN = frozenset(f"{listing}/torn" for listing in _LISTINGS)
OVER_CAP = frozenset(f"{listing}/over_cap" for listing in _LISTINGS)
"""Why a listing was not read to its end, whichever kind it is of."""


def is_unchanged(facts: Mapping[str, Any]) -> bool:
    """It said so itself, or an index said it of its sitemaps: an hour without news is no failure."""
    return facts.get("status") == 304 or "child_unchanged" in facts.get("skipped", {})
