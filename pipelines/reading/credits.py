"""Who is credited: persons and wire agencies; nobody rather than a doubtful name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas
from pipelines.reading.structured import Node, text_of, types_of

_SPLIT = re.compile(r"\s*[،,;؛|/&+]\s*|\s+-\s+|\s*–\s*")
_BY = re.compile(r"^(?:بقلم|كتبه?ا?|كتبت|إعداد|اعداد|تقرير|حوار|الكاتبة?|author|by)\s*[:/-]?\s+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+\.?(?:(?:\s|\s?['’\u200c-]\s?)[^\W\d_]+\.?){1,4}")
_AND = re.compile(r"\s+و(?=[^\W\d_]{2,}\s+\S)")
_ORGANISATION = {"organization", "newsmediaorganization", "corporation"}


@dataclass(frozen=True, slots=True)
class Credits:
    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    origin: str | None


@cache
def _agencies() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in Path(__file__).with_name("agencies.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, *names = line.split("\t")
            found.update({_key(name): code for name in names})
    return found


@cache
def _not_persons() -> frozenset[str]:
    lines = Path(__file__).with_name("not_persons.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(normalised(line).lower() for line in lines if line and not line.startswith("#"))


@cache
def _names_with_waw() -> frozenset[str]:
    lines = Path(__file__).with_name("names_with_waw.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(normalised(name) for line in lines if not line.startswith("#") for name in line.split())


def read_credits(article: Node | None, metas: Metas, ruled: Sequence[str], outlet_names: Sequence[str]) -> Credits:
    """Persons and agencies from the source's rule, JSON-LD, or author metas, whichever speaks first."""
    offers: tuple[tuple[str, Iterable[str]], ...] = (
        ("rule", ruled),
        ("json_ld", _of_node(article)),
        ("meta", [*metas.get("author", []), *metas.get("article:author", []), *metas.get("dc.creator", [])]),
    )
    outlets = {normalised(name).lower() for name in outlet_names}
    for origin, raws in offers:
        parts = [part for raw in raws for part in _parts(raw)]
        agencies = tuple(dict.fromkeys(code for part in parts if (code := _agencies().get(_key(part)))))
        authors = tuple(dict.fromkeys(part for part in parts if _is_person(part, outlets)))
        if authors or agencies:
            return Credits(authors, agencies, origin)
    return Credits((), (), None)


def _of_node(article: Node | None) -> Iterator[str]:
    value = (article or {}).get("author")
    for author in value if isinstance(value, list) else [value]:
        if (
            isinstance(author, dict)
            and types_of(author) & _ORGANISATION
            and _key(text_of(author) or "") not in _agencies()
        ):
            continue
        if name := text_of(author):
            yield name


def _parts(raw: str) -> list[str]:
    pieces = [name for piece in _SPLIT.split(_BY.sub("", fold(raw))) for name in _two_names(piece)]
    return [part for piece in pieces if (part := piece.strip(" .:"))]


def _two_names(piece: str) -> list[str]:
    """The two names that "and" joins; a name may itself begin with that letter."""
    for found in _AND.finditer(piece):
        left, right = piece[: found.start()], piece[found.end() :]
        begins = normalised("و" + right.split()[0])
        if len(left.split()) >= 2 and begins not in _names_with_waw():
            return [left, *_two_names(right)]
    return [piece]


def _is_person(part: str, outlets: set[str]) -> bool:
    """Whether a credit is a name of two to five words that no institution bears."""
    if len(part) > 60 or "://" in part or part.lower().startswith("www."):
        return False
    plain = normalised(part).lower()
    words = plain.split()
    if _NAME.fullmatch(part) is None or _key(part) in _agencies() or any(word in _not_persons() for word in words):
        return False
    return not any(plain in outlet or outlet in plain for outlet in outlets if outlet)


def _key(name: str) -> str:
    return normalised(name.replace(".", " ")).lower()
