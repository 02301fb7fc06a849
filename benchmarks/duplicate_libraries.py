"""The pairs that other libraries call copies: as candidates, and as their own estimate of Jaccard judges these."""

from collections.abc import Callable, Iterable, Sequence

PERMUTATIONS = 128

Pair = tuple[int, int]
Finder = Callable[[float], Iterable[tuple[str, set[Pair]]]]


def nobody(_: float) -> Iterable[tuple[str, set[Pair]]]:
    yield "", set()


def datasketch_pairs(digests: Sequence[list[bytes]]) -> Finder:
    from datasketch import MinHash, MinHashLSH

    hashes = MinHash.bulk(digests, num_perm=PERMUTATIONS)

    def find(threshold: float) -> Iterable[tuple[str, set[Pair]]]:
        index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        found: set[Pair] = set()
        for at, each in enumerate(hashes):
            found |= {(earlier, at) for earlier in index.query(each)}
            index.insert(at, each)
        yield "candidates", found
        yield "by its estimate", {(a, b) for a, b in found if hashes[a].jaccard(hashes[b]) >= threshold}

    return find


def rensa_pairs(digests: Sequence[list[bytes]]) -> Finder:
    from rensa import RMinHash, RMinHashLSH

    hashes = [RMinHash(PERMUTATIONS, 1) for _ in digests]
    for each, its in zip(hashes, digests, strict=True):
        each.update(its)

    def find(threshold: float) -> Iterable[tuple[str, set[Pair]]]:
        index = RMinHashLSH(threshold, PERMUTATIONS, _bands(threshold))
        found: set[Pair] = set()
        for at, each in enumerate(hashes):
            found |= {(earlier, at) for earlier in index.query(each)}
            index.insert(at, each)
        yield "candidates", found
        yield "by its estimate", {(a, b) for a, b in found if hashes[a].jaccard(hashes[b]) >= threshold}

    return find


def _bands(threshold: float) -> int:
    """The fewest bands of equal size that should find 0.99 of the pairs at the threshold itself."""
    divisors = [bands for bands in range(1, PERMUTATIONS + 1) if PERMUTATIONS % bands == 0]
    return next(b for b in divisors if 1 - (1 - threshold ** (PERMUTATIONS // b)) ** b >= 0.99)


LIBRARIES: tuple[tuple[str, Callable[[Sequence[list[bytes]]], Finder]], ...] = (
    ("datasketch", datasketch_pairs),
    ("rensa", rensa_pairs),
)
