"""The rows of a check for people: a line per listing and page, then a table with a verdict per source."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

Row = dict[str, Any]


def lines_of(rows: Sequence[Row]) -> Iterator[str]:
    """What was found, source by source."""
    for row in rows:
        if row["row"] != "source":
            words = _listing(row) if row["row"] == "listing" else _page(row)
            yield f"{row['source_id']}: {'; '.join(filter(None, words))}"


def closing_table(rows: Sequence[Row]) -> Table:
    """How a crawl of each would end, by what was seen."""
    pages = Counter(row["source_id"] for row in rows if row["row"] == "page")
    stored = Counter(row["source_id"] for row in rows if row["outcome"] == "stored")
    table = Table(box=None, pad_edge=False)
    for name in ("source", "a crawl ends with", "entries", "candidates", "looked at", "articles", "why"):
        is_number = name in ("entries", "candidates", "looked at", "articles")
        table.add_column(name, justify="right" if is_number else "left", no_wrap=name == "source")
    for row in rows:
        if row["row"] == "source":
            source_id, code = row["source_id"], row["exit_code"]
            ended = Text(row["outcome"] + (f" ({code})" if code else ""), "red" if code else "green")
            counts = (row["entries"], row["candidates"], pages[source_id], stored[source_id])
            table.add_row(source_id, ended, *map(str, counts), Text(row["why"] or ""))
    return table


def _listing(row: Row) -> Iterator[str]:
    yield f"{row['found_in']} {row['url']}"
    if row["outcome"] == "failed":
        yield f"failed: {row['why']}"
        return
    yield f"{row['entries']} entries, {row['candidates']} to ask for"
    if row["newest"]:
        yield f"newest {row['newest']}"
    if row["why"]:
        yield f"left out: {row['why']}"


def _page(row: Row) -> Iterator[str]:
    yield f"page {row['url']}"
    if row["title"] is None and row["why"]:
        yield f"{row['outcome']}: {row['why']}"
        return
    yield row["outcome"] + (", as it is already" if row["is_known"] else "")
    yield row["title"] or ""
    yield _published(row)
    yield f"{row['words']} words in {row['language']}" if row["words"] is not None else ""
    names = [*(row["authors"] or []), *(row["agencies"] or [])]
    yield f"by {', '.join(names)}" if names else ""


def _published(row: Row) -> str:
    if row["published_at"] is None:
        return "without a date"
    if row["published_precision"] == "day":
        return f"{row['published_day']}"
    return f"{row['published_at']:%Y-%m-%d %H:%M} UTC, to the {row['published_precision']}"
