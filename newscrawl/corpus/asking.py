"""A question in SQL, asked of one snapshot of the corpus."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from newscrawl.corpus.answers import ROWS
from newscrawl.corpus.interrupting import stopped_by_ctrl_c
from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.unanswered import NOT_READ, message, unanswered
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.views import connect, only_read


class Corpus(NamedTuple):
    """One snapshot: a session over its views, its folder, and its manifest."""

    session: duckdb.DuckDBPyConnection
    root: Path
    names: list[str]


@contextlib.contextmanager
def opened(output: Path, now: datetime | None = None) -> Iterator[Corpus]:
    """The corpus in OUTPUT_DIR; the session only reads its views. `now` is the last moment of `coverage`.

    Within it and on entering: EndWith(2) for what is wrong with a question, EndWith(3) or (4) for what cannot be
    read.
    """
    root = output.expanduser().absolute()
    with unanswered(root):
        names = manifest(root)
        with connect(root, names, now) as session, stopped_by_ctrl_c(session):
            only_read(session)
            yield Corpus(session, root, names)


def rows_for(session: duckdb.DuckDBPyConnection, question: str, hint: str) -> pa.RecordBatchReader:
    """The rows that answer a question; EndWith(2) with a hint when it cannot be understood."""
    try:
        asked = [each for each in session.extract_statements(question) if each.type == duckdb.StatementType.SELECT]
        if len(asked) > 1:  # DuckDB would answer the last alone
            raise EndWith(ExitCode.USAGE, "that is more than one question; ask them one by one")
        answer = session.sql(question)
    except duckdb.PermissionException as error:
        raise EndWith(ExitCode.USAGE, f"only the views can be read, no files: {message(error)}") from error
    except duckdb.Error as error:
        if NOT_READ in str(error) or isinstance(error, duckdb.InterruptException):
            raise
        raise EndWith(ExitCode.USAGE, f"{message(error)}; {hint}") from error
    if answer is None:
        raise EndWith(ExitCode.USAGE, f"no question; {hint}")
    twice = [name for name, count in Counter(answer.columns).items() if count > 1]
    if twice:  # JSON would hold the last of them only
        raise EndWith(ExitCode.USAGE, f"several columns are called {twice[0]!r}; name them apart with AS")
    return answer.to_arrow_reader(ROWS)
