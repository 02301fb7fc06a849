"""Readings as lines of a table: what is wrong on each page, and each figure beside the same of other readers."""

from collections import Counter
from collections.abc import Mapping

from benchmarks.figures import Figure
from benchmarks.measuring import Reading, summary

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
    "day": "published_day right",
    "published": "published_at right to the stated precision",
}


def each(found: list[Reading], theirs: Mapping[str, list[Reading]]) -> list[Figure]:
    """One line a page: F1 and what is wrong; pages that are no article only where their outcome is wrong."""
    beside = [{reading.case.name: reading.score for reading in readings} for readings in theirs.values()]
    figures = []
    for reading in found:
        scores = [scores.get(reading.case.name) for scores in beside]
        f1s = " ".join(f"{score.f1:.3f}" for score in scores if score is not None)
        if reading.score is not None:
            figures.append(Figure(reading.case.name, verdict(reading), f1s))
        elif not reading.is_outcome_right:
            figures.append(Figure(reading.case.name, verdict(reading)))
    return figures


def verdict(reading: Reading) -> str:
    """The F1 and the wrong fields, or the outcome beside the right one."""
    if reading.score is None or reading.said.refused is not None:
        return f"{reading.said.refused or 'article'}; wanted {' or '.join(sorted(reading.case.reasons))}"
    wrong = [field for field, right in reading.score.fields.items() if not right]
    return f"{reading.score.f1:.3f}" + (f" wrong: {', '.join(wrong)}" if wrong else "")


def compared(what: str, found: list[Reading], theirs: Mapping[str, list[Reading]]) -> list[Figure]:
    """Each figure of ours, and beside it the same of every reader that has it."""
    mine = summary(found)
    rivals = {name: summary(reading) for name, reading in theirs.items()}
    figures = []
    for key, value in mine.items():
        beside = [f"{rival[key]:.3f}" for rival in rivals.values() if key in rival and key != "outcome"]
        who = [name for name, rival in rivals.items() if key in rival and key != "outcome"]
        who = who if len(who) < len(rivals) else []
        label = NAMES.get(key, f"{key} right")
        figures.append(
            Figure(f"{what}: {label}", f"{value:.4f}", " ".join(beside), ", ".join(who), TARGETS.get(key, ""))
        )
    return figures


def flaws(found: list[Reading]) -> list[Figure]:
    """How many pages of which outlet have the same flaw."""
    counts = Counter((reading.case.outlet, verdict(reading)) for reading in found if _is_flawed(reading))
    return [Figure(f"{outlet}, {count} pages", words) for (outlet, words), count in counts.items()]


def _is_flawed(reading: Reading) -> bool:
    score = reading.score
    if score is None:
        return not reading.is_outcome_right
    return score.f1 < 1 or not all(score.fields.values())
