"""One pass over title and text that finds names, titles, phrases of topics and stories, and countries together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import chain
from typing import NamedTuple

from pipelines.collector import collector_off
from pipelines.kept_knowledge import kept
from pipelines.knowledge.folders import KnowledgeFolder, knowledge_folders
from pipelines.knowledge.loading import load_leader_knowledge
from pipelines.names_of_places import names_of_places
from pipelines.phrase_parts import Parts, PartsOfForms, apart, side_by_side
from pipelines.phrase_patterns import Phrase
from pipelines.place_knowledge import PlaceKnowledge, PlaceName, load_places
from pipelines.story_knowledge import StoryEntry, load_stories
from pipelines.tagging.clitics import PROCLITICS, allowed_before, borne_forms
from pipelines.tagging.hits import NameFound
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.normalised import Normalised
from pipelines.tagging.word_search import Sense, WordSearch
from pipelines.topic_knowledge import TopicKnowledge, load_topics

# Of phrases at one place a mask counts first, then one of two parts: it is the more certain of the two.
MASK, PARTED, TOPIC, STORY, PLACE = range(5)
_SHORT_NAME_PROCLITICS = frozenset(("و", "ب", "ل", "وب", "ول"))  # بمصر, ولقطر; كلاوس is not Laos


class Signal(NamedTuple):
    """What a found form stands for: the `phrase` it is a form of, counted for `owner`."""

    kind: int
    phrase: int
    owner: str
    weight: int
    proclitics: frozenset[str]
    place: PlaceName | None = None


Hit = tuple[int, int, Signal]
"""Start without proclitics, end, and what stands there; a plain tuple, since a text has a hundred of them."""


Meaning = tuple[object, ...]
"""All that one form stands for: signals, parts of phrases, and leaders' names, titles and nations."""

_LISTS = 8
_NAMES, _TOPICS, _STORIES, _PLACES, _BEGINS, _ENDS, _OPENS, _CLOSES = range(_LISTS)
_LIST_OF = {MASK: _TOPICS, PARTED: _TOPICS, TOPIC: _TOPICS, STORY: _STORIES, PLACE: _PLACES}


@dataclass(slots=True)
class FieldHits:
    """What was found in one field, by kind, as places in its normalised copy, by their start."""

    copy: Normalised
    topics: list[Hit]
    stories: list[Hit]
    places: list[Hit]
    names: list[NameFound]

    def surface(self, hit: Hit) -> str:
        """The found words as they stand in the field."""
        start, end = self.copy.span(hit[0], hit[1])
        return self.copy.original[start:end]


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All that is looked for, with the search that finds it: one pass costs half of one for each kind."""

    lexicon: Lexicon
    topics: TopicKnowledge
    stories: tuple[StoryEntry, ...]
    places: PlaceKnowledge
    search: WordSearch[Meaning]
    parted: Mapping[int, Signal]
    """By number, what a phrase of two parts stands for."""
    stories_of: Mapping[str, frozenset[str]]
    """By country, the stories that may happen there."""


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
    parted, parts = _parted(topics)
    named = chain(places.names, names_of_places(lexicon.patterns, places.names))
    patterns = chain(lexicon.patterns, _patterns(topics, stories, named), parts.parts())
    where = {code: frozenset(story.id for story in stories if code in story.places) for code in places.countries}
    search = WordSearch(_meanings(patterns), _behind, _LISTS)
    del lexicon.patterns  # they and the phrases are in the search; kept besides, they would cost 15 MB
    topics, places = replace(topics, phrases=(), masks=()), replace(places, names=())
    return Knowledge(lexicon, topics, stories, places, search, parted, where)


def _meanings(patterns: Iterable[tuple[str, object]]) -> Iterator[tuple[str, Meaning]]:
    """Each form once, with all that it stands for; equal meanings are one object, since most forms share theirs."""
    found: dict[str, tuple[object, ...]] = {}
    for form, stands_for in patterns:
        found[form] = (*found.get(form, ()), stands_for)
    made: dict[tuple[int, ...], Meaning] = {}
    for form, meant in found.items():
        yield form, made.setdefault(tuple(map(id, meant)), meant)


def _behind(meaning: Meaning, proclitic: str) -> Sense:
    """What of a form's meaning stands behind a proclitic, and in which list."""
    senses: list[tuple[int, object]] = []
    for one in meaning:
        if isinstance(one, Signal):
            if not proclitic or proclitic in one.proclitics:
                senses.append((_LIST_OF[one.kind], one))
        elif isinstance(one, Parts):
            parts = zip((_BEGINS, _ENDS, _OPENS, _CLOSES), one.behind(proclitic), strict=True)
            senses += ((number, phrases) for number, phrases in parts if phrases)
        else:
            senses.append((_NAMES, (proclitic, one)))
    return tuple(senses)


