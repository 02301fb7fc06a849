"""Titles beside names, and which leader a title can mean on a day."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta

from pipelines.knowledge.leader_files import LeaderEntry, Office
from pipelines.knowledge.role_files import Role
from pipelines.tagging.hits import Hits, NameHit, RoleHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.ministers import is_another_field, is_of_office
from pipelines.tagging.words import COMMAS, OPENINGS, word_after

HEADS = frozenset((
    "president", "king", "emir", "sultan", "supreme_leader", "leader", "crown_prince", "prime_minister",
    "chancellor",
))  # fmt: skip
"""Offices of which a country has one or none: a republic has no king."""
RULERS = HEADS - {"crown_prince"}
"""Offices whose holders are known by their family name alone, even long after."""
_SOVEREIGNS = frozenset(("president", "king", "emir", "sultan"))
_BEST_KNOWN = HEADS | {"foreign_minister"}
"""Offices of which the tables miss hardly any holder: a name that never held them is not the title's."""

_MOST_FILLERS = 7
GAPS = OPENINGS | {*COMMAS}
"""What may stand between a title and a name besides a space."""
_SHORTENED = frozenset("دما")  # «د. محمد», «م. طارق», «أ. د. علي»
_AND = " و"  # «وزير الفلاحة و الصيد البحري» is no الصيد; «الرئيس و بوتين» are two
_THEN = (
    " في حينه", " في ذلك الوقت", " في ذلك الحين", " في وقته",  # «في حينها» too
    " ابان عهد", " ابان حكم", " في عهد", " خلال عهد", " ايام حكم", " في زمن",  # «وزير الري إبان عهد مبارك»
)  # fmt: skip
# A new holder is announced before the day and named in the days after it, and the day itself may be off by one.
_CHANGE = timedelta(days=3)


def join_titles(lexicon: Lexicon, hits: Hits, day: date | None = None) -> None:
    """Gives each name the title that stands before it, over words like «السابق» and «السيد».

    On a `day` that is known «أبلغ الرئيس الأميركي نتنياهو» names two: Arabic puts the object behind the subject.
    """
    begins = {(hit.copy.number, hit.start - len(hit.prefix)): hit for hit in hits.names}
    ends = {(hit.copy.number, hit.end) for hit in hits.names}
    titles = {(role.copy.number, role.start - len(role.prefix)) for role in hits.roles}
    for role in hits.roles:
        at, country = role.end, None
        role.former = role.copy.text.startswith(_THEN, at)
        gaps = OPENINGS if _stands_behind_a_name(role, ends) else GAPS
        for _ in range(_MOST_FILLERS):
            name = _name_behind(begins, role, at, gaps)
            if name is not None and _is_adjective(lexicon, name):
                name.aliases = []
            elif name is not None and not name.prefix:
                role.is_anothers = day is not None and _is_of_two(lexicon, role, name, day)
                if not role.is_anothers:
                    name.title, role.name = role, name
                break
            word, end = word_after(role.copy.text, at)
            if word in lexicon.words["former"]:
                role.former = role.former or word not in lexicon.words["present"]
            elif word not in lexicon.words["fillers"]:
                of_office = is_of_office(role, word) or (
                    country is None and is_another_field(lexicon, begins, role, word, end)
                )
                if (role.copy.number, at + 1) in titles or not of_office:
                    break
                country = lexicon.adjectives.get(word, country)
            at = end + (word in _SHORTENED and role.copy.text.startswith(".", end))
        role.behind = at
        if role.name is not None and role.role.country is None and country is not None:
            role.role = role.role.of(country)  # of its own words, whatever the article is about
    _join_behind(hits)


def _stands_behind_a_name(role: RoleHit, ends: Container[tuple[int, int]]) -> bool:
    """«صلاح هلال، وزير الزراعة المصري، …»: what comes behind the comma is another."""
    return any((role.copy.number, role.start - gap) in ends for gap in (1, 2))


def _name_behind(
    begins: Mapping[tuple[int, int], NameHit], role: RoleHit, at: int, gaps: Container[str]
) -> NameHit | None:
    """The name behind a space, a comma or a mark: «وزير الخارجية "فؤاد حسين"», «رئيس الوزراء، ماتيو رينزي»."""
    if role.copy.text.endswith(_AND, role.end, at):
        return None
    if role.copy.text[at : at + 2] in gaps:
        return begins.get((role.copy.number, at + 2))
    if role.copy.text.startswith(" ", at):
        return begins.get((role.copy.number, at + 1))
    return begins.get((role.copy.number, at)) if role.copy.text.startswith(".", at - 1) else None  # «د.عبدالرحمن»


def _is_adjective(lexicon: Lexicon, name: NameHit) -> bool:
    """«وزير الدولة للشؤون الخارجية السوداني كمال الدين حسن»: the title's country, not a family name."""
    return name.words in lexicon.adjectives and name.copy.word_behind(name.end)[0] in lexicon.given


def _is_of_two(lexicon: Lexicon, role: RoleHit, name: NameHit, day: date) -> bool:
    """Whether the title's holder is somebody else, and the name that of a leader of the day who never held it."""
    kinds, country = {kind for kind, _ in role.role.offices}, role.role.country
    if role.former or not name.is_sure or not kinds <= (_SOVEREIGNS if country is None else _BEST_KNOWN):
        return False
    if country is not None and holder(lexicon, role.role, day) is None:
        return False
    governs = any(
        in_office_at_all(lexicon.leaders[alias.leader], day) for alias in name.aliases if alias.leader >= 0
    )
    return governs and not fits(lexicon, name, role.role)


def _join_behind(hits: Hits) -> None:
    """Gives each name the title that stands right behind it, unless that is another's."""
    ends = {(hit.copy.number, hit.end): hit for hit in hits.names}
    for role in hits.roles:
        if role.name is None and not role.prefix:
            for gap in (" ", *COMMAS):
                name = ends.get((role.copy.number, role.start - len(gap)))
                if name is not None and role.copy.text.startswith(gap, role.start - len(gap)):
                    name.title_behind = role


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
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _held_around(office: Office, day: date) -> bool:
    return office.leads and any(office.held_on(near) for near in (day - _CHANGE, day, day + _CHANGE))


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
