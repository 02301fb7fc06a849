"""Finds a hundred thousand names and phrases in a text, word by word; a name counts only as whole words.

Each word is looked up once: what it may begin, with and without the letters that Arabic writes before a word, is
worked out when it is first met and kept, since nine of ten words of an article were met before. Only where the next
word may go on with a longer form is the text itself looked at.

A word boundary is anything that is neither letter nor digit by Unicode: with ASCII word characters, «بري» would be
found inside «كبرى».
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Any, Generic, TypeVar

from pipelines.tagging.clitics import PROCLITICS, SINGLE
from pipelines.tagging.remembered import Remembered

_MARK = re.compile(r"[^\w ]|_")
_COMMON_MARKS = '.،:\n"()-'  # one after the other they are sooner gone than by a search for any mark
_NO_WORD = "\n"  # behind the last word
_NOBODY: tuple[str, ...] = ()
_FEW = 12  # of so many or fewer words a tuple takes a seventh of a set, and is looked through nearly as soon
_MOST_WORDS = 30_000  # kept, of some 200 bytes each: thrice as many would be a tenth faster and ten megabytes more

Meaning = TypeVar("Meaning")

Sense = tuple[tuple[int, object], ...]
"""What is found where a form stands behind a certain proclitic: the number of a list, and what to put into it."""

Found = tuple[int, int, Any]
"""Start without proclitics, end, and what was put there; a plain tuple, since a text has hundreds of them."""

_Words = tuple[str, ...] | frozenset[str]
_Reading = tuple[str, Sense, _Words]
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
        self._prepare()

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name not in {"_senses", "_readings"}}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._prepare()

    def find(self, text: str) -> list[list[Found]]:
        """Every form in `text`, overlapping ones too; lists go by start, and at one place by end."""
        found: list[list[Found]] = [[] for _ in self._lists]
        words = bare(text).split(" ")
        letters = list(accumulate(map(len, words)))
        words.append(_NO_WORD)
        for number, readings in enumerate(map(self._readings.__getitem__, words)):
            for prefix, sense, followers in readings:
                end = letters[number] + number
                start = end - len(words[number]) + len(prefix)
                for kind, what in sense:
                    found[kind].append((start, end, what))
                if words[number + 1] in followers:
                    ends = enumerate(letters[number + 1 : number + self._most_words], number + 1)
                    for end, longer in self._longer(text, start, prefix, ends):
                        for kind, what in longer:
                            found[kind].append((start, end, what))
        return found

    def _longer(
        self, text: str, start: int, prefix: str, letters: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[int, Sense]]:
        """End and sense of the forms of several words that begin at `start`."""
        for spaces, before in letters:
            entry = self._forms.get(text[start : before + spaces])
            if entry is None:
                return
            yield before + spaces, self._sense(entry, prefix)
            if not entry & 1:
                return

    def _prepare(self) -> None:
        self._senses: dict[tuple[int, str], Sense] = {}
        self._readings = Remembered(lambda word: tuple(self._readings_of(word)), _MOST_WORDS)

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

    def _readings_of(self, word: str) -> Iterator[_Reading]:
        for prefix in ("", word[:1], word[:2]) if word[:1] in SINGLE else ("",):
            entry = self._forms.get(word[len(prefix) :])
            if entry is not None and (not prefix or prefix in PROCLITICS):
                sense, followers = self._sense(entry, prefix), self._followers.get(word[len(prefix) :], _NOBODY)
                if sense or followers:
                    yield prefix, sense, followers

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
