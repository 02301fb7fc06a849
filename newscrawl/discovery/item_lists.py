"""Reads the lists of articles (schema.org `ItemList`) that a page gives to machines as JSON-LD."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 40  # JSON-LD that nests deeper is an attack, not a list


@dataclass(frozen=True)
class ListEntry:
    """What a list says of one article; empty where it says nothing."""

    url: str
    title: str
    published: str


def list_entries(text: str) -> Iterator[ListEntry]:
    """The entries of every ItemList in the JSON, at whatever depth it stands; none where it is not JSON."""
    try:
        data = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return
    for entry in _items(data):
        yield ListEntry(
            _first_text(entry, "url", "@id"),
            _first_text(entry, "headline", "name"),
            _first_text(entry, "datePublished"),
        )


def _items(data: object) -> Iterator[dict[str, Any]]:
    waiting: deque[tuple[object, int]] = deque([(data, 0)])
    while waiting:
        node, depth = waiting.popleft()
        if depth > MAX_DEPTH or not isinstance(node, dict | list):
            continue
        if isinstance(node, dict) and "ItemList" in _as_list(node.get("@type")):
            for entry in _as_list(node.get("itemListElement")):
                yield _entry_of(entry)
        waiting += [(child, depth + 1) for child in (node.values() if isinstance(node, dict) else node)]


def _entry_of(entry: object) -> dict[str, Any]:
    """An entry is an address, a thing with an address, or a place in the list that holds such a thing."""
    if isinstance(entry, str):
        return {"url": entry}
    if not isinstance(entry, dict):
        return {}
    item = entry.get("item")
    inner = {"url": item} if isinstance(item, str) else item if isinstance(item, dict) else {}
    return {**entry, **inner}


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first_text(entry: dict[str, Any], *keys: str) -> str:
    return next((value for key in keys if isinstance(value := entry.get(key), str) and value.strip()), "")
