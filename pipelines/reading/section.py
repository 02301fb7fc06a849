"""The outlet's own section: as stated, else from the path that leads to the page, else from beside the headline."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.boilerplate import normalised
from pipelines.reading.crumbs import steps_by_arrows, steps_of_path
from pipelines.reading.inline import fold
from pipelines.reading.labels import key_of
from pipelines.reading.metas import Metas, first
from pipelines.reading.persons import is_person
from pipelines.reading.section_words import LONGEST, is_never, is_none, table, vague_last, without_home
from pipelines.reading.structured import Node, Structured, text_of
from pipelines.reading.tree import is_element
from pipelines.reading.vicinity import Near
from pipelines.reading.writers import names_writer

_MARKED = etree.XPath("//@itemprop[. = 'articleSection']/..")
_MOST_PIECES = 12
_MOST_INSIDE = 30  # elements of a line
_MOST_CATEGORIES = 3
_MOST_BESIDE = 2  # links in one place; a menu has more
_TITLE = re.compile(r"\s+[|–—-]\s+|\s*[|•»]\s*")


def stated_section(
    structured: Structured, metas: Metas, names: set[str], state: Node | None = None
) -> tuple[str, str] | None:
    """What JSON-LD, a meta or the page's program state says, and which of them."""
    value = (structured.article or {}).get("articleSection")
    for item in value if isinstance(value, list) else [value]:
        if (found := without_home(text_of(item))) and not is_none(found, names):
            return found, "json_ld"
    stated = without_home(first(metas, ("article:section", "section", "og:section", "articlesection")))
    if stated and not is_none(stated, names):
        return stated, "meta"
    if (card := _on_card(metas)) and not is_none(card, names):
        return card, "meta"
    known = text_of((state or {}).get("articleSection"))
    return (known, "markup") if known and not is_none(known, names) else None


def _on_card(metas: Metas) -> str | None:
    """What a share card shows below its title: twitter:label1 is «القسم», twitter:data1 its name."""
    labels = ((number, first(metas, (f"twitter:label{number}",))) for number in (1, 2))
    number = next((number for number, label in labels if normalised(label or "").lower() in table()["card"]), None)
    return None if number is None else first(metas, (f"twitter:data{number}",))


def shown_section(
    tree: HtmlElement, structured: Structured, near: Sequence[Near], titles: Sequence[str], names: set[str]
) -> tuple[str, str] | None:
    """The section as readers see it: in the path to the page, in its title, or linked beside the headline."""
    known = names | {key_of(title) for title in titles}
    for origin, found in _offers(tree, structured, near, titles, names):
        if not is_none(found, known):
            return found, origin
    return None


def _offers(
    tree: HtmlElement, structured: Structured, near: Sequence[Near], titles: Sequence[str], names: set[str]
) -> Iterator[tuple[str, str]]:
    yield from (("markup", found) for found in _of_markup(tree))
    yield from (("json_ld", crumb) for crumb in vague_last(reversed(structured.crumbs)))
    yield from (("markup", crumb) for crumb in vague_last(steps_of_path(near, titles)))
    yield from (("markup", words) for words in _labelled(near))
    links = _link_words(tree)
    named = [*titles, *(fold(element.text or "") for element in tree.iter("title"))]
    yield from (("title", part) for title in named for part in _TITLE.split(title)[1:] if key_of(part) in links)
    yield from (("title", part) for title in named for part in _between_headline_and_name(title, titles, names))
    for item in [item for item in _by_nearness(near) if not _in_menu(item)]:
        for words in item.pieces[:_MOST_PIECES]:
            if any(sign.isdigit() for sign in words) or is_never(words) or _is_writer(item, words):
                continue
            own = sum(1 for text, linked in item.block.line.parts if linked and key_of(text) == key_of(words))
            if links.get(key_of(words), 0) > own or _says_section(item.block.element, words):
                yield "markup", words
    yield from (("markup", step) for step in steps_by_arrows(near) if not is_never(step))
    yield from (("markup", category) for item in near if (category := _deepest_category(item)))
    yield from (("markup", words) for words in _just_above(near))


def _between_headline_and_name(title: str, titles: Sequence[str], names: set[str]) -> list[str]:
    """What a page's title has between the two, if that is no writer: «العنوان | آراء | الجزيرة نت»."""
    parts = _TITLE.split(title)
    if len(parts) != 3 or normalised(parts[2]).lower() not in names:
        return []
    is_headline = key_of(parts[0]) in {key_of(each) for each in titles}
    return [parts[1]] if is_headline and not is_person(parts[1], set()) else []


def _of_markup(tree: HtmlElement) -> Iterator[str]:
    for element in cast("list[HtmlElement]", _MARKED(tree)):
        yield fold(element.get("content") or element.text_content())


def _labelled(near: Sequence[Near]) -> Iterator[str]:
    """What stands behind «قسم» or «التصنيف», as the markup parts it."""
    for item in near:
        for label, words in pairwise(item.pieces):
            if len(label.split()) <= 12 and table()["label"].search(normalised(label)):
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
        if words and len(words) <= LONGEST:
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


def _deepest_category(item: Near) -> str | None:
    """The category whose address goes deepest, of two or three on a line that calls itself by that word."""
    element = item.block.element
    links = list(islice(element.iter("a"), _MOST_INSIDE))
    if item.place == "after" or not 1 < len(links) <= _MOST_CATEGORIES or item.block.link_share < 0.8:
        return None
    if not table()["named"].search((element.get("class") or "")[:200]):
        return None
    return fold("".join(max(links, key=lambda link: (link.get("href") or "").count("/")).itertext()))


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
    words = "" if link is None else fold("".join(link.itertext()))
    return bool(words) and fold("".join(node.itertext())) == words  # a button shows a picture only


def _says_section(element: HtmlElement, words: str) -> bool:
    """Whether class, rel or address of what holds some words says that they are a section's name."""
    inside = list(islice((node for node in element.iter() if is_element(node)), _MOST_INSIDE))
    parent = element.getparent()
    holders = [node for node in inside if key_of(fold("".join(node.itertext()))) == key_of(words)]
    if holders and holders[0] is element and parent is not None and len(parent) <= _MOST_BESIDE:
        holders.append(parent)
    return any(
        table()["named"].search((node.get("class") or "")[:200])
        or "category" in (node.get("rel") or "").split()
        or table()["address"].search((node.get("href") or "")[:300])
        for node in holders
    )


def _just_above(near: Sequence[Near]) -> Iterator[str]:
    """A short link on a line of its own just above the headline: nothing else stands there so."""
    above = [item for item in near if item.place == "above"]
    if above and above[-1].block.link_share > 0.9 and above[-1].block.line.links == 1 and not _in_menu(above[-1]):
        words = fold(above[-1].block.text)
        if not is_never(words) and not _is_writer(above[-1], words) and not any(sign.isdigit() for sign in words):
            yield words
