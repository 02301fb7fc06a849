"""All that is known of leaders and their titles, read once: the project's own files and the user's folders."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.knowledge.leader_files import LeaderEntry, read_leaders, with_prefix
from pipelines.knowledge.role_files import Nation, OfficeKind, Role, read_nations, read_offices, read_roles
from pipelines.knowledge.tables import KnowledgeError, read_table, read_words

OWN_FOLDER = Path(__file__).parent
ENVIRONMENT = "NEWSCRAWL_KNOWLEDGE"
_WORD_LISTS = (
    "places_before", "kin_before", "family_after", "fillers", "former", "before_role", "after_role", "sport",
    "ordinary", "given_names", "not_given", "namesakes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeaderKnowledge:
    """The leaders, the titles, and the words around names that change their meaning."""

    leaders: tuple[LeaderEntry, ...]
    kinds: Mapping[str, OfficeKind]
    nations: Mapping[str, Nation]
    roles: tuple[tuple[str, Role], ...]
    words: Mapping[str, tuple[str, ...]]
    spellings: tuple[tuple[str, ...], ...]


def user_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders that `$NEWSCRAWL_KNOWLEDGE` names, in its order."""
    return tuple(Path(part) for part in environment.get(ENVIRONMENT, "").split(os.pathsep) if part)


@cache
def load_leader_knowledge(folders: tuple[Path, ...] = ()) -> LeaderKnowledge:
    """The project's knowledge with that of `folders`; a broken file is refused whole."""
    kinds = read_offices(OWN_FOLDER / "offices.tsv")
    nations = read_nations(OWN_FOLDER / "nations.tsv")
    leaders = read_leaders(OWN_FOLDER / "leaders", frozenset(kinds), frozenset(nations))
    for folder in _checked(folders):
        added = read_leaders(folder / "leaders", frozenset(kinds), frozenset(nations))
        leaders += [with_prefix(entry, folder.name) for entry in added]
    return LeaderKnowledge(
        tuple(leaders), kinds, nations,
        tuple(read_roles(OWN_FOLDER / "roles.tsv", frozenset(kinds), nations)),
        {name: read_words(OWN_FOLDER / "leader_words" / f"{name}.txt") for name in _WORD_LISTS},
        tuple(row.several("spellings") for row in read_table(_spellings_file(), ("spellings",))),
    )  # fmt: skip


def _spellings_file() -> Path:
    return OWN_FOLDER / "leader_words" / "spellings.tsv"


def _checked(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    names: set[str] = set()
    for folder in folders:
        if not folder.is_dir():
            raise KnowledgeError(folder, ENVIRONMENT, "is no folder")
        if folder.name in names:
            raise KnowledgeError(folder, ENVIRONMENT, "two folders of this name would give the same ids")
        names.add(folder.name)
    return folders
