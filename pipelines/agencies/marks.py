"""Wire agencies by the marks that name them in credits: «رويترز», «أ ف ب», «وكالة الأنباء السعودية».

The whole credit must be the mark: «واس» begins «واسع», too, and «وطنية» is any national thing.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.data_files import values_of
from pipelines.duplicates.normalising import normalise_body

Words = tuple[str, ...]

NO_NAMED_ONE = "agencies"
"""The code of «وكالات», which credits agencies and names none."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Mark:
    """The agency that a mark names, and whether the words mean nothing else."""

    code: str
    is_sure: bool


def words_in(text: str) -> Words:
    """The words of a credit in the form in which marks are compared."""
    return tuple(normalise_body(text).split())


@cache
def word_list(name: str) -> frozenset[str]:
    """The words beside an agency's name of one kind."""
    data = tomllib.loads((_HERE / "agency_words.toml").read_text(encoding="utf-8"))
    return frozenset(word for entry in data[name] for word in words_in(entry))


@cache
def _longest_mark() -> int:
    return max(map(len, _marks()))


def mark_of(credit: Words) -> Mark | None:
    """The mark that a credit is, with or without words that introduce it, figures of a date among them."""
    for start, word in enumerate(credit):
        if len(credit) - start <= _longest_mark() and (found := _marks().get(credit[start:])) is not None:
            return found
        if word not in word_list("introducing") and not word.isdigit():
            return None
    return None


def agency_of(credit: str) -> str | None:
    """The code of the agency that a credit names, if it names one and nothing else."""
    mark = mark_of(words_in(credit))
    return mark.code if mark is not None and mark.code != NO_NAMED_ONE else None


def agencies_in(parts: Iterable[str]) -> tuple[str, ...]:
    """The codes of the agencies among the parts of a credit."""
    return tuple(dict.fromkeys(code for part in parts if (code := agency_of(part)) is not None))


@cache
def agency_codes() -> frozenset[str]:
    """The codes of all agencies."""
    return frozenset(mark.code for mark in _marks().values()) - {NO_NAMED_ONE}


@cache
def _marks() -> dict[Words, Mark]:
    rows = values_of(_HERE / "agencies.tsv")
    return {words_in(mark): Mark(code, not mark.startswith("?")) for code, marks in rows for mark in marks}
