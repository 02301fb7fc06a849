"""The strict reading of the knowledge's TOML files.

People who do not program edit these files. A slip must not become a wrong tag in silence: the error names the file,
the entry and what is wrong with it. Tables and word lists are read by `pipelines.knowledge.tables`.
"""

import inspect
import tomllib
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pipelines.knowledge.tables import KnowledgeError, read_table, read_words

Numbers = TypeVar("Numbers")


def read_toml(file: Path) -> dict[str, Any]:
    """The tables of the file."""
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KnowledgeError(file, f"byte {error.start}", "not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(file, "whole file", f"is no TOML: {error}") from error
    except OSError as error:
        raise KnowledgeError(file, "whole file", f"cannot be read ({error.strerror})") from error


def read_rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table in the order of `columns`, each with where it stands."""
    for row in read_table(file, columns):
        yield f"line {row.line}", list(row.cells.values())


def read_lines(file: Path) -> Iterator[tuple[str, str]]:
    """The entries of a list, each with the name by which a refusal calls it."""
    for line in read_words(file):
        yield line, line


def check_keys(file: Path, entry: str, table: Mapping[str, object], known: Mapping[str, type]) -> None:
    """Refuses a key that nobody reads, and a value of another kind than `known` says."""
    for key, value in table.items():
        if key not in known:
            raise KnowledgeError(file, entry, f"unknown key {key!r}; known are {', '.join(known)}")
        if not isinstance(value, known[key]) or (isinstance(value, bool) and known[key] is not bool):
            raise KnowledgeError(file, entry, f"{key} must be {known[key].__name__}, not {value!r}")


def read_numbers(
    file: Path, table: Mapping[str, object], kind: Callable[..., Numbers], signed: Container[str] = ()
) -> Numbers:
    """The record that these numbers make, one a field; all are above 0 but those that are `signed`."""
    for name in table.keys() ^ inspect.signature(kind).parameters.keys():
        raise KnowledgeError(file, name, "unknown" if name in table else "missing")
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or (value <= 0 and name not in signed):
            raise KnowledgeError(file, name, f"must be a number above 0, not {value!r}")
    return kind(**table)
