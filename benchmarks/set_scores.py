"""Precision, recall and F1 of sets of tags, pooled over articles, with how far chance may have moved them."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SEED = 20_261_125
_DRAWS = 1000
_OUTSIDE = 0.025  # of the draws on each side of a 95 % interval


class Counts(NamedTuple):
    """Of one article: tags found and wanted, found only, wanted only."""

    right: int
    wrong: int
    missed: int


class Rates(NamedTuple):
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Score:
    """`low` and `high` bound the 95 % interval of each rate (bootstrap over articles, seeded)."""

    rates: Rates
    low: Rates
    high: Rates
    wanted: int

    def said(self, rate: str) -> str:
        """For example `0.981 [0.960, 0.995]`."""
        return f"{getattr(self.rates, rate):.3f} [{getattr(self.low, rate):.3f}, {getattr(self.high, rate):.3f}]"


def count(found: Collection[object], wanted: Collection[object]) -> Counts:
    """What was found beside what should have been."""
    here, there = set(found), set(wanted)
    return Counts(len(here & there), len(here - there), len(there - here))


def pooled(counts: Sequence[Counts]) -> Rates:
    """The rates over all articles together (micro-averaged); where nothing is to be right, all of it is."""
    right, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0
    return Rates(precision, recall, f1)


def score(counts: Sequence[Counts]) -> Score:
    chance = random.Random(_SEED)
    draws = [pooled(chance.choices(counts, k=len(counts))) for _ in range(_DRAWS)]
    columns = [sorted(column) for column in zip(*draws, strict=True)]
    outside = int(_OUTSIDE * _DRAWS)
    low, high = (Rates(*(column[place] for column in columns)) for place in (outside, -outside - 1))
    return Score(pooled(counts), low, high, sum(one.right + one.missed for one in counts))
