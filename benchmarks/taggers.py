"""Ours and the simple ways that a newcomer would try first, each as a function from a text to its tags.

The simple ways look for the very same names and phrases as ours: what differs are the rules.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from benchmarks.judged_texts import JudgedText
from pipelines.knowledge.folders import knowledge_folders
from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.knowledge.loading import load_leader_knowledge
from pipelines.places.knowledge import load_places
from pipelines.tagging.clitics import ARTICLE, allowed_proclitics, borne_forms
from pipelines.tagging.normalised import Normalised
from pipelines.tagging.phrase_patterns import Phrase
from pipelines.tagging.scanning import knowledge
from pipelines.tagging.spellings import Spellings
from pipelines.tagging.tags import find_tags
from pipelines.tagging.word_search import Reading, Sense, WordSearch, bare
from pipelines.topics.knowledge import load_topics

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """`leaders` by name, `by_role` by a title alone; ids and codes, or None where a way does not look."""

    leaders: frozenset[str] | None = None
    by_role: frozenset[str] = NONE
    topics: frozenset[str] | None = None
    stories: frozenset[str] | None = None
    places: frozenset[str] | None = None


Tagger = Callable[[JudgedText], Found]


def ours(text: JudgedText) -> Found:
    tags = find_tags(text.title, text.text, text.published, text.outlet_country)
    named = frozenset(one["id"] for one in tags.leaders if any(span["rule"] != "role" for span in one["spans"]))
    return Found(
        named,
        frozenset(one["id"] for one in tags.leaders) - named,
        frozenset(topic["code"] for topic in tags.topics),
        frozenset(story["id"] for story in tags.stories),
        frozenset(place["country"] for place in tags.places),
    )


def one_name(text: JudgedText) -> Found:
    """Each leader's one full name, letter for letter (S0)."""
    return Found(leaders=_owners(_names("one"), f"{text.title}\n{text.text}"))


def full_names(text: JudgedText) -> Found:
    """All full spellings, letter for letter (S1)."""
    return Found(leaders=_owners(_names("full"), f"{text.title}\n{text.text}"))


def all_names(text: JudgedText) -> Found:
    """All names in a normalised text, with proclitics, and no rule that doubts them (S7)."""
    return Found(leaders=_owners(_names("all"), Normalised(f"{text.title}\n\n{text.text}").text))


def keywords(text: JudgedText) -> Found:
    """Each topic, story and country of whose phrases or names one stands there."""
    copy = Normalised(f"{text.title}\n\n{text.text}").text
    found: dict[str, set[str]] = {"topics": set(), "stories": set(), "places": set()}
    for _, _, (kind, owner) in _found(_phrases(), copy):
        found[kind].add(owner)
    return Found(**{kind: frozenset(owners) for kind, owners in found.items()})


def name_mentions(way: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and leader of each name found by the `one`, `full` or `all` way."""
    if way == "all":
        copy = Normalised(text)
        yield from ((*copy.span(start, end), owner) for start, end, owner in _found(_names(way), copy.text))
    else:
        yield from _found(_names(way), text)


BASELINES: dict[str, Tagger] = {
    "one full name": one_name,
    "all full names": full_names,
    "all names, no rules": all_names,
    "keyword lists": keywords,
}


_Owner = TypeVar("_Owner")
_Forms = WordSearch[tuple[_Owner, ...]]
"""Forms with all whom they stand for."""


def _search(forms: Iterable[tuple[str, _Owner]]) -> _Forms[_Owner]:
    owners: dict[str, tuple[_Owner, ...]] = {}
    for form, owner in dict.fromkeys(forms):
        owners[form] = (*owners.get(form, ()), owner)
    return WordSearch(owners.items(), _without_proclitic)


def _without_proclitic(meant: tuple[_Owner, ...], proclitic: str) -> Sense:
    return () if proclitic else tuple((0, owner, None) for owner in meant)


def _found(forms: _Forms[_Owner], text: str) -> list[tuple[int, int, _Owner]]:
    words = bare(text).split(" ")
    return forms.find_known(text, words, map(_remembered(forms), words))[0]


@cache
def _remembered(forms: _Forms[_Owner]) -> Callable[[str], tuple[Reading, ...]]:
    """As ours does, so that it is as fast."""
    return cache(forms.readings)


def _owners(names: _Forms[str], text: str) -> frozenset[str]:
    return frozenset(owner for _, _, owner in _found(names, text))


@cache
def _names(way: str) -> _Forms[str]:
    known = load_leader_knowledge()
    spellings = Spellings(known.spellings)
    return _search((form, one.id) for one in known.leaders for form in _forms(way, one, spellings))


def _forms(way: str, leader: LeaderEntry, spellings: Spellings) -> Iterator[str]:
    if way == "one":
        yield leader.name_ar
    elif way == "full":
        yield from leader.full
    else:
        for name in (*leader.full, *leader.short, *leader.ambiguous):
            for spelling in spellings.of(name):
                yield from _with_proclitics(spelling)


def _with_proclitics(name: str) -> Iterator[str]:
    for form, allowed in borne_forms(name, allowed_proclitics(len(name.partition(" ")[0]))):
        yield form
        yield from (before + form for before in allowed if not (before.endswith("ل") and form.startswith(ARTICLE)))


def _whole_forms(phrase: Phrase) -> Iterable[str]:
    """Every string that a phrase means; none for one with a gap, which is no string."""
    if not phrase.followed_by:
        return phrase.forms
    pairs = (f"{first} {second}" for first in phrase.forms for second in phrase.followed_by)
    return (*phrase.spelled, *pairs) if phrase.at_once else ()


@cache
def _phrases() -> _Forms[tuple[str, str]]:
    known, written = knowledge(), load_topics(knowledge_folders()).phrases
    phrases = [(form, ("topics", one.code)) for one in written for form in _whole_forms(one.phrase)]
    phrases += [
        (form, ("stories", one.id)) for one in known.stories.entries for name in one.named for form in name.forms
    ]
    places = load_places(knowledge_folders()[0].path / "places").names
    phrases += [(name.form, ("places", code)) for name in places for code in name.countries]
    return _search(phrases)
