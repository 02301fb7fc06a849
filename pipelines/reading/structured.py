"""What a page says of itself in JSON-LD: every node, and the one that is the article."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from pipelines.data_files import entries_of
from pipelines.reading.inline import fold

Node = dict[str, Any]

_DEEPEST_VALUE = 8  # levels of a value; deeper ones are an attack on the stack
_MOST_NODES = 3000  # a page's graph has dozens; more is a trap
_TYPE = re.compile(r'"@type"\s*:\s*"([A-Za-z]+)"')
_SAFE = ("datePublished", "dateModified", "articleSection")
_SAID = re.compile(rf'"({"|".join(_SAFE)})"\s*:\s*"([^"\\]{{1,80}})"')
_COMMA = re.compile(r",\s*([\]}])")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")


@dataclass(frozen=True, slots=True)
class Structured:
    """The JSON-LD of a page: the node of its article, if it names one, and all types that occur on top."""

    article: Node | None
    types: frozenset[str]
    articles: int
    crumbs: tuple[str, ...] = ()  # the path from the home page to here
    film: Node | None = None  # of a page that is a film and names no article


@cache
def article_types() -> frozenset[str]:
    return frozenset(entry.lower() for entry in entries_of(Path(__file__).with_name("article_types.txt")))


def read_structured(tree: HtmlElement, url: str, title: str | None) -> Structured:
    """The page's JSON-LD, with the article that this page is about."""
    nodes = list(nodes_in(tree))
    types = frozenset(kind for node, depth in nodes if depth <= 2 for kind in types_of(node))
    articles = [node for node, _ in nodes if types_of(node) & article_types() and not _is_reference(node)]
    films = [node for node, _ in nodes if "videoobject" in types_of(node)] if not articles else []
    crumbs = _crumbs(node for node, _ in nodes)
    return Structured(_best(articles, url, title), types, len(articles), crumbs, _best(films, url, title))


def _crumbs(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The names of the steps of the page's path."""
    for node in nodes:
        items = node.get("itemListElement")
        if "breadcrumblist" in types_of(node) and isinstance(items, list):
            names = (text_of(item.get("name") or item.get("item")) for item in items[:10] if isinstance(item, dict))
            return tuple(name for name in names if name)
    return ()


def types_of(node: Node) -> set[str]:
    """The types of a node, in lower case."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rpartition("/")[2].lower() for kind in listed if isinstance(kind, str)}


def text_of(value: object, depth: int = 0) -> str | None:
    """The words of a value: a string, the name of a node, or the first of several."""
    if depth > _DEEPEST_VALUE:
        return None
    if isinstance(value, list):
        return next((found for item in value[:20] if (found := text_of(item, depth + 1))), None)
    if isinstance(value, dict):
        named = value.get("name") or value.get("@value") or value.get("url") or value.get("@id")
        return text_of(named, depth + 1)
    if isinstance(value, str):
        return fold(value) or None
    return None


def nodes_in(tree: HtmlElement) -> Iterator[tuple[Node, int]]:
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting: list[tuple[object, int]] = [(_loaded(script.text or ""), 0)]
        while waiting and count < _MOST_NODES:
            value, depth = waiting.pop()
            if isinstance(value, list):
                waiting += [(item, depth) for item in reversed(value)]
            elif isinstance(value, dict):
                count += 1
                yield value, depth
                waiting += [(item, depth + 1) for item in reversed(value.values()) if isinstance(item, dict | list)]


def _loaded(text: str) -> object:
    """What a script holds; publishers leave comments, line breaks and commas where JSON has none."""
    plain = _WRAPPING.sub("", text).strip().rstrip(";")
    for attempt in (plain, _COMMA.sub(r"\1", plain)):
        try:
            found: object = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return found
    return _pieced(plain)


def _pieced(text: str) -> Node | None:
    """What a broken script says of its article beyond doubt: kind, dates, section.

    Arabic headlines are full of quotation marks, and many systems print them as they are.
    """
    kind = next((kind for kind in _TYPE.findall(text) if kind.lower() in article_types()), None)
    said = {key: {found[2] for found in _SAID.finditer(text) if found[1] == key} for key in _SAFE}
    return (
        None
        if kind is None
        else {"@type": kind} | {key: min(found) for key, found in said.items() if len(found) == 1}
    )


def _is_reference(node: Node) -> bool:
    """A mere mention of an article, as in a list."""
    return not any(node.get(key) for key in ("datePublished", "articleBody", "author", "headline", "description"))


def _best(articles: list[Node], url: str, title: str | None) -> Node | None:
    """The node whose address is the page's, else whose headline is, else the only one there is."""
    here = _path_of(url)
    for node in articles:
        if here and any(_path_of(address) == here for address in _addresses(node)):
            return node
    wanted = fold(title or "")
    for node in articles:
        headline = text_of(node.get("headline") or node.get("name")) or ""
        if headline and wanted and (headline in wanted or wanted in headline):
            return node
    return articles[0] if len(articles) == 1 else None


def _addresses(node: Node) -> list[str]:
    page = node.get("mainEntityOfPage")
    found = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return [address for address in found if isinstance(address, str)]


def _path_of(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/")
    return f"{path}?{parts.query}" if path and parts.query else path
