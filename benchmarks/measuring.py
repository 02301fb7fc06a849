"""Readings of many pages as numbers: means, shares and times."""

import gc
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from benchmarks.cases import Case, articles
from benchmarks.readers import Reader
from benchmarks.scoring import Said, Score, score
from pipelines.records import Page

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
    scored = [reading.score for reading in found if reading.score is not None]
    figures = {
        "f1": fmean(one.f1 for one in scored),
        "f1_min": min(one.f1 for one in scored),
        "paragraphs": fmean(one.paragraphs for one in scored),
        "outcome": fmean(reading.is_outcome_right for reading in found),
    }
    if any("day" in one.fields for one in scored):
        figures["invented"] = float(sum(one.invented for one in scored))
    for field in sorted({field for one in scored for field in one.fields}):
        figures[field] = fmean(one.fields[field] for one in scored if field in one.fields)
    return figures


def f1_without(found: list[Reading]) -> dict[str, float]:
    """The mean F1 of the other outlets' pages, each outlet left out in turn."""
    outlets = dict.fromkeys(reading.case.outlet for reading in found if reading.score is not None)
    return {
        outlet: fmean(r.score.f1 for r in found if r.score is not None and r.case.outlet != outlet)
        for outlet in outlets
    }


def cpu_of(
    cases: list[Case], readers: Mapping[str, Callable[[Page], object]], repeats: int = REPEATS
) -> dict[str, float]:
    """Seconds of processor time for all article pages, by reader; they take turns on each page."""
    totals = dict.fromkeys(readers, 0.0)
    for case, _ in articles(cases):
        gc.collect()  # or one page pays for what another left behind
        best = dict.fromkeys(readers, float("inf"))
        for _ in range(repeats):
            for name, reader in readers.items():
                best[name] = min(best[name], _time(reader, case.page))
        for name, seconds in best.items():
            totals[name] += seconds
    return totals


def _time(reader: Callable[[Page], object], page: Page) -> float:
    began = time.process_time()
    reader(page)
    return time.process_time() - began
