"""Which blocks are the article: trafilatura decides on a small tree of ours in which every block has a number.

trafilatura drops repeated paragraphs, zero-width joiners and the text of unknown wrappers; since only its choice is
taken and the words come from our own blocks, none of that reaches the corpus.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import trafilatura
from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.reading.blocks import Block
from pipelines.reading.inline import without_controls
from pipelines.reading.page_builders import is_frame_of_builder
from pipelines.reading.tags import HEADING

_NUMBER = re.compile("⟦(\\d+)⟧")
_KEPT = ("article", "section", "main", "aside", "nav", "header", "footer", "ul", "ol", "li", "form", "blockquote")
_HINTS = ("class", "id", "role", "itemprop", "style", "aria-hidden", "data-component")
_GOOD_PART = 0.4
_TWINS = {"summary": "h4"}  # trafilatura knows no heads of parts that fold away
_DEEPEST = 60  # our tree stays shallow: trafilatura copies it recursively


def chosen_by_trafilatura(blocks: Sequence[Block], root: HtmlElement) -> list[int]:
    """Numbers of the blocks that trafilatura takes for the text of the article."""
    if not blocks:
        return []
    page = _numbered(blocks, root)
    found = trafilatura.bare_extraction(
        page, fast=True, include_comments=False, include_tables=True, include_links=False, deduplicate=False
    )
    body = getattr(found, "body", None)
    if body is None:
        return []
    return sorted({int(number) for number in _NUMBER.findall(" ".join(body.itertext()))} & set(range(len(blocks))))


def _numbered(blocks: Sequence[Block], root: HtmlElement) -> HtmlElement:
    page: HtmlElement = html.Element("html")
    top = etree.SubElement(etree.SubElement(page, "body"), "div" if root.tag in ("html", "body") else "article")
    places: dict[HtmlElement, tuple[etree._Element, int]] = {root: (top, 0)}
    large = _large_holders(blocks, root)
    for number, block in enumerate(blocks):
        place = _place_of(block.element, places, root, large)
        own = block.element not in places and block.element.tag in ("p", *HEADING)
        tag = _TWINS.get(str(block.element.tag), str(block.element.tag)) if own else "p"
        _write(etree.SubElement(place, tag, _hints(block.element) if own else {}), number, block)
    return page


def _place_of(
    element: HtmlElement,
    places: dict[HtmlElement, tuple[etree._Element, int]],
    root: HtmlElement,
    large: frozenset[HtmlElement],
) -> etree._Element:
    """Our twin of an element or, for a paragraph, of what holds it."""
    chain: list[HtmlElement] = []
    node: HtmlElement | None = element
    while node is not None and node not in places:
        chain.append(node)
        node = node.getparent()
    place, depth = places[node if node is not None else root]
    for step in reversed(chain):
        if step.tag in ("p", *HEADING) or depth >= _DEEPEST:
            continue
        tag = str(step.tag) if step.tag in _KEPT else "div"
        place = etree.SubElement(place, tag, {} if step in large or is_frame_of_builder(step) else _hints(step))
        depth += 1
        places[step] = (place, depth)
    return place


def _hints(element: HtmlElement) -> dict[str, str]:
    return {name: without_controls(value) for name in _HINTS if (value := element.get(name)) is not None}


def _large_holders(blocks: Iterable[Block], root: HtmlElement) -> frozenset[HtmlElement]:
    """Elements that hold a good part of all prose, alone or with their like: an unlucky class must not cost it.

    trafilatura takes the first element of a class such as `entry` for the article: of a live page, one entry.
    """
    prose = [(block, len(block.text) - block.line.linked) for block in blocks if len(block.text) > 60]
    least = sum(length for _, length in prose) * _GOOD_PART
    held: dict[HtmlElement, int] = {}
    for block, length in prose:
        node: HtmlElement | None = block.element
        while node is not None and node is not root:
            held[node] = held.get(node, 0) + length
            node = node.getparent()
    alike: Counter[tuple[HtmlElement | None, str, str | None]] = Counter()
    for node, length in held.items():
        alike[_kind(node)] += length
    return frozenset(node for node in held if alike[_kind(node)] > least and node.tag != "p")


def _kind(element: HtmlElement) -> tuple[HtmlElement | None, str, str | None]:
    """What is the same of siblings that are alike."""
    return element.getparent(), str(element.tag), element.get("class")


def _write(place: etree._Element, number: int, block: Block) -> None:
    """A block's number and its words, links as links."""
    place.text = f"⟦{number}⟧ "
    last: etree._Element | None = None
    for text, linked in block.line.parts:
        clean = without_controls(text)
        if linked:
            last = etree.SubElement(place, "a", {"href": "#"})
            last.text = clean
        elif last is None:
            place.text = (place.text or "") + clean
        else:
            last.tail = (last.tail or "") + clean
