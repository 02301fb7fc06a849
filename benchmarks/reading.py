"""Reading, beside other readers: the saved pages, the demo newsroom, the gold pages made strange, and the time."""

from collections.abc import Callable
from statistics import fmean

from benchmarks.cases import articles, newsroom_pages, saved_pages
from benchmarks.figures import Figure
from benchmarks.measuring import Reading, cpu_of, f1_without, readings, summary
from benchmarks.pages_to_warc import PAGES
from benchmarks.readers import Baseline, Reader, baselines, ours
from benchmarks.robustness import CHANGES, SEEDS, changeable, changed
from pipelines.reading import read
from pipelines.records import Page, RejectPage

TARGETS = {
    "f1": ">= 0.99",
    "f1_min": ">= 0.95",
    "title": ">= 0.98",
    "published": ">= 0.95",
    "invented": "0",
    "authors": ">= 0.90",
    "agencies": ">= 0.90",
}
NAMES = {
    "f1": "body text, token F1, mean",
    "f1_min": "body text, token F1, worst page",
    "paragraphs": "paragraphs exact, F1",
    "invented": "dates of a day that no page states",
    "outcome": "outcome right, all pages",
}


def run() -> list[Figure]:
    others = baselines()
    missing = [Figure(f"{other.name}: {other.absent}", "-") for other in others if other.reader is None]
    figures = _newsroom(others)
    if not PAGES.exists():
        return [Figure("no saved pages to measure on", "-"), *figures, *missing]
    return [*_pages(others), *_robustness(), *_cpu(others), *figures, *missing]


def _pages(others: list[Baseline]) -> list[Figure]:
    cases = saved_pages()
    bare, ruled = readings(cases, ours), readings(saved_pages(with_rules=True), ours)
    theirs = _theirs(cases, others)
    figures = [*_each(bare, theirs), *_compared("saved pages", bare, theirs)]
    figures.append(Figure("the same with the shipped sources' rules", f"{summary(ruled)['f1']:.4f}"))
    figures += [Figure(f"F1 without {outlet}", f"{f1:.4f}") for outlet, f1 in f1_without(bare).items()]
    return figures


def _theirs(cases: list, others: list[Baseline]) -> dict[str, list[Reading]]:  # type: ignore[type-arg]
    told = [case for case, _ in articles(cases)]
    return {other.name: readings(told, other.reader) for other in others if other.reader is not None}


def _each(found: list[Reading], theirs: dict[str, list[Reading]]) -> list[Figure]:
    """One line a page: F1 and what is wrong; pages that are no article only where their outcome is wrong."""
    name, first = next(iter(theirs.items()))
    by_name = {reading.case.name: reading for reading in first}
    figures = []
    for reading in found:
        if reading.score is not None:
            other = by_name[reading.case.name].score
            figures.append(Figure(reading.case.name, _verdict(reading), f"{other.f1:.3f}" if other else "", name))
        elif not reading.is_outcome_right:
            figures.append(Figure(reading.case.name, f"{_outcome(reading)}; wanted {_reasons(reading)}"))
    return figures


def _verdict(reading: Reading) -> str:
    if reading.score is None or reading.said.refused is not None:
        return f"{_outcome(reading)}; wanted {_reasons(reading)}"
    wrong = [field for field, right in reading.score.fields.items() if not right]
    return f"{reading.score.f1:.3f}" + (f" wrong: {', '.join(wrong)}" if wrong else "")


def _outcome(reading: Reading) -> str:
    return reading.said.refused or "article"


def _reasons(reading: Reading) -> str:
    return " or ".join(sorted(reading.case.reasons))


def _compared(what: str, found: list[Reading], theirs: dict[str, list[Reading]]) -> list[Figure]:
    """Each figure of ours, and beside it the same of every reader that has it."""
    mine = summary(found)
    rivals = {name: summary(reading) for name, reading in theirs.items()}
    figures = []
    for key, value in mine.items():
        beside = [f"{rival[key]:.3f}" for rival in rivals.values() if key in rival and key != "outcome"]
        who = [name for name, rival in rivals.items() if key in rival and key != "outcome"]
        label = NAMES.get(key, f"{key} right")
        figures.append(Figure(f"{what}: {label}", f"{value:.4f}", " ".join(beside), ", ".join(who), TARGETS.get(key, "")))
    return figures


def _newsroom(others: list[Baseline]) -> list[Figure]:
    cases = newsroom_pages()
    found, theirs = readings(cases, ours), _theirs(cases, others)
    wrong = [
        Figure(reading.case.name, _verdict(reading))
        for reading in found
        if not reading.is_outcome_right or _is_flawed(reading)
    ]
    return [*_compared("newsroom", found, theirs), *wrong]


def _is_flawed(reading: Reading) -> bool:
    score = reading.score
    return score is not None and (score.f1 < 1 or not all(score.fields.values()))


def _robustness() -> list[Figure]:
    return [
        Figure(f"gold pages, {change}: fall of mean F1", f"{fall:.4f}", target="<= 0.01")
        for change, fall in falls().items()
    ]


def falls(reader: Reader = ours) -> dict[str, float]:
    """By how much the mean F1 falls, for each change of the pages."""
    cases = changeable(saved_pages())
    before = summary(readings(cases, reader))["f1"]
    return {
        change: before - fmean(summary(readings(changed(cases, change, seed), reader))["f1"] for seed in SEEDS)
        for change in CHANGES
    }


def _cpu(others: list[Baseline]) -> list[Figure]:
    readers: dict[str, Reader | Callable[[Page], object]] = {"ours": _only_reading}
    readers |= {other.name: other.reader for other in others if other.reader is not None}
    cases = saved_pages()
    count = len(list(articles(cases)))
    spent = cpu_of(cases, readers)  # type: ignore[arg-type]  # what a reader says is not looked at here
    default = spent["trafilatura"]
    return [
        Figure(
            f"CPU, ms a page, reading alone, {count} pages",
            f"{spent['ours'] / count * 1000:.1f} ({spent['ours'] / default:.2f} of trafilatura)",
            " ".join(f"{seconds / count * 1000:.1f}" for name, seconds in spent.items() if name != "ours"),
            ", ".join(name for name in spent if name != "ours"),
            "<= 0.33 of trafilatura with metadata",
        )
    ]


def _only_reading(page: Page) -> object:
    try:
        return read(page)
    except RejectPage as rejected:
        return rejected
