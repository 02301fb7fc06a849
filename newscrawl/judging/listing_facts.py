"""What the facts of one listing in a run's line mean."""

from collections.abc import Mapping
from typing import Any

LISTINGS = ("feed", "sitemap", "section", "wordpress")
"""What the reasons begin with that a listing of this kind gives for what it leaves aside."""


def is_unchanged(facts: Mapping[str, Any]) -> bool:
    """It said so itself, or an index said it of its sitemaps: an hour without news is no failure."""
    return facts.get("status") == 304 or "child_unchanged" in facts.get("skipped", {})
