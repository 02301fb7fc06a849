"""The part files that lie in a source's folders, whatever its state says of them."""

from pathlib import Path

import pyarrow.parquet as pq

from pipelines.known import StagedFile
from pipelines.layout import Layout
from pipelines.schema import TABLES


def parts_of(layout: Layout, source_id: str) -> list[StagedFile]:
    """Those of its three folders, each where it belongs."""
    names = part_names(layout.output, source_id)
    return [StagedFile(name, name, pq.read_metadata(layout.output / name).num_rows) for name in names]


def part_names(output: Path, source_id: str) -> list[str]:
    """The same by their names alone, relative to OUTPUT_DIR and sorted."""
    found = [file for table in TABLES for file in (output / table.name / f"source={source_id}").rglob("*.parquet")]
    return [file.relative_to(output).as_posix() for file in sorted(found)]
