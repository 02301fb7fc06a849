"""Whether what a run stored suddenly lacks what this source's articles have: dates, authors, length.

A redesign can leave headline and lead readable. Then pages still become articles, and no count shows it.
"""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

from newscrawl.exit_codes import ExitCode
from newscrawl.judging.baselines import usual
from newscrawl.judging.history import Line
from pipelines.accounts import Contents

# Fewer articles prove nothing: a run of five urgent items has no authors and twelve words each.
_ENOUGH = 10
# What is usual is known from so many articles of so many runs: a new source has no usual.
_ENOUGH_BEFORE, _ENOUGH_RUNS = 50, 5
# Of the usual share: a redesign takes it to nearly nothing, an evening of wire copy does not.
_LOST = 0.5
# Standard deviations below what chance gives: articles of one run are alike, so that three would be false alarms.
_BEYOND_CHANCE = 5.0
_FIELDS = {"with_published_at": "a date", "with_authors": "an author"}


def what_is_lost(contents: Contents, recent: Sequence[Line]) -> list[str]:
    """In words, what is missing; nothing where too few articles, or too few before, would mean it.

    `recent` are the lines of earlier runs; those that ended badly say nothing of what is usual.
    """
    now = contents.as_dict()
    before = [line["articles"] for line in recent if _is_usual(line)]
    if len(contents.words) < _ENOUGH or len(before) < _ENOUGH_RUNS or _total(before, "count") < _ENOUGH_BEFORE:
        return []
    return [*_fewer(now, before), *_shorter(now, before)]


def _is_usual(line: Line) -> bool:
    return line.get("exit_code") == ExitCode.DONE and bool(line.get("articles", {}).get("count"))


def _fewer(now: dict[str, Any], before: Sequence[dict[str, Any]]) -> Iterator[str]:
    count = now["count"]
    for name, words in _FIELDS.items():
        share = _total(before, name) / _total(before, "count")
        missing = share * count - now[name]
        if now[name] < _LOST * share * count and missing > _BEYOND_CHANCE * sqrt(count * share * (1 - share) + 1):
            yield f"{now[name]} of {count} articles have {words}, usually {share:.0%}"


def _shorter(now: dict[str, Any], before: Sequence[dict[str, Any]]) -> Iterator[str]:
    medians = [held["median_words"] for held in before if held["count"] >= _ENOUGH]
    common = usual(medians, least=_ENOUGH_RUNS)
    words = now["median_words"]
    if common is not None and common.is_far_below(words):
        yield f"articles have {words:.0f} words, usually {common.median:.0f}"


def _total(held: Sequence[dict[str, Any]], name: str) -> int:
    return sum(each[name] for each in held)
