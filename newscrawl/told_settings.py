"""The settings that decide what a run asks for and stores: its line in `runs/` tells them, as does a release."""

from scrapy.settings import BaseSettings

# Addresses of ours (CONTACT, PROXY, folders) are nobody's business.
_NAMES = (
    "LIVE_DAYS", "MAX_PAGES", "LOOK_AGAIN_AFTER", "LOOK_AGAIN_GRACE_DAYS", "LOOK_AGAIN_SHARE", "LISTING_FULL_DAYS",
    "MAX_CHILD_SITEMAPS", "READING_DEADLINE",
)  # fmt: skip


def told_settings(settings: BaseSettings) -> dict[str, object]:
    """As JSON takes them."""
    return {"ITEM_PIPELINES": settings.getdict("ITEM_PIPELINES")} | {name: settings.get(name) for name in _NAMES}
