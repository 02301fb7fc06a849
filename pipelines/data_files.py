"""Reads the lists and tables that lie beside the code: a slip in one ends the program and changes no result unseen.

A line each; a line that begins with `#` is a remark. Cells of a table stand between tabs.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path


class DataFileError(ValueError):
    """A data file that cannot be trusted; says which file, which line and why."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}: line {line}: {reason}")


def entries_of(file: Path) -> tuple[str, ...]:
    """The entries of a list with one entry a line."""
    return _each_once(file, ((number, line.strip()) for number, line in _lines(file)))


def words_of(file: Path) -> frozenset[str]:
    """The words of a list with as many words a line as one likes."""
    return frozenset(_each_once(file, ((number, word) for number, line in _lines(file) for word in line.split())))


def rows_of(file: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows of a table whose first line names exactly these columns; a row is known by its first cell."""
    rows = [(number, _cells(line)) for number, line in _lines(file)]
    if not rows or rows[0][1] != columns:
        raise DataFileError(file, rows[0][0] if rows else 1, f"the columns are: {', '.join(columns)}")
    for number, cells in rows[1:]:
        if len(cells) != len(columns):
            raise DataFileError(file, number, f"{len(cells)} cells, but {len(columns)} columns")
    _each_once(file, ((number, cells[0]) for number, cells in rows))
    return [cells for _, cells in rows[1:]]


def values_of(file: Path, *, fewest: int = 1) -> list[tuple[str, tuple[str, ...]]]:
    """Each line's first cell, and the others: at least so many, none of which stands twice in the file."""
    found: list[tuple[str, tuple[str, ...]]] = []
    values: list[tuple[int, str]] = []
    for number, line in _lines(file):
        key, *others = _cells(line)
        if not all((key, *others)):
            raise DataFileError(file, number, "an empty cell")
        if len(others) < fewest:
            raise DataFileError(file, number, f"{len(others)} values of {key}, but at least {fewest} are needed")
        values += ((number, value) for value in others)
        found.append((key, tuple(others)))
    _each_once(file, values)
    return found


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, by number; an editor's byte order mark is none of the first."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(file, error.object[: error.start].count(b"\n") + 1, "not UTF-8") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("\t"))


def _each_once(file: Path, entries: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for number, entry in entries:
        if entry in seen:
            raise DataFileError(file, number, f"{entry} stands twice, first on line {seen[entry]}")
        seen[entry] = number
    return tuple(seen)
