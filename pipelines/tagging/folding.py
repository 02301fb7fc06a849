"""What each character becomes in the normalised copy: Unicode's own rules, and the letters of `foldings.tsv`."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from pipelines.data_files import rows_of

_MARKS = frozenset({"Mn", "Me"})
_INVISIBLE = frozenset({"Cf", *_MARKS})
_SPACE_LIKE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cs", "Pd", "Pc"})
_TATWEEL = "\u0640"
# One character in ten is one of these; to exchange them one after the other costs a tenth of `str.translate`.
_COMMON = "أإآىةؤئ"
_USUAL = (range(0x20, 0x7F), range(0x600, 0x700), tuple(map(ord, "\n«»…")))


class Folding(dict[int, str]):
    """A table for `str.translate` that works each character out once, when it is first met."""

    def __init__(self, letters: dict[str, str]) -> None:
        super().__init__()
        self._letters = letters
        self._uneven: set[str] = set()
        self._common = [(letter, self.of(letter)) for letter in _COMMON]
        usual = (chr(point) for points in _USUAL for point in points)
        plain = "".join(re.escape(letter) for letter in usual if self.of(letter) == letter)
        self._rare = re.compile(f"[^{plain}]+")

    def __missing__(self, point: int) -> str:
        folded = self[point] = self.of(chr(point))
        if len(folded) != 1:
            self._uneven.add(chr(point))
        return folded

    def fold(self, text: str, note: Callable[[int, int], None]) -> str:
        """As `text.translate(self)`, but sooner; `note` is told runs where one character may not become one."""
        for letter, folded in self._common:
            text = text.replace(letter, folded)

        def rare(run: re.Match[str]) -> str:
            folded = run.group().translate(self)
            if not self._uneven.isdisjoint(run.group()):
                note(*run.span())
            return folded

        return self._rare.sub(rare, text)

    def of(self, letter: str) -> str:
        """What the character becomes: nothing, itself, another, or several."""
        if letter == "\n":
            return letter
        category = unicodedata.category(letter)
        if letter in {_TATWEEL, "\r"} or category in _INVISIBLE:
            return ""
        if category in _SPACE_LIKE:
            return " "
        if letter == "…":  # three dots by NFKC; so common that texts would lose their short way back
            return "."
        plain = unicodedata.normalize("NFKD", letter).lower()
        return "".join(self._one(part) for part in plain if unicodedata.category(part) not in _MARKS)

    def _one(self, letter: str) -> str:
        digit = unicodedata.digit(letter, None)
        return self._letters.get(letter, letter) if digit is None else str(digit)


def _read_letters() -> dict[str, str]:
    rows = rows_of(Path(__file__).with_name("foldings.tsv"), ("letters", "folded"))
    return {letter: folded for letters, folded in rows for letter in letters.split()}


FOLDING = Folding(_read_letters())
