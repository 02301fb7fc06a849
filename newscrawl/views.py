"""Questions that everybody asks of the corpus, as plain functions: each returns a pyarrow table.

    import newscrawl.views
    newscrawl.views.unique_articles("output", scope="all").to_pandas()
    newscrawl.views.connect("output").sql("SELECT source_id, count(*) FROM latest WHERE is_gone GROUP BY ALL")

All are views of one snapshot (`newscrawl/dataset.py`); their SQL stands in `views.sql`, which says what they mean.
"""

from datetime import datetime
from functools import partial
from pathlib import Path
from string import Template
from typing import Literal

import duckdb
import pyarrow as pa

from newscrawl.corpus.lazy_table import LazyTable
from newscrawl.corpus.session import new_session
from newscrawl.corpus.source_table import SCHEMA as SOURCES
from newscrawl.corpus.source_table import source_table
from newscrawl.coverage.view import SCHEMA as COVERAGE
from newscrawl.coverage.view import coverage
from newscrawl.dataset import open_all, whole_schema
from pipelines.schema import ARTICLES, TABLES

Scope = Literal["source", "all"]
_SQL = Path(__file__).with_name("views.sql")
_DESCRIBED = Path(__file__).with_name("described_views.sql")
_AS_FIRST_STORED = (
    "article_id", "found_in", "found_at", "listing_url", "canonical_url", "published_at", "published_day",
    "published_raw", "published_from", "published_precision", "duplicate_kind", "duplicate_of", "duplicate_score",
    "cluster_id", "is_withdrawn",
)  # fmt: skip
"""Where `latest` does not follow the last look: how an article was found, when it came out, whose copy it is."""


def connect(
    output: str | Path = "output", names: list[str] | None = None, now: datetime | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB session over one snapshot of the corpus, in UTC; `now`, by default the clock's, ends `coverage`.

    It holds the views that `described` tells of, and the table function `unique_articles('source' or 'all')`.
    Nothing is read before it is asked for, and of the files only the columns that a question names. `names` is the
    snapshot's manifest, where the caller has it.
    """
    root = Path(output).expanduser().absolute()
    session = new_session()
    for name, table in open_all(root, names).items():
        session.register("stored_articles" if name == "articles" else name, table)
    session.register("sources", LazyTable(SOURCES, partial(source_table, root)))
    session.register("coverage", LazyTable(COVERAGE, partial(coverage, root, now)))
    session.execute(Template(_SQL.read_text(encoding="utf-8")).substitute(as_it_reads_now=_as_it_reads_now()))
    return session


def _as_it_reads_now() -> str:
    """Columns that a later look may change: of the last look that found a text (`l`), else as stored (`a`)."""
    changing = [name for name in ARTICLES.schema.names if name not in _AS_FIRST_STORED]
    return ", ".join(f"if(l.last_with_text IS NULL, a.{name}, l.{name}) AS {name}" for name in changing)


def only_read(session: duckdb.DuckDBPyConnection) -> None:
    """Shut the session off from every file that is not behind its views, for good."""
    session.execute("SET enable_external_access = false; SET lock_configuration = true")


def described(session: duckdb.DuckDBPyConnection) -> pa.Table:
    """The views and their columns: view, about (the view's meaning), column, type, meaning."""
    own = [
        {"view_name": table.name, "column_name": field.name, "meaning": field.metadata[b"meaning"].decode()}
        for table in TABLES
        for field in whole_schema(table)
    ]
    session.register("stored_columns", pa.Table.from_pylist(own))
    return session.sql(_DESCRIBED.read_text(encoding="utf-8")).to_arrow_table()


def articles(output: str | Path = "output") -> pa.Table:
    """Every article as first published."""
    return _answer(output, "FROM articles")


def latest(output: str | Path = "output") -> pa.Table:
    """Every article as it reads now: `revision` says by which look, `is_gone` and `gone_at` that it vanished."""
    return _answer(output, "FROM latest")


def unique_articles(output: str | Path = "output", scope: Scope = "source") -> pa.Table:
    """One article of each cluster of copies: within each source, or over all of them."""
    if scope not in ("source", "all"):
        raise ValueError(f"scope is 'source' or 'all', not {scope!r}")
    return _answer(output, f"FROM unique_articles('{scope}')")


def wire_clusters(output: str | Path = "output") -> pa.Table:
    """Every wire story: who published it first, how many copies there are, and which."""
    return _answer(output, "FROM wire_clusters ORDER BY copies DESC, cluster_id")


def _answer(output: str | Path, question: str) -> pa.Table:
    with connect(output) as session:
        return session.sql(question).to_arrow_table()
