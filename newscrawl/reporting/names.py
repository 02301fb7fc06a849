"""What leaders, topics and stories are called: read for the few that the page names, where these stand.

Ids are enough to count; the names would be a fifth of all columns that are read.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import duckdb

from newscrawl.corpus.part_columns import read_columns
from newscrawl.reporting.answers import Rows
from newscrawl.reporting.rows import TAGS, show, sql
from pipelines.schema import ARTICLES

_LEAVES = [f"{tags}.list.element.{leaf}" for tags, key in TAGS.items() for leaf in (key, "name_ar", "name_en")]


def with_names(session: duckdb.DuckDBPyConnection, output: Path, names: Iterable[str], tags: Rows) -> Rows:
    """The rows of the question `tags` with `name_ar` and `name_en`; `names` is the manifest."""
    places = {(row["kind"], row["id"]): (row["source_id"], row["period"]) for row in tags}  # one suffices
    folders = {f"articles/source={source}/month={month}" for source, at in places.values() for month in _months(at)}
    called: dict[tuple[str, str], dict[str, str]] = {}
    some = [name for name in names if name.rpartition("/")[0] in folders]
    for read in read_columns(output, ARTICLES, some, _LEAVES):
        show(session, read)
        for kind, tag_id, name_ar, name_en in session.sql(sql("names")).fetchall():
            called[kind, tag_id] = {"name_ar": name_ar, "name_en": name_en}
    return [row | called[row["kind"], row["id"]] for row in tags]


def _months(period: date) -> set[str]:
    """Those that a day or a week lies in: articles lie in the month in which they were published, else fetched."""
    return {day.isoformat()[:7] for day in (period, period + timedelta(days=6))}
