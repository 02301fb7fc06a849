"""Copies: which pairs are found, beside two libraries, and what the index costs as it grows.

    make bench PART=duplicates
    BENCH_ENTRIES="10000 1000000 10000000" make bench PART=duplicates    ten million too: 15 GB of disk, minutes

The texts are a month of the Saudi press in `../shared`. Truth is the Jaccard of all pairs, worked out here: the
list of pairs beside the corpus is an estimate by another way of reading (docs/duplicates.md).
"""

import os
import tempfile
from pathlib import Path

from benchmarks import duplicate_pairs, index_scale
from benchmarks.figures import Figure

_SIZES = "10000 1000000"


def run() -> list[Figure]:
    corpus = duplicate_pairs.read_corpus()
    found = duplicate_pairs.figures(corpus) if corpus else [Figure("no texts to measure on", "-")]
    for entries in map(int, os.environ.get("BENCH_ENTRIES", _SIZES).split()):
        with tempfile.TemporaryDirectory() as folder:
            found += index_scale.figures(Path(folder) / "index.sqlite", entries)
    return found
