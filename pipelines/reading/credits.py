"""Who is credited: persons and wire agencies; nobody rather than a doubtful name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.agencies.credits import credited_in
from pipelines.agencies.marks import NO_NAMED_ONE, agencies_in, agency_of
from pipelines.reading.boilerplate import normalised
from pipelines.reading.bylines import credited_near, signed, without_label
from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas
from pipelines.reading.persons import is_person, parts_of
from pipelines.reading.structured import Node, text_of, types_of
from pipelines.reading.vicinity import Near

_ORGANISATION = {"organization", "newsmediaorganization", "corporation"}


@dataclass(frozen=True, slots=True)
class Credits:
    """Persons and agencies, and where each kind was read."""

    authors: tuple[str, ...]
    agencies: tuple[str, ...]
    origin: str | None
    agencies_origin: str | None = None


@dataclass(frozen=True, slots=True)
class CreditSources:
    """Where credits of an article may stand; `names` are those of the outlet and its sections."""

    article: Node | None
    metas: Metas
    names: Sequence[str]
    ruled: Sequence[str] = ()
    listed: Sequence[str] = ()
    near: Sequence[Near] = ()
    paragraphs: Sequence[str] = ()
    state: Node | None = None  # what the page's program knows of its article
    marked: Sequence[str] = ()  # microdata


def read_credits(sources: CreditSources) -> Credits:
    """Persons from the first place that names one, and agencies likewise."""
    names = {normalised(name).lower() for name in sources.names if name}
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    origin = agencies_origin = None
    for place, parts in _offers(sources, names):
        persons = tuple(dict.fromkeys(part for part in parts if is_person(part, names)))
        codes = agencies_in(parts)
        if persons and not authors:
            authors, origin = persons, place
        if codes and not agencies:
            agencies, agencies_origin = codes, place
    if not agencies:
        agencies = _of_text(sources.paragraphs)
        agencies_origin = "text" if agencies else None
    return Credits(authors, agencies, origin, agencies_origin)


def _offers(sources: CreditSources, names: set[str]) -> Iterator[tuple[str, list[str]]]:
    metas = sources.metas
    stated = [*metas.get("author", []), *metas.get("article:author", []), *metas.get("dc.creator", [])]
    yield "rule", _parts(sources.ruled)
    yield "json_ld", _parts(_of_node(sources.article))
    yield "meta", _parts(stated)
    yield "markup", _parts([*_of_node(sources.state), *sources.marked])
    yield "markup", credited_near(sources.near, names)
    yield "listing", _parts(sources.listed)
    yield "markup", signed(sources.near, sources.paragraphs)


def _parts(raws: Iterable[str]) -> list[str]:
    return [part for raw in raws for part in parts_of(without_label(fold(raw)))]


def _of_text(paragraphs: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in credited_in("\n".join(paragraphs)) if code != NO_NAMED_ONE)


def _of_node(article: Node | None) -> Iterator[str]:
    value = (article or {}).get("author")
    for author in value if isinstance(value, list) else [value]:
        is_organisation = isinstance(author, dict) and bool(types_of(author) & _ORGANISATION)
        name = text_of(author)
        if name and (not is_organisation or agency_of(name) is not None):
            yield name
