"""The feeds of «فجر اليوم», and the addresses that they offer."""

import html
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from tests.newsroom.content import Edition, Story
from tests.newsroom.rendering import fill

ZONE = ZoneInfo("Africa/Cairo")


def address(story: Story, edition: Edition) -> str:
    return edition.base("fajr") + path_of(story)


def twins(story: Story, edition: Edition) -> list[str]:
    """The other addresses of the article."""
    base = edition.base("fajr")
    return [
        f"{base}/amp{path_of(story)}",
        f"{base}/?p={story.id}",
        f"{base}{path_of(story)}?utm_source=rss&utm_medium=feed",
    ]


def path_of(story: Story) -> str:
    return f"/{story.published_at.astimezone(ZONE):%Y/%m/%d}/{story.id}"


def rss(stories: Sequence[Story], edition: Edition) -> str:
    base = edition.base("fajr")
    items = "\n".join(_rss_item(story, edition) for story in stories)
    built = format_datetime(max(story.changed_at for story in stories).astimezone(ZONE))
    return fill("fajr/rss.xml", base=base, built=built, items=items)


def _rss_item(story: Story, edition: Edition) -> str:
    _, short, campaign = twins(story, edition)
    chosen = {0: campaign, 1: short}.get(story.id % 5, address(story, edition))
    return fill(
        "fajr/rss_item.xml",
        id=story.id,
        base=edition.base("fajr"),
        link=html.escape(chosen),
        title=html.escape(story.title_raw),
        summary=html.escape(story.summary),
        section=story.section,
        creator="" if story.author is None else f"<dc:creator>{html.escape(story.author)}</dc:creator>",
        published=format_datetime(story.published_at.astimezone(ZONE)),
    )


def atom(stories: Sequence[Story], edition: Edition) -> str:
    chosen = [story for story in stories if story.section == "اقتصاد"]
    entries = "\n".join(_atom_entry(story, edition) for story in chosen)
    built = iso(max(story.changed_at for story in chosen))
    return fill("fajr/atom.xml", base=edition.base("fajr"), built=built, items=entries)


def _atom_entry(story: Story, edition: Edition) -> str:
    return fill(
        "fajr/atom_entry.xml",
        id=story.id,
        link=address(story, edition),
        title=html.escape(story.title_raw),
        summary=html.escape(story.summary),
        credit=html.escape(story.author or story.credit or "فجر اليوم"),
        published=iso(story.published_at),
        modified=iso(story.changed_at),
    )


def iso(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="seconds")
