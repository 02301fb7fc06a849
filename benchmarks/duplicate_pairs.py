"""Which pairs of a real corpus ours, datasketch and rensa call copies, against the Jaccard of all pairs."""

import gzip
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.duplicate_libraries import LIBRARIES, Finder, Pair, nobody
from benchmarks.figures import Figure
from pipelines.duplicates.fingerprints import band_keys, fingerprint_of
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.normalising import normalise_body
from pipelines.duplicates.shingles import digests_of, jaccard, pack
from pipelines.records import SCHEMA_VERSION, Article

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "saudinewsnet-2015-07.jsonl.gz"
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
_MOMENT = datetime(2015, 7, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Corpus:
    articles: list[Article]
    digests: list[list[bytes]]
    truth: dict[Pair, float]
    """The Jaccard of each pair that has at least the lowest threshold."""


def read_corpus() -> Corpus | None:
    """The corpus without its empty texts, which are copies of nothing."""
    if not CORPUS.exists():
        return None
    with gzip.open(CORPUS) as file:
        rows = [json.loads(line) for line in file]
    articles = [_article(row) for row in rows if normalise_body(row["content"])]
    digests = [digests_of(normalise_body(article.text)) for article in articles]
    return Corpus(articles, digests, _truth(digests))


def figures(corpus: Corpus) -> list[Figure]:
    began = time.perf_counter()
    prints = [fingerprint_of(article) for article in corpus.articles]
    took = time.perf_counter() - began
    cost = Figure("fingerprint, ms an article", f"{took / len(prints) * 1000:.2f}", target="< 1")
    ours = _our_pairs(corpus.digests)
    here = [(name, find) for name, find in LIBRARIES if find_spec(name)]
    if not here:
        cost = replace(cost, which="no datasketch and rensa to measure beside: pip install -e '.[bench]'")
    theirs = [(name, find(corpus.digests)) for name, find in here] or [("", nobody)]
    return [cost, *_by_threshold(corpus.truth, ours, theirs), *_marked(corpus)]


def _by_threshold(
    truth: dict[Pair, float], ours: dict[Pair, float], theirs: Sequence[tuple[str, Finder]]
) -> Iterable[Figure]:
    for threshold in THRESHOLDS:
        true = {pair for pair, score in truth.items() if score >= threshold}
        own = _judged({pair for pair, score in ours.items() if score >= threshold}, true)
        for which, find in theirs:
            target = "recall >= 0.99, false <= 0.1 %" if threshold == 0.7 else ""
            for how, pairs in find(threshold):
                yield Figure(
                    f"pairs of Jaccard >= {threshold}", own, _judged(pairs, true), f"{which}, {how}", target
                )


def _judged(found: set[Pair], true: set[Pair]) -> str:
    false = len(found - true) / max(len(found), 1)
    return f"recall {len(found & true) / len(true):.4f}, false {false:.2%}"


def _marked(corpus: Corpus) -> Iterable[Figure]:
    """The index as a run uses it: each article that has an earlier copy is to be marked."""
    with tempfile.TemporaryDirectory() as folder:
        index = DuplicateIndex(Path(folder) / "index.sqlite")
        with index.settling("all", _MOMENT) as settling:
            marked = {
                at: verdict
                for at, article in enumerate(corpus.articles)
                if (verdict := settling.settle(article, fingerprint_of(article))) is not None
            }
        index.close()
    copies = {later for (_, later), score in corpus.truth.items() if score >= 0.7}
    yield Figure(
        "articles with an earlier copy of Jaccard >= 0.7 that are marked",
        f"{len(marked.keys() & copies) / len(copies):.4f} of {len(copies)}",
    )
    yield Figure("articles marked without one", str(len(marked.keys() - copies)))
    loose = sum(verdict.score < 0.7 for verdict in marked.values())
    yield Figure("marked, and less than 0.7 like the first of their cluster", f"{loose} of {len(marked)}")


def _our_pairs(digests: Sequence[list[bytes]]) -> dict[Pair, float]:
    sets = [pack(each) for each in digests]
    return {(a, b): jaccard(sets[a], sets[b]) for a, b in _sharing(map(band_keys, digests))}


def _sharing(keys: Iterable[Iterable[Hashable]]) -> set[Pair]:
    seen: defaultdict[Hashable, list[int]] = defaultdict(list)
    found: set[Pair] = set()
    for at, its in enumerate(keys):
        for key in its:
            found.update((earlier, at) for earlier in seen[key])
            seen[key].append(at)
    return found


def _truth(digests: Sequence[list[bytes]]) -> dict[Pair, float]:
    holders: defaultdict[bytes, list[int]] = defaultdict(list)
    found = {}
    for at, its in enumerate(digests):
        common = Counter(earlier for digest in its for earlier in holders[digest])
        for earlier, both in common.items():
            score = both / (len(its) + len(digests[earlier]) - both)
            if score >= THRESHOLDS[0]:
                found[earlier, at] = score
        for digest in its:
            holders[digest].append(at)
    return found


def _article(row: dict[str, str]) -> Article:
    made = partial(Article, schema_version=SCHEMA_VERSION, fetched_at=_MOMENT)
    return made(article_id=row["id"], source_id=row["source"], title=row["title"], text=row["content"])
