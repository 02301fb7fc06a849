"""Coverage of all sources as a table: a row for each source and day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from newscrawl.coverage.days import Day, coverage_of
from newscrawl.dataset import open_all
from newscrawl.history import History, by_source, many_lines

SCHEMA = pa.schema(
    [
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("articles", pa.int64(), nullable=False),
        pa.field("runs", pa.int64(), nullable=False),
        pa.field("detail", pa.string(), nullable=False),
    ]
)
Counts = Mapping[str, Mapping[date, int]]
"""By source and day."""


def coverage(output: str | Path = "output", now: datetime | None = None) -> pa.Table:
    """Every day of every source that ever ran: status, articles published on it, runs, and why.

    Days are those of the source's time zone; `now` says which is today's, by default the system's clock.
    """
    root = Path(output).expanduser().absolute()
    articles = articles_by_day(root)
    with many_lines():
        days = [
            day
            for source_id, lines in sorted(by_source(History(root).lines()).items())
            for day in coverage_of(source_id, lines, articles.get(source_id, {}), now or datetime.now(UTC))
        ]
    return table_of(days)


def table_of(days: list[Day]) -> pa.Table:
    columns = [[getattr(day, name) for day in days] for name in SCHEMA.names]
    return pa.Table.from_arrays(
        [pa.array(each, kind) for each, kind in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA
    )


def articles_by_day(output: Path, since: date = date.min) -> Counts:
    """How many stored articles were published on each day of their source's calendar, from `since` on."""
    months = ds.field("month") >= f"{since:%Y-%m}" if since > date.min else None  # no other file is opened
    stored = open_all(output)["articles"].to_table(columns=["source", "published_day"], filter=months)
    counted: dict[str, dict[date, int]] = {}
    for row in stored.group_by(["source", "published_day"]).aggregate([([], "count_all")]).to_pylist():
        if row["published_day"] is not None:
            counted.setdefault(row["source"], {})[row["published_day"]] = row["count_all"]
    return counted
