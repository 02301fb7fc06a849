"""The accounts of a run: every address seen in a listing, or due for another look, ends in exactly one place.

seen + due = known + stored + revised + unchanged + gone + rejected + pending
"""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from pipelines.records import Article

Fate = Literal["stored", "revised", "unchanged", "gone", "rejected", "known"]
"""`known` is that of a page that turned out to be what was forgotten: no row may tell of it."""


@dataclass(slots=True)
class Accounts:
    seen: int = 0
    due: int = 0
    known: int = 0
    looks_dropped: int = 0
    """Looks at known articles that a long pause made pointless; no term of the sum."""
    tombstones: int = 0
    """Of what is revised: articles that were found to be gone; no term of the sum."""
    fates: Counter[Fate] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    failed_again: Counter[str] = field(default_factory=Counter)
    """Of what is rejected or gone: what had failed before and was asked for again, by reason; no further terms."""
    wanted: dict[str, set[str]] = field(default_factory=dict)
    """Addresses asked for or still to be asked for, each with the listings that name it."""

    @property
    def pending(self) -> int:
        return len(self.wanted)

    def settle(self, address: str, fate: Fate, reason: str | None = None) -> None:
        """An address that was wanted has met its fate. What nobody waits for any more is not counted twice."""
        if self.wanted.pop(address, None) is None:
            return
        if fate == "known":
            self.known += 1
            return
        self.fates[fate] += 1
        if reason is not None:
            self.reasons[reason] += 1

    def closes(self) -> bool:
        return self.seen + self.due == self.known + self.fates.total() + self.pending

    def as_dict(self) -> dict[str, object]:
        fates = {fate: self.fates[fate] for fate in ("stored", "revised", "unchanged", "gone", "rejected")}
        counts = {"seen": self.seen, "due": self.due, "known": self.known, **fates, "pending": self.pending}
        why = {"reasons": self.reasons, "failed_again": self.failed_again}
        reasons = {name: dict(sorted(counted.items())) for name, counted in why.items()}
        return {**counts, "looks_dropped": self.looks_dropped, "tombstones": self.tombstones, **reasons}


@dataclass(slots=True)
class Contents:
    """What a run's stored articles hold: a redesign that costs dates or half the text shows here, in no count."""

    with_published_at: int = 0
    with_authors: int = 0
    words: list[int] = field(default_factory=list)
    """Of each article."""

    def add(self, article: Article) -> None:
        self.with_published_at += article.published_at is not None
        self.with_authors += bool(article.authors)
        self.words.append(article.words or 0)

    def as_dict(self) -> dict[str, object]:
        return {
            "count": len(self.words),
            "with_published_at": self.with_published_at,
            "with_authors": self.with_authors,
            "median_words": median(self.words) if self.words else None,
        }
