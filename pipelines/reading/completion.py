"""The choice made whole: what it skipped inside the article is put back, what it took from boxes is left out."""

import re
from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.reading.blocks import Block
from pipelines.reading.boilerplate import is_furniture, is_named_furniture
from pipelines.reading.inline import ends_sentence
from pipelines.reading.page_builders import is_frame_of_builder
from pipelines.reading.prose import is_prose
from pipelines.reading.tags import HEADING

_LISTS = ("ul", "ol", "dl", "table", "tbody", "thead", "tfoot")
_FEWEST_SENTENCES = 2
_MOST_LINKED = 0.2
_PLAIN = re.compile(
    r"(?:[\w-]*(?:text|content|body|paragraph|para|section|inner|wrap|part)[\w-]*\s*)+", re.IGNORECASE
)
_FEWEST_OF_TEXT = 300  # characters
_WORDS_OF_A_HEADLINE = 3
_INNER = ("p", "li", "tr", *HEADING, *_LISTS)


def completed(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """The choice with what it skipped inside the article, without what it took from boxes around it."""
    frames = _frames(blocks)
    main = _main_frames(blocks, chosen, frames)
    core = [number for number in chosen if frames[number] in main]
    if not core:
        return chosen
    # Of a list of headlines all would be boxes but one, and that would pass for the text.
    is_text = sum(len(blocks[number].text) for number in core) >= _FEWEST_OF_TEXT
    boxes = _boxes(blocks, frames, main) if is_text else set()
    main |= _parts_beside(blocks, chosen, frames, main | boxes)
    core = [number for number in chosen if frames[number] in main]
    first, last = min(core), max(core)
    found: set[int] = set()
    for number, block in enumerate(blocks):
        inside = first <= number <= last
        if frames[number] not in main:
            # Page builders give each part of a text a frame of its own.
            is_head = inside and block.tag in HEADING and len(block.text.split()) > 1
            is_apart = is_head or _is_apart(block, inside=inside) or (inside and _is_entry(block))
            belongs = number in chosen and frames[number] not in boxes and is_apart
        else:
            names = block.element is not frames[number] and is_named_furniture(block.element)
            belongs = _is_among(block, chosen=number in chosen, inside=inside, named=names)
        if belongs:
            found.add(number)
    return found


def _is_entry(block: Block) -> bool:
    """Whether a line is a row of a table or a point of a list, which need no full stop and stand in frames."""
    return block.tag in ("row", "li") and block.link_share < _MOST_LINKED


def _boxes(blocks: Sequence[Block], frames: Sequence[HtmlElement], main: set[HtmlElement]) -> set[HtmlElement]:
    """The elements that say no more than they lead elsewhere: «إقرأ المزيد», a headline, a sentence of it."""
    others = [(frame, block) for frame, block in zip(frames, blocks, strict=True) if frame not in main]
    heads = Counter(frame for frame, block in others if _heads_box(block))
    prose = Counter(frame for frame, block in others if is_prose(block))
    return {frame for frame, count in heads.items() if count >= prose[frame]}


def _parts_beside(
    blocks: Sequence[Block], chosen: set[int], frames: Sequence[HtmlElement], known: set[HtmlElement]
) -> set[HtmlElement]:
    """The further parts of a text that editors cut in pieces: sentences in a row, in or beside a part of it.

    Their names say nothing else; boxes are `known`, too, and none of these.
    """
    around = {parent for frame in known for parent in (frame, frame.getparent()) if parent is not None}
    sentences = Counter(
        frames[number] for number in chosen if is_prose(blocks[number]) and ends_sentence(blocks[number].text)
    )
    return {
        frame
        for frame, count in sentences.items()
        if count >= _FEWEST_SENTENCES and frame not in known and frame.getparent() in around and _is_plain(frame)
    }


def _is_plain(frame: HtmlElement) -> bool:
    """Whether the names of an element tell at most that it is a part of a text."""
    names = f"{frame.get('class') or ''} {frame.get('id') or ''}".strip()
    return frame.tag in ("div", "section") and (not names or bool(_PLAIN.fullmatch(names)))


def _heads_box(block: Block) -> bool:
    """Whether a line makes a box of what it stands in: «إقرأ المزيد», or a headline that leads elsewhere."""
    is_headline = block.link_share > 0.9 and len(block.text.split()) >= _WORDS_OF_A_HEADLINE
    return is_headline or is_furniture(block.text, block.link_share)


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
    while place.tag in _INNER or _is_quotation(place):
        parent = place.getparent()
        if parent is None:
            break
        is_cell = block.tag == "row" or block.element.tag == "li"
        place = parent
        if not is_cell and place.tag in _LISTS:
            break
    while held[place] < 2 or is_frame_of_builder(place):
        parent = place.getparent()
        if parent is None:
            break
        place = parent
    return place


def _is_quotation(place: HtmlElement) -> bool:
    """Whether an element is verse or a quotation of the writer's; a post that is set in links to its place."""
    return place.tag == "blockquote" and place.find(".//a") is None


def _main_frames(blocks: Sequence[Block], chosen: set[int], frames: list[HtmlElement]) -> set[HtmlElement]:
    """The elements that hold a fair part of what was chosen, not those of a box in between."""
    prose: Counter[HtmlElement] = Counter()
    for number in chosen:
        block = blocks[number]
        prose[frames[number]] += len(block.text) - block.line.linked if is_prose(block) else 1
    total = sum(prose.values())
    return {frame for frame, length in prose.items() if length * 4 >= total}
