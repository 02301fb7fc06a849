"""A process that settles batches until it is killed: `python -m tests.settler INDEX LOG SEED`.

A line of the log stands for a batch's committed rows: written inside the lock, before the index commits.
"""

import json
import os
import sys
from pathlib import Path

from pipelines.duplicates.fingerprints import fingerprint_of
from pipelines.duplicates.index import DuplicateIndex
from tests.copies import MOMENT, copy_of, invented


def main(index_file: str, log_file: str, seed: int) -> None:
    index = DuplicateIndex(Path(index_file))
    _cut_torn_line(Path(log_file))
    with Path(log_file).open("a", encoding="utf-8") as log:
        for number in range(10_000):
            batch_id = f"batch-{seed}-{number}"
            originals = [invented(seed * 10**6 + number * 20 + at, length=40) for at in range(10)]
            with index.settling(batch_id, MOMENT) as settling:
                rows = [row for each in originals for row in (each, copy_of(each, 1))]
                verdicts = [settling.settle(row, fingerprint_of(row)) for row in rows]
                stored = [
                    [row.article_id, None if verdict is None else verdict.duplicate_of, row.text]
                    for row, verdict in zip(rows, verdicts, strict=True)
                ]
                log.write(json.dumps([batch_id, stored]) + "\n")
                log.flush()
            print(batch_id, flush=True)


def _cut_torn_line(log: Path) -> None:
    """Takes away what a kill left of a line: its batch was not committed, and the next line would join it."""
    if log.exists():
        written = log.read_bytes()
        os.truncate(log, written.rfind(b"\n") + 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
