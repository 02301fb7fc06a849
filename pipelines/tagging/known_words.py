"""The words of a text, each with all that is known of it, looked up once: nine of ten were met before."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, compress
from operator import itemgetter
from typing import NamedTuple

from pipelines.tagging.normalised import Normalised
from pipelines.tagging.word_search import Reading, bare


class KnownWord(NamedTuple):
    """What one word may be, wherever it stands."""

    readings: tuple[Reading, ...]
    """The names and phrases that it may begin."""
    stem: int
    """The row of its stem in the model of topics, below 0 for none."""
    first: str
    """The skeleton of a foreign leader's first name, or empty."""


_NOTHING = KnownWord((), -1, "")
_READINGS, _STEM, _FIRST = map(itemgetter, range(len(KnownWord._fields)))


class KnownWords(dict[str, KnownWord]):
    """By word, what `look_up` finds, when it is first met; of `most` words all are forgotten at once."""

    def __init__(self, look_up: Callable[[str], KnownWord], most: int) -> None:
        super().__init__()
        self._look_up = look_up
        self._most = most

    def __missing__(self, word: str) -> KnownWord:
        if len(self) >= self._most:
            self.clear()
        known = self._look_up(word)
        if known == _NOTHING:  # one object for half of the words
            known = _NOTHING
        self[word] = known
        return known


@dataclass(frozen=True, slots=True, eq=False)
class ReadText:
    """A normalised text in words; an empty word stands where two spaces or marks do."""

    copy: Normalised
    spaced: str
    """The text with a space for each mark."""
    words: list[str]
    known: list[KnownWord]

    def number_at(self, place: int) -> int:
        """The number of the word that stands there in the copy."""
        return self.spaced.count(" ", 0, place)

    def ends(self) -> list[int]:
        """Where each word ends, to look up many places in."""
        return list(accumulate(map(len, self.words), lambda end, length: end + 1 + length))

    def readings(self) -> Iterator[tuple[Reading, ...]]:
        """Of each word."""
        return map(_READINGS, self.known)

    def stems(self, silent: Iterable[int] = ()) -> list[int]:
        """Of each word that is not empty; of those whose number is in `silent`, as if nothing were known."""
        stems = list(map(_STEM, self.known))
        for number in silent:
            stems[number] = _NOTHING.stem
        return list(compress(stems, self.words))

    def firsts(self) -> list[str]:
        """Of each word."""
        return list(map(_FIRST, self.known))


def read_text(text: str, known: KnownWords) -> ReadText:
    copy = Normalised(text)
    spaced = bare(copy.text)
    words = spaced.split(" ")
    return ReadText(copy, spaced, words, list(map(known.__getitem__, words)))
