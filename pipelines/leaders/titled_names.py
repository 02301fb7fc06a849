"""Gives each name the title that stands beside it."""

import re
from collections.abc import Container, Mapping
from datetime import date
from typing import NamedTuple

from pipelines.leaders.hits import Hits, NameHit, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.ministers import MINISTER, is_another_field, is_of_office
from pipelines.leaders.near_names import is_foreign
from pipelines.leaders.titles import HEADS, fits, holder, in_office_at_all
from pipelines.tagging.words import COMMAS, OPENINGS, word_after

_SOVEREIGNS = frozenset(("president", "king", "emir", "sultan"))
_BEST_KNOWN = HEADS | {"foreign_minister"}
"""Offices of which the tables miss hardly any holder: a name that never held them is not the title's."""
_MOST_FILLERS = 7
_GOVERNMENT = re.compile(
    r" (?:ب|في )(?:حكومه (?:تصريف الاعمال|الوفاق|الوحده|الانقاذ|الاستقرار|صنعاء)(?: الوطنيه?)?"
    r"|الحكومه (?:الليبيه|الموقته|المكلفه|الشرعيه|الانتقاليه)(?: من (?:مجلس النواب|البرلمان))?)\b"
)
GAPS = OPENINGS | {*COMMAS}
"""What may stand between a title and a name besides a space."""
_PRINCE = "الامير"  # an emir's title, and each prince's: «سمو الأمير فيصل بن فرحان»
SHORTENED = frozenset("دما")  # «د. محمد», «م. طارق», «أ. د. علي»
_AND = " و"  # «وزير الفلاحة و الصيد البحري» is no الصيد; «الرئيس و بوتين» are two


def join_titles(lexicon: Lexicon, hits: Hits, day: date | None = None) -> None:
    """Gives each name the title that stands before it, over words like «السابق» and «السيد».

    On a `day` that is known «أبلغ الرئيس الأميركي نتنياهو» names two: Arabic puts the object behind the subject.
    """
    beside = _Beside.of(hits)
    for role in hits.roles:
        role.former = lexicon.behind_titles["held_then"].match(role.copy.text, role.end) is not None
        _walk_to_name(lexicon, hits, beside, role, day)
    _join_behind(hits)


class _Beside(NamedTuple):
    """Where names begin and end and titles begin, by field and place."""

    begins: Mapping[tuple[int, int], NameHit]
    ends: Container[tuple[int, int]]
    titles: Container[tuple[int, int]]

    @classmethod
    def of(cls, hits: Hits) -> "_Beside":
        return cls(
            {(hit.copy.number, hit.start - len(hit.prefix)): hit for hit in hits.names},
            {(hit.copy.number, hit.end) for hit in hits.names},
            {(role.copy.number, role.start - len(role.prefix)) for role in hits.roles},
        )


def _walk_to_name(lexicon: Lexicon, hits: Hits, beside: _Beside, role: RoleHit, day: date | None) -> None:
    at, country = role.end, None
    gaps = OPENINGS if _stands_behind_a_name(role, beside.ends) else GAPS
    for _ in range(_MOST_FILLERS):
        at = _over_government(role.copy.text, at)
        name = _name_behind(beside.begins, role, at, gaps)
        if name is not None and _is_adjective(lexicon, role, name):
            hits.names = [one for one in hits.names if one is not name]
        elif name is not None and not name.prefix:
            _join_unless_of_two(lexicon, role, name, day)
            break
        word, end = word_after(role.copy.text, at)
        if not _parts_title_from_name(lexicon, role, word):
            is_title = (role.copy.number, at + 1) in beside.titles
            if is_title or not _goes_on_with_office(lexicon, beside, role, (word, end), country):
                break
            country = lexicon.adjectives.get(word, country)
        at = end + (word in SHORTENED and role.copy.text.startswith(".", end))
    role.behind = at
    _keep_country(role, country)


