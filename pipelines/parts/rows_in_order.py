"""All rows of a source in the order in which their pages came, in memory that does not grow with the source.

Only what tells the order is held of every row; the rows themselves are read in passes, each of some rows that lie
near each other in time, and so in few files.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.layout import Layout
from pipelines.parts.reading import count_rows, opened_part, read_part, table_of_part
from pipelines.schema import OUTCOMES, Table

_A_PASS = 2000  # rows; some 20 MB as Python objects, and two thousand are most often of one or two files


@dataclass(frozen=True, slots=True)
class _Part:
    table: Table
    path: Path
    rows: int


def rows_in_order(
    layout: Layout, names: Sequence[str], columns_of: Callable[[Table], Sequence[str]] | None = None
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Each row of these part files with its table, by time, then by place in the archive, then as it lies in them.

    `columns_of` names the columns that are wanted of a table; those that an older file lacks are null.
    """
    parts = [_part(layout.output / name) for name in names]
    order = _order(parts)
    begins = np.cumsum([0, *(part.rows for part in parts)])
    for at in range(0, len(order), _A_PASS):
        yield from _read(parts, begins, order[at : at + _A_PASS], columns_of)


def _part(path: Path) -> _Part:
    return _Part(table_of_part(path), path, count_rows(path))


def _order(parts: Sequence[_Part]) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """The rows' numbers, counted through all parts, in the order wanted."""
    keys = [_keys(part) for part in parts]
    if not keys:
        return np.empty(0, dtype=np.int64)
    table = pa.concat_tables(keys)
    table = table.append_column("row", pa.array(np.arange(table.num_rows)))
    by = [(name, "ascending") for name in ("at", "file", "offset", "row")]
    order: np.ndarray[Any, np.dtype[np.int64]] = pc.sort_indices(table, by).to_numpy().astype(np.int64)
    return order


def _keys(part: _Part) -> pa.Table:
    time = time_column(part.table)
    found = read_part(part.path, [time, "warc_file", "warc_offset"])
    # A file has one time zone and unit, whoever wrote it: ours.
    return pa.table(
        {
            "at": found[time],
            "file": pc.fill_null(found["warc_file"], ""),
            "offset": pc.fill_null(found["warc_offset"], 0),
        }
    )


def time_column(table: Table) -> str:
    """The column that tells when the page came, or when nothing came."""
    return "at" if table is OUTCOMES else "fetched_at"


def _read(
    parts: Sequence[_Part],
    begins: "np.ndarray[Any, Any]",
    wanted: "np.ndarray[Any, Any]",
    columns_of: Callable[[Table], Sequence[str]] | None,
) -> Iterator[tuple[Table, dict[str, Any]]]:
    of_part = np.searchsorted(begins, wanted, side="right") - 1
    found: dict[int, dict[str, Any]] = {}
    for number in np.unique(of_part):
        part, rows = parts[number], np.sort(wanted[of_part == number])
        columns = list(part.table.schema.names if columns_of is None else columns_of(part.table))
        found |= zip(rows.tolist(), _rows_of(part, rows - begins[number], columns), strict=True)
    for number, row in zip(of_part, wanted.tolist(), strict=True):
        yield parts[number].table, found.pop(row)


def _rows_of(part: _Part, rows: "np.ndarray[Any, Any]", columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of these numbers, ascending; only the row groups that hold one are read."""
    with opened_part(part.path) as file:
        there = [name for name in columns if name in file.schema_arrow.names]
        lacking = dict.fromkeys(name for name in columns if name not in there)
        begin = 0
        for group in range(file.num_row_groups):
            end = begin + file.metadata.row_group(group).num_rows
            inside = rows[(rows >= begin) & (rows < end)] - begin
            if len(inside):
                taken = file.read_row_group(group, columns=there).take(pa.array(inside))
                yield from ({**row, **lacking} for row in taken.to_pylist())
            begin = end
