"""A few columns of many part files, for questions that need no text.

A dataset of Arrow (`newscrawl/dataset.py`) reads a nested column whole: of leaders also every place where one is
named, which is most of it. And for each file it looks anew which of its columns are the corpus's: on files of some
hundred articles that costs more than reading. Here nested columns are read by their leaves, file by file, on all
cores.
"""

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.corpus.snapshot import mapped
from pipelines.parts.reading import opened_part
from pipelines.schema import Table

_AT_ONCE = 16  # files whose columns wait in memory for whoever takes them


def read_columns(output: Path, table: Table, names: Iterable[str], paths: Sequence[str]) -> Iterator[pa.Table]:
    """The columns of each of the table's files in a manifest, file after file.

    `paths` are columns, or leaves as Parquet names them (`leaders.list.element.id`). What an older file lacks is
    null. Raises PartDamaged and PartIsNewer.
    """
    own, nothing = [name for name in names if name.startswith(f"{table.name}/")], empty(table, paths)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(own), _AT_ONCE):
            for read in pool.map(partial(_read, output, paths), own[start : start + _AT_ONCE]):
                yield _with_all(nothing, read)


def empty(table: Table, paths: Sequence[str]) -> pa.Table:
    """No rows, and of each nested column only what was asked for: Parquet's reader says what that is."""
    file = io.BytesIO()
    pq.ParquetWriter(file, table.schema).close()
    return pq.ParquetFile(file).read(columns=list(paths))


def _read(output: Path, paths: Sequence[str], name: str) -> pa.Table:
    with opened_part(output / name, mapped(output, name)) as file:
        return file.read(columns=list(paths), use_threads=False)  # files are read side by side, not their columns


def _with_all(nothing: pa.Table, read: pa.Table) -> pa.Table:
    if read.schema.equals(nothing.schema):
        return read
    return pa.concat_tables([nothing, read], promote_options="permissive").select(nothing.column_names)
