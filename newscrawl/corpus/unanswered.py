"""Why a question to the corpus has no answer, in the one line that a user reads."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.snapshot import unreadable
from newscrawl.damaged_state import damaged
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.output_places import check_is_there
from pipelines.parts.errors import PartDamaged, PartIsNewer
from pipelines.state.file import StateDamaged

# What DuckDB says when Arrow could not read the rows behind a view.
NOT_READ = "reading the stream registered as"


@contextlib.contextmanager
def unanswered(root: Path) -> Iterator[None]:
    """Within it: EndWith(2) for what is wrong with a question, EndWith(3) or (4) for what cannot be read."""
    check_is_there(root)
    try:
        yield
    except StateDamaged as error:
        raise damaged(error) from error
    except (PartDamaged, FileNotFoundError) as error:
        raise EndWith(ExitCode.OUTPUT, str(error)) from error
    except PartIsNewer as error:
        raise EndWith(ExitCode.CONFIGURATION, str(error)) from error
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        if "KeyboardInterrupt" in str(error):  # ctrl-C while DuckDB was asking Python for rows
            raise KeyboardInterrupt from error
        if NOT_READ in str(error) or isinstance(error, duckdb.OutOfMemoryException):
            raise EndWith(ExitCode.OUTPUT, _unread(root, error)) from error
        raise EndWith(ExitCode.USAGE, message(error)) from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":  # DuckDB's word for ctrl-C
            raise KeyboardInterrupt from error
        raise


def message(error: duckdb.Error) -> str:
    """What DuckDB says, without the picture of where in the line it is."""
    return " ".join(str(error).partition("\n\nLINE ")[0].split())


def _unread(root: Path, error: duckdb.Error) -> str:
    damaged = unreadable(root, manifest(root))
    where = ", ".join(damaged[:3]) if damaged else "`newscrawl status --verify` finds the file"
    return f"a file cannot be read: {where} ({message(error)})"
