"""The lines around the headline, where outlets print date, byline and section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lxml.html import HtmlElement

from pipelines.reading.blocks import Block, segment
from pipelines.reading.boilerplate import is_furniture
from pipelines.reading.contacts import without_contacts
from pipelines.reading.inline import fold
from pipelines.reading.labels import key_of
from pipelines.reading.tags import HEADING
from pipelines.reading.text import Reading
from pipelines.reading.tree import is_element

Place = Literal["above", "below", "after"]

_ABOVE = 4  # lines; further up stand menus and tickers
_BELOW = 14
_AFTER = 8
_STEPS = 12  # elements; a page may put hundreds between headline and text
_LEVELS = 3
_LARGE = 150  # elements in a part; a menu or a list of articles, no line of a date
_AROUND = frozenset({"aside", "footer", "script", "style", "noscript", "head"})
_WRITERS = re.compile(r"(?:^|[\s_/-])(?:author|writer|editor|byline)s?(?:[\s_/-]|$)", re.IGNORECASE)
_MOST_OF_TEASER = 2  # links: headline and picture
_WORDS_OF_A_TOOL = 3
_PATH = 40  # elements in the path that leads to the page; a <nav> of more is the menu


@dataclass(frozen=True)
class Near:
    """A line and where it stands: above the headline, between it and the text, or after the text."""

    block: Block
    place: Place

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """What stands on the line, as the markup parts it: a byline, a date, a section."""
        return tuple(text for piece in self.block.line.pieces if (text := fold(piece))) or (self.block.text,)

    @property
    def text(self) -> str:
        """The line with a space wherever the markup parts it."""
        return " ".join(self.pieces)


def lines_near(reading: Reading) -> list[Near]:
    """The lines above, below and after, in the order of the page; none above without a headline."""
    above, below, after = _within(reading) or _outside(reading)
    found = [Near(block, "above") for block in above[-_ABOVE:]]
    found += [Near(block, "below") for block in _until_teaser(below)[:_BELOW]]
    return found + [Near(block, "after") for block in _until_teaser([*_last_lines(reading), *after])[:_AFTER]]


_Lines = tuple[list[Block], list[Block], list[Block]]


def _within(reading: Reading) -> _Lines | None:
    """The lines where the headline stands among the blocks of the text; None where it does not."""
    blocks, mark = reading.blocks, reading.mark
    if mark is None:
        return None
    place = next((n for n, block in enumerate(blocks) if _holds(block, mark)), None)
    if place is None:
        return None
    first = _number_of(blocks, _first_below_lead(reading.taken)) if reading.taken else len(blocks)
    above = list(blocks[:place])
    if len(above) < _ABOVE:
        above = _lines_before(reading.root, _ABOVE - len(above)) + above
    taken = set(map(id, reading.taken))
    return above, [b for b in blocks[place + 1 : first] if id(b) not in taken], _lines_after(reading.root)


def _first_below_lead(taken: Sequence[Block]) -> Block:
    """The first line of the text, without a lead set as a heading: below it stands who wrote, and when."""
    return next((block for block in taken if block.tag not in HEADING), taken[0])


def _holds(block: Block, mark: HtmlElement) -> bool:
    if block.element is mark:
        return True
    if mark not in block.element.iterancestors() and block.element not in mark.iterancestors():
        return False
    return key_of(block.text) == key_of("".join(mark.itertext()))


def _last_lines(reading: Reading) -> list[Block]:
    if not reading.taken:
        return []
    last = _number_of(reading.blocks, reading.taken[-1])
    return _until_teaser(list(reading.blocks[last + 1 : last + 1 + _AFTER]))


def _number_of(blocks: Sequence[Block], wanted: Block) -> int:
    return next((number for number, block in enumerate(blocks) if block is wanted), len(blocks))


def _outside(reading: Reading) -> _Lines:
    """The lines before the headline, between it and the text's element, and after that, where these are apart."""
    mark, root = reading.mark, reading.root
    first = _number_of(reading.blocks, reading.taken[0]) if reading.taken else 0
    opening = list(reading.blocks[:first])
    line = [root, *root.iterancestors()]
    place, child = mark, mark
    while place is not None and place not in line:
        place, child = place.getparent(), place
    if mark is None or child is None or place is None or place is root or place is mark:
        return [], opening, []
    heir = next(node for node in line if node.getparent() is place)
    head, between = _parts_of(child, mark)
    above = head if len(head) >= _ABOVE else _lines_before(child, _ABOVE - len(head)) + head
    for element in _small(child, preceding=False, end=heir):
        between += segment(element)
    for element in reversed(list(_inside(heir, root))):
        between += segment(element)
    return above, between + opening, _lines_after(root)


