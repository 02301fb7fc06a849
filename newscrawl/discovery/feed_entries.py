"""The entries of a feed by feedparser, walled in so that it meets neither hostile nor other entries' broken XML."""

import re
from collections.abc import Iterator
from typing import Any

import feedparser
from lxml import etree

from newscrawl.discovery.listing import Gathering
from newscrawl.discovery.markup import Markup, split_entries

MAX_ENTRIES = 2000  # the largest real feeds have 300
# feedparser compares each keyword of an entry with each: 100,000 of them would hold it for hours.
_KEYWORD = re.compile(r"<(?:[\w.-]+:)?(?:category|subject|keywords|tags)\b(?:[^<>]*>(?:<!\[CDATA\[)?[^<]{4000})?")
_KEYWORD_BUDGET = 200
# The same for the attributes of a tag: 50,000 of them would hold it for a minute.
_LONG_TAG = re.compile(r"<[^<>]{16384}")
# And for the name of a person, where it looks for an e-mail address: a minute for 100,000 letters.
_LONG_NAME = re.compile(
    r"<(?:[\w.-]+:)?(?:author|creator|contributor|publisher|name|email|managingEditor|webMaster|owner)\b[^<>]*>"
    r"\s*(?:<!\[CDATA\[)?[^<]{4000}",
    re.IGNORECASE,
)

Entry = dict[str, Any]


def feed_entries(markup: Markup, gathered: Gathering) -> Iterator[Entry]:
    """All entries at once where the XML is sound, else one by one, so that a broken one stays alone."""
    pieces, torn = split_entries(markup.content, "item|entry|ITEM|ENTRY|Item|Entry")
    whole = None
    if (
        len(pieces) <= MAX_ENTRIES
        and not _LONG_TAG.search(markup.content)
        and not _LONG_NAME.search(markup.content)
        and not any(map(_is_overfull, pieces))
        and _is_sound(markup.text)
    ):
        whole = _parse(markup.text)
    if whole is not None:
        yield from whole
        return
    gathered.skip("torn", torn)
    gathered.skip("over_cap", max(0, len(pieces) - MAX_ENTRIES))
    for piece in pieces[:MAX_ENTRIES]:
        parsed = None if _is_overfull(piece) else _parse(markup.wrapped(piece))
        if not parsed:
            gathered.skip("broken_entry")
        else:
            yield parsed[0]


def said_of(entry: Entry, *keys: str) -> str | None:
    """The first of these that is written; past feedparser's aliases, which warn and pass one date for another."""
    for key in keys:
        value = dict.get(entry, key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def parts_of(entry: Entry, key: str) -> list[Entry]:
    """The parts under this key; an element that has feedparser's own name for them gives text instead."""
    parts = dict.get(entry, key)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _is_overfull(piece: str) -> bool:
    if _LONG_TAG.search(piece) or _LONG_NAME.search(piece):
        return True
    budget = _KEYWORD_BUDGET
    for match in _KEYWORD.finditer(piece):
        budget -= 1 if len(match[0]) < 4000 else _KEYWORD_BUDGET + 1
    return budget < 0


def _is_sound(text: str) -> bool:
    try:
        etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return False
    return True


def _parse(text: str) -> list[Entry] | None:
    """The entries by feedparser, or None where it fails.

    It gets bytes only (a string could name a file or an address to open), and no address to resolve against:
    a bare number in `guid` must not become an address.
    """
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            text.encode(), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # noqa: BLE001 (it means to raise nothing, so nobody knows what; the entry is counted)
        return None
    for entry in parsed.entries:
        dict.__setitem__(entry, "is_atom", str(parsed.version).startswith("atom"))
        dict.__setitem__(entry, "has_dc_date", ":date" in text)
    return list(parsed.entries)
