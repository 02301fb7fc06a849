"""Titles that get their office or country from what was named before: «نظيره الروسي», «جلالة الملك»."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from pipelines.knowledge.role_files import Role
from pipelines.leaders.bare_titles import BareTitles
from pipelines.leaders.hits import Hits, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.mentions import Mention
from pipelines.leaders.titles import HEADS, fits, holder
from pipelines.tagging.words import unjoined

# «ونظيره الروسي» and «وزير خارجيته» look back within the sentence.
_LOOK_BACK = 250
_HIGH = HEADS | {"foreign_minister", "defence_minister", "interior_minister", "speaker"}


def settle_relative(
    hits: Hits, mentions: list[Mention], lexicon: Lexicon, day: date | None = None, press: str | None = None
) -> None:
    """Gives «نظيره الروسي» its office and «وزير خارجيته» its country, from what was named before them.

    `press` is the country of the newspaper, which seldom says whose prime minister it speaks of.
    """
    bare = BareTitles(lexicon, hits, mentions, day, press)
    begins = {(other.copy.number, other.start - len(other.prefix)): other for other in hits.roles}
    for hit in hits.roles:
        if hit.role.same_office:
            office = _office_of_his_counterpart(hits, mentions, hit, lexicon, day)
            if office is not None:
                hit.settled = office.of(hit.role.country)
        elif hit.role.own_country:
            country = _country_before(hits, mentions, hit, lexicon)
            if country is not None:
                hit.settled = hit.role.of(country)
        elif hit.role.sole_country:
            behind = begins.get((hit.copy.number, hit.end + 1))
            if behind is not None and day is not None and _is_one_persons(lexicon, hit, behind, day):
                hit.settled = hit.role.of(behind.role.country)
            else:
                hit.settled = bare.settled(hit)


def _is_one_persons(lexicon: Lexicon, hit: RoleHit, behind: RoleHit, day: date) -> bool:
    """«من رئيس الوزراء وزير الخارجية القطري»; «استقبل رئيس الوزراء وزير الخارجية القطري» names two."""
    country = behind.role.country
    if country is None:
        return False
    title = hit.role.of(country)
    if behind.prefix == "و":
        return behind.name is not None and fits(lexicon, behind.name, title)
    number = holder(lexicon, title, day)
    before, _ = hit.copy.word_before(hit.start - len(hit.prefix))
    is_met = not hit.prefix and before in lexicon.words["meets_before"]
    return number is not None and number == holder(lexicon, behind.role, day) and not (behind.prefix or is_met)


def _office_of_his_counterpart(
    hits: Hits, mentions: list[Mention], hit: RoleHit, lexicon: Lexicon, day: date | None
) -> Role | None:
    """The office of the title or person named last before it, unless a team or an ambassador stands between."""
    title = next(_before(hits, hit), None)
    begin, end = (title.start, max(title.end, title.behind)) if title is not None else (hit.start - _LOOK_BACK, 0)
    person = next(reversed(_named_since(mentions, hit, begin)), None)
    between = hit.copy.text[max(end, person.hit.end if person is not None else 0) : hit.start].split()
    if _is_told_of_another(lexicon, between):
        return None
    if title is not None and title.meant.country is not None and (person is None or title.name is person.hit):
        return title.meant
    if person is None and title is None and hit.copy.field == "title":  # «تلقى برقية من نظيره التركي»
        person = next((one for one in mentions if one.hit.copy is not hit.copy), None)
    if person is not None and day is not None:  # «وقال الجبير بعد لقاء نظيره المصري»
        offices = lexicon.leaders[person.leader].offices
        return Role(frozenset((one.kind, None) for one in offices if one.kind in _HIGH and one.held_on(day)), None)
    if title is None or ". " in hit.copy.text[title.end : hit.start]:
        return None
    return Role(frozenset(one for one in title.meant.offices if one[1] is None), None)  # of «الرئيس», no speaker


def _is_told_of_another(lexicon: Lexicon, between: list[str]) -> bool:
    """«فاز المنتخب على نظيره», «الاقتصاد الأميركي يتفوق على نظيره», «أسرع من نظيره»."""
    if between[-1:] == ["من"] and len(between) > 1 and len(between[-2]) == 4 and between[-2].startswith("ا"):
        return True
    others, forms = lexicon.words["counterparts"], chain.from_iterable(map(unjoined, between))
    return any(form in others or form in lexicon.adjectives for form in forms)


def _named_since(mentions: list[Mention], hit: RoleHit, begin: int) -> list[Mention]:
    """Who is named between a place and the title, in reading order."""
    return [
        one for one in mentions
        if one.hit.copy.number == hit.copy.number and begin <= one.hit.start < hit.start
    ]  # fmt: skip


def _before(hits: Hits, hit: RoleHit) -> Iterator[RoleHit]:
    """The titles before it that mean an office, the nearest first."""
    for other in reversed(hits.roles):
        near = other.copy.number == hit.copy.number and hit.start - _LOOK_BACK < other.start < hit.start
        if near and other.meant.offices:
            yield other


def _country_before(hits: Hits, mentions: list[Mention], hit: RoleHit, lexicon: Lexicon) -> str | None:
    role = next((other for other in _before(hits, hit) if other.meant.country is not None), None)
    place = role.start if role is not None else -1
    country = role.meant.country if role is not None else None
    for mention in _named_since(mentions, hit, max(place, hit.start - _LOOK_BACK) + 1):
        countries = lexicon.leaders[mention.leader].countries
        if len(countries) == 1:
            country = next(iter(countries))
    return country
