"""Every name and title found in an article; of two that overlap, the longer."""

from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter
from typing import TypeVar

from pipelines.knowledge.role_files import Role
from pipelines.leaders.hits import Hits, NameHit, RoleHit, overlap
from pipelines.leaders.name_forms import AMBIGUOUS, FULL, NAMESAKE, SHORT, Alias, NationWord
from pipelines.leaders.near_names import NearNames, is_foreign
from pipelines.tagging.clitics import PROCLITICS
from pipelines.tagging.copies import Copy
from pipelines.tagging.known_words import ReadText

_LISTED_WITH = ("", "و")  # «رئيسا مصر والسودان», not «رئيسا لإيران»
_RANK = {FULL: 0, NAMESAKE: 1, SHORT: 2, AMBIGUOUS: 3}
NameFound = tuple[int, int, tuple[str, object]]
"""Start without proclitics, end, the proclitics and what stands there: an Alias, a Role or a NationWord."""
_start = attrgetter("start")
_Hit = TypeVar("_Hit", NameHit, RoleHit)


def find_hits(title: tuple[ReadText, list[NameFound]], text: tuple[ReadText, list[NameFound]]) -> Hits:
    """Every name and title found in the copies of title and text; of two that overlap, the longer."""
    hits = Hits()
    for number, (name, (read, found)) in enumerate((("title", title), ("text", text))):
        hits.copies.append(Copy(name, number, read))
        if found:
            _sort(hits.copies[-1], found, hits)
    return hits


def add_near_names(near: NearNames, hits: Hits) -> None:
    """Adds what is written nearly as a foreign leader's name, where nothing else was found."""
    taken: list[NameHit | RoleHit] = [*hits.names, *hits.roles]
    found: list[NameHit] = []
    for copy in hits.copies if is_foreign(hits.nations) else ():  # most articles that name him name a country
        for start, end, leaders in near.find(copy.text, copy.read.words, copy.read.firsts()):
            aliases = [Alias(leader, AMBIGUOUS, copy.text[start:end], PROCLITICS) for leader in leaders]
            hit = NameHit(copy, start, end, "", aliases)
            if not any(overlap(hit, other) for other in taken):
                found.append(hit)
    for copy in hits.copies:
        hits.names.extend(_longest([hit for hit in found if hit.copy is copy]))
    hits.names.sort(key=lambda hit: hit.place)


def _sort(copy: Copy, found: list[NameFound], hits: Hits) -> None:
    names: dict[tuple[int, int], NameHit] = {}
    roles: dict[tuple[int, int], RoleHit] = {}
    for start, end, (prefix, payload) in found:
        if isinstance(payload, Alias):
            if not prefix or prefix in payload.prefixes:
                hit = names.setdefault((start, end), NameHit(copy, start, end, prefix, []))
                hit.aliases.append(payload)
        elif isinstance(payload, NationWord):
            _add_nation(hits, payload)
            if payload.is_name and prefix in _LISTED_WITH:
                hits.countries[copy.number, start - len(prefix)] = end, payload.code
        elif isinstance(payload, Role):
            _add_role(roles, RoleHit(copy, start, end, payload, prefix))
    found_roles = list(_longest(list(roles.values())))
    hits.roles.extend(found_roles)
    for hit in _longest(list(names.values())):
        cover = _around(hit, found_roles)
        if cover is None:
            hits.names.append(_best(hit))
        else:
            hits.covered.append((_best(hit), cover))
    hits.nations.update(hit.role.country for hit in hits.roles if hit.role.country is not None)


def _around(hit: NameHit, roles: list[RoleHit]) -> RoleHit | None:
    """The title that the name is the end of, or lies in; titles come by their start, and none overlaps another."""
    before = bisect_left(roles, hit.start, key=_start) - 1
    return roles[before] if before >= 0 and hit.end <= roles[before].end else None


def _add_nation(hits: Hits, word: NationWord) -> None:
    if word.is_people:
        hits.peoples.add(word.code)
    elif word.shows:
        hits.nations.add(word.code)
        hits.times[word.code] += 1


def _add_role(roles: dict[tuple[int, int], RoleHit], hit: RoleHit) -> None:
    known = roles.get((hit.start, hit.end))
    if known is None:
        roles[hit.start, hit.end] = hit
    elif known.role.country == hit.role.country:  # one phrase, two lines of the table
        known.role = known.role.or_as(hit.role)


def _longest(hits: list[_Hit]) -> Iterator[_Hit]:
    last_end = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= last_end:
            last_end = hit.end
            yield hit


def _best(hit: NameHit) -> NameHit:
    """A name that is somebody's full name is nobody's nickname."""
    best = min(_RANK[alias.name_class] for alias in hit.aliases)
    if best < _RANK[SHORT]:
        hit.aliases = [alias for alias in hit.aliases if _RANK[alias.name_class] == best]
    return hit
