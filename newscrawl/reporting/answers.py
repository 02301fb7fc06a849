"""The questions of the report, asked of its rows: counts and shares, never a text."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from newscrawl.reporting.scope import Scope

QUESTIONS = Path(__file__).with_name("questions")
Rows = list[dict[str, Any]]
Answers = dict[str, Rows]
"""By the name of the question: rows as its SQL names their columns."""


def reach(session: duckdb.DuckDBPyConnection, source_ids: Sequence[str] = ()) -> tuple[date | None, date | None]:
    """The first and the last day of which there is an article or a run, of these sources (none named: of all)."""
    [(first, last)] = session.sql(
        """
        SELECT min(day), max(day)
        FROM (SELECT source_id, day FROM coverage UNION ALL SELECT source_id, day FROM articles)
        WHERE len($sources) = 0 OR list_contains($sources, source_id)
        """,
        params={"sources": list(source_ids)},
    ).fetchall()
    return first, last


def ask(session: duckdb.DuckDBPyConnection, scope: Scope) -> Answers:
    """Every question under `questions/`, asked of the scope's articles."""
    parameters = {"since": scope.since, "until": scope.until, "sources": list(scope.source_ids)}
    _prepare(session, scope, parameters)
    answers: Answers = {}
    for file in sorted(QUESTIONS.glob("[!_]*.sql")):
        question = file.read_text(encoding="utf-8")
        needed = {name: value for name, value in parameters.items() if f"${name}" in question}
        answers[file.stem] = session.sql(question, params=needed).to_arrow_table().to_pylist()
    return answers


def _prepare(session: duckdb.DuckDBPyConnection, scope: Scope, parameters: dict[str, Any]) -> None:
    period = "date_trunc('week', day)::DATE" if scope.is_weekly else "day"
    session.execute(f"CREATE TEMP MACRO period(day) AS {period}")
    for statement in session.extract_statements((QUESTIONS / "_chosen.sql").read_text(encoding="utf-8")):
        session.execute(statement, parameters)
    # Where no run ever looked (a corpus of `ingest` alone), nothing is covered, and the shares are of all there is.
    [(covered,)] = session.sql("SELECT count(*) FROM chosen WHERE is_covered").fetchall()
    only = "WHERE is_covered" if covered else ""
    session.execute(f"CREATE TEMP VIEW counted AS SELECT * FROM chosen {only}")  # noqa: S608 (two words of ours)
