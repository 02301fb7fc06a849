"""Where a run of pieces breaks into lines: not every <br> ends a paragraph."""

from collections.abc import Iterator, Sequence

from pipelines.reading.inline import ends_sentence, reads_on
from pipelines.reading.joining import Joint, Line, Piece, line_of


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines that a run of pieces makes."""
    return [line for run in _runs(pieces) if (line := line_of(run)).text]


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
