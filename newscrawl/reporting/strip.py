"""Coverage as colours: what a cell of a source and a period says. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from newscrawl.reporting.answers import Rows

# The value of a cell, its colour and its words. From 0 to 1: articles, as a share of the source's busiest period.
LEGEND = (
    (-4, "#b9b9b9", "not run"),
    (-3, "#111111", "blocked"),
    (-2, "#e69f00", "gap"),
    (-1, "#f7e2b5", "part of the week is a gap"),
    (0, "#f4f9fd", "complete, no article"),
)
_FEWEST, _MOST = "#c6dbef", "#08519c"
_SPAN = 1 - LEGEND[0][0]


def _scale() -> Iterator[tuple[float, str]]:
    for value, colour, _ in LEGEND:
        yield (value - LEGEND[0][0]) / _SPAN, colour
        if value < 0:
            yield (value + 0.999 - LEGEND[0][0]) / _SPAN, colour
    yield (0.001 - LEGEND[0][0]) / _SPAN, _FEWEST
    yield 1.0, _MOST


COLOURS = list(_scale())


def cells(
    rows: Rows, periods: Sequence[date], source_ids: Sequence[str]
) -> tuple[list[list[float | None]], list[list[str]]]:
    """Value and words of each cell, a list a source; None where nothing is known of a period."""
    found = {(row["source_id"], row["period"]): row for row in rows}
    most: dict[str, int] = {}
    for row in rows:
        most[row["source_id"]] = max(most.get(row["source_id"], 1), int(row["articles"]))
    grid = [[found.get((source_id, period)) for period in periods] for source_id in source_ids]
    values = [
        [None if row is None else _value(row, most[source_id]) for row in line]
        for source_id, line in zip(source_ids, grid, strict=True)
    ]
    return values, [["" if row is None else _words(row) for row in line] for line in grid]


def _value(row: Mapping[str, Any], most: int) -> float:
    if row["complete"] == row["days"]:
        return int(row["articles"]) / most
    if row["complete"]:
        return -1
    return next(value for value, name in ((-3, "blocked"), (-2, "gap"), (-4, "not_run")) if row[name])


def _words(row: Mapping[str, Any]) -> str:
    seen = "all seen" if row["complete"] == row["days"] else f"{row['complete']} of {row['days']} days seen whole"
    words = f"{row['articles']} articles, {seen}"
    return words + (f"<br>{row['detail'][:300]}" if row["detail"] else "")
