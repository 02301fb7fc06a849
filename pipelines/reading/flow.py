"""A walk over a tree: the line that is open, the blocks that are done."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.reading.joining import Joint, Line, Piece
from pipelines.reading.lines import lines_of
from pipelines.reading.tags import BOLD, HEADING

_BOLD_NAMES = frozenset({"bold", "font-bold", "fw-bold", "font-weight-bold"})  # Tailwind's and Bootstrap's
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Block:
    """One line of text: its words, the element that holds it, and how much of it is links or bold."""

    line: Line
    element: HtmlElement
    tag: str
    picture: HtmlElement | None = None  # what holds the picture before it, if no words stand between

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def link_share(self) -> float:
        return self.line.linked / max(1, len(self.line.text))

    @property
    def is_bold(self) -> bool:
        return self.line.bold * 10 >= len(self.line.text.replace(" ", "")) * 9


class Walk:
    """The state of one walk over a tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[Piece] = []
        self.has_words = False
        """Whether the open line has words already."""
        self.holders: list[HtmlElement] = []
        self.joined: set[HtmlElement] = set()
        self.bolds: set[HtmlElement] = set()
        self.skipped: set[HtmlElement] = set()
        self.links = 0
        self.bold = 0
        self.pictured: HtmlElement | None = None
        self.reopenable: tuple[HtmlElement, list[Piece]] | None = None

    def say(self, text: str | None) -> None:
        if text:
            self.pieces.append(Piece(text, self.links > 0, self.bold > 0))
            self.has_words = self.has_words or not text.isspace()

    def flush(self) -> None:
        if self.holders and self.has_words:
            holder = self.holders[-1]
            lines = lines_of(self.pieces)
            self.blocks += [Block(line, holder, str(holder.tag)) for line in lines]
            if lines:
                self.blocks[-len(lines)].picture = self.pictured
                self.pictured = None
            if lines:
                self.reopenable = (holder, self.pieces) if len(lines) == 1 else None
        self.pieces, self.has_words = [], False

    def reopen(self) -> None:
        """Takes the last paragraph back: the parser closed it at a block that stands inside its sentence."""
        assert self.reopenable is not None
        self.blocks.pop()
        self.pieces, self.has_words = self.reopenable[1], True
        self.reopenable = None

    def text_before(self) -> str:
        """The text of the open line up to here, none after a break."""
        held: list[str] = []
        for piece in reversed(self.pieces):
            if piece.joint is Joint.BREAK:
                break
            held.append(piece.text)
            if len(held) > 8 and any(text.strip() for text in held):
                break
        return "".join(reversed(held)).strip()


def is_bold(node: HtmlElement) -> bool:
    """Whether the words inside an element are bold."""
    if node.tag in BOLD or node.tag in HEADING:
        return True
    if not _BOLD_NAMES.isdisjoint((node.get("class") or "").split()):
        return True
    style = node.get("style")
    return style is not None and bool(_BOLD_STYLE.search(style))
