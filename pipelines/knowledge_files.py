"""Reading the files of `pipelines/knowledge/` and of `$NEWSCRAWL_KNOWLEDGE` strictly: broken data is refused by name.

People who do not program edit these files. A slip must not become a wrong tag in silence: the error names the file,
the entry and what is wrong with it.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KNOWLEDGE = Path(__file__).with_name("knowledge")
VARIABLE = "NEWSCRAWL_KNOWLEDGE"
_FOLDER_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class BrokenKnowledge(Exception):  # noqa: N818 (named by its effect)
    """A knowledge file that cannot be used: which file, which entry, why."""

    def __init__(self, file: Path, entry: str, reason: str) -> None:
        super().__init__(f"{file}: {entry}: {reason}")
        self.file = file
        self.entry = entry
        self.reason = reason


@dataclass(frozen=True, slots=True)
class KnowledgeFolder:
    """A folder of knowledge; ids of a user's folder begin with its name, so that they never take one of ours."""

    path: Path
    prefix: str = ""


def knowledge_folders(environ: Mapping[str, str] = os.environ) -> tuple[KnowledgeFolder, ...]:
    """Our own folder, then those that `$NEWSCRAWL_KNOWLEDGE` names."""
    named = [Path(part) for part in environ.get(VARIABLE, "").split(os.pathsep) if part]
    return (KnowledgeFolder(KNOWLEDGE), *(_users_folder(path) for path in named))


def _users_folder(path: Path) -> KnowledgeFolder:
    if not path.is_dir():
        raise BrokenKnowledge(path, VARIABLE, "is no folder")
    if _FOLDER_NAME.fullmatch(path.name) is None:
        raise BrokenKnowledge(path, VARIABLE, "the folder's name must be lower case letters, digits, _ or -")
    return KnowledgeFolder(path, f"{path.name}:")


def read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise BrokenKnowledge(file, "file", f"is no TOML: {error}") from error


def read_rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their line numbers; `columns` must be its heading, and every row have as many."""
    heading: list[str] | None = None
    for number, line in enumerate(_text(file).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if heading is None:
            heading = cells
            if tuple(cells) != columns:
                raise BrokenKnowledge(file, f"line {number}", f"the heading must be {', '.join(columns)}")
            continue
        if len(cells) != len(columns):
            raise BrokenKnowledge(file, f"line {number}", f"has {len(cells)} columns, not {len(columns)}")
        yield number, cells


def read_lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(_text(file).splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenKnowledge(file, "file", f"is not UTF-8: {error.reason}") from error
    except OSError as error:
        raise BrokenKnowledge(file, "file", f"cannot be read: {error.strerror}") from error


def check_keys(file: Path, entry: str, table: Mapping[str, object], known: Mapping[str, type]) -> None:
    """Refuses a key that nobody reads, and a value of another kind than `known` says."""
    for key, value in table.items():
        if key not in known:
            raise BrokenKnowledge(file, entry, f"unknown key {key!r}; known are {', '.join(known)}")
        if not isinstance(value, known[key]) or (isinstance(value, bool) and known[key] is not bool):
            raise BrokenKnowledge(file, entry, f"{key} must be {known[key].__name__}, not {value!r}")
