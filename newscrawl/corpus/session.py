"""A DuckDB session as all our questions are asked in: in UTC, quiet, and off the network."""

import os
import tempfile
from pathlib import Path

import duckdb

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "TimeZone": "UTC",
    "autoinstall_known_extensions": False,  # nothing is fetched at run time but the press
    "python_enable_replacements": False,  # a misspelt view must not find a variable of the program
    # What does not fit in memory; DuckDB would make a folder where the user stands. Each user needs one of his own.
    "temp_directory": str(Path(tempfile.gettempdir()) / f"newscrawl-duckdb-{os.getuid()}"),
}


def new_session() -> duckdb.DuckDBPyConnection:
    """An empty one."""
    session = duckdb.connect(config=_CONFIG)
    session.execute("SET enable_progress_bar = false")  # after two seconds it would stand among the rows on stdout
    return session
