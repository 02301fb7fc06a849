"""What the index of duplicates must know of an article: pure, worked out in the worker beside the article.

Its keys are MinHash by one permutation: the range of the digests is cut into as many parts as there are rows in all
bands, and the lowest digest of each part counts. A part without any borrows from another one, in an order that is
the same for all articles (Shrivastava, "Optimal Densification for Fast and Accurate Minwise Hashing", 2017).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from pipelines.agencies.wire import credits_of
from pipelines.duplicates.normalising import NORMALISER_VERSION, normalise_body, with_text_hash
from pipelines.duplicates.numbers import BANDS, SHINGLES
from pipelines.duplicates.shingles import digests_of, pack
from pipelines.records import Article

FINGERPRINT_VERSION = f"1/{NORMALISER_VERSION}/{SHINGLES}/{BANDS}"
"""Fingerprints of different versions cannot be compared."""

_PARTS = BANDS.bands * BANDS.rows
_EDGES = [(part * 2**64 // _PARTS).to_bytes(8, "big") for part in range(_PARTS)]
# SQLite stores an integer of 48 bits in six bytes, one of 64 in eight: a quarter less disk.
_KEY_BITS = 47


def _key(kind: bytes, value: bytes) -> int:
    digest = blake2b(value, digest_size=8, person=kind).digest()
    return int.from_bytes(digest, "big") >> (64 - _KEY_BITS)


_LENDERS = [
    sorted(range(_PARTS), key=lambda other, part=part: _key(b"lend", bytes((part, other))))  # type: ignore[misc]
    for part in range(_PARTS)
]
_BAND_NAMES = [b"band%d" % band for band in range(BANDS.bands)]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`keys` find articles that may be alike, `shingles` say how much; a short text needs its `title_key` too."""

    keys: tuple[int, ...]
    shingles: bytes
    text_key: bytes
    title_key: bytes
    words: int
    credits: tuple[str, ...]


def carry_fingerprint(article: Article) -> Article:
    """The pure step: the hash of the text as a column, and the fingerprint beside the columns."""
    article = with_text_hash(article)
    article.fingerprint = fingerprint_of(article)
    return article


def fingerprint_of(article: Article) -> Fingerprint:
    """The article's fingerprint, from its stored columns alone: made again, it is the same."""
    body = normalise_body(article.text)
    digests = digests_of(body)
    return Fingerprint(
        keys=band_keys(digests),
        shingles=pack(digests),
        text_key=_short_hash(body),
        title_key=_short_hash(normalise_body(article.title or "")),
        words=body.count(" ") + 1 if body else 0,
        credits=credits_of(article),
    )


def band_keys(digests: Sequence[bytes]) -> tuple[int, ...]:
    """One key a band, of sorted digests; two articles are likely to share one if they are alike."""
    if not digests:
        return ()
    lowest = _lowest_of_parts(digests)
    groups = (lowest[at : at + BANDS.rows] for at in range(0, _PARTS, BANDS.rows))
    return tuple(_key(name, b"".join(group)) for name, group in zip(_BAND_NAMES, groups, strict=True))


def id_key(article_id: str) -> int:
    """The key under which the index finds an article by its id."""
    return _key(b"id", article_id.encode())


def _lowest_of_parts(digests: Sequence[bytes]) -> list[bytes]:
    begins = [bisect_left(digests, edge) for edge in _EDGES]
    ends = [*begins[1:], len(digests)]
    own = [digests[begin] if begin < end else None for begin, end in zip(begins, ends, strict=True)]
    return [lowest if lowest is not None else _borrowed(own, part) for part, lowest in enumerate(own)]


def _borrowed(own: Sequence[bytes | None], part: int) -> bytes:
    return next(lowest for other in _LENDERS[part] if (lowest := own[other]) is not None)


def _short_hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).digest() if text else b""
