"""How right a reading is: the words of the text, its paragraphs, and each field against the gold.

A word is a run of letters or digits after NFC, without tatweel, vowel signs, joiners and bidi marks, so that only
what was taken or left counts. F1 is over words as a bag; whether they stand in order shows in the paragraphs, which
must be the same to the letter but for white space.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from benchmarks.gold import Wanted
from benchmarks.resolving import fold

FIELDS = ("title", "labels", "section", "authors", "agencies", "published", "day", "modified", "headings", "genre")
_SIGNS = re.compile(
    r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_QUOTES = re.compile("[«»“”„‟\"']+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader made of a page; it is judged only by the fields that it `says` on any page."""

    paragraphs: tuple[str, ...] = ()
    title: str | None = None
    published_at: datetime | None = None
    precision: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    section: str | None = None
    modified_at: datetime | None = None
    headings: tuple[str, ...] = ()
    genre: str | None = None
    refused: str | None = None
    says: tuple[str, ...] = FIELDS


@dataclass(frozen=True, slots=True)
class Score:
    """`fields` holds only what the gold can judge; `invented` is a date on a day that the page does not state."""

    f1: float
    precision: float
    recall: float
    paragraphs: float
    fields: dict[str, bool]
    invented: bool


def score(said: Said, wanted: Wanted, timezone: str) -> Score:
    """The score of a reading; the optional paragraphs count as it did with them."""
    required = [words for number, words in enumerate(wanted.paragraphs) if number not in wanted.optional]
    variants = [required, list(wanted.paragraphs)]
    best = max((_overlap(words_of(said.paragraphs), words_of(variant)) for variant in variants), key=lambda o: o[2])
    exact = max(_overlap(map(fold, said.paragraphs), variant)[2] for variant in variants)
    return Score(
        best[2], best[0], best[1], exact, _fields(said, wanted, timezone), _is_invented(said, wanted, timezone)
    )


def words_of(texts: Iterable[str]) -> list[str]:
    bare = _SIGNS.sub("", unicodedata.normalize("NFC", "\n".join(texts)))
    return re.findall(r"[^\W_]+", bare)


def _overlap(said: Iterable[str], wanted: Iterable[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags."""
    found, sought = Counter(said), Counter(wanted)
    shared = (found & sought).total()
    if shared == 0:
        return 0.0, 0.0, float(found == sought)
    precision, recall = shared / found.total(), shared / sought.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def _fields(said: Said, wanted: Wanted, timezone: str) -> dict[str, bool]:
    say = wanted.say
    fields = {
        "published": _is_published_right(said, wanted, timezone),
        "day": _is_day_right(said, wanted, timezone),
        "authors": _same(said.authors, say.authors),
        "agencies": _same(said.agencies, say.agencies),
        "labels": _same(said.labels, say.labels),
        "modified": _is_modified_right(said, wanted),
        "headings": said.headings == tuple(wanted.paragraphs[number] for number in wanted.headings),
    }
    if wanted.title is not None:
        fields["title"] = _headline(said.title) == _headline(wanted.title)
    if say.section is not None:
        fields["section"] = said.section == say.section
    if say.genre:
        fields["genre"] = said.genre in say.genre
    return {field: is_right and said.refused is None for field, is_right in fields.items() if field in said.says}


def _same(said: Sequence[str], wanted: Sequence[str]) -> bool:
    return sorted(map(fold, said)) == sorted(wanted)


def _headline(title: str | None) -> str | None:
    """Exact but for white space and the shape of quotation marks, which sites change between text and metadata."""
    return fold(_QUOTES.sub('"', title)) if title is not None else None


def _is_published_right(said: Said, wanted: Wanted, timezone: str) -> bool:
    stated, precision = wanted.say.published_at, wanted.say.precision
    if stated is None or said.published_at is None:
        return stated is None and said.published_at is None
    if said.precision is not None and said.precision != precision:
        return False
    if precision == "day":
        return _day(said.published_at, timezone) == _day(stated, timezone)
    return _cut(said.published_at, precision) == _cut(stated, precision)


def _is_day_right(said: Said, wanted: Wanted, timezone: str) -> bool:
    if wanted.say.published_at is not None and said.published_at is None:
        return False
    return not _is_invented(said, wanted, timezone)


def _is_invented(said: Said, wanted: Wanted, timezone: str) -> bool:
    if said.published_at is None:
        return False
    stated = wanted.say.published_at
    return stated is None or _day(said.published_at, timezone) != _day(stated, timezone)


def _is_modified_right(said: Said, wanted: Wanted) -> bool:
    """A change at the moment of publication may be left out: it says nothing."""
    stated = wanted.say.modified_at
    if said.modified_at is None:
        return stated is None or stated == wanted.say.published_at
    return stated is not None and _cut(said.modified_at, "second") == _cut(stated, "second")


def _cut(moment: datetime, precision: str | None) -> datetime:
    moment = moment.astimezone(ZoneInfo("UTC")).replace(microsecond=0)
    return moment.replace(second=0) if precision == "minute" else moment


def _day(moment: datetime, timezone: str) -> str:
    local = moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(timezone))
    return local.date().isoformat()
