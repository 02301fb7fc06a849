"""Reads RSS, Atom and RDF feeds, broken ones too: one bad entry never costs the others."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from newscrawl.discovery.decoding import decode
from newscrawl.discovery.feed_entries import MAX_ENTRIES, Entry, feed_entries
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
    for entry in feed_entries(markup, gathered):
        link = _link(entry, url)
        if link is None:
            gathered.skip("bad_link" if any(_written_links(entry)) else "no_link")
        else:
            gathered.add(_candidate(entry, link, url, found_at))
    return gathered.listing()


def _said(entry: Entry, *keys: str) -> str | None:
    """The first of these that is written; past feedparser's aliases, which warn and pass one date for another."""
    for key in keys:
        value = dict.get(entry, key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _parts(entry: Entry, key: str) -> list[Entry]:
    """The parts under this key; an element that has feedparser's own name for them gives text instead."""
    parts = dict.get(entry, key)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _written_links(entry: Entry) -> Iterator[str]:
    """Every address that may be the article's, best first."""
    yield _said(entry, "feedburner_origlink") or ""  # the address behind a proxy that counts readers
    for link in _parts(entry, "links"):
        if link.get("rel") == "alternate":
            yield _said(link, "href") or ""
    if not isinstance(dict.get(entry, "links", []), list):  # an element `links` took its place
        yield _said(entry, "link") or ""
    denied = dict.get(entry, "guidislink") is False and not dict.__contains__(entry, "link")
    identity = _said(entry, "id") or ""
    if not denied and re.match(r"https?://", identity, re.IGNORECASE):
        yield identity


def _link(entry: Entry, url: str) -> str | None:
    return next(filter(None, (web_address(written, url) for written in _written_links(entry))), None)


def _candidate(entry: Entry, link: str, url: str, found_at: datetime) -> Candidate:
    published, modified = _times(entry)
    return Candidate(
        url=link,
        found_in="feed",
        found_at=found_at,
        listing_url=url,
        title=plain_text(_said(entry, "title") or "", MAX_TITLE),
        published_raw=published,
        modified_raw=modified,
        authors=_authors(entry),
        keywords=_keywords(entry),
        section=plain_text(_said(entry, "section", "prism_section") or "", MAX_NAME),
        image_url=_image(entry, url),
        summary=plain_text(_said(entry, "summary") or "", MAX_SUMMARY),
    )


def _times(entry: Entry) -> tuple[str | None, str | None]:
    """Published and modified as written. A feed of RSS kind means publication by its `dc:date`."""
    published, modified = _said(entry, "published", "created"), _said(entry, "updated")
    if published is None and entry["has_dc_date"] and not entry["is_atom"]:
        return modified, None
    return published, modified


def _authors(entry: Entry) -> tuple[str, ...]:
    names = (_said(author, "name") or "" for author in _parts(entry, "authors"))
    plain = (plain_text(name, MAX_NAME) or "" for name in names)
    return _distinct(name.strip(" ()<>,،;") for name in plain if "@" not in name and not name.startswith("mailto:"))


def _keywords(entry: Entry) -> tuple[str, ...]:
    written = (_said(tag, "label", "term") or "" for tag in _parts(entry, "tags"))
    return _distinct(plain_text(word, MAX_NAME) or "" for word in written)[:MAX_KEYWORDS]


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, words)))


def _image(entry: Entry, url: str) -> str | None:
    enclosures = (link for link in _parts(entry, "links") if link.get("rel") == "enclosure")
    media = [*_parts(entry, "media_content"), *enclosures]
    pictures = [item for item in media if _is_picture(item)] + _parts(entry, "media_thumbnail")
    written = (_said(item, "url", "href") or "" for item in pictures)
    return next(filter(None, (web_address(address, url) for address in written)), None)


def _is_picture(item: Entry) -> bool:
    kind = _said(item, "medium", "type")
    if kind is not None:
        return kind == "image" or kind.startswith("image/")
    return _PICTURE.search(_said(item, "url", "href") or "") is not None
