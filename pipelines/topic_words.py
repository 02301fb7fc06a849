"""What the words of an article say of its topics, beside the phrases: a linear model over stems.

Phrases are chosen one by one; they miss what nobody thought of, and they do not notice that an article speaks like
those of another topic. The model was trained on news items of our own writing (`benchmarks/topic_model.py`), and it
knows only which words such articles have in common.
"""

import math
import re
from collections.abc import Callable, Container
from pathlib import Path

from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge_files import read_rows
from pipelines.tagging.remembered import Remembered
from pipelines.tagging.word_search import bare

_COLUMNS = ("stem", "rarity", "weights")
BIAS = "*"  # in the column of stems: what each topic has before any word is read
_OPENING_WORDS = 60
IN_TEXT, IN_OPENING, IN_TITLE = 1.0, 1.5, 2.0  # of two places of a stem the stronger counts
_MOST_WORDS = 100_000  # kept, of some 150 bytes each
# Light stemming as in light10 (Larkey, Ballesteros and Connell 2007), with letters folded as all our texts are.
_STEM = re.compile(
    r"(?:(?:وال|فال|بال|كال|لل|ال|و)(?=.{3}))?"
    r"(.{3,}?)"  # three letters stay, whatever they are
    r"(?:هما|ات|ون|ين|ان|ها|هم|يه|ه|ي)?"
)


def stem(word: str) -> str:
    """The word without article, conjunction and the commonest endings, at least three letters of it."""
    found = _STEM.fullmatch(word)
    return word if found is None else found[1]


class TopicWords:
    """The model: how rare each stem is, and for each topic how much each stem speaks for it or against it."""

    def __init__(self, rarity: dict[str, float], weights: dict[str, dict[str, float]]) -> None:
        self.rarity = rarity
        self.weights = weights
        self._stems = Remembered(self._known_stem, _MOST_WORDS)

    def __contains__(self, code: str) -> bool:
        return code in self.weights

    def __reduce__(self) -> tuple[type["TopicWords"], tuple[dict[str, float], dict[str, dict[str, float]]]]:
        return TopicWords, (self.rarity, self.weights)  # stems that were met are no part of it

    def values(self, title: str, text: str) -> dict[str, float]:
        """Each known stem of a folded title and text with its weight there; together they have the length 1."""
        placed = placed_stems(title, text, self._stems.__getitem__)
        placed.pop("", None)
        rarity = self.rarity
        values = {each: where * rarity[each] for each, where in placed.items()}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        return {each: value / length for each, value in values.items()}

    def _known_stem(self, word: str) -> str:
        found = stem(word)
        return found if found in self.rarity else ""

    def speaks_for(self, code: str, values: dict[str, float]) -> float:
        """How much these stems speak for the topic: the logarithm of its odds."""
        weights = self.weights[code]
        return weights[BIAS] + sum(values[each] * weights[each] for each in values.keys() & weights.keys())


def placed_stems(title: str, text: str, stem_of: Callable[[str], str] = stem) -> dict[str, float]:
    """The stems of a folded title and text, each with what its strongest place is worth."""
    words = bare(text).split()
    placed = dict.fromkeys(map(stem_of, words), IN_TEXT)
    placed.update(dict.fromkeys(map(stem_of, words[:_OPENING_WORDS]), IN_OPENING))
    placed.update(dict.fromkeys(map(stem_of, bare(title).split()), IN_TITLE))
    return placed


def read_topic_words(file: Path, codes: Container[str]) -> TopicWords:
    """The model as its file has it; a folder without one has none."""
    rarity: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = {}
    for where, (word, rare, entries) in read_rows(file, _COLUMNS) if file.exists() else ():
        if word != BIAS:
            rarity[word] = _number(file, where, rare)
        for short, _, weight in (entry.partition("=") for entry in entries.split()):
            code = f"medtop:{short}"
            if code not in codes:
                raise KnowledgeError(file, where, f"{code} is no topic")
            weights.setdefault(code, {})[word] = _number(file, where, weight)
    for code, own in weights.items():
        if BIAS not in own:
            raise KnowledgeError(file, code, f"the line {BIAS!r} says nothing of it")
    return TopicWords(rarity, weights)


def _number(file: Path, where: str, written: str) -> float:
    try:
        return float(written)
    except ValueError as error:
        raise KnowledgeError(file, where, f"{written!r} is no number") from error
