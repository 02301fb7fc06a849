"""The outlet's own section: as stated, else from the path that leads to the page, else from beside the headline."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.boilerplate import normalised
from pipelines.reading.contacts import without_contacts
from pipelines.reading.crumbs import is_home, steps_of_path
from pipelines.reading.inline import fold
from pipelines.reading.labels import key_of
from pipelines.reading.metas import Metas, first
from pipelines.reading.persons import is_person
from pipelines.reading.structured import Node, Structured, text_of
from pipelines.reading.tree import is_element
from pipelines.reading.vicinity import Near
from pipelines.reading.writers import names_writer

_MARKED = etree.XPath("//@itemprop[. = 'articleSection']/..")
_MOST_WORDS = 4
_LONGEST = 40
_MOST_PIECES = 12
_MOST_INSIDE = 30  # elements of a line
_MOST_BESIDE = 2  # links in one place; a menu has more
_COMMA = re.compile(r"\s*[,،]\s*")
_TITLE = re.compile(r"\s+[|–—-]\s+|\s*[|•»]\s*")


@cache
def _table() -> dict[str, Any]:
    table = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    return {
        "never": frozenset(normalised(word).lower() for word in table["never"]),
        "label": re.compile(table["label"]),
        "named": re.compile(table["named"]),
        "address": re.compile(table["address"], re.IGNORECASE),
    }


def stated_section(
    structured: Structured, metas: Metas, names: set[str], state: Node | None = None
) -> tuple[str, str] | None:
    """What JSON-LD, a meta or the page's program state says, and which of them."""
    value = (structured.article or {}).get("articleSection")
    for item in value if isinstance(value, list) else [value]:
        if (found := _without_home(text_of(item))) and not _is_none(found, names):
            return found, "json_ld"
    stated = _without_home(first(metas, ("article:section", "section", "og:section", "articlesection")))
    if stated and not _is_none(stated, names):
        return stated, "meta"
    known = text_of((state or {}).get("articleSection"))
    return (known, "markup") if known and not _is_none(known, names) else None


def _without_home(stated: str | None) -> str | None:
    """What a list of sections names besides the home page: «الرئيسية, حوادث»."""
    parts = _COMMA.split(stated or "")
    kept = [part for part in parts if part and not is_home(part)]
    return stated if len(kept) in {0, len(parts)} else ", ".join(kept)


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
    yield from (("markup", crumb) for crumb in steps_of_path(near, titles))
    yield from (("markup", words) for words in _labelled(near))
    links = _link_words(tree)
    named = [*titles, *(fold(element.text or "") for element in tree.iter("title"))]
    yield from (("title", part) for title in named for part in _TITLE.split(title)[1:] if key_of(part) in links)
    for item in [item for item in _by_nearness(near) if not _in_menu(item)]:
        for words in item.pieces[:_MOST_PIECES]:
            if any(sign.isdigit() for sign in words) or _is_never(words) or _is_writer(item, words):
                continue
            own = sum(1 for text, linked in item.block.line.parts if linked and key_of(text) == key_of(words))
            if links.get(key_of(words), 0) > own or _says_section(item.block.element, words):
                yield "markup", words
    yield from (("markup", words) for words in _just_above(near))


def _of_markup(tree: HtmlElement) -> Iterator[str]:
    for element in cast("list[HtmlElement]", _MARKED(tree)):
        yield fold(element.get("content") or element.text_content())


def _labelled(near: Sequence[Near]) -> Iterator[str]:
    """What stands behind «قسم» or «التصنيف», as the markup parts it."""
    for item in near:
        for label, words in pairwise(item.pieces):
            if len(label.split()) <= 12 and _table()["label"].search(normalised(label)):
                yield words


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
    """Whether a linked line above the headline is one of several beside each other, or holds several."""
    element = item.block.element
    parent = element.getparent()
    if item.place != "above" or item.block.link_share < 0.5 or parent is None:
        return False
    like = [node for node in parent if node.tag == element.tag and _is_link(node)] if parent.tag != "body" else []
    return _holds_links(item) or len(like) > _MOST_BESIDE


def _holds_links(item: Near) -> bool:
    """Whether a line holds several links, with or without something between them."""
    links = islice(item.block.element.iter("a"), _MOST_INSIDE)
    words = [fold("".join(link.itertext())) for link in links]
    return item.block.line.links > 1 or sum(1 for piece in item.pieces if piece in words) > 1


def _is_writer(item: Near, words: str) -> bool:
    """Whether the markup says that some words are the writer's name, which links to all that the writer wrote."""
    return is_person(words, set()) and names_writer(item.block.element, words)


def _is_link(node: HtmlElement) -> bool:
    """Whether an element holds one link and nothing else."""
    link = node if node.tag == "a" else node.find(".//a")
    return link is not None and fold("".join(node.itertext())) == fold("".join(link.itertext()))


def _says_section(element: HtmlElement, words: str) -> bool:
    """Whether class, rel or address of what holds some words says that they are a section's name."""
    inside = list(islice((node for node in element.iter() if is_element(node)), _MOST_INSIDE))
    parent = element.getparent()
    holders = [node for node in inside if key_of(fold("".join(node.itertext()))) == key_of(words)]
    if holders and holders[0] is element and parent is not None and len(parent) <= _MOST_BESIDE:
        holders.append(parent)
    return any(
        _table()["named"].search((node.get("class") or "")[:200])
        or "category" in (node.get("rel") or "").split()
        or _table()["address"].search((node.get("href") or "")[:300])
        for node in holders
    )


def _just_above(near: Sequence[Near]) -> Iterator[str]:
    """A short link on a line of its own just above the headline: nothing else stands there so."""
    above = [item for item in near if item.place == "above"]
    if above and above[-1].block.link_share > 0.9 and above[-1].block.line.links == 1 and not _in_menu(above[-1]):
        words = fold(above[-1].block.text)
        if not _is_never(words) and not _is_writer(above[-1], words) and not any(sign.isdigit() for sign in words):
            yield words


def _is_never(words: str) -> bool:
    """Whether words beside the headline are a button, a label or an address; in the path they are a section."""
    return normalised(words).lower() in _table()["never"] or without_contacts(words) != words


def _is_none(words: str, names: set[str]) -> bool:
    """Whether words are no name of a section: the home page, a date, the outlet, the headline, a sentence."""
    plain = normalised(words).lower()
    letters = sum(1 for sign in plain if sign.isalpha())  # «A+» makes the letters larger
    if letters < 2 or len(words) > _LONGEST or len(words.split()) > _MOST_WORDS:
        return True
    if is_home(plain):
        return True
    return plain in names or key_of(words) in names or "http" in plain or "@" in plain
