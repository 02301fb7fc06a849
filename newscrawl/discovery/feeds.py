"""Reads RSS, Atom and RDF feeds, broken ones too: one bad entry never costs the others."""

import re
from collections.abc import Iterable
from datetime import datetime

from newscrawl.discovery.decoding import decode
from newscrawl.discovery.feed_entries import MAX_ENTRIES, Entry, feed_entries, parts_of, said_of
from newscrawl.discovery.feed_links import home_of, link_of, written_links
from newscrawl.discovery.listing import Gathering, Listing, UnreadableListing, web_address
from newscrawl.discovery.markup import describe, open_markup, plain_text
from pipelines.records import Candidate

FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
MAX_TEXT = 16 * 1024 * 1024  # the largest real feeds have 1 MB; feedparser needs minutes for hundreds
MAX_TITLE, MAX_SUMMARY, MAX_NAME = 1000, 2000, 200
MAX_KEYWORDS = 50
# Only where an address stands free in text: one inside a link is part of the link.
_E_MAIL = re.compile(r"(?<![A-Za-z0-9._%+/:=@-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)


def read_feed(body: bytes, url: str, found_at: datetime, content_type: str | None = None) -> Listing:
    """What a feed lists. Raises UnreadableListing where the bytes are no feed."""
    text = decode(body, content_type)
    if len(text) > MAX_TEXT:
        raise UnreadableListing(f"a body of {len(text)} characters, too large for a feed")
    markup = open_markup(_E_MAIL.sub("", text))
    if markup.root not in FEED_ROOTS:
        raise UnreadableListing(f"a sitemap, not a feed: {describe(markup.text)}")
    gathered = Gathering("feed", MAX_ENTRIES)
    home = home_of(markup, url)
    for entry in feed_entries(markup, gathered):
        link = link_of(entry, home)
        if link is None:
            gathered.skip("bad_link" if any(written_links(entry)) else "no_link")
        else:
            gathered.add(_candidate(entry, link, url, found_at))
    return gathered.listing()


def _candidate(entry: Entry, link: str, url: str, found_at: datetime) -> Candidate:
    published, modified = _times(entry)
    return Candidate(
        url=link,
        found_in="feed",
        found_at=found_at,
        listing_url=url,
        title=plain_text(said_of(entry, "title") or "", MAX_TITLE),
        published_raw=published,
        modified_raw=modified,
        authors=_authors(entry),
        keywords=_keywords(entry),
        section=plain_text(said_of(entry, "section", "prism_section") or "", MAX_NAME),
        image_url=_image(entry, url),
        summary=plain_text(said_of(entry, "summary") or "", MAX_SUMMARY),
    )


def _times(entry: Entry) -> tuple[str | None, str | None]:
    """Published and modified as written. A feed of RSS kind means publication by its `dc:date`."""
    published, modified = said_of(entry, "published", "created"), said_of(entry, "updated")
    if published is None and entry["has_dc_date"] and not entry["is_atom"]:
        return modified, None
    return published, modified


def _authors(entry: Entry) -> tuple[str, ...]:
    names = (said_of(author, "name") or "" for author in parts_of(entry, "authors"))
    plain = (plain_text(name, MAX_NAME) or "" for name in names)
    return _distinct(name.strip(" ()<>,،;") for name in plain if "@" not in name and not name.startswith("mailto:"))


def _keywords(entry: Entry) -> tuple[str, ...]:
    written = (said_of(tag, "label", "term") or "" for tag in parts_of(entry, "tags"))
    return _distinct(plain_text(word, MAX_NAME) or "" for word in written)[:MAX_KEYWORDS]


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, words)))


def _image(entry: Entry, url: str) -> str | None:
    enclosures = (link for link in parts_of(entry, "links") if link.get("rel") == "enclosure")
    media = [*parts_of(entry, "media_content"), *enclosures]
    pictures = [item for item in media if _is_picture(item)] + parts_of(entry, "media_thumbnail")
    written = (said_of(item, "url", "href") or "" for item in pictures)
    return next(filter(None, (web_address(address, url) for address in written)), None)


def _is_picture(item: Entry) -> bool:
    kind = said_of(item, "medium", "type")
    if kind is not None:
        return kind == "image" or kind.startswith("image/")
    return _PICTURE.search(said_of(item, "url", "href") or "") is not None
