"""The copy of a text in which names are looked for, and the way back to the text as stored.

Writers differ in hamza, diacritics, tatweel, final ya and Persian letters; the copy does not. Offsets are of use to
others only over the stored text, so the copy knows where each of its characters came from.
"""

import re
import unicodedata
from bisect import bisect_right

from pipelines.tagging.folding import FOLDING

# A line that was broken by hand still holds one name: «دونالد⏎ترامب». A blank line ends it.
_BROKEN_LINE = re.compile(r"\n(?<!\n\n)(?!\n)")
_SPACES = re.compile(r" {2,}")
# Pages that were made twice have «أوباماquot;» where a mark stood: no name was found in their quotations.
_ENTITY = re.compile(r"&?(?:quot|[lr][sd]quo|[lr]aquo|nbsp|amp|hellip|[mn]dash);")


class Normalised:
    """A folded copy of a text; `text` is the copy, `span` leads back to the original."""

    __slots__ = ("_runs", "_spaced", "_ways", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self._runs: list[tuple[int, int]] = []
        self._spaced = _without_entities(_BROKEN_LINE.sub(" ", FOLDING.fold(original, self._note)))
        self._ways: tuple[_Way | None, _Way | None] | None = None
        self.text = _SPACES.sub(" ", self._spaced) if "  " in self._spaced else self._spaced

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points [start, end) of the copy as code points of the original, with marks on the last letter."""
        if start == end:
            at = self._back(start) if start < len(self.text) else len(self.original)
            return at, at
        first, last = self._back(start), self._back(end - 1) + 1
        while last < len(self.original) and unicodedata.category(self.original[last]) == "Mn":
            last += 1
        return first, last

    def _note(self, begin: int, end: int) -> None:
        self._runs.append((begin, end))

    def _back(self, place: int) -> int:
        if self._ways is None:  # most copies are never asked
            self._ways = self._over_spaces(), self._over_letters()
        spaces, letters = self._ways
        if spaces is not None:
            place = spaces.back(place)
        return place if letters is None else letters.back(place)

    def _over_spaces(self) -> "_Way | None":
        """From the copy to the folded text in which every space still stands; None: they are one."""
        if self.text is self._spaced:
            return None
        way, gone = _Way(), 0
        for run in _SPACES.finditer(self._spaced):
            way.add(run.start() - gone + 1, run.end())
            gone += len(run.group()) - 1
        return way

    def _over_letters(self) -> "_Way | None":
        """From there to the original, over characters that became none or several; None: none did."""
        if not self._runs:
            return None
        way, place, done = _Way(), 0, 0
        for begin, end in self._runs:
            place += begin - done
            for number in range(begin, end):
                for _ in FOLDING[ord(self.original[number])]:
                    way.add(place, number)
                    place += 1
            way.add(place, end)
            done = end
        return way


class _Way:
    """Where characters came from, in few steps: between two of them one character is one."""

    __slots__ = ("_origins", "_places")

    def __init__(self) -> None:
        self._places = [0]
        self._origins = [0]

    def add(self, place: int, origin: int) -> None:
        """From `place` on, the characters come from `origin` on."""
        self._places.append(place)
        self._origins.append(origin)

    def back(self, place: int) -> int:
        step = bisect_right(self._places, place) - 1
        return self._origins[step] + place - self._places[step]


def _without_entities(text: str) -> str:
    """A space for each of their letters, so that all else stays where it is."""
    return _ENTITY.sub(lambda found: " " * len(found.group()), text) if ";" in text else text


def fold(text: str) -> str:
    """The copy alone, for names and patterns that need no way back."""
    return Normalised(text).text.strip()
