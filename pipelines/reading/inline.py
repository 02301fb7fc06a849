"""From the pieces of a line to its text: no word joined, no space invented."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufdd0-\ufdef]")
_CLOSING = tuple("،,.؛;:!؟?»”’)]}…٪%")
_OPENING = tuple("«“‘([{")
# Words that are written as one with the next: the source set a link behind them, not a space.
_PROCLITICS = frozenset("و ف ب ل ك س ال وال بال فال كال لل ولل فلل ول وب وك فل فب".split())
_ENDS_SENTENCE = re.compile(r"""[.!؟?…:؛]["'»”’)\]\s\u200e\u200f\u202c\u2069]*$""")


class Joint(Enum):
    """What stands between two pieces besides their own spaces."""

    NONE = auto()  # an inline tag, or nothing
    BLOCK = auto()  # the border of a block that reads on within the sentence
    BREAK = auto()  # a line break


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters in one style, or a joint between two."""

    text: str
    linked: bool = False
    bold: bool = False
    joint: Joint = Joint.NONE


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line of text and how many of its characters are links and bold; `parts` cuts it at links."""

    text: str
    linked: int
    bold: int
    links: int
    parts: tuple[tuple[str, bool], ...]


def ends_sentence(text: str) -> bool:
    return bool(_ENDS_SENTENCE.search(text[-20:]))


def reads_on(text: str) -> bool:
    """Whether a text starts with a mark that only ever follows a word."""
    return text.lstrip().startswith(_CLOSING)


def without_controls(text: str) -> str:
    """A text without the characters that XML forbids."""
    return _CONTROL.sub("", text)


def fold(text: str) -> str:
    """A text with its white space folded to single spaces and without control characters."""
    return " ".join(_CONTROL.sub("", text).split())


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines that a run of pieces makes."""
    return [line for run in _runs(pieces) if (line := _line(run)).text]


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    rows = _rows(pieces)
    # Where blank lines part the paragraphs, a single break inside a sentence is only a soft one.
    roomy = any(breaks > 1 for _, breaks in rows[:-1])
    held: list[Piece] = []
    for position, (row, breaks) in enumerate(rows):
        held += row
        following = rows[position + 1][0] if position + 1 < len(rows) else []
        if following and _is_soft(row, following, breaks, roomy=roomy):
            held.append(Piece(" "))
        else:
            yield held
            held = []


def _rows(pieces: Sequence[Piece]) -> list[tuple[list[Piece], int]]:
    """The rows between breaks, each with how many breaks follow it."""
    rows: list[tuple[list[Piece], int]] = []
    row: list[Piece] = []
    for piece in pieces:
        if piece.joint is not Joint.BREAK:
            row.append(piece)
        elif any(part.text.strip() for part in row):
            rows.append((row, 1))
            row = []
        elif rows:
            rows[-1] = (rows[-1][0], rows[-1][1] + 1)
            row = []
    return [*rows, (row, 0)] if any(part.text.strip() for part in row) else rows


def _is_soft(row: list[Piece], following: list[Piece], breaks: int, *, roomy: bool) -> bool:
    after = "".join(piece.text for piece in following)
    if reads_on(after) and not after.lstrip().startswith("."):
        return True
    if breaks > 1 or not roomy:
        return False
    before = "".join(piece.text for piece in row)
    styled = all(piece.bold for piece in row if piece.text.strip()) or all(
        piece.bold for piece in following if piece.text.strip()
    )
    # A short row is a subheading or a byline, not a sentence that was wrapped.
    return not ends_sentence(before) and not styled and len(before.split()) > 8


def _line(pieces: Sequence[Piece]) -> Line:
    joining = _Joining()
    bold = 0
    for piece in pieces:
        if piece.joint is Joint.BLOCK:
            joining.at_block = True
        elif piece.text:
            bold += len(piece.text.strip()) if piece.bold else 0
            joining.add(piece)
    return _folded(joining.parts, bold)


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
    closes = right.startswith((*_CLOSING, '"') if quoted else _CLOSING)
    opens = left.endswith((*_OPENING, '"') if quoted else _OPENING) or left.split()[-1] in _PROCLITICS
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
