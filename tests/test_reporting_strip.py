from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from newscrawl.reporting.strip import COLOURS, LEGEND, cells

DAY = date(2026, 3, 1)
VALUES = {words: value for value, _, words in LEGEND}


def row(articles: int = 0, detail: str | None = None, **days: int) -> dict[str, Any]:
    counts = {"complete": 0, "gap": 0, "blocked": 0, "not_run": 0} | days
    own = {"source_id": "anba", "period": DAY, "days": sum(days.values()), "articles": articles, "detail": detail}
    return own | counts


def cell(*rows: dict[str, Any]) -> tuple[float | None, str]:
    values, words = cells([*rows], [DAY], ["anba"])
    return values[0][0], words[0][0]


def test_a_complete_day_without_articles_is_another_colour_than_a_gap():
    assert cell(row(complete=1)) == (VALUES["complete, no article"], "0 articles, all seen")
    assert cell(row(gap=1, detail="feed <over>"))[0] == VALUES["gap"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"not_run": 7}, "not run"),
        ({"gap": 3, "not_run": 4}, "gap"),
        ({"gap": 3, "blocked": 1}, "blocked"),
        ({"complete": 6, "blocked": 1}, "part of the week is a gap"),
    ],
)
def test_a_week_has_the_colour_of_the_worst_of_its_days(days, words):
    assert cell(row(**days))[0] == VALUES[words]


def test_articles_are_told_against_the_sources_busiest_period():
    later = row(40, complete=1) | {"period": date(2026, 3, 2)}
    values, words = cells([row(10, complete=1), later], [DAY, later["period"]], ["anba"])
    assert values == [[0.25, 1.0]]
    assert words[0][0] == "10 articles, all seen"


def test_the_reason_is_told_with_the_cell():
    assert cell(row(3, "walls only", blocked=1))[1] == "3 articles, 0 of 1 days seen whole<br>walls only"


def test_of_a_period_of_which_nothing_is_known_the_cell_is_empty():
    assert cells([], [DAY], ["anba"]) == ([[None]], [[""]])


def test_the_scale_rises_from_0_to_1_as_plotly_asks():
    places = [place for place, _ in COLOURS]
    assert (places[0], places[-1]) == (0.0, 1.0)
    assert all(before < after for before, after in pairwise(places))
