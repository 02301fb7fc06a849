"""The choice made whole: what it skipped inside the article is put back, what it took from boxes is left out."""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.reading.blocks import Block
from pipelines.reading.boilerplate import is_named_furniture
from pipelines.reading.inline import ends_sentence
from pipelines.reading.prose import is_prose
from pipelines.reading.tags import HEADING

_LISTS = ("ul", "ol", "dl", "table", "tbody", "thead", "tfoot")
_INNER = ("p", "li", "tr", *HEADING, *_LISTS)


def completed(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """The choice with what it skipped inside the article, without what it took from boxes around it."""
    frames = _frames(blocks)
    main = _main_frames(blocks, chosen, frames)
    core = [number for number in chosen if frames[number] in main]
    if not core:
        return chosen
    first, last = min(core), max(core)
    found: set[int] = set()
    for number, block in enumerate(blocks):
        inside = first <= number <= last
        if frames[number] not in main:
            belongs = number in chosen and _is_apart(block, inside=inside)
        else:
            names = block.element is not frames[number] and is_named_furniture(block.element)
            belongs = _is_among(block, chosen=number in chosen, inside=inside, named=names)
        if belongs:
            found.add(number)
    return found


def _is_apart(block: Block, *, inside: bool) -> bool:
    """Whether a line outside the article's frames belongs to it: a sentence in a frame of its own, no box."""
    return ends_sentence(block.text) and (inside or len(block.text) > 150)


def _is_among(block: Block, *, chosen: bool, inside: bool, named: bool) -> bool:
    """Whether a line among the article's own belongs to it; `named` says that its class calls it furniture."""
    if chosen:
        return is_prose(block) or (inside and not named)
    if inside:
        return block.link_share < 0.6 and not named
    return is_prose(block) and ends_sentence(block.text) and not named


def _frames(blocks: Sequence[Block]) -> list[HtmlElement]:
    """For each block what holds it among its like: the nearest element around it that holds several."""
    held: Counter[HtmlElement] = Counter()
    for block in blocks:
        node: HtmlElement | None = block.element
        while node is not None:
            held[node] += 1
            node = node.getparent()
    return [_frame(block, held) for block in blocks]


def _frame(block: Block, held: Counter[HtmlElement]) -> HtmlElement:
    place = block.element
    # A paragraph of two lines is still one among the others, and a list or a table is part of what holds it.
    while place.tag in _INNER:
        parent = place.getparent()
        if parent is None:
            break
        is_cell = block.tag == "row" or block.element.tag == "li"
        place = parent
        if not is_cell and place.tag in _LISTS:
            break
    while held[place] < 2:
        parent = place.getparent()
        if parent is None:
            break
        place = parent
    return place


def _main_frames(blocks: Sequence[Block], chosen: set[int], frames: list[HtmlElement]) -> set[HtmlElement]:
    """The elements that hold a fair part of what was chosen, not those of a box in between."""
    prose: Counter[HtmlElement] = Counter()
    for number in chosen:
        block = blocks[number]
        prose[frames[number]] += len(block.text) - block.line.linked if is_prose(block) else 1
    total = sum(prose.values())
    return {frame for frame, length in prose.items() if length * 4 >= total}
