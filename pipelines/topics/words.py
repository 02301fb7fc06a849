"""What the words of an article say of its topics, beside the phrases: a linear model over stems.

Phrases are chosen one by one; they miss what nobody thought of, and they do not notice that an article speaks like
those of another topic. The model was trained on news items of our own writing (`benchmarks/topic_model.py`), and it
knows only which words such articles have in common.
"""

import re
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge.toml_files import read_rows
from pipelines.tagging.word_search import bare

_COLUMNS = ("stem", "rarity", "weights")
BIAS = "*"  # in the column of stems: what each topic has before any word is read
_OPENING_WORDS = 60
IN_TEXT, IN_OPENING, IN_TITLE = 1.0, 1.5, 2.0  # of two places of a stem the stronger counts
_UNKNOWN = -1
_LARGEST = 3000  # in tenths it has two bytes
# Light stemming as in light10 (Larkey, Ballesteros and Connell 2007), with letters folded as all our texts are.
_STEM = re.compile(
    r"(?:(?:وال|فال|بال|كال|لل|ال|و)(?=.{3}))?"
    r"(.{3,}?)"  # three letters stay, whatever they are
    r"(?:هما|ات|ون|ين|ان|ها|هم|يه|ه|ي)?"
)
# The city has the stem of «طائفية»: each accident in it was a sectarian conflict.
_TAIF = re.compile("(?:[وفب]?ال|لل)طايف")

Floats = NDArray[np.float32]
Rows = Sequence[int]
"""The stems of a text, word by word, by their rows in the model."""
Stem = TypeVar("Stem", int, str)


def stem(word: str) -> str:
    """The word without article, conjunction and the commonest endings, at least three letters of it."""
    found = None if _TAIF.fullmatch(word) else _STEM.fullmatch(word)
    return word if found is None else found[1]


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """What a text has of the model's stems: their rows in it and their weights, which have the length 1."""

    rows: NDArray[np.intp]
    weights: Floats


class TopicWords:
    """The model: how rare each stem is, and how much it speaks for each topic or against it."""

    def __init__(self, rarity: Mapping[str, float], weights: Mapping[str, Mapping[str, float]]) -> None:
        self._columns = {code: column for column, code in enumerate(weights)}
        self._rows = {each: row for row, each in enumerate(rarity)}
        self._rarity: Floats = np.fromiter(rarity.values(), np.float32, len(rarity))
        self._bias: Floats = np.array([own[BIAS] for own in weights.values()], np.float32)
        # In tenths, as the file has them: two bytes each, and sooner made floats than those of two bytes.
        self._tenths: NDArray[np.int16] = np.zeros((len(rarity), len(weights)), np.int16)
        for column, own in enumerate(weights.values()):
            for each, weight in own.items():
                if each != BIAS:
                    self._tenths[self._rows[each], column] = round(10 * weight)

    def __contains__(self, code: str) -> bool:
        return code in self._columns

    def row(self, word: str) -> int:
        """The row of a folded word's stem, below 0 for a stem that the model does not know."""
        return self._rows.get(stem(word), _UNKNOWN)

    def rows(self, text: str) -> list[int]:
        """The rows of the words of a folded text."""
        return list(map(self.row, bare(text).split()))

    def odds(self, title: Rows, text: Rows) -> dict[str, float]:
        """By topic, how much a title and a text speak for it: the logarithm of its odds."""
        values = self.values(title, text)
        odds = self._bias + values.weights / 10 @ self._tenths[values.rows].astype(np.float32)
        return dict(zip(self._columns, odds.tolist(), strict=True))

    def speaking(self, code: str, title: Rows, text: Rows, most: int) -> list[int]:
        """The rows of the stems that speak most for a topic, the strongest first; at `most` so many."""
        values = self.values(title, text)
        spoken = values.weights * self._tenths[values.rows, self._columns[code]]
        strongest = np.argsort(-spoken, kind="stable")[:most]
        return [int(values.rows[number]) for number in strongest if spoken[number] > 0]

    def values(self, title: Rows, text: Rows) -> Values:
        """How much each known stem of a title and a text counts there, by place and rarity."""
        placed = placed_stems(title, text)
        placed.pop(_UNKNOWN, None)
        rows = np.fromiter(placed, np.intp, len(placed))
        weights = np.fromiter(placed.values(), np.float32, len(placed)) * self._rarity[rows]
        length = float(np.linalg.norm(weights))
        return Values(rows, weights / length if length else weights)


def placed_stems(title: Sequence[Stem], text: Sequence[Stem]) -> dict[Stem, float]:
    """The stems of a title and a text, each with what its strongest place is worth."""
    placed = dict.fromkeys(text, IN_TEXT)
    placed.update(dict.fromkeys(text[:_OPENING_WORDS], IN_OPENING))
    placed.update(dict.fromkeys(title, IN_TITLE))
    return placed


def read_topic_words(file: Path, codes: Container[str]) -> TopicWords:
    """The model as its file has it; a folder without one has none."""
    rarity: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = {}
    for where, (word, rare, entries) in read_rows(file, _COLUMNS) if file.exists() else ():
        if word != BIAS:
            rarity[sys.intern(word)] = _number(file, where, rare)
        for code, weight in _entries(file, where, entries):
            if code not in codes:
                raise KnowledgeError(file, where, f"{code} is no topic")
            weights.setdefault(code, {})[word] = weight
    for code, own in weights.items():
        if BIAS not in own:
            raise KnowledgeError(file, code, f"the line {BIAS!r} says nothing of it")
    return TopicWords(rarity, weights)


def _entries(file: Path, where: str, entries: str) -> Iterator[tuple[str, float]]:
    for short, _, weight in (entry.partition("=") for entry in entries.split()):
        yield f"medtop:{short}", _number(file, where, weight)


def _number(file: Path, where: str, written: str) -> float:
    try:
        number = float(written)
    except ValueError as error:
        raise KnowledgeError(file, where, f"{written!r} is no number") from error
    if not abs(number) <= _LARGEST:
        raise KnowledgeError(file, where, f"{written} is no number from -{_LARGEST} to {_LARGEST}")
    return number
