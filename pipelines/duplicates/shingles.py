"""A body as the set of its runs of words, and how alike two such sets are.

Runs are kept as digests, cut short: enough to compare two articles, a third of the text's own size.
"""

from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate

from pipelines.duplicates.numbers import SHINGLES

_WIDTH = SHINGLES.digest_bytes
_MOST = SHINGLES.most


def digests_of(body: str, words: int = SHINGLES.words) -> list[bytes]:
    """The 64-bit digests of all runs of `words` words of a normalised body, each once, in order.

    A shorter body is one run, an empty one none.
    """
    text = body.encode("utf-8", "replace")
    if not text:
        return []
    ends = list(accumulate((len(word) + 1 for word in text.split(b" ")), initial=-1))
    runs = zip(ends, ends[words:], strict=False) if len(ends) > words else [(-1, len(text))]
    return sorted({blake2b(text[before + 1 : end], digest_size=8).digest() for before, end in runs})


def pack(digests: list[bytes]) -> bytes:
    """The lowest digests, cut short and joined: what `jaccard` compares."""
    return b"".join(list(dict.fromkeys(digest[:_WIDTH] for digest in digests))[:_MOST])


def jaccard(left: bytes, right: bytes) -> float:
    """The share of runs that two packed sets have in common; nothing is like an empty one.

    It is exact up to what the cutting adds. A set that `pack` had to cut is compared by the lowest digests of both:
    a sample of their union, the same in whichever order they come.
    """
    ours, theirs = _unpack(left), _unpack(right)
    if not ours or not theirs:
        return 0.0
    if max(len(ours), len(theirs)) < _MOST:
        common = len(ours & theirs)
        return common / (len(ours) + len(theirs) - common)
    sample = sorted(ours | theirs)[:_MOST]
    return sum(digest in ours and digest in theirs for digest in sample) / len(sample)


def most_alike(left: bytes, right: bytes) -> float:
    """What the Jaccard of two packed sets can be at most, by their sizes alone."""
    sizes = sorted((len(left), len(right)))
    return sizes[0] / sizes[1] if sizes[0] and sizes[1] < _MOST * _WIDTH else float(bool(sizes[0]))


@lru_cache(maxsize=2)  # a new article is compared with many: its own set is made once
def _unpack(packed: bytes) -> frozenset[bytes]:
    return frozenset(packed[at : at + _WIDTH] for at in range(0, len(packed), _WIDTH))
