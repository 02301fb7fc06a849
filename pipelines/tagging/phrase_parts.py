"""Phrases in two parts: which of the parts that were found in a text make a whole.

Thirty verbs before forty nouns are looked for as seventy words. Many phrases share a word, so a word carries the
set of phrases that it begins or ends, and two sets meet at once.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from pipelines.tagging.clitics import allowed_before, borne_forms
from pipelines.tagging.phrase_patterns import Phrase
from pipelines.tagging.word_search import bare

GAP_CHARACTERS = 60  # about ten words: further apart, verb and object rarely belong together

Phrases = frozenset[int]
Numbers = tuple[int, ...]
"""Phrases at rest: most forms have one or two, and a set takes three times as much."""
Borne = tuple[tuple[frozenset[str], Numbers], ...]
"""Phrases by number, parted by the proclitics that the form may bear in them."""


class Parts(NamedTuple):
    """The phrases of which a form is a part: the first or second of two side by side, or of two with a gap."""

    begins: Borne
    ends: Numbers
    opens: Borne
    closes: Borne

    def behind(self, proclitic: str) -> tuple[Phrases, Phrases, Phrases]:
        """The phrases that the form begins, opens and closes behind a proclitic, "" for none."""
        begins, opens, closes = (_behind(borne, proclitic) for borne in (self.begins, self.opens, self.closes))
        return begins, opens, closes


Found = tuple[int, int, Phrases]
"""Start without proclitics, end, and the phrases of which the form is that part."""
_end, _phrases = itemgetter(1), itemgetter(2)


def _behind(borne: Borne, proclitic: str) -> Phrases:
    behind = (numbers for allowed, numbers in borne if not proclitic or proclitic in allowed)
    return frozenset(chain.from_iterable(behind))


Ending = Callable[[int], Iterable[tuple[int, Parts]]]
"""End and parts of each form that begins at a place."""


def side_by_side(begins: Iterable[Found], ending: Ending, text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of each phrase whose second part follows the first after one space."""
    for first, end, phrases in begins:
        for last, parts in ending(end + 1) if text.startswith(" ", end) else ():
            if not phrases.isdisjoint(parts.ends):  # in a phrase no word bears a proclitic
                yield from ((first, last, number) for number in sorted(phrases.intersection(parts.ends)))


def apart(opens: Iterable[Found], closes: list[Found]) -> Iterator[tuple[int, int, int]]:
    """Start and end of the second part, and number, of each phrase whose second part follows the first soon.

    `closes` come by their start.
    """
    closing = frozenset[int]().union(*map(_phrases, closes))
    opened = deque(sorted((found for found in opens if not closing.isdisjoint(found[2])), key=_end))
    for start, end, phrases in closes if opened else ():
        while opened and start - opened[0][1] > GAP_CHARACTERS:
            opened.popleft()
        for _, before, others in opened:
            if before > start:
                break
            if not phrases.isdisjoint(others):
                yield from ((start, end, number) for number in sorted(phrases & others))


_Entry = tuple[str, frozenset[str], int]
"""The role of a form in a phrase, the proclitics that it may bear there, and the phrase's number."""


class PartsOfForms:
    """Gathers, form by form, the phrases of which it is a part."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[_Entry, ...]] = {}
        self._same: dict[_Entry, _Entry] = {}  # one object for all forms that share it

    def add(self, number: int, phrase: Phrase) -> None:
        """One phrase in two parts, under its number."""
        if phrase.at_once:
            self._add("begins", number, phrase.forms)
            for form in phrase.followed_by:  # inside a phrase nothing stands before a word
                self._put(form, "ends", frozenset(), number)
        else:
            self._add("opens", number, phrase.forms)
            self._add("closes", number, phrase.followed_by)

    def parts(self) -> Iterator[tuple[str, Parts]]:
        """Each form with what it is a part of; what is equal is one object, since most forms share theirs."""
        made: dict[tuple[_Entry, ...], Parts] = {}
        for form, entries in self._entries.items():
            if entries not in made:
                made[entries] = _parts(entries)
            yield form, made[entries]

    def endings(self) -> dict[int, frozenset[str]]:
        """By phrase of two parts side by side, the words with which the second may begin."""
        words: dict[int, set[str]] = {}
        for form, entries in self._entries.items():
            for role, _, number in entries:
                if role == "ends":
                    words.setdefault(number, set()).add(sys.intern(bare(form).partition(" ")[0]))
        endings = {number: frozenset(each) for number, each in words.items()}
        same: dict[frozenset[str], frozenset[str]] = {}
        return {number: same.setdefault(each, each) for number, each in endings.items()}

    def _add(self, role: str, number: int, forms: Iterable[str]) -> None:
        for form in forms:
            for written, proclitics in borne_forms(form, allowed_before(form, is_beginning=role == "begins")):
                self._put(written, role, proclitics, number)

    def _put(self, form: str, role: str, proclitics: frozenset[str], number: int) -> None:
        entry = role, proclitics, number
        self._entries[form] = (*self._entries.get(form, ()), self._same.setdefault(entry, entry))


def _parts(entries: tuple[_Entry, ...]) -> Parts:
    numbers: dict[str, dict[frozenset[str], set[int]]] = {"begins": {}, "ends": {}, "opens": {}, "closes": {}}
    for role, proclitics, number in entries:
        numbers[role].setdefault(proclitics, set()).add(number)
    borne = {
        role: tuple((key, _shared(tuple(sorted(value)))) for key, value in each.items())
        for role, each in numbers.items()
    }
    ends = borne["ends"][0][1] if borne["ends"] else ()
    return Parts(borne["begins"], ends, borne["opens"], borne["closes"])


@cache  # three in five are the same as another
def _shared(phrases: Numbers) -> Numbers:
    return phrases
