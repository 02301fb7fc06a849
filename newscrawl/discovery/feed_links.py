"""Which of the addresses in a feed's entry is the article's, and what a relative one means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.discovery.article_addresses import site_of
from newscrawl.discovery.feed_entries import Entry, parts_of, said_of
from newscrawl.discovery.listing import web_address
from newscrawl.discovery.markup import Markup

_FIRST_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_CHANNEL_LINK = re.compile(r"<link>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<\]]+)", re.IGNORECASE)
_MAX_HEAD = 16 * 1024  # what stands before the first entry is short, unless the feed has none


@dataclass(frozen=True)
class Home:
    """Where a feed belongs: what its relative links are relative to, and the site that its readers see."""

    base: str
    site: str


def home_of(markup: Markup, url: str) -> Home:
    """The channel's own link says both. RSS leaves it open, but writers mean www.dw.com and not rss.dw.com.

    A link to another site is nothing to be relative to (it may be a leftover: http://localhost/); but a feed may
    lie on another's host (feeds.feedburner.com), and then that site is where its articles are.
    """
    head = markup.content[:_MAX_HEAD]
    entry = _FIRST_ENTRY.search(head)
    link = _CHANNEL_LINK.search(head, 0, entry.start() if entry else len(head))
    shown = (web_address(link[1]) if link else None) or url
    return Home(shown if site_of(shown) == site_of(url) else url, site_of(shown))


def written_links(entry: Entry) -> Iterator[str]:
    """Every address that may be the article's, best first."""
    yield said_of(entry, "feedburner_origlink") or ""  # the address behind a proxy that counts readers
    for link in parts_of(entry, "links"):
        if link.get("rel") == "alternate":
            yield said_of(link, "href") or ""
    if not isinstance(dict.get(entry, "links", []), list):  # an element `links` took its place
        yield said_of(entry, "link") or ""
    denied = dict.get(entry, "guidislink") is False and not dict.__contains__(entry, "link")
    identity = said_of(entry, "id") or ""
    if not denied and re.match(r"https?://", identity, re.IGNORECASE):
        yield identity


def link_of(entry: Entry, home: Home) -> str | None:
    """The best address that is one; those of the site come first, since a proxy may stand where the link should."""
    links = list(filter(None, (web_address(written, home.base) for written in written_links(entry))))
    return next((link for link in links if site_of(link) == home.site), links[0] if links else None)
