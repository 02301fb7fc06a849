"""Which leader a title can mean on a day."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pipelines.knowledge.leader_files import LeaderEntry, Office
from pipelines.knowledge.role_files import Role
from pipelines.leaders.hits import NameHit, RoleHit
from pipelines.leaders.lexicon import Lexicon

HEADS = frozenset((
    "president", "king", "emir", "sultan", "supreme_leader", "leader", "crown_prince", "prime_minister",
    "chancellor",
))  # fmt: skip
"""Offices of which a country has one or none: a republic has no king."""
RULERS = HEADS - {"crown_prince"}
"""Offices whose holders are known by their family name alone, even long after."""
_FALLEN = frozenset({"deposed_president", "ousted_president"})  # no offices, but «الرئيس المخلوع» is who holds them
KNOWN_AT_HOME = RULERS | {"speaker"}
"""Offices whose holders a newspaper of their country names without it."""
# A new holder is announced before the day and named in the days after it, and the day itself may be off by one.
_CHANGE = timedelta(days=3)


def reigns(leader: LeaderEntry) -> list[Office]:
    """The offices in which somebody ruled."""
    return [office for office in leader.offices if office.kind in RULERS]


def matches(leader: LeaderEntry, role: Role) -> bool:
    """Whether the leader ever held an office that the title means."""
    return any(
        kind == office.kind and country in {None, office.country}
        for office in leader.offices for kind, country in role.offices
    )  # fmt: skip


def fits(lexicon: Lexicon, name: NameHit, role: Role) -> bool:
    """Whether the name is that of somebody who ever held such an office."""
    return any(matches(lexicon.leaders[alias.leader], role) for alias in name.aliases if alias.leader >= 0)


def in_office(leader: LeaderEntry, role: Role, day: date) -> bool:
    """Whether the leader held such an office on that day."""
    return any(
        office.held_on(day) and (kind == office.kind and country in {None, office.country})
        for office in leader.offices for kind, country in role.offices
    )  # fmt: skip


def holds(leader: LeaderEntry, role: Role, day: date) -> bool:
    """Whether the leader held such an office on that day, of that ministry if the title names one."""
    return any(
        office.held_on(day) and _is_of(role.fields, office)
        and any(kind == office.kind and country in {None, office.country} for kind, country in role.offices)
        for office in leader.offices
    )  # fmt: skip


def holders_on(lexicon: Lexicon, kind: str, country: str, day: date) -> Iterator[int]:
    """Who held that office there on that day."""
    for number in lexicon.holders.get((kind, country), ()):
        offices = lexicon.leaders[number].offices
        if any(one.kind == kind and one.country == country and one.held_on(day) for one in offices):
            yield number


def had_begun(leader: LeaderEntry, day: date | None, slack: timedelta) -> bool:
    """Whether the leader's first office with dates began before the day, or soon after."""
    begins = leader.begins()
    return day is None or begins is None or begins <= day + slack


def holder(lexicon: Lexicon, role: Role, day: date) -> int | None:
    """The one leader who held the office on that day; None if nobody is known or a change is near."""
    found = {
        number
        for kind, country in role.offices if country is not None
        for number in lexicon.holders.get((kind, country), ())
        for office in lexicon.leaders[number].offices
        if (office.kind, office.country) == (kind, country)
        if _is_of(role.fields, office) and _held_around(office, day)
        if not (role.of_women and lexicon.men[number])
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _held_around(office: Office, day: date) -> bool:
    is_told = office.leads or office.kind in _FALLEN
    return is_told and any(office.held_on(near) for near in (day - _CHANGE, day, day + _CHANGE))


def _is_of(fields: frozenset[str], office: Office) -> bool:
    """Whether it is the office of one of these ministries; a title that names none means any."""
    return not fields or not fields.isdisjoint(office.fields)


def by_title(lexicon: Lexicon, title: RoleHit, candidates: Iterable[int], day: date | None) -> list[int]:
    """Which of the candidates the title before the name can mean: those in office, else those before them."""
    role = title.meant
    fitting = [number for number in candidates if matches(lexicon.leaders[number], role)]
    if day is None or len(fitting) < 2:
        return fitting
    holding = [number for number in fitting if in_office(lexicon.leaders[number], role, day)]
    if holding and not title.former:
        return _of_the_ministry(lexicon, role, holding)
    begun = [number for number in fitting if had_begun(lexicon.leaders[number], day, timedelta(0))]
    return _of_the_ministry(lexicon, role, begun or fitting)


def _of_the_ministry(lexicon: Lexicon, role: Role, numbers: list[int]) -> list[int]:
    """Of several ministers those of the ministry that the title names, if any was."""
    if len(numbers) < 2 or not role.fields:
        return numbers
    offices = {number: lexicon.leaders[number].offices for number in numbers}
    return [number for number in numbers if any(_is_of(role.fields, one) for one in offices[number])] or numbers


def in_office_at_all(leader: LeaderEntry, day: date) -> bool:
    """Whether the leader held any leading office on that day."""
    return any(office.leads and office.held_on(day) for office in leader.offices)
