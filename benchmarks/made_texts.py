"""Texts of made words that look Arabic: as long as news is, as compressible, and of nobody."""

from collections.abc import Iterator

import numpy as np

_LETTERS = np.array(list("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإء"))
_VOCABULARY = 20_000
_WORDS = (250, 0.5)  # median of an article, and the spread of its logarithm
_A_PARAGRAPH = 45


class Writer:
    """Deterministic by its generator; frequent words are frequent as in any language (Zipf)."""

    def __init__(self, chance: np.random.Generator) -> None:
        self._chance = chance
        lengths = chance.integers(2, 9, _VOCABULARY)
        self._words = np.array(["".join(chance.choice(_LETTERS, length)) for length in lengths], dtype=object)
        weights = 1 / np.arange(1, _VOCABULARY + 1)
        self._bounds = np.cumsum(weights / weights.sum())

    def titles(self, number: int) -> list[str]:
        return [" ".join(each) for each in self._drawn(number * 9).reshape(number, 9)]

    def texts(self, number: int) -> list[str]:
        lengths = np.clip(self._chance.lognormal(np.log(_WORDS[0]), _WORDS[1], number), 20, 3000).astype(int)
        words, ends = self._drawn(int(lengths.sum())), np.cumsum(lengths)
        return [
            "\n\n".join(_paragraphs(words[end - length : end])) for length, end in zip(lengths, ends, strict=True)
        ]

    def _drawn(self, number: int) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
        places = np.searchsorted(self._bounds, self._chance.random(number))
        return self._words[np.minimum(places, _VOCABULARY - 1)]


def _paragraphs(words: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> Iterator[str]:
    for begin in range(0, len(words), _A_PARAGRAPH):
        yield " ".join(words[begin : begin + _A_PARAGRAPH]) + "."
