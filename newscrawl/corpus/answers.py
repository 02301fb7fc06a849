"""What a question was answered: a table to look at, or CSV, JSON lines and Parquet for other programs."""

import csv
import re
from typing import Any, BinaryIO, TextIO

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawl.corpus.written_values import cell, json_line

ROWS = 2000  # a batch: some 8 MB of Arabic text in memory

_MOST_SHOWN = 100  # rows of a table: nobody scrolls further, and the other formats give all
_LONGEST_CELL = 500  # letters; a whole article would push all else off the screen
_NARROWEST = 12  # letters a column; where there are more columns, each row becomes a table of its own

# A terminal that writes Arabic from right to left would exchange whole columns. FSI and PDI (Unicode's marks for an
# isolated piece) keep each cell in its place; where nothing is turned, they are not seen.
_CELL_WITH_ARABIC = re.compile(r"(?<=│ )([^│\n]*[\u0590-\u08ff\ufb1d-\ufefc][^│\n]*?)(?= *│)")


def write_csv(rows: pa.RecordBatchReader, out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.schema.names)
    for batch in rows:
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            writer.writerow(map(cell, values))


def write_jsonl(rows: pa.RecordBatchReader, out: TextIO) -> None:
    for batch in rows:
        out.writelines(json_line(row) + "\n" for row in batch.to_pylist())


def write_parquet(rows: pa.RecordBatchReader, out: BinaryIO) -> None:
    with pq.ParquetWriter(out, rows.schema, compression="zstd", write_page_checksum=True) as writer:
        for batch in rows:
            writer.write_batch(batch)


def write_table(rows: pa.RecordBatchReader, console: Console, most: int = _MOST_SHOWN) -> bool:
    """Print the first rows; says whether there were more."""
    shown: list[dict[str, Any]] = []
    for batch in rows:
        shown += batch.to_pylist()
        if len(shown) > most:
            break
    if len(rows.schema.names) * _NARROWEST > console.width:
        for row in shown[:most]:
            _print(_upright(row), console)
    else:
        _print(_level(rows.schema, shown[:most]), console)
    return len(shown) > most


def _level(schema: pa.Schema, rows: list[dict[str, Any]]) -> Table:
    table = Table()
    for field in schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(field.name, justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*map(_shown, row.values()))
    return table


def _upright(row: dict[str, Any]) -> Table:
    table = Table("column", "value")
    for name, value in row.items():
        table.add_row(name, _shown(value))
    return table


def _shown(value: Any) -> Text:  # noqa: ANN401 (whatever a column holds)
    text = " ".join(cell(value).split())
    return Text(text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + "…")  # no markup: [ is a letter


def _print(table: Table, console: Console) -> None:
    with console.capture() as capture:
        console.print(table)
    drawn = capture.get()
    console.file.write(_CELL_WITH_ARABIC.sub("\u2068\\1\u2069", drawn) if console.is_terminal else drawn)
