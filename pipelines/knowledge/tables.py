"""Reads the knowledge's tables as strictly as a compiler: a slip in a data file must not become a wrong tag."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
# What people write between several values, and no name has: the whole would be one value, and never be found.
_PARTING = re.compile(r"[/,،;؛|\\]")


class KnowledgeError(ValueError):
    """A knowledge file that cannot be trusted; says which file, which entry and why."""

    def __init__(self, file: Path, entry: str, reason: str) -> None:
        super().__init__(f"{file}: {entry}: {reason}")
        self.file = file
        self.entry = entry
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, by column."""

    file: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several, written with ` / ` between them.

        They are interned, as what is made of them is: most names stand in several places, ten megabytes in all.
        """
        if not self.cells[column]:
            return ()
        values = tuple(sys.intern(value.strip()) for value in self.cells[column].split(" / "))
        if not all(values):
            raise self.error(f"{column}: nothing between two slashes")
        for value in values:
            if (mark := _PARTING.search(value)) is not None:
                raise self.error(f"{column}: «{value}» holds {mark[0]}; several stand with ` / ` between them")
        if len(set(values)) < len(values):
            raise self.error(f"{column}: the same value twice")
        return values

    def error(self, reason: str) -> KnowledgeError:
        """The refusal of this line."""
        first = next(iter(self.cells.values()), "")
        return KnowledgeError(self.file, f"line {self.line} ({first})", reason)


def read_table(file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The lines of a tab-separated table whose first line names exactly these columns; `#` begins a remark."""
    header: list[str] | None = None
    for number, line in enumerate(_read(file).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [_unquoted(file, number, cell.strip()) for cell in line.split("\t")]
        if header is None:
            header = cells
            _check_header(file, header, columns)
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(file, f"line {number}", f"{len(cells)} cells, but {len(columns)} columns")
        cells += [""] * (len(columns) - len(cells))  # editors cut empty cells at a line's end
        yield Row(file, number, dict(zip(columns, cells, strict=True)))
    if header is None:
        raise KnowledgeError(file, "whole file", f"it is empty; its first line names {', '.join(columns)}")


def read_words(file: Path) -> tuple[str, ...]:
    """The entries of a list with one entry a line; `#` begins a remark."""
    lines = (line.strip() for line in _read(file).splitlines())
    words = tuple(line for line in lines if line and not line.startswith("#"))
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise KnowledgeError(file, word, "stands here twice")
        seen.add(word)
    return words


def _unquoted(file: Path, number: int, cell: str) -> str:
    """The cell as it was typed: a spreadsheet puts one with a comma or quotation marks in it between two more."""
    if not cell.startswith('"'):
        return cell
    found = _QUOTED.fullmatch(cell)
    if found is None:
        raise KnowledgeError(file, f"line {number}", f"{cell}: the quotation mark at its beginning is not closed")
    return found[1].replace('""', '"').strip()


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnowledgeError(file, f"byte {error.start}", "not UTF-8") from error
    except OSError as error:
        raise KnowledgeError(file, "whole file", f"cannot be read ({error.strerror})") from error


def _check_header(file: Path, header: list[str], columns: tuple[str, ...]) -> None:
    if tuple(header) == columns:
        return
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header]
    what = f"unknown column {unknown[0]}" if unknown else f"no column {missing[0]}" if missing else "order differs"
    raise KnowledgeError(file, "first line", f"{what}; the columns are: {', '.join(columns)}")
