"""Whether an article is a copy, and of what: the rules, apart from how earlier articles are kept and found.

An article is a copy when one that was stored before is alike (`similar`); it joins that one's cluster if it is also
like the first article there (`like_first`). Kind and score say how it stands to that first article. Copies are
marked and stored, never dropped.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from pipelines.duplicates.fingerprints import Fingerprint
from pipelines.duplicates.numbers import VERDICT
from pipelines.duplicates.shingles import jaccard, most_alike
from pipelines.records import Article

Kind = Literal["exact", "near", "wire"]
_BATCH_TIME = re.compile(r"-(\d{8}T\d{6}Z)-[0-9a-f]{4}(?:-|\Z)")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The columns that mark a copy; `duplicate_of` is also its `cluster_id`."""

    kind: Kind
    duplicate_of: str
    score: float

    @property
    def cluster_id(self) -> str:
        return self.duplicate_of


def verdict_in(row: Article) -> Duplicate | None:
    """The verdict that a stored row bears."""
    if row.duplicate_of is None:
        return None
    return Duplicate(cast(Kind, row.duplicate_kind), row.duplicate_of, row.duplicate_score or 0.0)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An article that was stored before, as the index has it; `credits` are those of its cluster."""

    number: int
    article_id: str
    cluster_id: str
    source_id: str
    fingerprint: Fingerprint

    @property
    def is_first(self) -> bool:
        return self.article_id == self.cluster_id


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier article that the new one is alike, and how much."""

    earlier: Earlier
    score: float


def match(new: Fingerprint, earlier: Earlier) -> Match | None:
    """The pair, if the two are copies of one text."""
    old = earlier.fingerprint
    if most_alike(new.shingles, old.shingles) < VERDICT.similar:
        return None
    if min(new.words, old.words) < VERDICT.words_to_compare and (
        not new.title_key or new.title_key != old.title_key
    ):
        return None
    score = jaccard(new.shingles, old.shingles)
    return Match(earlier, score) if score >= VERDICT.similar else None


def choose(
    new: Fingerprint, matches: Sequence[Match], first_of: Callable[[Earlier], Earlier | None]
) -> tuple[Match, Match] | None:
    """The match that decides, and the new article beside the first of that match's cluster.

    A cluster's first article that is itself alike comes before all; then the likest copy with a first like enough.
    """
    ranked = sorted(matches, key=lambda m: (not m.earlier.is_first, -m.score, m.earlier.number))
    for each in ranked:
        first = each.earlier if each.earlier.is_first else first_of(each.earlier)
        if first is None:  # forgotten, or older than the window: the copy stands for it
            return each, each
        score = each.score if each.earlier.is_first else jaccard(new.shingles, first.fingerprint.shingles)
        if score >= VERDICT.like_first:
            return each, Match(first, score)
    return None


def verdict(source_id: str, new: Fingerprint, decided: tuple[Match, Match]) -> Duplicate:
    """What the article is to the first of its cluster."""
    by, first = decided
    credited = bool(new.credits or by.earlier.fingerprint.credits or first.earlier.fingerprint.credits)
    cluster_id = by.earlier.cluster_id
    if credited and first.earlier.source_id != source_id:
        return Duplicate("wire", cluster_id, first.score)
    is_exact = first.earlier.fingerprint.text_key == new.text_key
    return Duplicate("exact" if is_exact else "near", cluster_id, 1.0 if is_exact else first.score)


def mark(article: Article, duplicate: Duplicate | None) -> None:
    """Write the verdict into the article's columns; None takes an earlier verdict back."""
    article.duplicate_kind = None if duplicate is None else duplicate.kind
    article.duplicate_of = None if duplicate is None else duplicate.duplicate_of
    article.duplicate_score = None if duplicate is None else duplicate.score
    article.cluster_id = article.article_id if duplicate is None else duplicate.cluster_id


def moment_of(batch_id: str) -> datetime:
    """When the run began that a batch or run id names; so a replayed batch is as old as when it was stored."""
    found = _BATCH_TIME.search(batch_id)
    if found is None:
        raise ValueError(f"no run's time in {batch_id!r}")
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
