"""Wire agencies in credits and datelines: the whole credit must be the name, for «واس» begins «واسع» too."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pipelines.reading.boilerplate import normalised
from pipelines.reading.moments import plain_digits

_HEAD = 70  # characters of a first paragraph that a dateline may fill
_DAY = re.compile(r"\b\d{1,2}([-/.])\d{1,2}(?:\1\d{2,4})?\b")  # «رام الله 8-3-2026 وفا-»
_MOST_PLACES = 3
_MARK = re.compile(r"\s*[-–—:/()،,|]\s*")
# «رويترز» in brackets at the end of the text; inside a sentence it is whom somebody quotes.
_LAST = re.compile(r"[.!؟?»\"”]\s*[(\[]\s*([^()\[\]]{2,60})\s*[)\]]\s*\.?\s*$")
_AMBIGUOUS = frozenset({"qna", "ona", "wam", "lana", "aps", "tap", "ina", "wafa", "bna", "saba", "ap"})


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in Path(__file__).with_name("agencies.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, *names = line.split("\t")
            found.update({_key(name): code for name in names})
    return found


def _key(name: str) -> str:
    return normalised(name.replace(".", " ")).lower()


def agency_of(credit: str) -> str | None:
    """The code of the agency that a credit names, if it names one and nothing else."""
    return _codes().get(_key(credit))


def agencies_in(parts: Iterable[str]) -> tuple[str, ...]:
    """The codes of the agencies among the parts of a credit."""
    return tuple(dict.fromkeys(code for part in parts if (code := agency_of(part)) is not None))


def of_dateline(paragraph: str) -> tuple[str, ...]:
    """The agencies of a dateline: «القاهرة - د ب أ», «روما (رويترز) -», «واس- أبها», «رويترز:»."""
    head = _DAY.sub("، ", plain_digits(paragraph[:_HEAD]))
    marks = list(_MARK.finditer(head))[: _MOST_PLACES + 1]
    parts, start = [], 0
    for mark in marks:
        parts.append(head[start : mark.start()])
        start = mark.end()
    found: list[str] = []
    for number, part in enumerate(parts):
        if len(part.split()) > _MOST_PLACES + 1:
            break
        code = agency_of(part) if part.strip() else None
        if code is not None and (number > 0 or len(parts) > 1 or ":" in marks[0].group() or code not in _AMBIGUOUS):
            found.append(code)
    return tuple(dict.fromkeys(found))


def of_last_words(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The agencies in brackets behind the last sentence."""
    found = _LAST.search(paragraphs[-1]) if paragraphs else None
    return agencies_in(_MARK.split(found.group(1))) if found else ()
