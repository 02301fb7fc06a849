"""From a tree to its blocks: the lines of text of a page, in order, each with its place.

A block is what a reader sees as one paragraph, whatever elements it is made of. What an element is in the flow is
decided by its content and neighbours: a <div> in the middle of running text is part of the sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.boilerplate import is_furniture
from pipelines.reading.inline import Joint, Line, Piece, ends_sentence, fold, lines_of, reads_on
from pipelines.reading.tags import BLOCK, BOLD, DROPPED, HEADING, WRAPPER
from pipelines.reading.tree import is_element

_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_INLINE_STYLE = re.compile(r"display\s*:\s*(?:inline|contents)", re.IGNORECASE)
_CELLS = {"td", "th"}
_NAME_WORDS = 4  # a linked name is this long at most; longer ones read like headlines
_CLAUSE_WORDS = 8


@dataclass(slots=True, eq=False)
class Block:
    """One line of text: its words, the element that holds it, and how much of it is links or bold."""

    line: Line
    element: HtmlElement
    tag: str

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def link_share(self) -> float:
        return self.line.linked / max(1, len(self.line.text))

    @property
    def is_bold(self) -> bool:
        return self.line.bold * 10 >= len(self.line.text.replace(" ", "")) * 9


class _Walk:
    """The state of one walk over a tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[Piece] = []
        self.holders: list[HtmlElement] = []
        self.joined: set[HtmlElement] = set()
        self.skipped: set[HtmlElement] = set()
        self.links = 0
        self.bold = 0
        self.reopenable: tuple[HtmlElement, list[Piece]] | None = None

    def say(self, text: str | None) -> None:
        if text:
            self.pieces.append(Piece(text, self.links > 0, self.bold > 0))

    def flush(self) -> None:
        if self.pieces and self.holders:
            holder = self.holders[-1]
            lines = lines_of(self.pieces)
            self.blocks += [Block(line, holder, str(holder.tag)) for line in lines]
            if lines:
                self.reopenable = (holder, self.pieces) if len(lines) == 1 else None
        self.pieces = []

    def reopen(self) -> None:
        """Takes the last paragraph back: the parser closed it at a block that stands inside its sentence."""
        assert self.reopenable is not None
        self.blocks.pop()
        self.pieces = self.reopenable[1]
        self.reopenable = None


def segment(root: HtmlElement) -> list[Block]:
    """The blocks under an element, in the order of reading."""
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, node in events:
        if not isinstance(node, HtmlElement) or not is_element(node):
            continue
        if event == "start":
            if node.tag in DROPPED or _interrupts(walk, node):
                walk.skipped.add(node)
                events.skip_subtree()
            else:
                _open(walk, node)
        else:
            if node not in walk.skipped:
                _close(walk, node)
            if node is not root:
                walk.say(node.tail)
    walk.flush()
    return _rows_joined(walk.blocks)


def _open(walk: _Walk, node: HtmlElement) -> None:
    tag = str(node.tag)
    if tag == "br":
        walk.pieces.append(Piece("", joint=Joint.BREAK))
    elif tag in BLOCK:
        _open_block(walk, node)
    walk.links += tag == "a"
    walk.bold += _is_bold(node)
    walk.say(node.text)


def _open_block(walk: _Walk, node: HtmlElement) -> None:
    if node.tag in WRAPPER and _stands_in_sentence(walk, node):
        walk.joined.add(node)
        walk.pieces.append(Piece("", joint=Joint.BLOCK))
        return
    walk.flush()
    if node.tag == "p" and not (node.text or "").strip() and len(node) == 0:
        walk.reopenable = None  # an empty paragraph: what follows begins anew
    walk.holders.append(node)


def _close(walk: _Walk, node: HtmlElement) -> None:
    tag = str(node.tag)
    walk.links -= tag == "a"
    walk.bold -= _is_bold(node)
    if node in walk.joined:
        walk.pieces.append(Piece("", joint=Joint.BLOCK))
    elif tag in BLOCK:
        walk.flush()
        walk.holders.pop()


def _is_bold(node: HtmlElement) -> bool:
    return node.tag in BOLD or node.tag in HEADING or bool(_BOLD_STYLE.search(node.get("style") or ""))


