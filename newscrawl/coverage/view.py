"""Coverage of all sources as a table: a row for each source and day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.part_columns import read_columns
from newscrawl.coverage.days import Day, coverage_of
from newscrawl.judging.history import History, Line, by_source
from pipelines.collector import collector_off
from pipelines.schema import ARTICLES

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
    with collector_off():
        return table_of(days_of(by_source(History(root).lines()), articles, now or datetime.now(UTC)))


def days_of(lines: Mapping[str, Sequence[Line]], articles: Counts, now: datetime) -> list[Day]:
    """The same as records, of lines that were read already: by source, in the order in which its runs began."""
    return [
        day
        for source_id, own in sorted(lines.items())
        for day in coverage_of(source_id, own, articles.get(source_id, {}), now)
    ]


def table_of(days: list[Day]) -> pa.Table:
    columns = [[getattr(day, name) for day in days] for name in SCHEMA.names]
    return pa.Table.from_arrays(
        [pa.array(each, kind) for each, kind in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA
    )


def articles_by_day(output: Path, since: date = date.min) -> Counts:
    """How many stored articles were published on each day of their source's calendar, from the month `since` on."""
    names = [name for name in manifest(output) if _month_of(name) >= since.isoformat()[:7]]  # no other is opened
    counted: dict[str, Counter[date]] = {}
    for read in read_columns(output, ARTICLES, names, ["source_id", "published_day"]):
        days = zip(read["source_id"].to_pylist(), read["published_day"].to_pylist(), strict=True)
        for (source_id, day), count in Counter(days).items():
            if day is not None:
                counted.setdefault(source_id, Counter())[day] += count
    return counted


def _month_of(name: str) -> str:
    """Of a part file's path; articles without a date lie in the month in which they were fetched."""
    return name.split("/")[2].removeprefix("month=")
