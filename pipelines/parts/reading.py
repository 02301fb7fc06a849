"""The one way in which part files are opened for reading: their layout is looked at, and every page's checksum.

A flipped bit may still decode. Read without a look at the checksum, it would go into the next file under a fresh
one, and no check would ever find it again.
"""

import contextlib
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.parts.errors import PartDamaged, PartIsNewer
from pipelines.records import SCHEMA_VERSION
from pipelines.schema import TABLES, Table

_ROWS = 2000  # some 8 MB of Arabic text in memory
_TABLES = {table.name: table for table in TABLES}
_TAIL = 8  # bytes: the footer's length, and the mark that ends a Parquet file


@contextlib.contextmanager
def opened_part(file: Path, content: pa.Buffer | None = None) -> Iterator[pq.ParquetFile]:
    """A part file `…/<table>/source=…/month=…/<name>`; `content` is its bytes, where the caller holds them.

    Raises PartDamaged, PartIsNewer, and FileNotFoundError. Within it nothing but the file is to be read or written:
    any error of a disk is taken for the file's.
    """
    try:
        source = file if content is None else content
        with pq.ParquetFile(source, page_checksum_verification=True) as opened:
            _refuse_newer_schema(opened.schema_arrow, file)
            yield opened
    except (PartDamaged, FileNotFoundError):
        raise
    except (OSError, pa.ArrowException) as error:
        raise PartDamaged(_name(file), f"cannot be read: {' '.join(str(error).split())}") from error


def read_part(file: Path, columns: Sequence[str]) -> pa.Table:
    """Some columns of all rows; those that an older file lacks are null."""
    with opened_part(file) as opened:
        there = [name for name in columns if name in opened.schema_arrow.names]
        found = opened.read(columns=there, use_threads=False)
    schema = table_of_part(file).schema
    return pa.table(_filled(found, [schema.field(name) for name in columns]), names=list(columns))


def batches_of(file: Path, schema: pa.Schema, rows: int = _ROWS) -> Iterator[pa.RecordBatch]:
    """The rows, at most so many at a time, under today's schema: a column that an older file lacks is null.

    Nothing is read ahead: a dataset's scan would, and memory would hang on how fast the rows are written.
    """
    with opened_part(file) as opened:
        for batch in opened.iter_batches(rows, use_threads=False):
            yield pa.RecordBatch.from_arrays(_filled(batch, schema), schema=schema)


def _filled(rows: pa.Table | pa.RecordBatch, fields: Iterable[pa.Field]) -> list[pa.Array | pa.ChunkedArray]:
    """A column for each field; nulls where an older file has none."""
    there = rows.schema.names
    return [
        rows.column(field.name) if field.name in there else pa.nulls(rows.num_rows, field.type) for field in fields
    ]


def rows_of_article(file: Path, article_id: str) -> Iterator[dict[str, Any]]:
    """The article's rows; texts are read only of a file that holds one."""
    if article_id in read_part(file, ["article_id"])["article_id"].to_pylist():
        for batch in batches_of(file, table_of_part(file).schema):
            yield from batch.filter(pc.equal(batch["article_id"], article_id)).to_pylist()


def read_through(file: Path, content: pa.Buffer | None = None) -> int:
    """Read every page, which is what checks its checksum; returns the rows. Those of another source are damage."""
    rows = 0
    with opened_part(file, content) as opened:
        for batch in opened.iter_batches(_ROWS, use_threads=False):
            _refuse_anothers(batch, file)
            rows += batch.num_rows
    return rows


def count_own_rows(file: Path) -> int:
    """The rows, after a look at one column that they are of the source in whose folder they lie.

    Else somebody copied them there, and they would count twice. Raises PartDamaged.
    """
    rows = read_part(file, ["source_id"])
    _refuse_anothers(rows, file)
    return int(rows.num_rows)


def _refuse_anothers(rows: pa.Table | pa.RecordBatch, file: Path) -> None:
    problem = anothers_rows(rows, file)
    if problem is not None:
        raise PartDamaged(_name(file), problem)


def anothers_rows(rows: pa.Table | pa.RecordBatch, file: Path) -> str | None:
    """What is wrong with rows of another source than their file's folder says; None where nothing is."""
    if "source_id" not in rows.schema.names:
        return "no column source_id"
    own = file.parts[-3].removeprefix("source=")
    others = [other for other in pc.unique(rows.column("source_id")).to_pylist() if other != own]
    return f"its rows are of {others[0]}, not of {own}" if others else None


def count_rows(file: Path) -> int:
    """The rows by the footer alone."""
    with opened_part(file) as opened:
        return int(opened.metadata.num_rows)


def table_of_part(file: Path) -> Table:
    """By the folder it lies in, whichever layout is around it: a release has one of its own."""
    return next(_TABLES[part] for part in reversed(file.parts) if part in _TABLES)


def _refuse_newer_schema(schema: pa.Schema, file: Path) -> None:
    """Columns are only ever added: a file may lack some, and hold none that is unknown. Raises PartIsNewer."""
    own = table_of_part(file).schema
    version = (schema.metadata or {}).get(b"schema_version", b"").decode("utf-8", "replace")
    if _is_newer(version):
        raise _newer(file, f"schema_version {version}; this one knows {SCHEMA_VERSION}")
    unknown = [name for name in schema.names if name not in own.names]
    if unknown:
        raise _newer(file, f"it holds an unknown column {unknown[0]}")


def refuse_newer_layout(file: Path, content: pa.Buffer) -> None:
    """The same of a file that is not read yet, as far as its footer tells. Raises PartIsNewer.

    A footer that holds today's schema letter for letter is not taken apart: a snapshot has thousands of files, and
    each would cost a millisecond. A damaged footer is told of when somebody reads the file.
    """
    end = content.size - _TAIL
    begin = end - int.from_bytes(content[max(end, 0) : max(end, 0) + 4].to_pybytes(), "little")
    if 0 <= begin < end and _written_schema(table_of_part(file)) in content[begin:end].to_pybytes():
        return
    with contextlib.suppress(PartDamaged, OSError, pa.ArrowException):
        _refuse_newer_schema(pq.read_schema(content), file)


@cache
def _written_schema(table: Table) -> bytes:
    """Arrow's own form of the schema, as every footer of today's layout holds it."""
    file = io.BytesIO()
    pq.ParquetWriter(file, table.schema).close()
    written: bytes = pq.read_metadata(file).metadata[b"ARROW:schema"]
    return written


def _is_newer(version: str) -> bool:
    return version != "" and not (version.isdecimal() and int(version) <= int(SCHEMA_VERSION))


def _newer(file: Path, what: str) -> PartIsNewer:
    return PartIsNewer(f"{_name(file)} was written by a newer newscrawl ({what}): update newscrawl to read it")


def _name(file: Path) -> str:
    """Relative to OUTPUT_DIR, or to the release."""
    return "/".join(file.parts[-4:])
