"""Finds thousands of names in one pass over a text (Aho-Corasick); a name counts only as a whole word.

A word boundary is anything that is neither letter nor digit by Unicode: with ASCII word characters, «بري» would be
found inside «كبرى».
"""

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, Implementation

from pipelines.tagging.clitics import PROCLITICS

Found = tuple[int, int, str, tuple[object, ...]]
"""Start without proclitics, end, the proclitics, and all that the pattern stands for."""
_LAST_LETTERS = frozenset(proclitic[-1] for proclitic in PROCLITICS)
_MARK = re.compile(r"[^\w ]|_")


class Automaton:
    """Patterns, each with what it stands for; pattern and text must be normalised alike."""

    def __init__(self, patterns: Iterable[tuple[str, object]]) -> None:
        payloads: dict[str, tuple[object, ...]] = {}
        for pattern, payload in patterns:
            payloads[pattern] = (*payloads.get(pattern, ()), payload)
        payloads.pop("", None)
        self._patterns = list(payloads)
        self._payloads = list(payloads.values())
        self._prepare()

    def __getstate__(self) -> object:
        return self._patterns, self._payloads

    def __setstate__(self, state: tuple[list[str], list[tuple[object, ...]]]) -> None:
        self._patterns, self._payloads = state
        self._prepare()

    def _prepare(self) -> None:
        # What a mark in the text could stand for is looked at once more.
        self._to_compare = [None if pattern.isalnum() else pattern for pattern in self._patterns]
        # A space ends each, so that the search itself refuses nine of ten places where a word goes on.
        # A DFA would be faster by little and needs many times the memory.
        self._search = AhoCorasick(
            [f"{pattern if pattern.isalnum() else _bare(pattern)} " for pattern in self._patterns],
            implementation=Implementation.ContiguousNFA, store_patterns=False,
        )  # fmt: skip

    def find(self, text: str) -> Iterator[tuple[int, int, object]]:
        """Every pattern that stands in `text` as a whole word or words, overlapping ones too, by their end."""
        for start, end, prefix, payloads in self.find_with_proclitics(text):
            if not prefix:
                for payload in payloads:
                    yield start, end, payload

    def find_with_proclitics(self, text: str) -> list[Found]:
        """Like `find`, also behind proclitics.

        What may precede which name is for the caller to say: «كبرى» is not ك before «بري».
        """
        found: list[Found] = []
        payloads, to_compare = self._payloads, self._to_compare
        bare = f"{_bare(text)} "
        for number, start, end in self._search.find_matches_as_indexes(bare, overlapping=True):
            prefix = ""
            if start and bare[start - 1] != " ":
                if bare[start - 1] not in _LAST_LETTERS:  # most letters before a name end no proclitic
                    continue
                prefix = _letters_before(bare, start)
                if prefix not in PROCLITICS:
                    continue
            pattern = to_compare[number]
            if pattern is None or text.startswith(pattern, start):
                found.append((start, end - 1, prefix, payloads[number]))
        return found


def _bare(text: str) -> str:
    """Letters and digits where they were, a space for all else."""
    return _MARK.sub(" ", text)


def _letters_before(text: str, start: int) -> str:
    """The letters between the word's beginning and `start`; four are enough to know that it is no proclitic."""
    begin = start
    while begin and start - begin < 4 and text[begin - 1].isalnum():
        begin -= 1
    return text[begin:start]
