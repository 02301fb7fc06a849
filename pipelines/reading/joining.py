"""From the pieces of a line to its text: no word joined, no space invented."""

from collections.abc import Sequence
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple

from pipelines.reading.inline import CLOSING, OPENING, fold

# Words that are written as one with the next: the source set a link behind them, not a space.
_PROCLITICS = frozenset(
    [
        "و",
        "ف",
        "ب",
        "ل",
        "ك",
        "س",
        "ال",
        "وال",
        "بال",
        "فال",
        "كال",
        "لل",
        "ولل",
        "فلل",
        "ول",
        "وب",
        "وك",
        "فل",
        "فب",
    ]
)


class Joint(Enum):
    """What stands between two pieces besides their own spaces."""

    NONE = auto()  # an inline tag, or nothing
    BLOCK = auto()  # the border of a block that reads on within the sentence
    BREAK = auto()  # a line break


class Piece(NamedTuple):
    """A stretch of characters in one style, or a joint between two."""

    text: str
    linked: bool = False
    bold: bool = False
    joint: Joint = Joint.NONE


class Line(NamedTuple):
    """A whole line of text and how many of its characters are links and bold.

    `parts` cuts it at links. `pieces` are its texts as the markup parts them: a date and a byline that only a style
    sheet sets apart have no space between them.
    """

    text: str
    linked: int
    bold: int
    links: int
    parts: tuple[tuple[str, bool], ...]
    pieces: tuple[str, ...] = ()


def line_of(pieces: Sequence[Piece]) -> Line:
    """The line that pieces make, whatever stands between them."""
    joining = _Joining()
    bold = 0
    for piece in pieces:
        if piece.joint is Joint.BLOCK:
            joining.at_block = True
        elif piece.text:
            bold += len(piece.text.strip()) if piece.bold else 0
            joining.add(piece)
    said = tuple(piece.text for piece in pieces if piece.text and not piece.text.isspace())
    return _folded(joining.parts, bold)._replace(pieces=said)


class _Joining:
    """Pieces put side by side, one after the other."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, bool]] = []
        self.at_block = False
        self.marks = 0

    def add(self, piece: Piece) -> None:
        after = piece.text
        if self.parts:
            before, linked = self.parts[-1]
            if not after.strip():  # white space belongs to what is before, so that two pieces of it are one gap
                self.parts[-1] = (before + after, linked)
                return
            before, after = _fit(before, after, at_block=self.at_block, quoted=self.marks % 2 == 1)
            self.parts[-1] = (before, linked)
        self.parts.append((after, piece.linked))
        self.marks += after.count('"')
        self.at_block = self.at_block and not after.strip()


def _fit(before: str, after: str, *, at_block: bool, quoted: bool) -> tuple[str, str]:
    """Two neighbours with the white space that only the layout of the source put between them taken out.

    `quoted` tells the straight quotation marks apart: after an odd number of them, one is open.
    """
    left, right = before.rstrip(), after.lstrip()
    between = before[len(left) :] + after[: len(after) - len(right)]
    if not left or not right:
        return before, after
    closes = right.startswith((*CLOSING, '"') if quoted else CLOSING)
    opens = left.endswith((*OPENING, '"') if quoted else OPENING) or left.split()[-1] in _PROCLITICS
    if between and (at_block or "\n" in between) and (closes or opens):
        return left, right
    if at_block and not between and not closes and not opens and left[-1] != "/":
        return before, " " + after
    return before, after


def _folded(parts: Sequence[tuple[str, bool]], bold: int) -> Line:
    runs = tuple(
        ("".join(text for text, _ in run), linked) for linked, run in groupby(parts, key=lambda part: part[1])
    )
    text = fold("".join(run for run, _ in runs))
    inside = [fold(run) for run, linked in runs if linked]
    links = sum(1 for words in inside if words)
    return Line(text, min(sum(map(len, inside)), len(text)), min(bold, len(text)), links, runs)
