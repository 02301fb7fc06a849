"""Rows of data tables: the cells of one row are one line."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from pipelines.reading.flow import Block
from pipelines.reading.joining import Piece, line_of

_CELLS = {"td", "th"}


def rows_joined(blocks: list[Block]) -> list[Block]:
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
    return [Block(line_of(cells), run[0].element if parent is None else parent, "row")]
