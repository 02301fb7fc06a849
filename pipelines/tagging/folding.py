"""What each character becomes in the normalised copy: Unicode's own rules, and the letters of `foldings.tsv`."""

import re
import unicodedata
from pathlib import Path

_MARKS = frozenset({"Mn", "Me"})
_INVISIBLE = frozenset({"Cf", *_MARKS})
_SPACE_LIKE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cs", "Pd", "Pc"})
_TATWEEL = "\u0640"


class Folding(dict[int, str]):
    """A table for `str.translate` that works each character out once, when it is first met."""

    def __init__(self, letters: dict[str, str]) -> None:
        super().__init__()
        self._letters = letters
        self._uneven: set[str] = set()
        self._spaces: set[str] = {" ", "\n"}
        self._runs: re.Pattern[str] | None = None

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        folded = self._fold(letter)
        if len(folded) != 1:
            self._uneven.add(letter)
            self._runs = None
        elif folded == " ":
            self._spaces.add(letter)
            self._runs = None
        self[point] = folded
        return folded

    def runs(self) -> re.Pattern[str]:
        """Finds, in texts that were translated before, where one character may not have become just one."""
        if self._runs is None:
            both = _character_class(self._uneven | self._spaces)
            self._runs = re.compile(
                f"{both}{{2,}}|{_character_class(self._uneven)}" if self._uneven else f"{both}{{2,}}"
            )
        return self._runs

    def _fold(self, letter: str) -> str:
        if letter == "\n":
            return letter
        category = unicodedata.category(letter)
        if letter in {_TATWEEL, "\r"} or category in _INVISIBLE:
            return ""
        if category in _SPACE_LIKE:
            return " "
        if (
            letter == "…"
        ):  # three dots by NFKC; so common that texts would lose their short way back to the original
            return "."
        plain = unicodedata.normalize("NFKD", letter).lower()
        return "".join(self._one(part) for part in plain if unicodedata.category(part) not in _MARKS)

    def _one(self, letter: str) -> str:
        digit = unicodedata.digit(letter, None)
        return self._letters.get(letter, letter) if digit is None else str(digit)


def _character_class(letters: set[str]) -> str:
    return f"[{''.join(re.escape(letter) for letter in sorted(letters))}]"


def _read_letters() -> dict[str, str]:
    lines = Path(__file__).with_name("foldings.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {letter: folded for letters, folded in rows for letter in letters.split()}


FOLDING = Folding(_read_letters())
