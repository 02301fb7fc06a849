"""Whether a credit is a person's name: two to five words that no institution, outlet or section bears."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipelines.agencies.marks import agency_of
from pipelines.data_files import entries_of, words_of
from pipelines.reading.boilerplate import normalised
from pipelines.reading.contacts import without_contacts, without_remains
from pipelines.reading.inline import fold

_SPLIT = re.compile(r"\s*[،,;؛|/&+•·]\s*|\s+[-–—ـ]+\s+|\s*[–—]\s*")
_NAME = re.compile(r"[^\W\d_]+\.?(?:(?:\s|\s?['’\u200c-]\s?)[^\W\d_]+\.?){1,4}")
_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")  # vowel signs and tatweel: «أبو نصّار»
_AND = re.compile(r"\s+و(?=([^\W\d_]{2,})\s+\S)")
_PLACE_BEFORE = re.compile(r"([^:]{2,30}):\s+(?=\S)")  # «القاهرة: محمد عبده حسنين»
_NOT_PLACES = frozenset(("تصوير", "عدسه", "صوره", "صور", "مونتاج", "اخراج", "رسم", "رسوم", "كاريكاتير"))
_PLACE = re.compile(r"\s*[(\[]([^()\[\]]{2,40})[)\]]\s*$")
_OF_NETWORK = re.compile(r"\s+من\s+[A-Z]{2,5}$")  # «مارك … من CNN»
_EDGES = " .:()[]«»\"'"
_LONGEST = 60
_HERE = Path(__file__).parent


@cache
def _not_persons() -> frozenset[str]:
    return frozenset(normalised(entry).lower() for entry in entries_of(_HERE / "not_persons.txt"))


@cache
def _names_with_waw() -> frozenset[str]:
    return frozenset(map(normalised, words_of(_HERE / "names_with_waw.txt")))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(map(normalised, words_of(_HERE / "given_names.txt")))


def parts_of(raw: str) -> list[str]:
    """The names in a credit that may hold several."""
    plain = _without_place(without_contacts(fold(raw)))
    pieces = [name for piece in _SPLIT.split(plain) for name in _two_names(piece)]
    return [_name_in(part) for piece in pieces if (part := piece.strip(_EDGES))]


def _name_in(part: str) -> str:
    """A part without what is no name: a place before it, "and" in a list, the rest of an account."""
    before = _PLACE_BEFORE.match(part)
    if before is not None and _NOT_PLACES.isdisjoint(normalised(before[1]).split()):
        part = part[before.end() :]
    first, given = normalised(part).partition(" ")[0], _given_names()
    is_joined = part.startswith("و") and first[1:] in given and first not in given | _names_with_waw()
    name = _OF_NETWORK.sub("", part[1:] if is_joined else part)
    return name if agency_of(name) is not None else without_remains(name)


def is_of_picture_word(text: str) -> bool:
    """Whether a text is a word by which whoever took or drew a picture is named: «تصوير:»."""
    return normalised(text) in _NOT_PLACES


def _without_place(credit: str) -> str:
    """A credit without the place in brackets behind it; an agency there is a part of its own."""
    found = _PLACE.search(credit)
    if found is None:
        return credit
    return f"{credit[: found.start()]}، {found[1]}" if agency_of(found[1]) is not None else credit[: found.start()]


def is_person(part: str, names: set[str]) -> bool:
    """Whether a part of a credit names a person; `names` are those of the outlet and its sections, normalised."""
    if len(part) > _LONGEST or "@" in part or "://" in part or part.lower().startswith("www."):
        return False
    if part.isascii() and part.islower():
        return False  # an account: «st ar»
    plain = normalised(part).lower()
    if " " not in part or _NAME.fullmatch(_SIGNS.sub("", part)) is None or agency_of(part) is not None:
        return False
    if any(word in _not_persons() for word in plain.split()):
        return False
    return not any(plain in name or name in plain for name in names if name)


def begins_like_person(part: str) -> bool:
    """Whether a name opens with a known given name: needed where nothing else says that it is one."""
    words = normalised(part).split()
    return bool(words) and (words[0] in _given_names() or words[0].startswith("عبد"))


def _two_names(piece: str) -> Iterator[str]:
    """The names that "and" joins; a name may itself begin with that letter."""
    start = 0
    for found in _AND.finditer(piece):
        left = piece[start : found.start()]
        if len(left.split()) >= 2 and normalised(f"و{found[1]}") not in _names_with_waw():
            yield left
            start = found.end()
    yield piece[start:]
