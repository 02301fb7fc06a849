"""Readings of many pages as numbers: means, shares and times."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean

from benchmarks.cases import Case, articles
from benchmarks.readers import Reader
from benchmarks.scoring import Said, Score, score

REPEATS = 5  # the best of them is the work; the rest is what else the machine did


@dataclass(frozen=True, slots=True)
class Reading:
    """One page as one reader read it. `score` where the page is an article."""

    case: Case
    said: Said
    score: Score | None

    @property
    def is_outcome_right(self) -> bool:
        return (self.said.refused or "article") in self.case.reasons


def readings(cases: Iterable[Case], reader: Reader) -> list[Reading]:
    return [_reading(case, reader) for case in cases]


def _reading(case: Case, reader: Reader) -> Reading:
    said = reader(case.page)
    if case.wanted is None or (said.refused is not None and said.refused in case.reasons):
        return Reading(case, said, None)
    return Reading(case, said, score(said, case.wanted, case.page.outlet.timezone))


def summary(found: list[Reading]) -> dict[str, float]:
    """Means over the articles and shares of right fields; `outcome` over all pages."""
    scores = [reading.score for reading in found if reading.score is not None]
    figures = {
        "f1": fmean(score.f1 for score in scores),
        "f1_min": min(score.f1 for score in scores),
        "paragraphs": fmean(score.paragraphs for score in scores),
        "invented": float(sum(score.invented for score in scores)),
        "outcome": fmean(reading.is_outcome_right for reading in found),
    }
    for field in sorted({field for score in scores for field in score.fields}):
        figures[field] = fmean(score.fields[field] for score in scores if field in score.fields)
    return figures


def f1_without(found: list[Reading]) -> dict[str, float]:
    """The mean F1 of the other outlets' pages, each outlet left out in turn."""
    outlets = dict.fromkeys(reading.case.outlet for reading in found if reading.score is not None)
    return {
        outlet: fmean(r.score.f1 for r in found if r.score is not None and r.case.outlet != outlet)
        for outlet in outlets
    }


def cpu_of(cases: list[Case], readers: dict[str, Reader]) -> dict[str, float]:
    """Seconds of processor time for all article pages, by reader; they take turns on each page."""
    totals = dict.fromkeys(readers, 0.0)
    for case, _ in articles(cases):
        best = dict.fromkeys(readers, float("inf"))
        for _ in range(REPEATS):
            for name, reader in readers.items():
                best[name] = min(best[name], _time(lambda reader=reader, case=case: reader(case.page)))  # type: ignore[misc]
        for name, seconds in best.items():
            totals[name] += seconds
    return totals


def _time(work: Callable[[], object]) -> float:
    gc.collect()  # or one reader pays for what another left behind
    began = time.process_time()
    work()
    return time.process_time() - began