def _parts_title_from_name(lexicon: Lexicon, role: RoleHit, word: str) -> bool:
    """«السابق», which makes the title a former one, «السيد», «المستشار»."""
    if word in lexicon.words["former"]:
        role.former = role.former or word not in lexicon.words["present"]
        return True
    return word in lexicon.words["judges"] or word in lexicon.words["fillers"]


def _goes_on_with_office(
    lexicon: Lexicon, beside: _Beside, role: RoleHit, found: tuple[str, int], country: str | None
) -> bool:
    """«وزير الزراعة واستصلاح الأراضي»; behind a country stands no further field. `found`: a word and its end."""
    word, end = found
    return is_of_office(role, word) or (
        country is None and is_another_field(lexicon, beside.begins, role, word, end)
    )


def _over_government(text: str, at: int) -> int:
    """Where «بالحكومة الليبية» ends, if such words stand there: they part a title from a name."""
    government = _GOVERNMENT.match(text, at)
    return at if government is None else government.end()


def _keep_country(role: RoleHit, country: str | None) -> None:
    """The country of its own words, whatever the article is about."""
    if role.name is not None and role.role.country is None and country is not None:
        role.role = role.role.of(country)


def _join_unless_of_two(lexicon: Lexicon, role: RoleHit, name: NameHit, day: date | None) -> None:
    role.is_anothers = day is not None and _is_of_two(lexicon, role, name, day)
    if role.is_anothers:
        return
    role.name = name
    if name.title is None or not fits(lexicon, name, name.title.role) or fits(lexicon, name, role.role):
        name.title = role


def _stands_behind_a_name(role: RoleHit, ends: Container[tuple[int, int]]) -> bool:
    """«صلاح هلال، وزير الزراعة المصري، …»: what comes behind the comma is another."""
    return not role.prefix and any((role.copy.number, role.start - gap) in ends for gap in (1, 2))


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


def _is_adjective(lexicon: Lexicon, role: RoleHit, name: NameHit) -> bool:
    """«وزير المالية السوداني», «وزير الدولة السوداني كمال الدين حسن»: the title's country, no family's name."""
    is_minister = role.role.country is None and role.copy.text.startswith(MINISTER, role.start)
    return name.words in lexicon.adjectives and (is_minister or name.copy.word_behind(name.end)[0] in lexicon.given)


def _is_of_two(lexicon: Lexicon, role: RoleHit, name: NameHit, day: date) -> bool:
    """Whether the title's holder is somebody else, and the name that of a leader of the day who never held it."""
    kinds, country = {kind for kind, _ in role.role.offices}, role.role.country
    if role.former or not name.is_sure or not kinds <= (_SOVEREIGNS if country is None else _BEST_KNOWN):
        return False
    if country is not None and holder(lexicon, role.role, day) is None:
        return False
    if role.copy.text.endswith(_PRINCE, role.start, role.end) and not _is_foreign(lexicon, name):
        return False
    governs = any(
        in_office_at_all(lexicon.leaders[alias.leader], day) for alias in name.aliases if alias.leader >= 0
    )
    return governs and not fits(lexicon, name, role.role)


def _is_foreign(lexicon: Lexicon, name: NameHit) -> bool:
    """«استقبل سمو الأمير مارك روته»: no prince."""
    return any(is_foreign(lexicon.leaders[alias.leader].countries) for alias in name.aliases if alias.leader >= 0)


def _join_behind(hits: Hits) -> None:
    """Gives each name the title that stands right behind it, unless that is another's."""
    ends = {(hit.copy.number, hit.end): hit for hit in hits.names}
    for role in hits.roles:
        if role.name is None and not role.prefix:
            for gap in (" ", *COMMAS):
                name = ends.get((role.copy.number, role.start - len(gap)))
                if name is not None and role.copy.text.startswith(gap, role.start - len(gap)):
                    name.title_behind = role
