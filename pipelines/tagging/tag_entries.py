"""The tags that there are, by id: what a person may correct an article to."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipelines.knowledge.folders import KnowledgeFolder
from pipelines.records import Leader, Place, Story, Topic
from pipelines.tagging.scanning import knowledge_of

TAG_FIELDS = ("leaders", "topics", "stories", "places")
ID_OF = {"leaders": "id", "topics": "code", "stories": "id", "places": "country"}
"""What identifies a tag within its column."""


def ids_of(name: str, tags: Iterable[Mapping[str, Any]] | None) -> set[str]:
    """What identifies the tags of a column."""
    return {tag[ID_OF[name]] for tag in tags or ()}


class TagEntries:
    """Makes the tag of an id as a person gives it: nothing was found for it, so it has no spans and no mentions."""

    def __init__(self, folders: tuple[KnowledgeFolder, ...]) -> None:
        known = knowledge_of(folders)
        self._topics = known.topics.entries
        self._stories = {story.id: story for story in known.stories.entries}
        self._leaders = {leader.id: leader for leader in known.lexicon.leaders}
        self._countries = {code: code for code in known.places.countries}
        self._known: Mapping[str, Mapping[str, Any]] = {
            "leaders": self._leaders, "topics": self._topics, "stories": self._stories, "places": self._countries,
        }  # fmt: skip
        self._make: Mapping[str, Callable[[str], Any]] = {
            "leaders": self._leader, "topics": self._topic, "stories": self._story, "places": _place,
        }  # fmt: skip

    def knows(self, field: str, tag: str) -> bool:
        return tag in self._known[field]

    def make(self, field: str, tag: str) -> Any:  # noqa: ANN401 (a tag of the field's own kind)
        return self._make[field](tag)

    def _leader(self, tag: str) -> Leader:
        one = self._leaders[tag]
        return Leader(
            id=one.id, qid=one.qid, name_ar=one.name_ar, name_en=one.name_en, mentions=0, in_title=False,
            confidence=1.0, spans=[],
        )  # fmt: skip

    def _topic(self, tag: str) -> Topic:
        one = self._topics[tag]
        return Topic(code=one.code, name_ar=one.name_ar, name_en=one.name_en, score=1.0, evidence=[])

    def _story(self, tag: str) -> Story:
        one = self._stories[tag]
        return Story(id=one.id, name_ar=one.name_ar, name_en=one.name_en, score=1.0)


def _place(tag: str) -> Place:
    return Place(country=tag, mentions=0)
