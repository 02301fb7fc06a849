"""Letters and function words that speak for one language: `letters.tsv`, one language a line."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.data_files import rows_of

_ONE_SPELLING = str.maketrans("أإیىک", "ااييك")


@dataclass(frozen=True, slots=True)
class Marks:
    """What in a word speaks for one language."""

    letters: frozenset[str]
    words: frozenset[str]
    prefixes: tuple[str, ...]

    def speak_in(self, word: str, plain: str) -> bool:
        """Whether they do in a word as it stands; `plain` is the same word in one spelling."""
        return (
            plain in self.words
            or not self.letters.isdisjoint(word)
            or (len(plain) > 4 and plain.startswith(self.prefixes))
        )


def in_one_spelling(word: str) -> str:
    """The word with letters that are written for one another made one."""
    return word.translate(_ONE_SPELLING)


@cache
def marks() -> dict[str, Marks]:
    """By language; `loan` are letters that Arabic takes for names of others."""
    rows = rows_of(Path(__file__).with_name("letters.tsv"), ("language", "letters", "words"))
    return {code: _read_marks(letters, words.split()) for code, letters, words in rows}


def _read_marks(letters: str, words: list[str]) -> Marks:
    whole = frozenset(in_one_spelling(word) for word in words if not word.endswith("-"))
    return Marks(frozenset(letters.split()), whole, tuple(word[:-1] for word in words if word.endswith("-")))
