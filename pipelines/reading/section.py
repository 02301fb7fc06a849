"""The outlet's own section: as stated, else from the path that leads to the page, else from beside the headline."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold
from pipelines.reading.labels import key_of
from pipelines.reading.metas import Metas, first
from pipelines.reading.structured import Structured, text_of
from pipelines.reading.vicinity import Near

_MARKED = etree.XPath("descendant::*[@itemprop = 'articleSection']")
_MOST_WORDS = 4
_LONGEST = 40
_MOST_BESIDE = 2  # links in one place; a menu has more
_CRUMBS = re.compile(r"\s*(?:[/\\»«>‹›|←→]|::|\s-\s|\s–\s)\s*")
_TITLE = re.compile(r"\s+[|–—-]\s+|\s*[|•»]\s*")


@cache
def _table() -> dict[str, Any]:
    table = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    return {
        "home": frozenset(table["home"]),
        "never": frozenset(normalised(word).lower() for word in table["never"]),
        "address": re.compile(table["address"], re.IGNORECASE),
    }


def stated_section(structured: Structured, metas: Metas, names: set[str]) -> tuple[str, str] | None:
    """What JSON-LD or a meta states, and which of them."""
    value = (structured.article or {}).get("articleSection")
    for item in value if isinstance(value, list) else [value]:
        if (found := text_of(item)) and not _is_none(found, names):
            return found, "json_ld"
    stated = first(metas, ("article:section", "section", "og:section", "articlesection"))
    return (stated, "meta") if stated and not _is_none(stated, names) else None


def shown_section(
    tree: HtmlElement, structured: Structured, near: Sequence[Near], titles: Sequence[str], names: set[str]
) -> tuple[str, str] | None:
    """The section as readers see it: in the path to the page, in its title, or linked beside the headline."""
    known = names | {key_of(title) for title in titles}
    for origin, found in _offers(tree, structured, near, titles):
        if not _is_none(found, known):
            return found, origin
    return None


def _offers(
    tree: HtmlElement, structured: Structured, near: Sequence[Near], titles: Sequence[str]
) -> Iterator[tuple[str, str]]:
    yield from (("markup", found) for found in _of_markup(tree))
    yield from (("json_ld", crumb) for crumb in reversed(structured.crumbs))
    yield from (("markup", crumb) for crumb in _of_path(near))
    links = _link_words(tree)
    named = [*titles, *(fold(element.text or "") for element in tree.iter("title"))]
    yield from (("title", part) for title in named for part in _TITLE.split(title)[1:] if key_of(part) in links)
    for item in _by_nearness(near):
        words = fold(item.block.text)
        count = 0 if any(sign.isdigit() for sign in words) or _in_menu(item) else links.get(key_of(words), 0)
        if count > 1 or (count and (item.block.link_share < 0.5 or _leads_to_section(item.block.element))):
            yield "markup", words


def _of_markup(tree: HtmlElement) -> Iterator[str]:
    for element in cast("list[HtmlElement]", _MARKED(tree)):
        yield fold(element.get("content") or element.text_content())


def _of_path(near: Sequence[Near]) -> Iterator[str]:
    """The last steps of a path that starts at the home page, in one line or over several."""
    above = [fold(item.block.text) for item in near if item.place == "above"]
    for line in reversed(above):
        steps = [step for step in _CRUMBS.split(line) if step]
        if len(steps) > 1 and _is_home(steps[0]):
            yield from reversed(steps[1:])
    homes = [number for number, line in enumerate(above) if _is_home(line)]
    steps = above[homes[-1] + 1 :] if homes else []
    if steps and len(steps) > 1 and len(steps[-1].split()) > _MOST_WORDS:
        steps.pop()  # the headline ends the path
    if len(steps) == 1:  # after more, it may as well be the menu
        yield from steps


def _by_nearness(near: Sequence[Near]) -> list[Near]:
    """The line below the headline or above it, whichever is nearest."""
    above = [item for item in near if item.place == "above"][::-1][:2]
    below = [item for item in near if item.place == "below"][:3]
    return [item for pair in zip(below + [None] * 2, above + [None] * 3, strict=False) for item in pair if item]


def _link_words(tree: HtmlElement) -> dict[str, int]:
    """How often each short text is a link: sections stand in the menu."""
    found: dict[str, int] = {}
    for link in tree.iter("a"):
        words = fold("".join(link.itertext()))
        if words and len(words) <= _LONGEST:
            key = key_of(words)
            found[key] = found.get(key, 0) + 1
    return found


def _in_menu(item: Near) -> bool:
    """Whether a linked line above the headline is one of several beside each other."""
    parent = item.block.element.getparent()
    if item.place != "above" or item.block.link_share < 0.5 or parent is None or parent.tag == "body":
        return False
    return item.block.line.links > 1 or sum(1 for _ in parent.iter("a")) > _MOST_BESIDE


def _leads_to_section(element: HtmlElement) -> bool:
    links = [element] if element.tag == "a" else list(element.iter("a"))[:1]
    return any(_table()["address"].search((link.get("href") or "")[:300]) for link in links)


def starts_at_home(line: str) -> bool:
    """Whether a line opens with the home page's link, as menus and paths do."""
    plain = normalised(line).lower()
    return any(plain == home or plain.startswith(f"{home} ") for home in _table()["home"])


def _is_home(words: str) -> bool:
    return normalised(words).lower() in _table()["home"]


def _is_none(words: str, names: set[str]) -> bool:
    """Whether words are no name of a section: the home page, a button, the outlet, the headline, a sentence."""
    plain = normalised(words).lower()
    if not plain or len(words) > _LONGEST or len(words.split()) > _MOST_WORDS:
        return True
    if plain in _table()["home"] or plain in _table()["never"]:
        return True
    return plain in names or key_of(words) in names or "http" in plain or "@" in plain
