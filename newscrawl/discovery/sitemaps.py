"""Reads sitemaps: XML or plain text, gzip or not, with or without Google News entries; indexes too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from lxml import etree

from newscrawl.discovery.decoding import MAX_BYTES, decode
from newscrawl.discovery.feeds import FEED_ROOTS, MAX_KEYWORDS, MAX_NAME, MAX_TITLE, read_feed
from newscrawl.discovery.listing import (
    Child,
    Gathering,
    Listing,
    UnreadableListing,
    parse_listing_time,
    web_address,
)
from newscrawl.discovery.markup import Markup, open_markup, plain_text, split_entries
from pipelines.records import Candidate

MAX_ENTRIES = 50_000  # the limit of sitemaps.org
_NEWS = {"title", "publication_date", "keywords"}
_COMPLETE_LOC = re.compile(
    r"(?:[\w.-]+:)?loc[^<>]*>(?:[^<]|<!\[CDATA\[[^<]*\]\]>)*</(?:[\w.-]+:)?loc\s*>", re.IGNORECASE
)
_FIRST_LOC = re.compile(r"<(?=(?:[\w.-]+:)?loc[\s>])", re.IGNORECASE)
_COMMAS = re.compile(r"[,،;؛]")


@dataclass
class _Entry:
    """The texts of one entry, as written."""

    kind: str
    loc: str = ""
    lastmod: str = ""
    image: str = ""
    is_news: bool = False
    news: dict[str, str] = field(default_factory=dict)


def read_sitemap(body: bytes, url: str, found_at: datetime) -> Listing:
    """What a sitemap lists; a feed that serves as sitemap is read as one. Raises UnreadableListing for others."""
    text = decode(body)
    if len(text) > MAX_BYTES:
        raise UnreadableListing(f"a body of {len(text)} characters, too large for a sitemap")
    if _is_address_list(text):
        return _read_lines(text, url, found_at)
    markup = open_markup(text)
    if markup.root in FEED_ROOTS:
        return read_feed(body, url, found_at)
    gathered = Gathering("sitemap", MAX_ENTRIES)
    for entry in _entries(markup, gathered):
        _gather(entry, gathered, url, found_at)
    return gathered.listing()


def _is_address_list(text: str) -> bool:
    first = text.lstrip("\ufeff \t\r\n")[:5000].split("\n", 1)[0]
    return re.fullmatch(r"https?://\S+\s*", first, re.IGNORECASE) is not None


def _read_lines(text: str, url: str, found_at: datetime) -> Listing:
    gathered = Gathering("sitemap", MAX_ENTRIES)
    for line in filter(None, map(str.strip, text.lstrip("\ufeff").splitlines())):
        _gather(_Entry("url", loc=line), gathered, url, found_at)
    return gathered.listing()


def _entries(markup: Markup, gathered: Gathering) -> list[_Entry]:
    try:
        return list(_sound_entries(markup.text))
    except etree.XMLSyntaxError:
        return list(_broken_entries(markup, gathered))


def _sound_entries(text: str) -> Iterator[_Entry]:
    """Reads in one pass, and forgets each entry as soon as it is read: 50,000 of them would take 100 MB."""
    stream = etree.iterparse(
        BytesIO(text.encode()),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )
    for _, element in stream:
        parent = element.getparent()
        if parent is None or parent.getparent() is not None:
            continue  # `video:url` and the like
        yield _entry(element)
        element.clear()  # before it is moved out: lxml takes long to move an element with 100,000 images
        parent.remove(element)


def _broken_entries(markup: Markup, gathered: Gathering) -> Iterator[_Entry]:
    """Each entry by itself, and only what is complete: half an address is an address too."""
    pieces, torn = split_entries(markup.content, "url|sitemap")
    gathered.skip("torn", torn)
    gathered.skip("over_cap", max(0, len(pieces) - MAX_ENTRIES))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    for piece in pieces[:MAX_ENTRIES]:
        root = etree.fromstring(markup.wrapped(piece).encode(), parser)
        first = _FIRST_LOC.search(piece)
        is_complete = first is None or _COMPLETE_LOC.match(piece, first.end()) is not None
        if root is None or not len(root) or not is_complete:
            gathered.skip("broken_entry")
        else:
            yield _entry(root[0])


def _entry(element: etree._Element) -> _Entry:
    entry = _Entry(_name(element))
    for child in element:
        name = _name(child)
        if name == "loc" and not entry.loc:
            entry.loc = _text(child)
        elif name == "lastmod":
            entry.lastmod = _text(child)
        elif name == "news":
            entry.is_news = True
            entry.news = {name: _text(part) for part in child if (name := _name(part)) in _NEWS}
        elif name == "image" and not entry.image:
            entry.image = next((_text(part) for part in child if _name(part) == "loc"), "")
    return entry


def _name(element: etree._Element) -> str:
    return _local_name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=256)  # a sitemap has ten names, half a million times
def _local_name(tag: str) -> str:
    """The name without namespace and prefix: sitemaps declare the wrong ones, or none."""
    return re.split(r"[}:]", tag)[-1].lower()


def _text(element: etree._Element) -> str:
    written = "".join(str(part) for part in element.itertext()) if len(element) else element.text or ""
    return written.strip()


def _gather(entry: _Entry, gathered: Gathering, url: str, found_at: datetime) -> None:
    # The standard wants addresses in full; of what else stands there only a whole path can be meant as one.
    address = web_address(entry.loc, url if entry.loc.startswith("/") else "")
    if address is None:
        gathered.skip("bad_link" if entry.loc else "no_link")
    elif entry.kind == "sitemap":
        gathered.add(Child(address, parse_listing_time(entry.lastmod)))
    else:
        gathered.add(_candidate(entry, address, url, found_at))


def _candidate(entry: _Entry, address: str, url: str, found_at: datetime) -> Candidate:
    words = (plain_text(word, MAX_NAME) for word in _COMMAS.split(entry.news.get("keywords", "")))
    return Candidate(
        url=address,
        found_in="news_sitemap" if entry.is_news else "sitemap",
        found_at=found_at,
        listing_url=url,
        title=plain_text(entry.news.get("title", ""), MAX_TITLE),
        published_raw=entry.news.get("publication_date") or None,
        modified_raw=entry.lastmod or None,
        keywords=tuple(dict.fromkeys(filter(None, words)))[:MAX_KEYWORDS],
        image_url=web_address(entry.image),
    )
