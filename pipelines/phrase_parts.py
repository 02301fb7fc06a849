"""Phrases in two parts: which of the parts that were found in a text make a whole.

Thirty verbs before forty nouns are looked for as seventy words. Many phrases share a word, so a word carries the
set of phrases that it begins or ends, and two sets meet at once.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipelines.phrase_patterns import Phrase
from pipelines.tagging.clitics import allowed_before, borne_forms

GAP_CHARACTERS = 60  # about ten words: further apart, verb and object rarely belong together

Phrases = frozenset[int]
Borne = tuple[tuple[frozenset[str], Phrases], ...]
"""Phrases by number, parted by the proclitics that the form may bear in them."""


class Parts(NamedTuple):
    """The phrases of which a form is a part: the first or second of two side by side, or of two with a gap."""

    begins: Borne
    ends: Phrases
    opens: Borne
    closes: Borne


Found = tuple[int, int, str, Parts]
"""Start without proclitics, end, the proclitics, and what the form is a part of."""


def wholes(found: Iterable[Found], text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of each phrase whose parts stand as they should; `found` comes by its end.

    Of two with a gap the place is that of the second.
    """
    begun: dict[int, tuple[tuple[int, Phrases], ...]] = {}
    opened: list[tuple[int, Phrases]] = []
    for start, end, prefix, (begins, ends, opens, closes) in found:
        if ends and start in begun and not prefix and text[start - 1] == " ":
            yield from ((first, end, number) for first, phrases in begun[start] for number in phrases & ends)
        for proclitics, phrases in closes if opened else ():
            if not prefix or prefix in proclitics:
                yield from ((start, end, number) for number in _closed(opened, start, phrases))
        for proclitics, phrases in begins:
            if not prefix or prefix in proclitics:
                begun[end + 1] = (*begun.get(end + 1, ()), (start, phrases))
        for proclitics, phrases in opens:
            if not prefix or prefix in proclitics:
                opened.append((end, phrases))


def _closed(opened: list[tuple[int, Phrases]], start: int, phrases: Phrases) -> Iterator[int]:
    """The phrases among these that were opened shortly before `start`."""
    for end, others in reversed(opened):
        if start - end > GAP_CHARACTERS:
            return
        if end <= start:
            yield from others & phrases


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
    borne = {role: tuple((key, frozenset(value)) for key, value in each.items()) for role, each in numbers.items()}
    ends = borne["ends"][0][1] if borne["ends"] else frozenset()
    return Parts(borne["begins"], ends, borne["opens"], borne["closes"])
