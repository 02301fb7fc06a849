"""The part files that lie in a source's folders, whatever its state says of them."""

import pyarrow.parquet as pq

from pipelines.known import StagedFile
from pipelines.layout import Layout
from pipelines.schema import TABLES


def parts_of(layout: Layout, source_id: str) -> list[StagedFile]:
    """Those of its three folders, each where it belongs."""
    found = [
        path for table in TABLES for path in (layout.output / table.name / f"source={source_id}").rglob("*.parquet")
    ]
    names = [path.relative_to(layout.output).as_posix() for path in sorted(found)]
    return [StagedFile(name, name, pq.read_metadata(layout.output / name).num_rows) for name in names]
