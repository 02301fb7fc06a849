"""One pass over title and text that finds names, titles, phrases of topics and stories, and countries together."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import chain

from pipelines.collector import collector_off
from pipelines.knowledge.folders import KnowledgeFolder, knowledge_folders
from pipelines.knowledge.loading import load_leader_knowledge
from pipelines.leaders.finding_hits import NameFound
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.names_of_places import names_of_places
from pipelines.places.knowledge import PlaceKnowledge, load_places
from pipelines.stories.knowledge import StoryKnowledge, load_stories
from pipelines.tagging.kept_knowledge import kept
from pipelines.tagging.known_words import KnownWord, KnownWords, ReadText, read_text
from pipelines.tagging.normalised import Normalised
from pipelines.tagging.phrase_parts import Parts, apart, side_by_side
from pipelines.tagging.signals import (
    LISTS,
    SILENT,
    Hit,
    Meaning,
    Senses,
    Signal,
    meanings_of,
    parted_signals,
    signal_patterns,
)
from pipelines.tagging.word_search import WordSearch
from pipelines.topics.knowledge import TopicKnowledge, load_topics

_MOST_WORDS = 80_000  # kept: those of two thousand articles; with half as many, a fifth of the speed is lost


@dataclass(slots=True)
class FieldHits:
    """What was found in one field, by kind, as places in its normalised copy, by their start."""

    read: ReadText
    stems: list[int]
    """The words' rows in the model of topics."""
    topics: list[Hit]
    stories: list[Hit]
    places: list[Hit]
    names: list[NameFound]

    @property
    def copy(self) -> Normalised:
        """The normalised text, and the way back to the text as stored."""
        return self.read.copy

    def surface(self, hit: Hit) -> str:
        """The found words as they stand in the field."""
        start, end = self.copy.span(hit[0], hit[1])
        return self.copy.original[start:end]


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All that is looked for, with the search that finds it: one pass costs half of one for each kind."""

    lexicon: Lexicon
    topics: TopicKnowledge
    stories: StoryKnowledge
    places: PlaceKnowledge
    search: WordSearch[Meaning]
    parted: Mapping[int, Signal]
    """By number, what a phrase of two parts stands for."""


def knowledge() -> Knowledge:
    """What the files say: ours and those of `$NEWSCRAWL_KNOWLEDGE`."""
    return knowledge_of(knowledge_folders())


@cache
@collector_off()
def knowledge_of(folders: tuple[KnowledgeFolder, ...]) -> Knowledge:
    """What the files of these folders say, read once a process; the first folder is ours."""
    return kept(folders, partial(read_knowledge, folders))


def read_knowledge(folders: tuple[KnowledgeFolder, ...]) -> Knowledge:
    """The same, from the files themselves."""
    topics = load_topics(folders)
    places = load_places(folders[0].path / "places")
    stories = load_stories(folders, topics.entries.keys(), places.countries)
    lexicon = Lexicon(load_leader_knowledge(folders))
    parted, parts = parted_signals(topics)
    named = chain(places.names, names_of_places(lexicon.patterns, places.names))
    patterns = chain(lexicon.patterns, signal_patterns(topics, stories.entries, named), parts.parts())
    search = WordSearch(meanings_of(patterns), Senses(parts.endings()), LISTS)
    del lexicon.patterns  # they and the phrases are in the search; kept besides, they would cost 15 MB
    topics, places = replace(topics, phrases=(), masks=(), silent=()), replace(places, names=())
    return Knowledge(lexicon, topics, stories, places, search, parted)


@lru_cache(maxsize=8)  # leaders and topics look at the same title and text, one after the other
def scan(text: str, known: Knowledge) -> FieldHits:
    """All that is found in one field."""
    read = read_text(text, _known_words(known))
    found = known.search.find_known(read.copy.text, read.words, read.readings())
    names, topics, stories, places, begins, opens, closes = found

    def ending(at: int) -> Iterator[tuple[int, Parts]]:
        for end, meaning in known.search.beginning_at(read.copy.text, read.spaced, at):
            yield from ((end, one) for one in meaning if isinstance(one, Parts))

    phrases = chain(side_by_side(begins, ending, read.copy.text), apart(opens, closes))
    topics += ((start, end, known.parted[number]) for start, end, number in phrases)
    return FieldHits(read, read.stems(_silent(read, topics)), topics, stories, places, names)


def _silent(read: ReadText, topics: Iterable[Hit]) -> Iterator[int]:
    """The numbers of the words that say nothing of a topic: in «إسلام آباد» nobody is exterminated."""
    places = [(start, end) for start, end, signal in topics if signal.owner == SILENT]
    ends = read.ends() if places else []
    for start, end in places:
        yield from range(bisect_left(ends, start), bisect_left(ends, end) + 1)


@lru_cache(maxsize=2)
def _known_words(known: Knowledge) -> KnownWords:
    search, model, near = known.search, known.topics.words, known.lexicon.near
    return KnownWords(lambda word: KnownWord(search.readings(word), model.row(word), near.first(word)), _MOST_WORDS)
