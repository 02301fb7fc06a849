"""What settling costs in an index that already holds so many articles: time, memory, disk.

The index is filled in the order of its keys, which a run never does: only what is measured on top goes the usual
way, in a process of its own, each article looked up and inserted, one in ten a copy of what is there.

    python -m benchmarks.index_scale FILE ENTRIES     measures a filled file, prints JSON
"""

import json
import os
import random
import re
import resource
import sqlite3
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from pipelines.duplicates.fingerprints import Fingerprint, id_key
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.numbers import BANDS, SHINGLES
from pipelines.records import Article

WORDS = 293  # the mean of the corpus
BATCH = 200
MEASURED = 6000
_KEYS = 2**47
_MOMENT = datetime(2026, 3, 14, tzinfo=UTC)
_SIZE = (WORDS - SHINGLES.words + 1) * SHINGLES.digest_bytes


def figures(path: Path, entries: int) -> list[Figure]:
    _fill(path, entries)
    command = [sys.executable, "-m", "benchmarks.index_scale", str(path), str(entries)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    what = f"index of {entries:,} articles: "
    return [
        Figure(f"{what}lookup + insert, ms an article", f"{found['ms']:.2f}", target="<= 1"),
        Figure(f"{what}the same, file not in memory", f"{found['cold_ms']:.2f}"),
        Figure(f"{what}slowest batch of {BATCH}, ms", f"{found['slowest']:.0f}"),
        Figure(f"{what}copies found", f"{found['copies']:.3f}"),
        Figure(f"{what}memory on top of the program's, MB", f"{found['memory']:.0f}", target="flat"),
        Figure(f"{what}disk, MB", f"{path.stat().st_size / 1e6:,.0f}"),
    ]


def _fill(path: Path, entries: int) -> None:
    DuplicateIndex(path).close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO entries VALUES (?, ?, NULL, ?, ?, '', ?, ?, ?, ?, ?)",
        (_row(number) for number in range(1, entries + 1)),
    )
    db.executemany("INSERT INTO postings VALUES (?, ?)", _postings(entries))
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode=WAL")
    db.close()


def _row(number: int) -> tuple[object, ...]:
    """An entry without copies; its day is spread over the window."""
    made = _fingerprint(number)
    day = _MOMENT.toordinal() - 29 + number % 30
    keys = array("q", made.keys).tobytes()
    return (number, _id(number), "anba", day, WORDS, made.title_key, made.text_key, keys, made.shingles)


def _fingerprint(number: int) -> Fingerprint:
    chance = random.Random(number)
    keys = tuple(chance.getrandbits(47) for _ in range(BANDS.bands))
    return Fingerprint(keys, chance.randbytes(_SIZE), chance.randbytes(12), chance.randbytes(12), WORDS, ())


def _postings(entries: int) -> Iterator[tuple[int, int]]:
    keys = np.empty((entries, BANDS.bands + 1), dtype=np.int64)
    for at in range(entries):
        chance = random.Random(at + 1)
        keys[at, :-1] = [chance.getrandbits(47) for _ in range(BANDS.bands)]
        keys[at, -1] = id_key(_id(at + 1))
    flat = keys.ravel()
    for begin in range(0, len(order := np.argsort(flat)), 1_000_000):
        part = order[begin : begin + 1_000_000]
        yield from zip(flat[part].tolist(), (part // (BANDS.bands + 1) + 1).tolist(), strict=True)


def _id(number: int) -> str:
    return f"{number:032x}"


def _measure(path: Path, entries: int) -> dict[str, float]:
    new = [_new(entries, number) for number in range(MEASURED)]
    half = MEASURED // 2
    before = _peak_memory()
    _take_in(path)
    warm, slowest, copies = _settle(path, new[:half])
    _let_go(path)
    cold, _, _ = _settle(path, new[half:])
    return {"ms": warm, "cold_ms": cold, "slowest": slowest, "copies": copies, "memory": _peak_memory() - before}


def _new(entries: int, number: int) -> tuple[Article, Fingerprint]:
    """Every tenth is a copy, each of another article."""
    article = Article(article_id=_id(10**9 + number), source_id="anba")
    if number % 10:
        return article, _fingerprint(10**9 + number)
    return article, _fingerprint(1 + random.Random(number).randrange(entries))


def _settle(path: Path, new: list[tuple[Article, Fingerprint]]) -> tuple[float, float, float]:
    index = DuplicateIndex(path)
    times, copies = [], 0
    for begin in range(0, len(new), BATCH):
        began = time.perf_counter()
        with index.settling(f"batch-{new[begin][0].article_id}", _MOMENT + timedelta(hours=1)) as settling:
            copies += sum(settling.settle(*each) is not None for each in new[begin : begin + BATCH])
        times.append(time.perf_counter() - began)
    index.close()
    return sum(times) / len(new) * 1000, max(times) * 1000, copies / (len(new) / 10)


def _peak_memory() -> float:
    """In MB. Linux counts the parent's peak to the child in `ru_maxrss`, not in `VmHWM`."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        assert found is not None
        return int(found[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _take_in(path: Path) -> None:
    """Bring the file into the system's memory, as far as there is room: what weeks of running do."""
    with path.open("rb", buffering=0) as file:
        while file.read(2**24):
            pass


def _let_go(path: Path) -> None:
    """Drop the file from the system's memory, as after a restart."""
    handle = os.open(path, os.O_RDWR)
    os.fsync(handle)
    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(handle)


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]), int(sys.argv[2]))))
