"""Titles that get their office or country from what was named before: «نظيره الروسي», «جلالة الملك»."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain

from pipelines.knowledge.role_files import Role
from pipelines.tagging.hits import Hits, RoleHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.mentions import Mention
from pipelines.tagging.near_names import NATIVE
from pipelines.tagging.titles import HEADS, holders_on, matches
from pipelines.tagging.words import unjoined

# «ونظيره الروسي» and «وزير خارجيته» look back within the sentence.
_LOOK_BACK = 250
# What a pan-Arab paper in London calls «ولي العهد» is no British prince.
_ARAB = NATIVE | {"MR", "SO", "DJ", "KM"}
_HIGH = HEADS | {"foreign_minister", "defence_minister", "interior_minister", "speaker"}


def settle_relative(
    hits: Hits, mentions: list[Mention], lexicon: Lexicon, day: date | None = None, press: str | None = None
) -> None:
    """Gives «نظيره الروسي» its office and «وزير خارجيته» its country, from what was named before them.

    `press` is the country of the newspaper, which seldom says whose prime minister it speaks of.
    """
    home = _home_of(mentions, lexicon) or _sole_country(hits, mentions, lexicon)
    ends = {(one.hit.copy.number, one.hit.end): one for one in mentions}
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
            master = _country_of_his_master(ends, hit, lexicon)
            country = master or home or _ruled_country(hits, hit, lexicon, day)
            if country is None and press is not None and _is_at_home(hits, mentions, hit, lexicon, press):
                country = press
            fits = country is not None and _fits(lexicon, hit, hit.role.of(country))
            hit.settled = hit.role.of(country) if fits else None


def _fits(lexicon: Lexicon, hit: RoleHit, role: Role) -> bool:
    """Whether the name behind the title, if any, is of such a holder: «وزير الخزانة جاك لو» in news of Iran."""
    return hit.name is None or any(
        matches(lexicon.leaders[alias.leader], role) for alias in hit.name.aliases if alias.leader >= 0
    )


def _home_of(mentions: list[Mention], lexicon: Lexicon) -> str | None:
    """The country of the leaders whose titles do not say it: newspapers write so of their own («وزيرة الثقافة»)."""
    own = [one for one in mentions if one.hit.title is not None and one.hit.title.role.country is None]
    countries = {code for one in own for code in lexicon.leaders[one.leader].countries}
    return countries.pop() if len(countries) == 1 else None


def _sole_country(hits: Hits, mentions: list[Mention], lexicon: Lexicon) -> str | None:
    """The only country that the article names, if one of the leaders is of it, or none is named."""
    if len(hits.nations) != 1:
        return None
    theirs = {code for one in mentions for code in lexicon.leaders[one.leader].countries}
    return next(iter(hits.nations)) if not theirs or theirs & hits.nations else None


def _ruled_country(hits: Hits, hit: RoleHit, lexicon: Lexicon, day: date | None) -> str | None:
    """Of several countries that the article names the only one with such a head: «جلالة الملك»."""
    kinds = {kind for kind, _ in hit.role.offices}
    if day is None or not kinds <= HEADS:
        return None
    ruled = [
        code for code in hits.nations
        if {number for kind in kinds for number in holders_on(lexicon, kind, code, day)}
    ]  # fmt: skip
    return ruled[0] if len(ruled) == 1 else None


def _is_at_home(hits: Hits, mentions: list[Mention], hit: RoleHit, lexicon: Lexicon, press: str) -> bool:
    """Whether the article speaks of the newspaper's country, or of none, and of no such officer of another one."""
    if press not in _ARAB or (hits.nations and press not in hits.nations):
        return False
    kinds = {kind for kind, _ in hit.role.offices}
    others = {code for other in hits.roles for kind, code in other.meant.offices if kind in kinds}
    others |= {
        office.country for one in mentions for office in lexicon.leaders[one.leader].offices if office.kind in kinds
    }
    return others <= {press, None}


def _country_of_his_master(ends: Mapping[tuple[int, int], Mention], hit: RoleHit, lexicon: Lexicon) -> str | None:
    """«أوفد الرئيس عبد الفتاح السيسي وزير الخارجية إلى نيويورك»: the country of who is named right before."""
    mention = ends.get((hit.copy.number, hit.start - 1))
    leader = lexicon.leaders[mention.leader] if mention is not None else None
    if leader is not None and len(leader.countries) == 1 and not matches(leader, hit.role):
        return next(iter(leader.countries))
    return None


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
    role = next((other for other in _before(hits, hit) if other.role.country is not None), None)
    place = role.start if role is not None else -1
    country = role.role.country if role is not None else None
    for mention in _named_since(mentions, hit, max(place, hit.start - _LOOK_BACK) + 1):
        countries = lexicon.leaders[mention.leader].countries
        if len(countries) == 1:
            country = next(iter(countries))
    return country
