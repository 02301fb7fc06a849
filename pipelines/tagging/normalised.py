"""The copy of a text in which names are looked for, and the way back to the text as stored.

Writers differ in hamza, diacritics, tatweel, final ya and Persian letters; the copy does not. Offsets are of use to
others only over the stored text, so the copy knows where each of its characters came from.
"""

import re
import unicodedata
from functools import lru_cache

from pipelines.tagging.folding import FOLDING

# A line that was broken by hand still holds one name: «دونالد⏎ترامب». A blank line ends it.
_BROKEN_LINE = re.compile(r"(?<!\n)\n(?!\n)")
_SPACES = re.compile(r" {2,}")


class Normalised:
    """A folded copy of a text; `text` is the copy, `span` leads back to the original."""

    __slots__ = ("_offsets", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self._offsets: list[int] | range | None = None
        self.text = _fold(original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points [start, end) of the copy as code points of the original, with marks on the last letter."""
        if self._offsets is None:
            self._offsets = _offsets(self.original, len(self.text))
        if start == end:
            at = self._offsets[start] if start < len(self._offsets) else len(self.original)
            return at, at
        first, last = self._offsets[start], self._offsets[end - 1] + 1
        while last < len(self.original) and unicodedata.category(self.original[last]) == "Mn":
            last += 1
        return first, last


@lru_cache(maxsize=8)  # leaders and topics look at the same title and text, one after the other
def normalised(text: str) -> Normalised:
    """The copy of `text` with one spelling for what writers spell differently; a paragraph break stays one."""
    return Normalised(text)


def fold(text: str) -> str:
    """The copy alone, for names and patterns that need no way back."""
    return _fold(text).strip()


def _fold(text: str) -> str:
    folded = _BROKEN_LINE.sub(" ", text.translate(FOLDING))
    return _SPACES.sub(" ", folded) if "  " in folded else folded


def _offsets(original: str, length: int) -> list[int] | range:
    """For each character of the copy, the original character that it came from."""
    places: list[int] = []
    done = 0
    # Between these runs one character stays one; walking every character would cost more than all the matching.
    for run in FOLDING.runs().finditer(original):
        places.extend(range(done, run.start()))
        places.extend(run.start() + place for place in _places_in_run(run.group()))
        done = run.end()
    if not done and len(original) == length:
        return range(length)
    places.extend(range(done, len(original)))
    return places


def _places_in_run(run: str) -> list[int]:
    places = [place for place, letter in enumerate(run) for _ in FOLDING[ord(letter)]]
    folded = _BROKEN_LINE.sub(" ", run.translate(FOLDING))
    return [p for i, p in enumerate(places) if not (i and folded[i] == folded[i - 1] == " ")]
