"""When names, themes and places make a story: the numbers of `knowledge/stories/scoring.toml`."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge.toml_files import read_numbers, read_toml
from pipelines.topics.knowledge import full_code


@dataclass(frozen=True, slots=True)
class StoryScoring:
    """When names, themes and places make a story; the meaning of each number stands in `scoring.toml`."""

    opening_characters: int
    enough_names: int
    enough_everywhere: int
    many_names: int
    place_share: float
    share_of_terror: float
    most_touched: int
    least_score: float
    name_score: float
    of_each_name: float
    side_country: float


def read_story_scoring(file: Path, topics: AbstractSet[str]) -> tuple[StoryScoring, frozenset[str]]:
    """The numbers, and the topics of terror, which are among `topics`; refuses what is broken."""
    table = read_toml(file)
    written = table.pop("of_terror", None)
    if not isinstance(written, list):
        raise KnowledgeError(file, "of_terror", f"must be a list of topics, not {written!r}")
    of_terror = frozenset(full_code(str(code), "") for code in written)
    for code in sorted(of_terror - topics):
        raise KnowledgeError(file, "of_terror", f"{code!r} is no topic")
    return read_numbers(file, table, StoryScoring), of_terror