@lru_cache(maxsize=8)  # leaders and topics look at the same title and text, one after the other
def scan(text: str, known: Knowledge) -> FieldHits:
    """All that is found in one field."""
    copy = Normalised(text)
    names, topics, stories, places, begins, ends, opens, closes = known.search.find(copy.text)
    for start, end, number in chain(side_by_side(begins, ends, copy.text), apart(opens, closes)):
        topics.append((start, end, known.parted[number]))
    return FieldHits(copy, topics, stories, places, names)


def _parted(topics: TopicKnowledge) -> tuple[dict[int, Signal], PartsOfForms]:
    """The phrases in two parts: what each stands for, and the forms of their parts."""
    signals, parts = {}, PartsOfForms()
    for number, weighted in enumerate(topics.phrases):
        if weighted.phrase.followed_by:
            kind = TOPIC if weighted.phrase.at_once else PARTED
            signals[number] = Signal(kind, number, weighted.code, weighted.weight, PROCLITICS)
            parts.add(number, weighted.phrase)
    return signals, parts


def _patterns(
    topics: TopicKnowledge, stories: Iterable[StoryEntry], places: Iterable[PlaceName]
) -> Iterator[tuple[str, object]]:
    yield from _topic_patterns(topics)
    for mask in topics.masks:
        yield from _of(mask.forms, Signal(MASK, 0, "", 0, PROCLITICS))
    for story in stories:
        for role, phrases in (("named", story.named), ("also", story.also)):
            yield from _story_patterns(story.id, role, phrases)
    for place in places:
        yield from _of((place.form,), _of_place(replace(place, form="")))


@cache  # twelve thousand names mean three hundred countries: two megabytes
def _of_place(place: PlaceName) -> Signal:
    return Signal(PLACE, 0, "", 0, PROCLITICS, place)


def _topic_patterns(topics: TopicKnowledge) -> Iterator[tuple[str, object]]:
    for number, weighted in enumerate(topics.phrases):
        signal = Signal(TOPIC, number, weighted.code, weighted.weight, PROCLITICS)
        forms = weighted.phrase.spelled if weighted.phrase.followed_by else weighted.phrase.forms
        yield from _of((form for form in forms if form not in topics.light), signal)
        for form in topics.light.keys() & forms:
            weight = min(weighted.weight, topics.light[form])
            if weight:
                yield from _of((form,), signal._replace(weight=weight))


def _story_patterns(story: str, role: str, phrases: Iterable[Phrase]) -> Iterator[tuple[str, object]]:
    for phrase in phrases:
        yield from _of(phrase.forms, Signal(STORY, 0, f"{story} {role}", 0, PROCLITICS))


def _of(forms: Iterable[str], signal: Signal) -> Iterator[tuple[str, object]]:
    """Each form, and the one that it takes after ل, with the proclitics that it bears."""
    for form in forms:
        for written, proclitics in borne_forms(form, _bearable(form, signal)):
            yield written, _bearing(signal, proclitics)


@cache  # of a hundred thousand forms most share theirs
def _bearing(signal: Signal, proclitics: frozenset[str]) -> Signal:
    return signal._replace(proclitics=proclitics)


def _bearable(form: str, signal: Signal) -> frozenset[str]:
    if signal.place is not None and " " not in form and len(form) in {3, 4} and signal.place.kind != "nisba":
        return _SHORT_NAME_PROCLITICS
    return allowed_before(form)
