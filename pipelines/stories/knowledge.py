"""The stories as their files say them: when, where and about what, and their own names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.knowledge.folders import KnowledgeFolder
from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge.toml_files import check_keys, read_toml
from pipelines.stories.scoring import StoryScoring, read_story_scoring
from pipelines.tagging.phrase_patterns import Phrase
from pipelines.topics.knowledge import checked_phrase, full_code

_KEYS = {
    "id": str, "name_ar": str, "name_en": str, "definition": str, "periods": list, "places": list, "topics": list,
    "also": list, "named": list, "not_with": list,
}  # fmt: skip
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One story: a phrase of `named` makes it; or a topic, a place and, where asked, a phrase of `also`.

    Beside a story of `not_with`, only a phrase of `named` does.
    """

    id: str
    name_ar: str
    name_en: str
    definition: str
    periods: tuple[tuple[date, date | None], ...]
    places: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    also: tuple[Phrase, ...] = ()
    named: tuple[Phrase, ...] = ()
    not_with: frozenset[str] = frozenset()

    def covers(self, day: date) -> bool:
        return any(start <= day and (end is None or day <= end) for start, end in self.periods)


@dataclass(frozen=True, slots=True)
class StoryKnowledge:
    """All stories, and when an article belongs to one."""

    entries: tuple[StoryEntry, ...]
    places: Mapping[str, frozenset[str]]
    """By country, the ids of the stories that may happen there."""
    scoring: StoryScoring
    of_terror: frozenset[str]
    """Topics that need a country named nearly most."""


def load_stories(
    folders: Sequence[KnowledgeFolder], topics: AbstractSet[str], countries: AbstractSet[str]
) -> StoryKnowledge:
    """The stories of all folders, of which the first is ours and says how they count. Refuses what is broken."""
    entries = read_stories(folders, topics, countries)
    places = {code: frozenset(story.id for story in entries if code in story.places) for code in countries}
    scoring, of_terror = read_story_scoring(folders[0].path / "stories" / "scoring.toml", topics)
    return StoryKnowledge(entries, places, scoring, of_terror)


def read_stories(
    folders: Iterable[KnowledgeFolder], topics: AbstractSet[str], countries: AbstractSet[str]
) -> tuple[StoryEntry, ...]:
    """The stories of all folders; `topics` and `countries` are those that there are. Refuses what is broken."""
    stories: dict[str, StoryEntry] = {}
    for folder in folders:
        file = folder.path / "stories" / "stories.toml"
        if not file.exists() and folder.prefix:
            continue
        tables = read_toml(file)
        check_keys(file, "file", tables, {"story": list})
        for table in tables.get("story", []):
            story = _story(file, folder.prefix, table)
            _check_references(file, story, topics, countries)
            if story.id in stories:
                raise KnowledgeError(file, story.id, "stands twice")
            stories[story.id] = story
        for story in stories.values():
            for other in sorted(story.not_with - stories.keys()):
                raise KnowledgeError(file, story.id, f"not_with {other!r}, which is no story")
    return tuple(stories.values())


def _story(file: Path, prefix: str, table: dict[str, Any]) -> StoryEntry:
    name = str(table.get("id", "entry without id"))
    check_keys(file, name, table, _KEYS)
    for key in ("id", "name_ar", "name_en", "definition"):
        if not table.get(key, "").strip():
            raise KnowledgeError(file, name, f"{key} is missing")
    if _ID.fullmatch(name) is None:
        raise KnowledgeError(file, name, "an id is lower case letters, digits and single hyphens")
    return StoryEntry(
        id=prefix + name,
        name_ar=table["name_ar"],
        name_en=table["name_en"],
        definition=table["definition"],
        periods=_periods(file, name, table.get("periods", [])),
        places=frozenset(map(str, table.get("places", ()))),
        topics=frozenset(full_code(str(code), prefix) for code in table.get("topics", ())),
        also=_phrases(file, name, table.get("also", [])),
        named=_phrases(file, name, table.get("named", [])),
        not_with=frozenset(prefix + str(other) for other in table.get("not_with", ())),
    )


def _phrases(file: Path, name: str, written: list[object]) -> tuple[Phrase, ...]:
    phrases = tuple(checked_phrase(file, name, str(one)) for one in written)
    for phrase in phrases:
        if phrase.followed_by:
            raise KnowledgeError(file, name, f"{phrase.written!r}: a story's phrase has no gap")
    return phrases


def _periods(file: Path, name: str, written: list[object]) -> tuple[tuple[date, date | None], ...]:
    periods = tuple(_period(file, name, one) for one in written)
    if not periods:
        raise KnowledgeError(file, name, "periods is missing")
    return periods


def _period(file: Path, name: str, written: object) -> tuple[date, date | None]:
    match written:
        case [str(start), str(end)]:
            try:
                begin, last = date.fromisoformat(start), date.fromisoformat(end) if end else None
            except ValueError as error:
                raise KnowledgeError(file, name, f"the period {written!r} is no two days") from error
            if last is None or begin <= last:
                return begin, last
            raise KnowledgeError(file, name, f"the period {written!r} ends before it begins")
    raise KnowledgeError(file, name, f"the period {written!r} is no pair [from, until]")


def _check_references(file: Path, story: StoryEntry, topics: AbstractSet[str], countries: AbstractSet[str]) -> None:
    for code in sorted(story.topics - topics):
        raise KnowledgeError(file, story.id, f"{code!r} is no topic")
    for country in sorted(story.places - countries):
        raise KnowledgeError(file, story.id, f"{country!r} is no country")
    if not story.named and not (story.topics and (story.places or story.also)):
        raise KnowledgeError(file, story.id, "needs a name of its own, or topics with places or `also` phrases")
