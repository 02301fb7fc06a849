"""Titles that get their office or country from what was named before: «نظيره الروسي», «جلالة الملك»."""

from collections.abc import Iterator
from datetime import date

from pipelines.tagging.hits import Hits, RoleHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.mentions import Mention
from pipelines.tagging.titles import HEADS, holders_on, matches

# «ونظيره الروسي» and «وزير خارجيته» look back within the sentence.
_LOOK_BACK = 250


def settle_relative(hits: Hits, mentions: list[Mention], lexicon: Lexicon, day: date | None = None) -> None:
    """Gives «نظيره الروسي» its office and «وزير خارجيته» its country, from what was named before them."""
    for hit in hits.roles:
        if hit.role.same_office:
            before = next(_before(hits, hit, with_names=True), None)
            if before is not None:
                hit.settled = before.meant.of(hit.role.country)
        elif hit.role.own_country:
            country = _country_before(hits, mentions, hit, lexicon)
            if country is not None:
                hit.settled = hit.role.of(country)
        elif hit.role.sole_country:
            country = _country_of_his_master(mentions, hit, lexicon) or _sole_country(hits, hit, lexicon, day)
            if country is not None:
                hit.settled = hit.role.of(country)


def _sole_country(hits: Hits, hit: RoleHit, lexicon: Lexicon, day: date | None) -> str | None:
    """The only country that the article names, or of several the only one with such a head («جلالة الملك»)."""
    if len(hits.nations) == 1:
        return next(iter(hits.nations))
    kinds = {kind for kind, _ in hit.role.offices}
    if day is None or not kinds <= HEADS:
        return None
    ruled = [
        code for code in hits.nations
        if {number for kind in kinds for number in holders_on(lexicon, kind, code, day)}
    ]  # fmt: skip
    return ruled[0] if len(ruled) == 1 else None


def _country_of_his_master(mentions: list[Mention], hit: RoleHit, lexicon: Lexicon) -> str | None:
    """«أوفد الرئيس عبد الفتاح السيسي وزير الخارجية إلى نيويورك»: the country of who is named right before."""
    for mention in mentions:
        if mention.hit.copy.number == hit.copy.number and mention.hit.end + 1 == hit.start:
            leader = lexicon.leaders[mention.leader]
            if len(leader.countries) == 1 and not matches(leader, hit.role):
                return next(iter(leader.countries))
    return None


def _before(hits: Hits, hit: RoleHit, *, with_names: bool = False) -> Iterator[RoleHit]:
    """The titles before it that say of which country they are, or whose name does, the nearest first."""
    for other in reversed(hits.roles):
        near = other.copy.number == hit.copy.number and hit.start - _LOOK_BACK < other.start < hit.start
        told = other.role.country is not None or (with_names and other.name is not None)
        if near and told and other.meant.offices:
            yield other


def _country_before(hits: Hits, mentions: list[Mention], hit: RoleHit, lexicon: Lexicon) -> str | None:
    role = next(_before(hits, hit), None)
    place = role.start if role is not None else -1
    country = role.role.country if role is not None else None
    for mention in mentions:
        countries = lexicon.leaders[mention.leader].countries
        same = mention.hit.copy.number == hit.copy.number
        if same and max(place, hit.start - _LOOK_BACK) < mention.hit.start < hit.start and len(countries) == 1:
            place, country = mention.hit.start, next(iter(countries))
    return country
