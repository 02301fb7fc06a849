"""What a disk, a person or a newer newscrawl does to part files."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def flip_unseen(file: Path) -> None:
    """Flip a bit of a text so that the file can still be read, and gives another: only a checksum tells."""
    whole, rows = file.read_bytes(), pq.read_table(file, partitioning=None)
    chunks = pq.read_metadata(file).row_group(0)
    text = next(chunk for i in range(chunks.num_columns) if (chunk := chunks.column(i)).path_in_schema == "text")
    begin = text.dictionary_page_offset or text.data_page_offset
    for at in range(begin + text.total_compressed_size // 2, begin, -1):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            found = pq.read_table(file, partitioning=None)
            found.validate(full=True)
            if found.schema.equals(rows.schema) and not found.equals(rows):
                return
        except (OSError, pa.ArrowException):
            continue
    raise AssertionError(f"no flipped bit of {file} passes unseen")


def copy_beside(file: Path) -> Path:
    """The same rows under another name."""
    return Path(shutil.copy2(file, file.with_name(f"copy-of-{file.name}")))


def copy_to_another_source(file: Path, source_id: str) -> Path:
    """The same rows in the folder of a source that has no state."""
    target = file.parents[2] / f"source={source_id}" / file.parent.name / file.name
    target.parent.mkdir(parents=True)
    return Path(shutil.copy2(file, target))


def make_newer(file: Path) -> None:
    """As a later version writes it: a higher schema_version."""
    table = pq.read_table(file, partitioning=None)
    _write(table.replace_schema_metadata({**table.schema.metadata, b"schema_version": b"99"}), file)


def add_column(file: Path) -> None:
    """A column that today's schema lacks."""
    table = pq.read_table(file, partitioning=None)
    _write(table.append_column("mood", pa.nulls(table.num_rows, pa.string())), file)


def _write(table: pa.Table, file: Path) -> None:
    pq.write_table(table, file, compression="zstd", write_page_checksum=True)
