"""Articles as Parquet shards under `data/`, as `datasets.load_dataset(folder)` looks for them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.exporting.card import Contents
from newscrawl.exporting.stream import regrouped

SHARD = 50_000  # rows: some 80 MB; the hub asks for less than 500


def write(folder: Path, batches: Iterable[pa.RecordBatch], contents: Contents) -> None:
    (folder / "data").mkdir()
    shards = max(1, -(-contents.rows // SHARD))
    groups = regrouped(batches)  # SHARD is a multiple of a group
    for number in range(shards):
        path = folder / "data" / f"train-{number:05d}-of-{shards:05d}.parquet"
        _write_shard(path, groups, contents.schema)


def _write_shard(path: Path, groups: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        for group in groups:
            writer.write_table(pa.Table.from_batches([group], schema))  # a row group: nothing waits in memory
            rows += group.num_rows
            if rows >= SHARD:
                return
