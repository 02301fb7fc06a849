"""Shares of counted articles: of a count alone nobody knows whether more was written or more was fetched. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newscrawl.reporting.answers import Rows

# A share of fewer articles than this says nothing: one article of two is no half of the news.
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One leader, topic or story over time; two may be of one name.

    `share` is that of all periods together; None where too few articles were counted.
    """

    id: str
    name: str
    name_en: str
    share: float
    articles: int
    shares: tuple[float | None, ...]


def series(named: Rows, counted: Rows, periods: Sequence[date]) -> list[Series]:
    """Of each id, the share of the counted articles that it stands in; the most frequent first."""
    whole: dict[date, int] = defaultdict(int)
    for row in counted:
        whole[row["period"]] += row["articles"]
    parts: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    names = {row["id"]: (row["name_ar"], row["name_en"]) for row in named}
    for row in named:
        parts[row["id"]][row["period"]] += row["articles"]
    total = sum(whole.values())
    found = [
        Series(
            each,
            *names[each],
            share=sum(own.values()) / total,
            articles=sum(own.values()),
            shares=tuple(own[p] / whole[p] if whole[p] >= _ENOUGH else None for p in periods),
        )
        for each, own in parts.items()
    ]
    return sorted(found, key=lambda each: (-each.articles, each.name, each.id))


def shares_by_source(named: Rows, counted: Rows) -> dict[tuple[str, str], float]:
    """By id and source: the share of that source's counted articles that the id stands in."""
    whole: dict[str, int] = defaultdict(int)
    for row in counted:
        whole[row["source_id"]] += row["articles"]
    parts: dict[tuple[str, str], int] = defaultdict(int)
    for row in named:
        parts[row["id"], row["source_id"]] += row["articles"]
    return {
        (each, source): own / whole[source] for (each, source), own in parts.items() if whole[source] >= _ENOUGH
    }
