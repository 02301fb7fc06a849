"""Whom a title alone means because the article names him by it: who is new, or of one of two governments."""

from datetime import date, timedelta

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.knowledge.role_files import Role
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.mentions import Mention
from pipelines.leaders.titles import holder, holds

_HEAD, _RIVAL = "prime_minister", "rival_prime_minister"
_THRONES = frozenset({"king", "emir", "sultan"})
_POLITICIAN = "politician"
"""What the tables call ministers of governments that few states recognise."""
_SOON = timedelta(days=45)  # from the choice of a head of government to his oath


def named_holder(lexicon: Lexicon, role: Role, named: list[Mention], day: date) -> int | None:
    """Who is named by this very title and holds it, comes to it soon or has just left it.

    «رئيس الوزراء الليبي الجديد عبد الحميد الدبيبة»; of rival governments the minister whom the text names; and of
    times past the holder whom it names so («الرئيس المصري جمال عبد الناصر»), unless it names today's holder, too.
    """
    titles = [(one.leader, title) for one in named for title in (one.hit.title, one.hit.title_behind)]
    named_so = [(number, title) for number, title in titles if title and _is_the_same(title.meant, role)]
    if len({number for number, _ in named_so}) != 1:
        return None
    number = named_so[0][0]
    leader = lexicon.leaders[number]
    if any(holds(leader, role, near) for near in (day, day + _SOON, day - _SOON)):
        return number
    if not any(title.former for _, title in named_so) and _is_of_the_past(lexicon, leader, role, named, day):
        return number
    rival = Role(frozenset({(_POLITICIAN, role.country)}), role.country)
    return number if not _is_a_heads(role) and holds(leader, rival, day) else None


def _is_of_the_past(lexicon: Lexicon, leader: LeaderEntry, role: Role, named: list[Mention], day: date) -> bool:
    """Whether the title means its earlier holder; a king is «خادم الحرمين» beside his late brother's name, too."""
    if any(kind in _THRONES for kind, _ in role.offices) or holder(lexicon, role, day) in {
        one.leader for one in named
    }:
        return False
    return any(
        holds(leader, role, office.start) for office in leader.offices if office.start and office.start < day
    )


def _is_a_heads(role: Role) -> bool:
    return any(kind == _HEAD for kind, _ in role.offices)


def _is_the_same(title: Role, role: Role) -> bool:
    kinds, others = ({kind for kind, _ in one.offices} for one in (title, role))
    is_of_the_ministry = not role.fields or not role.fields.isdisjoint(title.fields)
    return kinds == others and title.country in {role.country, None} and is_of_the_ministry


def rival_governments(lexicon: Lexicon, named: list[Mention], day: date) -> set[str]:
    """Countries of whose two heads of government only the one whom few states recognise is named."""
    kinds: dict[str, set[str]] = {}
    for number in {one.leader for one in named}:
        for office in lexicon.leaders[number].offices:
            if office.held_on(day):
                kinds.setdefault(office.country, set()).add(office.kind)
    return {country for country, held in kinds.items() if _RIVAL in held and _HEAD not in held}


def is_of_a_government(role: Role) -> bool:
    return _is_a_heads(role) or any(kind.endswith("minister") for kind, _ in role.offices)
