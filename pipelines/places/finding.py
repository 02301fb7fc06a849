"""Which countries an article names: by name, people, adjective, capital, city or region."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipelines.places.doubtful import (
    is_beside_a_city,
    is_clear,
    is_dateline,
    listed_with_clear,
    settled_country,
    word_before,
)
from pipelines.places.knowledge import PlaceName
from pipelines.records import Leader, Place
from pipelines.tagging.clitics import ARTICLE, ASSIMILATED
from pipelines.tagging.scanning import FieldHits, Knowledge
from pipelines.tagging.signals import Hit


def places_in(
    title: FieldHits,
    text: FieldHits,
    known: Knowledge,
    outlet_country: str | None = None,
    leaders: Sequence[Leader] = (),
) -> list[Place]:
    """The countries that the names found stand for; «المملكة» is that of the newspaper where it may be.

    The `leaders` found in the article say that «عمان» is Amman, and that «السوداني» is a man's name.
    """
    clear: Counter[str] = Counter()
    doubtful: list[PlaceName] = []
    families = _family_names(title, text)
    for field, where in (("title", title), ("text", text)):
        row = _Row.of(where)
        for hit, name in _no_persons(row, _names(leaders, field), families):
            country = _clear_country(row, hit, name, known)
            if country is not None:
                clear[country] += 1
            elif name.marked is not None and is_beside_a_city(where.copy.text, hit, row.hits):
                doubtful.append(replace(name, default=name.marked[1], by_press=()))
            elif name.kind in {"guarded", "ambiguous"}:
                doubtful.append(name)
    named = clear.copy()
    settled = (settled_country(name, clear, outlet_country, leaders, known) for name in doubtful)
    named.update(country for country in settled if country is not None)
    return [Place(country=country, mentions=count) for country, count in sorted(named.items(), key=_most_first)]


class _Row(NamedTuple):
    """The places found in one field; `listed`: where those begin that stand in a row with clear ones."""

    where: FieldHits
    hits: list[tuple[Hit, PlaceName]]
    listed: Container[int]

    @classmethod
    def of(cls, where: FieldHits) -> "_Row":
        hits = list(_longest(where.places))
        return cls(where, hits, listed_with_clear(where.copy.text, hits))


def _no_persons(
    row: _Row, persons: list[tuple[int, int]], families: Container[str]
) -> Iterator[tuple[Hit, PlaceName]]:
    """Those that are no part of a person's name."""
    copy = row.where.copy
    for hit, name in row.hits:
        if name.kind == "nisba" and _is_family_name(copy.text, hit, families):
            continue
        if persons and name.kind != "clear" and _is_within(copy.span(hit[0], hit[1]), persons):
            continue
        yield hit, name


def _clear_country(row: _Row, hit: Hit, name: PlaceName, known: Knowledge) -> str | None:
    """What the name means by itself: by its kind, its marks («عمّان»), its row, or as a dateline."""
    if hit[0] in row.listed or is_clear(row.where.copy.text, hit, name, known.places):
        return name.countries[0]
    if name.marked is not None and name.marked[0] in row.where.surface(hit):
        return name.marked[1]
    return name.countries[0] if name.kind == "guarded" and is_dateline(row.where, hit) else None


def _family_names(title: FieldHits, text: FieldHits) -> frozenset[str]:
    """The last words of leaders named in full: «السوداني» beside «محمد شياع السوداني» is no man of Sudan."""
    return frozenset(
        where.copy.text[start:end].rpartition(" ")[2]
        for where in (title, text) for start, end, signal in where.places
        if signal.place is not None and signal.place.kind == "person"
    )  # fmt: skip


def _is_family_name(text: str, hit: Hit, families: Container[str]) -> bool:
    """«ائتلاف السوداني», «سلم للسوداني», but not «الجيش السوداني»."""
    word = text[hit[0] : hit[1]]
    if word.startswith(ASSIMILATED):
        word = ARTICLE + word.removeprefix(ASSIMILATED)
    return word in families and not word_before(text, hit[0]).startswith(ARTICLE)


def _names(leaders: Iterable[Leader], field: str) -> list[tuple[int, int]]:
    """Where the field, as stored, names leaders; a title without a name is none: «الرئيس المصري» names Egypt."""
    return [
        (span["start"], span["end"])
        for leader in leaders for span in leader["spans"]
        if span["field"] == field and span["rule"] != "role"
    ]  # fmt: skip


def _is_within(place: tuple[int, int], persons: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in persons)


def _most_first(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _longest(hits: Iterable[Hit]) -> Iterator[tuple[Hit, PlaceName]]:
    """Of names that overlap only the longest: جنوب السودان is not السودان; a mask hides what lies inside it."""
    reached, last_start = 0, -1
    for hit in sorted(hits, key=lambda one: (one[0], -one[1])):
        start, end, name = hit[0], hit[1], hit[2].place
        assert name is not None
        same = start == last_start and end == reached
        if end > reached or (same and name.kind == "guarded"):
            reached, last_start = end, start
            if name.kind not in {"mask", "person"}:
                yield hit, name