def _interrupts(walk: _Walk, node: HtmlElement) -> bool:
    """Whether an element puts furniture, such as the word "advertisement", into the middle of a line."""
    if node.tag not in WRAPPER or not _text_before(walk) or not _text_after(node):
        return False
    inside = _phrase_of(node)
    return inside is not None and is_furniture(inside)


def _stands_in_sentence(walk: _Walk, node: HtmlElement) -> bool:
    """Whether a wrapper is part of the sentence around it."""
    inside = _phrase_of(node)
    if inside is None:
        return False
    before = _text_before(walk)
    if _INLINE_STYLE.search(node.get("style") or ""):
        if not before:
            _reopen_before(walk, node)
        return True
    after = _text_after(node)
    words = len(inside.split())
    if before:
        return _continues(before, after, words)
    # A lone name that opens a sentence; bold would be a subheading.
    starts = bool(after) and words <= _NAME_WORDS and not _all_bold(node) and not ends_sentence(inside)
    return (starts and (_reopen_before(walk, node) or _is_linked(node))) or (starts and reads_on(after))


def _continues(before: str, after: str, words: int) -> bool:
    if after:
        return not ends_sentence(before) or words <= _NAME_WORDS or reads_on(after)
    return not ends_sentence(before) and words <= _CLAUSE_WORDS


def _text_before(walk: _Walk) -> str:
    """The text of the open line up to here, none after a break."""
    held: list[str] = []
    for piece in reversed(walk.pieces):
        if piece.joint is Joint.BREAK:
            break
        held.append(piece.text)
        if len(held) > 8 and any(text.strip() for text in held):
            break
    return "".join(reversed(held)).strip()


def _reopen_before(walk: _Walk, node: HtmlElement) -> bool:
    """Takes up the <p> before a wrapper again, if the parser closed it there in the middle of a sentence."""
    previous = node.getprevious()
    if walk.reopenable is None or previous is None or walk.reopenable[0] is not previous or previous.tag != "p":
        return False
    if (previous.tail or "").strip():
        return False
    walk.reopen()
    return True


def _phrase_of(node: HtmlElement) -> str | None:
    """The words inside, if nothing in there is a block with words of its own; None also when they are many."""
    words = [node.text or ""]
    for count, child in enumerate(node.iterdescendants()):
        if (
            count > 12
            or not is_element(child)
            or (child.tag in BLOCK and child.tag not in WRAPPER)
            or child.tag == "br"
        ):
            return None
        if child.tag not in DROPPED:
            words.append(child.text or "")
        words.append(child.tail or "")
    inside = fold("".join(words))
    return inside if inside and len(inside) < 200 else None


def _text_after(node: HtmlElement) -> str:
    """The words that follow on the same line: behind the element, or behind the inline element that it ends."""
    place: HtmlElement | None = node
    while place is not None:
        if tail := (place.tail or "").strip():
            return tail[:200]
        following = place.getnext()
        if following is not None:
            is_inline = is_element(following) and following.tag not in BLOCK | DROPPED | {"br"}
            return fold(following.text_content())[:200] if is_inline else ""
        parent = place.getparent()
        place = parent if parent is not None and parent.tag not in BLOCK else None
    return ""


def _all_bold(node: HtmlElement) -> bool:
    return any(_is_bold(child) for child in node.iter() if is_element(child))


def _is_linked(node: HtmlElement) -> bool:
    """Whether an element holds one link and no word beside it."""
    links = list(node.iter("a"))
    return len(links) == 1 and fold(links[0].text_content()) == fold(node.text_content())


def _rows_joined(blocks: list[Block]) -> list[Block]:
    """The blocks with the cells of each row of a data table made one; long cells stay paragraphs."""
    return [block for run in _runs_of_rows(blocks) for block in _one_row(run)]


def _runs_of_rows(blocks: list[Block]) -> Iterator[list[Block]]:
    run: list[Block] = []
    row: HtmlElement | None = None
    for block in blocks:
        parent = block.element.getparent() if block.tag in _CELLS else None
        if run and (parent is None or parent is not row):
            yield run
            run = []
        run.append(block)
        row = parent
    if run:
        yield run


def _one_row(run: list[Block]) -> list[Block]:
    if len(run) < 2 or any(len(block.text) > 60 for block in run):
        return run
    cells = [Piece(cell.text + " ", linked=cell.link_share > 0.5) for cell in run]
    parent = run[0].element.getparent()
    return [Block(lines_of(cells)[0], run[0].element if parent is None else parent, "row")]
