"""Articles as JSON lines: every column, nested as it is stored."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from newscrawl.corpus.answers import write_jsonl
from newscrawl.exporting.card import Contents


def write(folder: Path, batches: Iterable[pa.RecordBatch], contents: Contents) -> None:  # noqa: ARG001 (each format's signature)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
        write_jsonl(batches, out)
