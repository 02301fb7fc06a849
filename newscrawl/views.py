"""Questions that everybody asks of the corpus, as plain functions: each returns a pyarrow table.

    import newscrawl.views
    newscrawl.views.unique_articles("output", scope="all").to_pandas()
    newscrawl.views.connect("output").sql("SELECT source_id, count(*) FROM latest WHERE is_gone GROUP BY ALL")

All are views of one snapshot (`newscrawl/dataset.py`); their SQL stands in `views.sql`.
"""

from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from newscrawl.dataset import open_all

Scope = Literal["source", "all"]
_SQL = Path(__file__).with_name("views.sql")


def connect(output: str | Path = "output") -> duckdb.DuckDBPyConnection:
    """A DuckDB session over one snapshot of the corpus, in UTC.

    It holds the tables `stored_articles`, `revisions` and `outcomes`, the views `articles`, `latest` and
    `wire_clusters`, and `unique_articles('source')` or `unique_articles('all')`.
    """
    # Nothing is fetched at run time but the press.
    session = duckdb.connect(config={"TimeZone": "UTC", "autoinstall_known_extensions": False})
    for name, table in open_all(output).items():
        session.register("stored_articles" if name == "articles" else name, table)
    session.execute(_SQL.read_text(encoding="utf-8"))
    return session


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
