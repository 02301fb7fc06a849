"""A question in SQL, and the one line that a user reads when it cannot be answered."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from newscrawl.answers import ROWS
from newscrawl.dataset import manifest
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.snapshot import unreadable
from newscrawl.views import connect, only_read
from pipelines.state import StateDamaged

# What DuckDB says when Arrow could not read the rows behind a view.
_NOT_READ = "reading the stream registered as"


class Corpus(NamedTuple):
    """One snapshot: a session over its views, its folder, and its manifest."""

    session: duckdb.DuckDBPyConnection
    root: Path
    names: list[str]


@contextlib.contextmanager
def opened(output: Path, now: datetime | None = None) -> Iterator[Corpus]:
    """The corpus in OUTPUT_DIR; the session only reads its views. `now` is the last moment of `coverage`.

    Within it and on entering: EndWith(2) for what is wrong with a question, EndWith(3) for what cannot be read.
    """
    root = output.expanduser().absolute()
    if not root.is_dir():
        raise EndWith(ExitCode.OUTPUT, f"{root}: no such folder; -s OUTPUT_DIR=DIR says where results lie")
    try:
        names = manifest(root)
        with connect(root, names, now) as session:
            only_read(session)
            yield Corpus(session, root, names)
    except (StateDamaged, FileNotFoundError) as error:
        raise EndWith(ExitCode.OUTPUT, str(error)) from error
    except duckdb.Error as error:
        if "KeyboardInterrupt" in str(error):  # ctrl-C while DuckDB was asking Python for rows
            raise KeyboardInterrupt from error
        if _NOT_READ in str(error) or isinstance(error, duckdb.OutOfMemoryException):
            raise EndWith(ExitCode.OUTPUT, _unread(root, error)) from error
        raise EndWith(ExitCode.USAGE, _message(error)) from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # DuckDB's word for ctrl-C
            raise KeyboardInterrupt from error
        raise


def rows_for(session: duckdb.DuckDBPyConnection, question: str, hint: str) -> pa.RecordBatchReader:
    """The rows that answer a question; EndWith(2) with a hint when it cannot be understood."""
    try:
        answer = session.sql(question)
    except duckdb.PermissionException as error:
        raise EndWith(ExitCode.USAGE, f"only the views can be read, no files: {_message(error)}") from error
    except duckdb.Error as error:
        if _NOT_READ in str(error):
            raise
        raise EndWith(ExitCode.USAGE, f"{_message(error)}; {hint}") from error
    if answer is None:
        raise EndWith(ExitCode.USAGE, f"no question; {hint}")
    return answer.to_arrow_reader(ROWS)


def _message(error: duckdb.Error) -> str:
    """Without the picture of where in the line it is."""
    return " ".join(str(error).partition("\n\nLINE ")[0].split())


def _unread(root: Path, error: duckdb.Error) -> str:
    damaged = unreadable(root, manifest(root))
    where = ", ".join(damaged[:3]) if damaged else "`newscrawl status --verify` finds the file"
    return f"a file cannot be read: {where} ({_message(error)})"
