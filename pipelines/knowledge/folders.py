"""The folders of knowledge: ours, and those that `$NEWSCRAWL_KNOWLEDGE` adds.

Ids of a user's folder begin with its name, so that they never take one of ours: `mine:ali-example`.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.knowledge.tables import KnowledgeError

OWN_FOLDER = Path(__file__).parent
ENVIRONMENT = "NEWSCRAWL_KNOWLEDGE"
DATA = frozenset({".tsv", ".toml", ".txt"})
_AS_OTHERS_SAVE_IT = frozenset({".csv", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".yaml", ".yml"})
_USERS_FILES = (
    "leaders/*.tsv", "topics/topics.toml", "topics/phrases/*.tsv", "topics/light_words.tsv", "topics/masks.txt",
    "topics/silent.txt", "stories/stories.toml",
)  # fmt: skip
_NAME = re.compile(r"\w[\w-]*")
_TAKEN = "medtop"  # begins the codes of IPTC: `medtop:20000056`


@dataclass(frozen=True, slots=True)
class KnowledgeFolder:
    """A folder of knowledge; `prefix` begins every id that it adds, and is empty for our own."""

    path: Path
    prefix: str = ""

    def data_files(self) -> Iterator[Path]:
        """Everything in it that says something, in a fixed order."""
        return (file for file in sorted(self.path.rglob("*")) if file.suffix in DATA and file.is_file())


OWN = KnowledgeFolder(OWN_FOLDER)


def knowledge_folders(environment: Mapping[str, str] = os.environ) -> tuple[KnowledgeFolder, ...]:
    """Our own folder, then those that `$NEWSCRAWL_KNOWLEDGE` names, in order; each is checked once a process."""
    named = environment.get(ENVIRONMENT, "").split(os.pathsep)
    return users_folders(tuple(Path(part).absolute() for part in named if part))


@cache  # each article asks
def users_folders(paths: tuple[Path, ...]) -> tuple[KnowledgeFolder, ...]:
    """Our own folder and these; refuses names that would give ids twice, and files that nobody would read."""
    folders = [OWN]
    for path in paths:
        _check(path)
        folder = KnowledgeFolder(path, f"{path.name}:")
        if folder.prefix in {other.prefix for other in folders}:
            raise KnowledgeError(path, ENVIRONMENT, "two folders of this name would give the same ids")
        folders.append(folder)
    return tuple(folders)


def _check(path: Path) -> None:
    if not path.is_dir():
        raise KnowledgeError(path, ENVIRONMENT, "is no folder")
    if not _NAME.fullmatch(path.name) or path.name == _TAKEN:
        what = "the folder's name begins its ids: letters, digits, _ and -, please"
        raise KnowledgeError(path, ENVIRONMENT, f"{what}, and not {_TAKEN}")
    read = {file for pattern in _USERS_FILES for file in path.glob(pattern)}
    for file in _looking_like_data(path):
        if file not in read:
            raise KnowledgeError(file, "whole file", f"nobody reads it; read are {', '.join(_USERS_FILES)}")
    if not read:
        raise KnowledgeError(path, ENVIRONMENT, f"holds none of {', '.join(_USERS_FILES)}")


def _looking_like_data(path: Path) -> Iterator[Path]:
    """What somebody may think is read: the data files, and what a spreadsheet saves; not what a program hides."""
    for file in sorted(path.rglob("*")):
        is_data = file.suffix.lower() in DATA | _AS_OTHERS_SAVE_IT
        if is_data and file.is_file() and not file.name.startswith((".", "~")):
            yield file
