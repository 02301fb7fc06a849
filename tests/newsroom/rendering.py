"""What the three outlets share in making pages: templates, links in text, visible dates, replies."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from string import Template
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tests.newsroom.content import HERE, Edition, RefusedPage, Story, refused_pages, table

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server; `changed_at` is said as Last-Modified."""

    body: bytes
    content_type: str
    status: int = 200
    location: str | None = None
    changed_at: datetime | None = None
    has_etag: bool = False


def fill(name: str, **fields: object) -> str:
    """The template of this name with its fields filled; the fields are markup already."""
    return _template(name).substitute({key: str(value) for key, value in fields.items()})


@cache
def _template(name: str) -> Template:
    return Template((HERE / "templates" / name).read_text("utf-8"))


def inline(marked: str) -> str:
    """Text as HTML, with its marked words as links."""
    return re.sub(r"\[([^]]+)\]", _topic_link, html.escape(marked))


def _topic_link(found: re.Match[str]) -> str:
    return link(f"/topics/{quote(html.unescape(found[1]))}", html.unescape(found[1]))


def link(address: str, words: str) -> str:
    return f'<a href="{html.escape(address)}">{html.escape(words)}</a>'


def tag_links(story: Story) -> str:
    return "، ".join(link(f"/tags/{quote(tag)}", tag) for tag in story.tags)


def neighbours(story: Story, others: Sequence[Story], count: int) -> list[Story]:
    """Articles to link to beside this one; only steady ones, or every page would differ between editions."""
    steady = [other for other in others if other.is_steady and other.id != story.id]
    start = story.id % len(steady)
    return (steady[start:] + steady[:start])[:count]


def visible_day(local: datetime, region: int) -> str:
    """«13 مارس 2026», with the month's name as in the region: 0 Egypt, 1 Iraq, 2 Tunisia."""
    return f"{local.day} {table('months.tsv')[local.month - 1][region]} {local.year}"


def weekday(local: datetime) -> str:
    return table("weekdays.txt")[local.weekday()][0]


def target_key(target: str) -> str:
    """One key for all spellings of a request target: decoded, query sorted, without campaign parameters."""
    parts = urlsplit(target)
    query = sorted(pair for pair in parse_qsl(parts.query) if not pair[0].startswith("utm_"))
    return unquote(parts.path) + (f"?{urlencode(query)}" if query else "")


def listing(text: str, kind: str, stories: Sequence[Story], encoding: str = "utf-8") -> Reply:
    """A listing, which says when its newest article changed."""
    newest = max(story.changed_at for story in stories)
    return Reply(text.encode(encoding, "xmlcharrefreplace"), kind, changed_at=newest, has_etag=True)


def missing(content_type: str) -> Reply:
    return Reply(fill("refused/missing.html").encode(), content_type, status=404)


def refused(page: RefusedPage, content_type: str, encoding: str = "utf-8") -> Reply:
    body = fill(f"refused/{page.file}").encode(encoding, "xmlcharrefreplace")
    return Reply(body, content_type, status=page.status, location=page.location)


def refused_addresses(outlet: str, edition: Edition) -> dict[str, RefusedPage]:
    return {edition.base(outlet) + page.path: page for page in refused_pages(outlet)}