def _lines_before(element: HtmlElement, count: int) -> list[Block]:
    """So many lines before an element, in its own place first, then further up."""
    found: list[Block] = []
    node: HtmlElement | None = element
    while node is not None and node.tag != "body" and len(found) < count:
        for sibling in _small(node, preceding=True):
            found = segment(sibling) + found
            if len(found) >= count:
                break
        node = node.getparent()
    return found[-count:] if count > 0 else []


def _lines_after(element: HtmlElement) -> list[Block]:
    """The lines after an element, in its own place and just outside it."""
    found: list[Block] = []
    node: HtmlElement | None = element
    for _ in range(_LEVELS):
        if node is None or node.tag == "body" or len(found) >= _AFTER:
            break
        for sibling in _small(node, preceding=False):
            found += segment(sibling)
            if len(found) >= _AFTER:
                break
        node = node.getparent()
    return found[:_AFTER]


def _parts_of(child: HtmlElement, mark: HtmlElement) -> tuple[list[Block], list[Block]]:
    """The lines of the part that holds the headline: before it, and after it."""
    if child is mark:
        return [], []
    blocks = segment(child)
    place = next((number for number, block in enumerate(blocks) if _holds(block, mark)), None)
    return (blocks, []) if place is None else (blocks[:place], blocks[place + 1 :])


def _small(element: HtmlElement, *, preceding: bool, end: HtmlElement | None = None) -> Iterator[HtmlElement]:
    """The siblings of an element, nearest first, without menus and long lists."""
    for count, sibling in enumerate(element.itersiblings(preceding=preceding)):
        if sibling is end or count >= _STEPS:
            return
        if is_element(sibling) and not _is_around(sibling) and _is_small(sibling, preceding=preceding):
            yield sibling


def _is_around(element: HtmlElement) -> bool:
    """Whether an element is no part of the article; the footer of an <article> files and signs it."""
    parent = element.getparent()
    is_own = element.tag == "footer" and parent is not None and parent.tag == "article"
    return element.tag in _AROUND and not is_own


def _inside(heir: HtmlElement, root: HtmlElement) -> Iterator[HtmlElement]:
    """What stands before the text inside the part that holds it, nearest first."""
    node = root
    while node is not heir:
        yield from _small(node, preceding=True)
        parent = node.getparent()
        if parent is None:
            return
        node = parent


def _is_small(element: HtmlElement, *, preceding: bool) -> bool:
    most = _LARGE if element.tag != "nav" else _PATH if preceding else 0
    return all(count < most for count, _ in enumerate(element.iter()))


def _until_teaser(blocks: list[Block]) -> list[Block]:
    """The lines up to the first headline that leads elsewhere: the lines behind it belong to that."""
    for number, block in enumerate(blocks):
        leads_on = block.link_share > 0.7 and _words(block) > 4 and block.line.links <= 2
        leads_on = leads_on and not _is_toolbar(block) and not _is_byline(block)
        if leads_on and not all(is_furniture(piece) for piece in block.line.pieces):
            return blocks[:number]
    return blocks


def _is_toolbar(block: Block) -> bool:
    """Whether a line is many short links in a row: print, send, larger letters."""
    count = sum(1 for _ in block.element.iter("a"))
    return count > _MOST_OF_TEASER and _words(block) < _WORDS_OF_A_TOOL * count


def _is_byline(block: Block) -> bool:
    """Whether a line, or every link in it, is a writer's by its name: two linked names are no headline."""
    if _WRITERS.search(block.element.get("class") or ""):
        return True
    links = [link.get("href") or "" for link in block.element.iter("a")]
    return bool(links) and all(map(_WRITERS.search, links))


def _words(block: Block) -> int:
    """How many words a line has, without the address beside a writer's linked name."""
    return len(without_contacts(block.text).split())
