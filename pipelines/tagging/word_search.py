"""Finds a hundred thousand names and phrases in a text, word by word; a name counts only as whole words.

Each word is looked up once: what it may begin, with and without the letters that Arabic writes before a word. Only
where the next word may go on with a longer form is the text itself looked at.

A word boundary is anything that is neither letter nor digit by Unicode: with ASCII word characters, «بري» would be
found inside «كبرى».
"""

import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Any, Generic, TypeVar

from pipelines.tagging.clitics import PROCLITICS

_MARK = re.compile(r"[^\w ]|_")
_COMMON_MARKS = '.،:\n"()-'  # one after the other they are sooner gone than by a search for any mark
_NO_WORD = ("\n",)  # behind the last word
_NOBODY: tuple[str, ...] = ()
_NO_PROCLITIC = ("",)
_FEW = 12  # of so many or fewer words a tuple takes a seventh of a set, and is looked through nearly as soon

Meaning = TypeVar("Meaning")

Sense = tuple[tuple[int, object, frozenset[str] | None], ...]
"""What is found where a form stands behind a certain proclitic: the number of a list, what to put into it, and the
words before which alone it counts (None: any, and so does a form of several words)."""

Found = tuple[int, int, Any]
"""Start without proclitics, end, and what was put there; a plain tuple, since a text has hundreds of them."""

_Words = tuple[str, ...] | frozenset[str]
Reading = tuple[str, Sense, _Words]
"""One way to read a word: the proclitic before the form, what the word alone means, and which words may follow."""


class WordSearch(Generic[Meaning]):
    """Forms, each with what it means; form and text must be normalised alike.

    `behind` says what is found where a form stands behind a proclitic, "" for none. It is asked once for each
    meaning and proclitic.
    """

    def __init__(
        self, forms: Iterable[tuple[str, Meaning]], behind: Callable[[Meaning, str], Sense], lists: int = 1
    ) -> None:
        self._behind = behind
        self._lists = range(lists)
        self._meanings: list[Meaning] = []
        self._forms: dict[str, int] = {}
        self._most_words = 1
        self._followers = _small(self._add_all(forms))
        self._senses: dict[tuple[int, str], Sense] = {}

    def __getstate__(self) -> dict[str, object]:
        entries = list(self._forms), array("I", self._forms.values())
        return {name: value for name, value in vars(self).items() if name != "_senses"} | {"_forms": entries}

    def __setstate__(self, state: dict[str, Any]) -> None:
        forms, entries = state.pop("_forms")
        vars(self).update(state)
        same = list(range(2 * len(self._meanings) + 2))  # equal entries are one object: two megabytes
        self._forms = dict(zip(forms, map(same.__getitem__, entries), strict=True))
        self._senses = {}

    def find(self, text: str) -> list[list[Found]]:
        """Every form in `text`, overlapping ones too; lists go by start, and at one place by end."""
        words = bare(text).split(" ")
        return self.find_known(text, words, map(self.readings, words))

    def find_known(self, text: str, words: Sequence[str], known: Iterable[Iterable[Reading]]) -> list[list[Found]]:
        """The same, for who remembers: `words` are those of `bare`, and `known` their readings."""
        found: list[list[Found]] = [[] for _ in self._lists]
        add = [one.append for one in found]
        begin = 0
        for number, (word, following, readings) in enumerate(
            zip(words, chain(words[1:], _NO_WORD), known, strict=True)
        ):
            end = begin + len(word)
            for prefix, sense, followers in readings:
                start = begin + len(prefix)
                for kind, what, before in sense:
                    if before is None or following in before:
                        add[kind]((start, end, what))
                if following in followers:
                    for last, entry in self._longer(
                        text, start, end, words[number + 1 : number + self._most_words]
                    ):
                        for kind, what, _ in self._sense(entry, prefix):
                            add[kind]((start, last, what))
            begin = end + 1
        return found

    def beginning_at(self, text: str, spaced: str, start: int) -> Iterator[tuple[int, Meaning]]:
        """End and meaning of each form that begins there with no letters before it; `spaced` is `bare(text)`."""
        entry, end = 1, start - 1
        while entry & 1 and end < len(text):
            end = spaced.find(" ", end + 1) % (len(text) + 1)  # the end of the text, where no space is left
            entry = self._forms.get(text[start:end], 0)
            if entry > 1:
                yield end, self._meanings[(entry >> 1) - 1]

    def readings(self, word: str) -> tuple[Reading, ...]:
        """Each way to read a word that may begin a form."""
        found: list[Reading] = []
        for prefix in ("", word[:1], word[:2]) if word[:1] in PROCLITICS else _NO_PROCLITIC:
            form = word[len(prefix) :]
            entry = self._forms.get(form)
            if entry is not None and (not prefix or prefix in PROCLITICS):
                sense, followers = self._sense(entry, prefix), self._followers.get(form, _NOBODY)
                if sense or followers:
                    found.append((prefix, sense, followers))
        return tuple(found)

    def _longer(self, text: str, start: int, end: int, following: Sequence[str]) -> Iterator[tuple[int, int]]:
        """End and entry of the forms of several words that begin at `start`; the first of them ends at `end`."""
        for word in following:
            end += 1 + len(word)
            entry = self._forms.get(text[start:end])
            if entry is None:
                return
            if entry > 1:
                yield end, entry
            if not entry & 1:
                return

    def _add_all(self, forms: Iterable[tuple[str, Meaning]]) -> dict[str, set[str]]:
        """Gives the words that may follow a first word.

        A form's entry is twice the number of its meaning, 0 for none, and 1 more where a longer form goes on.
        Strings are interned, since most words begin or follow many forms: five megabytes.
        """
        numbers: dict[int, int] = {}
        followers: dict[str, set[str]] = {}
        for form, meaning in forms:
            if not form:
                continue
            if numbers.setdefault(id(meaning), len(numbers) + 1) > len(self._meanings):
                self._meanings.append(meaning)
            self._forms[sys.intern(form)] = self._forms.get(form, 0) & 1 | 2 * numbers[id(meaning)]
            words = bare(form).split(" ")
            for beginning in _beginnings(form, words):
                self._forms[sys.intern(beginning)] = self._forms.get(beginning, 0) | 1
            if len(words) > 1:
                followers.setdefault(sys.intern(words[0]), set()).add(sys.intern(words[1]))
                self._most_words = max(self._most_words, len(words))
        return followers

    def _sense(self, entry: int, prefix: str) -> Sense:
        if entry < 2:
            return ()
        key = entry >> 1, prefix
        if key not in self._senses:
            self._senses[key] = self._behind(self._meanings[key[0] - 1], prefix)
        return self._senses[key]


def _small(followers: dict[str, set[str]]) -> dict[str, _Words]:
    return {word: tuple(some) if len(some) <= _FEW else frozenset(some) for word, some in followers.items()}


def bare(text: str) -> str:
    """Letters and digits where they were, a space for all else."""
    for mark in _COMMON_MARKS:
        text = text.replace(mark, " ")
    return _MARK.sub(" ", text)


def _beginnings(form: str, words: list[str]) -> Iterator[str]:
    """The form's first word, its first two, and so on, but not all."""
    for number, letters in enumerate(accumulate(map(len, words[:-1]))):
        yield form[: letters + number]
