"""Titles that stand for their holder: «الرئيس الأمريكي» means another person in 2016 than in 2018."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.knowledge.role_files import Role
from pipelines.leaders.hits import Hits, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.mentions import Mention, end_of_name
from pipelines.leaders.named_holders import is_of_a_government, named_holder, rival_governments
from pipelines.leaders.title_guards import is_guarded, may_follow
from pipelines.leaders.titles import holder, matches
from pipelines.tagging.words import word_after

_APPOSED, _EXPLAINED = frozenset({" ", "، "}), frozenset({": ", " : "})
_WIDEST_GAP = 3  # letters: a comma and a space, or a mark between two


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A leader (by number) meant by a title alone."""

    leader: int
    hit: RoleHit


def role_mentions(lexicon: Lexicon, hits: Hits, named: list[Mention], day: date) -> Iterator[RoleMention]:
    """The titles without a name whose holder on that day is known, unless words beside them say otherwise."""
    ends = {(one.hit.copy.number, end_of_name(lexicon, one)): one for one in named}
    begins = {(title.copy.number, title.start): title for title in hits.roles}
    names = {name.place for name in hits.names}
    rivals = rival_governments(lexicon, named, day)
    for hit in hits.roles:
        role = hit.meant
        if role.listed:
            yield from _listed(lexicon, hits, hit, day)
        if hit.name is not None or hit.former or hit.is_name or not hit.role.alone or role.country is None:
            continue
        if hit.role.sole_country and role.country in rivals and is_of_a_government(role):
            continue
        if _is_within_a_name(names, hit) or is_guarded(lexicon, hit) or _has_a_lesser_title(lexicon, begins, hit):
            continue
        number = named_holder(lexicon, role, named, day)
        if number is None:
            number = holder(lexicon, role, day)
        if number is not None and not _is_told_of_the_name_before(lexicon, ends, hit, number):
            yield RoleMention(number, hit)
        yield from _joined(lexicon, hit, role, day)


def _joined(lexicon: Lexicon, hit: RoleHit, role: Role, day: date) -> Iterator[RoleMention]:
    """«العاهلين السعودي والبحريني»: each further adjective of a country stands for its holder, at that word."""
    at = hit.end
    while True:
        word, end = word_after(hit.copy.text, at)
        code = lexicon.adjectives.get(word.removeprefix("و")) if word.startswith("و") else None
        after, _ = word_after(hit.copy.text, end)
        if code is None or (after and not may_follow(lexicon, after)):
            return
        number = holder(lexicon, role.of(code), day)
        if number is not None:
            yield RoleMention(number, RoleHit(hit.copy, at + 1, end, hit.role, ""))
        at = end


def _listed(lexicon: Lexicon, hits: Hits, hit: RoleHit, day: date) -> Iterator[RoleMention]:
    """«وزراء خارجية تركيا والعراق والأردن»: the holder in each country of the list, at that country's name."""
    at = hit.end
    while True:
        begin = at + (2 if hit.copy.text.startswith("، ", at) else 1)
        end, code = hits.countries.get((hit.copy.number, begin), (at, ""))
        if not code:
            return
        number = holder(lexicon, hit.role.of(code), day)
        if number is not None:
            yield RoleMention(number, RoleHit(hit.copy, begin, end, hit.role, ""))
        at = end


def _is_told_of_the_name_before(
    lexicon: Lexicon, ends: Mapping[tuple[int, int], Mention], hit: RoleHit, number: int
) -> bool:
    """«جون كيري، وزير الخارجية الأمريكي» is one mention, and «عبد الله الأول ملك الأردن» means no later king.

    «استقبل أردوغان أمير قطر» is two: Arabic puts the object behind the subject.
    """
    for gap in range(_WIDEST_GAP + 1):
        mention = ends.get((hit.copy.number, hit.start - gap))
        if mention is None:
            continue
        between = hit.copy.text[hit.start - gap : hit.start]
        if mention.leader == number or _is_his_own(lexicon.leaders[mention.leader], hit, between):
            return True
    return False


def _is_his_own(leader: LeaderEntry, hit: RoleHit, between: str) -> bool:
    """Behind a colon he may speak of another whose title names no country: «الحريري: رئيس الوزراء لم يرد»."""
    if between in _EXPLAINED:
        return matches(leader, hit.meant)
    return between in _APPOSED and matches(leader, _wherever(hit))


def _wherever(hit: RoleHit) -> Role:
    """The title of any country, where it is the article that says which."""
    return hit.role.of(None) if hit.role.sole_country else hit.meant


def _is_within_a_name(names: Container[tuple[int, int]], hit: RoleHit) -> bool:
    """«جلالة الملك فيصل»: the title's last word begins the name."""
    last = max(hit.copy.text.rfind(" ", hit.start, hit.end) + 1, hit.start)
    return (hit.copy.number, last) in names


def _has_a_lesser_title(lexicon: Lexicon, begins: Mapping[tuple[int, int], RoleHit], hit: RoleHit) -> bool:
    """«وزير الزراعة السفير صلاح هلال»: an ambassador's title and a name go on with the minister's."""
    title = begins.get((hit.copy.number, hit.end + 1))
    if title is None or any(lexicon.kinds[kind].leads for kind, _ in title.role.offices):
        return False
    return word_after(hit.copy.text, title.end)[0] in lexicon.given
