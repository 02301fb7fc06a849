"""The form of a body in which two copies of one text are equal: for comparing, never for storing.

Copies differ in what nobody reads: diacritics, tatweel, hamza, invisible marks, digits and punctuation of either
script, keyboards that type ی for ي. A change here changes every `text_hash`: raise `NORMALISER_VERSION` with it.
"""

import hashlib
import unicodedata
from dataclasses import replace
from pathlib import Path

from pipelines.data_files import rows_of
from pipelines.records import Article

NORMALISER_VERSION = "1"

_TATWEEL = "ـ"


def normalise_body(text: str) -> str:
    """The text as words of plain letters and ASCII digits, one space between them."""
    return " ".join(text.translate(_FOLDED).split())


def text_hash(text: str) -> str:
    """The sha256 of the normalised text, in hex."""
    return hashlib.sha256(normalise_body(text).encode()).hexdigest()


def count_words(text: str) -> int:
    """How many runs of letters or digits the text has, as stored; diacritics and invisible marks split none."""
    return len(text.translate(_SHAPES).split())


def with_text_hash(article: Article) -> Article:
    """The article with the hash of its body."""
    return replace(article, text_hash=text_hash(article.text), normaliser_version=NORMALISER_VERSION)


def _read_foldings() -> dict[int, str]:
    rows = rows_of(Path(__file__).with_name("foldings.tsv"), ("letters", "folded"))
    return {ord(letter): folded for letters, folded in rows for letter in letters.split()}


_FOLDINGS = _read_foldings()


class _Folded(dict[int, str]):
    """What a character is folded to, worked out when it is first met: a table of all would cost a second."""

    def __missing__(self, point: int) -> str:
        folded = chr(point)
        for _ in range(2):  # casefolding may bring marks and compatibility forms back
            folded = unicodedata.normalize("NFKD", folded).translate(_FOLDINGS).casefold()
        self[point] = "".join(map(_fold_character, folded))
        return self[point]


def _fold_character(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in {"Mn", "Me", "Cf"} or character == _TATWEEL:
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(character))
    return character if kind[0] in "LMN" else " "


class _Shapes(dict[int, str]):
    """A letter or digit as `a`, a mark as nothing, all else as a space; worked out when first met."""

    def __missing__(self, point: int) -> str:
        kind = unicodedata.category(chr(point))
        invisible = kind[0] == "M" or kind == "Cf" or chr(point) == _TATWEEL
        self[point] = "" if invisible else "a" if kind[0] in "LN" else " "
        return self[point]


_FOLDED = _Folded()
_SHAPES = _Shapes()
