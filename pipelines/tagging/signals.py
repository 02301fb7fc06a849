"""What is looked for besides leaders, form by form, and what a found form stands for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from pipelines.places.knowledge import PlaceName
from pipelines.stories.knowledge import StoryEntry
from pipelines.tagging.clitics import PROCLITICS, allowed_before, borne_forms
from pipelines.tagging.phrase_parts import Parts, PartsOfForms
from pipelines.tagging.phrase_patterns import Phrase
from pipelines.tagging.word_search import Sense
from pipelines.topics.knowledge import TopicKnowledge

# Of phrases at one place a mask counts first, then one of two parts: it is the more certain of the two.
MASK, PARTED, TOPIC, STORY, PLACE = range(5)
_SHORT_NAME_PROCLITICS = frozenset(("و", "ب", "ل", "وب", "ول"))  # بمصر, ولقطر; كلاوس is not Laos
SILENT = "silent"  # the owner of masks inside which words say nothing of a topic, either
_FOR = frozenset(("ل", "ول"))


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

LISTS = 7
"""Into which what is found goes: names, topics, stories, places, and the parts of phrases of two parts."""
_NAMES, _TOPICS, _STORIES, _PLACES, _BEGINS, _OPENS, _CLOSES = range(LISTS)
_LIST_OF = {MASK: _TOPICS, PARTED: _TOPICS, TOPIC: _TOPICS, STORY: _STORIES, PLACE: _PLACES}


def meanings_of(patterns: Iterable[tuple[str, object]]) -> Iterator[tuple[str, Meaning]]:
    """Each form once, with all that it stands for; equal meanings are one object, since most forms share theirs."""
    found: dict[str, tuple[object, ...]] = {}
    for form, stands_for in patterns:
        found[form] = (*found.get(form, ()), stands_for)
    made: dict[tuple[int, ...], Meaning] = {}
    for form, meant in found.items():
        yield form, made.setdefault(tuple(map(id, meant)), meant)


class Senses:
    """What of a form's meaning stands behind a proclitic, and in which list."""

    def __init__(self, endings: Mapping[int, frozenset[str]]) -> None:
        """`endings`: by number of a phrase of two parts side by side, the words with which the second may begin."""
        self._endings = endings
        self._before: dict[frozenset[int], frozenset[str]] = {}

    def __call__(self, meaning: Meaning, proclitic: str) -> Sense:
        senses: list[tuple[int, object, frozenset[str] | None]] = []
        for one in meaning:
            if isinstance(one, Signal):
                if not proclitic or proclitic in one.proclitics:
                    senses.append((_LIST_OF[one.kind], one, None))
            elif isinstance(one, Parts):
                begins, opens, closes = one.behind(proclitic)
                parts = (_BEGINS, begins, self._words_after(begins)), (_OPENS, opens, None), (_CLOSES, closes, None)
                senses += (part for part in parts if part[1])
            else:
                senses.append((_NAMES, (proclitic, one), None))
        return tuple(senses)

    def _words_after(self, begins: frozenset[int]) -> frozenset[str]:
        if begins not in self._before:  # three in four are the same as another
            self._before[begins] = frozenset[str]().union(*(self._endings[number] for number in begins))
        return self._before[begins]


def parted_signals(topics: TopicKnowledge) -> tuple[dict[int, Signal], PartsOfForms]:
    """The phrases in two parts: what each stands for, and the forms of their parts."""
    signals, parts = {}, PartsOfForms()
    for number, weighted in enumerate(topics.phrases):
        if weighted.phrase.followed_by:
            kind = TOPIC if weighted.phrase.at_once else PARTED
            signals[number] = Signal(kind, number, weighted.code, weighted.weight, PROCLITICS)
            parts.add(number, weighted.phrase)
    return signals, parts


def signal_patterns(
    topics: TopicKnowledge, stories: Iterable[StoryEntry], places: Iterable[PlaceName]
) -> Iterator[tuple[str, object]]:
    yield from _topic_patterns(topics)
    for mask in topics.masks:
        yield from _of(mask.forms, Signal(MASK, 0, "", 0, PROCLITICS))
    for name in topics.silent:
        yield from _of(name.forms, Signal(MASK, 0, SILENT, 0, PROCLITICS))
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
        if form.startswith("ل"):  # «للحج» is a pilgrim's, not of لحج
            return _SHORT_NAME_PROCLITICS - _FOR
        return _SHORT_NAME_PROCLITICS
    return allowed_before(form)
