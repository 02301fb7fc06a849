"""Rows of data tables: the cells of one row are one line."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from pipelines.reading.flow import Block
from pipelines.reading.joining import Piece, line_of

_CELLS = {"td", "th"}
_INSIDE = {"p", "div", "span", "center"}  # what editors put around the words of a cell
_MOST_STEPS = 3
_LONGEST_CELL = 60  # characters


def rows_joined(blocks: list[Block]) -> list[Block]:
    """The blocks with the cells of each row of a data table made one; long cells stay paragraphs."""
    return [block for run in _runs_of_rows(blocks) for block in _one_row(run)]


def _runs_of_rows(blocks: list[Block]) -> Iterator[list[Block]]:
    run: list[Block] = []
    row: HtmlElement | None = None
    for block in blocks:
        cell = _cell_of(block)
        parent = None if cell is None else cell.getparent()
        if run and (parent is None or parent is not row):
            yield run
            run = []
        run.append(block)
        row = parent
    if run:
        yield run


def _cell_of(block: Block) -> HtmlElement | None:
    """The cell whose words a line is, through what an editor put around them."""
    node: HtmlElement | None = block.element
    for _ in range(_MOST_STEPS):
        if node is None or node.tag in _CELLS:
            return node
        if node.tag not in _INSIDE:
            return None
        node = node.getparent()
    return None


def _one_row(run: list[Block]) -> list[Block]:
    if len(run) == 1 and run[0].tag != "th":
        return run
    cells = [_cell_of(block) for block in run]
    is_title = len(run) == 1 and cells[0] is not None and cells[0].tag == "th"  # over all columns
    is_one_cell = len(set(map(id, cells))) < 2 and any(block.tag not in _CELLS for block in run)  # its paragraphs
    if any(len(block.text) > _LONGEST_CELL for block in run) or (not is_title and (len(run) < 2 or is_one_cell)):
        return run
    pieces = [Piece(block.text + " ", linked=block.link_share > 0.5) for block in run]
    parent = cells[0].getparent() if cells[0] is not None else None
    return [Block(line_of(pieces), run[0].element if parent is None else parent, "row")]
