"""All that is known of leaders and their titles, read once: the project's own files and the user's folders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.knowledge.folders import OWN, OWN_FOLDER, KnowledgeFolder
from pipelines.knowledge.leader_files import LeaderEntry, read_leaders, with_prefix
from pipelines.knowledge.office_files import Ministry, Nation, OfficeKind, read_office_tables
from pipelines.knowledge.role_files import Role, read_roles
from pipelines.knowledge.tables import KnowledgeError, read_table, read_words

_WORD_LISTS = (
    "places_before", "kin_before", "family_after", "fillers", "former", "late_before", "ranks", "before_role",
    "after_role", "sport", "ordinary", "given_names", "not_given", "namesakes", "bylines", "places_listed",
    "people_before", "rule_before", "public_places", "place_fillers", "kin_of_his", "counterparts",
    "groups_before", "no_nations", "other_governments", "no_families", "says_before",
    "shared_families", "given_words", "movements",
    "present", "no_titles_behind", "meets_before",
    "doubtful_given", "local_offices", "states_before", "clans_before", "work_before",
    "work_behind", "courtesies", "stood_beside", "of_the_house", "persian_ends", "first_halves", "second_halves",
    "judges",
)  # fmt: skip

_BEHIND_TITLES = ("of_another", "held_then")


@dataclass(frozen=True, slots=True)
class LeaderKnowledge:
    """The leaders, the titles, and the words around names that change their meaning."""

    leaders: tuple[LeaderEntry, ...]
    kinds: Mapping[str, OfficeKind]
    nations: Mapping[str, Nation]
    ministries: Mapping[str, Ministry]
    roles: tuple[tuple[str, Role], ...]
    words: Mapping[str, tuple[str, ...]]
    behind_titles: Mapping[str, tuple[str, ...]]
    """Phrases that say whose a title is, or of when."""
    spellings: tuple[tuple[str, ...], ...]
    men: frozenset[str]
    """Ids; of a user's leaders nothing is known."""


@cache
def load_leader_knowledge(folders: tuple[KnowledgeFolder, ...] = (OWN,)) -> LeaderKnowledge:
    """The titles and words of our own folder, and the leaders of all; a broken file is refused whole."""
    tables = read_office_tables(OWN_FOLDER)
    lesser = frozenset(kind.id for kind in tables.kinds.values() if not kind.leads)
    leaders = [
        with_prefix(entry, folder.prefix)
        for folder in folders
        for entry in read_leaders(
            folder.path / "leaders", tables,
            frozenset() if folder.prefix else lesser,  # who writes down officers of his own wants them found
        )
    ]  # fmt: skip
    return LeaderKnowledge(
        tuple(leaders), tables.kinds, tables.nations, tables.ministries,
        tuple(read_roles(OWN_FOLDER / "roles.tsv", tables)),
        _lists(_WORD_LISTS),
        _lists(_BEHIND_TITLES),
        tuple(row.several("spellings") for row in read_table(_spellings_file(), ("spellings",))),
        men_among(leaders, OWN_FOLDER / "women.txt"),
    )  # fmt: skip


def _lists(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {name: read_words(OWN_FOLDER / "leader_words" / f"{name}.txt") for name in names}


def men_among(leaders: Iterable[LeaderEntry], file: Path) -> frozenset[str]:
    """The ids of those of our own who do not stand among the women of this file."""
    women, own = frozenset(read_words(file)), frozenset(leader.id for leader in leaders if ":" not in leader.id)
    for unknown in sorted(women - own):
        raise KnowledgeError(file, unknown, "no leader has this id")
    return own - women


def _spellings_file() -> Path:
    return OWN_FOLDER / "leader_words" / "spellings.tsv"
