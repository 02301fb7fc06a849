"""Titles that stand for their holder: «الرئيس الأمريكي» means another person in 2016 than in 2018."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.knowledge.role_files import Role
from pipelines.tagging.evidence import Mention
from pipelines.tagging.hits import Hits, RoleHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.titles import holder
from pipelines.tagging.words import word_after, word_before

# «ونظيره الروسي» and «وزير خارجيته» look back within the sentence.
_LOOK_BACK = 250
_OPENED = frozenset({" (", " «", ' "', " “"})
_PARTICLES = ("و", "ف", "ب", "ل", "ك", "س")


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A leader (by number) meant by a title alone."""

    leader: int
    hit: RoleHit


def settle_relative(hits: Hits, mentions: list[Mention], lexicon: Lexicon) -> None:
    """Gives «نظيره الروسي» its office and «وزير خارجيته» its country, from what was named before them."""
    for hit in hits.roles:
        if hit.role.same_office:
            before = _last_before(hits, hit)
            if before is not None:
                kinds = {kind for kind, _ in (before.settled or before.role).offices}
                offices = frozenset((kind, hit.role.country) for kind in kinds)
                hit.settled = Role(offices, hit.role.country)
        elif hit.role.own_country:
            country = _country_before(hits, mentions, hit, lexicon)
            if country is not None:
                hit.settled = Role(frozenset((kind, country) for kind, _ in hit.role.offices), country)
        elif hit.role.sole_country and len(hits.nations) == 1:
            country = next(iter(hits.nations))
            hit.settled = Role(frozenset((kind, country) for kind, _ in hit.role.offices), country)


def role_mentions(lexicon: Lexicon, hits: Hits, named: list[Mention], day: date) -> Iterator[RoleMention]:
    """The titles without a name whose holder on that day is known, unless words beside them say otherwise."""
    for hit in hits.roles:
        role = hit.settled or hit.role
        if role.listed:
            yield from _listed(lexicon, hits, hit, day)
        if hit.name is not None or hit.former or hit.is_name or not hit.role.alone or role.country is None:
            continue
        if _guarded(lexicon, hit):
            continue
        number = holder(lexicon, role, day)
        if number is not None and (number, hit.copy.number) not in _ends_before(named, hit):
            yield RoleMention(number, hit)


def _listed(lexicon: Lexicon, hits: Hits, hit: RoleHit, day: date) -> Iterator[RoleMention]:
    """«وزراء خارجية تركيا والعراق والأردن»: the holder in each country of the list, at that country's name."""
    at = hit.end
    while True:
        begin = at + (2 if hit.copy.text.startswith("، ", at) else 1)
        end, code = hits.countries.get((hit.copy.number, begin), (at, ""))
        if not code:
            return
        number = holder(lexicon, Role(frozenset((kind, code) for kind, _ in hit.role.offices), code), day)
        if number is not None:
            yield RoleMention(number, RoleHit(hit.copy, begin, end, hit.role, ""))
        at = end


def _ends_before(named: list[Mention], hit: RoleHit) -> set[tuple[int, int]]:
    """Who is named right before the title: «جون كيري، وزير الخارجية الأمريكي» is one mention."""
    return {
        (mention.leader, mention.hit.copy.number) for mention in named
        if 0 <= hit.start - mention.hit.end <= 3
    }  # fmt: skip


def _last_before(hits: Hits, hit: RoleHit) -> RoleHit | None:
    near = [
        other for other in hits.roles
        if other.copy.number == hit.copy.number and hit.start - _LOOK_BACK < other.start < hit.start
        and (other.settled or other.role).offices and other.role.country is not None
    ]  # fmt: skip
    return near[-1] if near else None


def _country_before(hits: Hits, mentions: list[Mention], hit: RoleHit, lexicon: Lexicon) -> str | None:
    role = _last_before(hits, hit)
    place = role.start if role is not None else -1
    country = role.role.country if role is not None else None
    for mention in mentions:
        countries = lexicon.leaders[mention.leader].countries
        same = mention.hit.copy.number == hit.copy.number
        if same and max(place, hit.start - _LOOK_BACK) < mention.hit.start < hit.start and len(countries) == 1:
            place, country = mention.hit.start, next(iter(countries))
    return country


def _guarded(lexicon: Lexicon, hit: RoleHit) -> bool:
    text = hit.copy.text
    before, _ = word_before(text, hit.start - len(hit.prefix))
    if before in lexicon.words["before_role"] or _bare(before) in lexicon.words["before_role"]:
        return True
    if before in lexicon.words["places_before"]:
        return True
    if text[hit.end : hit.end + 2] in _OPENED:  # «الرئيس الأمريكي (روزفلت)»
        return True
    after, _ = word_after(text, hit.end)
    return bool(after) and not _may_follow(lexicon, after)


def _bare(word: str) -> str:
    return word[1:] if len(word) > 4 and word.startswith(_PARTICLES) else word


def _may_follow(lexicon: Lexicon, word: str) -> bool:
    """Whether the word can only go on with the sentence, and is no name."""
    words = lexicon.words["after_role"]
    if word in words or word[1:] in words:
        return True
    if word in lexicon.given or word in lexicon.words["fillers"]:
        return False
    # A noun: «ألغى الرئيس الأمريكي المناورات», «أجرى العاهل المغربي اتصالات», «أمر خادم الحرمين باعتماد».
    if len(word) > 5 and (word.startswith(("ال", "است", "با")) or word.endswith("ات")):
        return True
    # Verbs of the present (يعلن, تؤكد, سيزور), and what begins with و, ل or ب before another word.
    verb = word.removeprefix("س")
    if verb.startswith(("ي", "ت")) and 4 <= len(verb) <= 7:
        return word not in lexicon.given
    return word.startswith(("لل", "ول", "وال", "بال")) and len(word) > 4
