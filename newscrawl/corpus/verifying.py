"""Whether what the manifest promises is there and whole: part files to the last page, archived pages by their rows.

Nothing is locked: a run may commit meanwhile, so that what went missing is looked up in the manifest once more.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.archive.responses import read_answer
from newscrawl.standing.source import committed_files
from pipelines.layout import Layout
from pipelines.parts.errors import PartDamaged
from pipelines.parts.files import stray_parts
from pipelines.parts.reading import anothers_rows, opened_part, table_of_part
from pipelines.schema import Table
from pipelines.state.known import StagedFile

_ROWS = 2000  # some 8 MB of Arabic text in memory
# Archived pages looked up of each source, unless all are: enough to meet a damage that has one page in a hundred.
_SAMPLE = 300


@dataclass(slots=True)
class Verification:
    """One source. `damage` yields a line for each damage; the counts say what was looked at."""

    layout: Layout
    source_id: str
    every_page: bool = False
    files: int = 0
    rows: int = 0
    pages: int = 0
    _places: list[tuple[str, int, str | None]] = field(default_factory=list)
    """Of each row with an archived page: file, offset, and the sha256 of its bytes where that is known."""

    def damage(self) -> Iterator[str]:
        """A line for each damage. Raises PartIsNewer: what a newer newscrawl wrote cannot be judged here."""
        for part in committed_files(self.layout, self.source_id):
            problem = self._of_part(part)
            if problem is not None and part in committed_files(self.layout, self.source_id):
                yield f"{part.final}: {problem}"
        yield from (f"{name}: no manifest names it" for name in stray_parts(self.layout, self.source_id))
        yield from self._of_archive()

    def _of_part(self, part: StagedFile) -> str | None:
        path = self.layout.output / part.final
        try:
            with opened_part(path) as file:
                table = table_of_part(path)
                problem = _of_types(file.schema_arrow, table) or self._of_rows(file, part, path)
        except FileNotFoundError:
            return "missing"
        except PartDamaged as error:
            return error.what
        self.files += 1
        return problem

    def _of_rows(self, file: pq.ParquetFile, part: StagedFile, path: Path) -> str | None:
        """Reading every page is what checks its checksum."""
        found, problem, table = 0, None, table_of_part(path)
        for batch in file.iter_batches(_ROWS):
            found += batch.num_rows
            problem = problem or anothers_rows(batch, path)
            self._places += _places(batch, table)
        self.rows += found
        return problem if found == part.rows else f"{found} rows, the manifest says {part.rows}"

    def _of_archive(self) -> Iterator[str]:
        places = sorted(self._places)
        step = 1 if self.every_page else max(len(places) // _SAMPLE, 1)
        missing: set[str] = set()
        for name, offset, sha256 in places[::step]:
            path = self.layout.archive_file(name)
            if path.exists():
                self.pages += 1
                problem = _of_page(path, offset, sha256)
                if problem is not None:
                    yield f"{name}, byte {offset}: {problem}"
            elif name not in missing:  # one line a file, not a thousand
                missing.add(name)
                yield f"{name}: missing, though rows point into it"


def _of_types(schema: pa.Schema, table: Table) -> str | None:
    for column in schema:
        if column.type != table.schema.field(column.name).type:
            return f"column {column.name} is {column.type}, not {table.schema.field(column.name).type}"
    return None


def _places(batch: pa.RecordBatch, table: Table) -> Iterator[tuple[str, int, str | None]]:
    names = [name for name in ("warc_file", "warc_offset", "page_sha256", "kind") if name in table.schema.names]
    rows: list[dict[str, Any]] = batch.select(names).to_pylist()
    for row in rows:
        if row["warc_file"] is not None:
            # A tombstone repeats the text of another page than the one that it points to.
            sha256 = None if row.get("kind") == "gone" else row.get("page_sha256")
            yield row["warc_file"], row["warc_offset"], sha256


def _of_page(path: Path, offset: int, sha256: str | None) -> str | None:
    found = read_answer(path, offset)
    if found is None:
        return "no whole answer begins here"
    if sha256 is None or found.is_too_large or hashlib.sha256(found.answer.body).hexdigest() == sha256:
        return None
    return "another page than its row was read from"
