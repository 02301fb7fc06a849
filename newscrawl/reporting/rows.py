"""The rows that the report's questions are asked of: of one snapshot, and of each only what the questions need.

Arrow tables are handed over as streams: DuckDB would ask Arrow's datasets for them, which import pandas where it is
installed.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from newscrawl.corpus.lazy_table import LazyTable
from newscrawl.corpus.part_columns import empty, read_columns
from newscrawl.coverage.days import Day
from newscrawl.coverage.view import Counts
from pipelines.schema import ARTICLES, OUTCOMES

_QUESTIONS = Path(__file__).with_name("questions")
TAGS = {"leaders": "id", "topics": "code", "stories": "id"}
"""The columns of tags, and what identifies one."""
_OF_ARTICLES = (
    "source_id", "published_day", "published_at", "fetched_at", "authors", "section", "lead", "keywords",
    "image_url", "genre", "agencies", "words", "is_truncated", "is_withdrawn", "reservations", "duplicate_kind",
    "reader_version", "knowledge_version",
    *(f"{tags}.list.element.{key}" for tags, key in TAGS.items()),
)  # fmt: skip
_OF_OUTCOMES = ("source_id", "outcome", "reason", "at")
_AT_ONCE = 20_000  # rows: an insert costs a millisecond whatever it brings, and a file may hold a single article


def take_in(session: duckdb.DuckDBPyConnection, output: Path, names: Sequence[str]) -> None:
    """Make the tables `articles` and `outcomes` from the files of a manifest; EndWith(3) for a damaged one."""
    session.execute("SET preserve_insertion_order = false")  # else threads wait for each other, half of the time
    for table, paths in ((ARTICLES, _OF_ARTICLES), (OUTCOMES, _OF_OUTCOMES)):
        kept = sql(f"kept_of_{table.name}")
        show(session, empty(table, paths))
        session.execute(f"CREATE TEMP TABLE {table.name} AS {kept}")
        for some in _together(read_columns(output, table, names, paths)):
            show(session, some)
            session.execute(f"INSERT INTO {table.name} {kept}")


def articles_by_day(session: duckdb.DuckDBPyConnection) -> Counts:
    """What `newscrawl.coverage.view.articles_by_day` counts, of what was taken in."""
    counted: dict[str, dict[date, int]] = {}
    for source_id, day, count in session.sql(sql("by_day")).fetchall():
        counted.setdefault(source_id, {})[day] = count
    return counted


def take_in_coverage(session: duckdb.DuckDBPyConnection, days: Sequence[Day]) -> None:
    """Make the table `coverage`."""
    columns = {field.name: [getattr(day, field.name) for day in days] for field in dataclasses.fields(Day)}
    session.execute(sql("coverage"), columns)


def show(session: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """As the table `read`."""
    session.register("read", LazyTable(rows.schema, lambda: rows))


def _together(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(each.num_rows for each in waiting) >= _AT_ONCE:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def sql(name: str) -> str:
    """That of no question: it makes what the questions are asked of."""
    return (_QUESTIONS / f"_{name}.sql").read_text(encoding="utf-8")
