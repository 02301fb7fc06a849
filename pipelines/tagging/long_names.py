"""Names of office holders in a form that no table holds, behind a title that leaves few to be meant.

Decrees and official agencies write their own ministers with father and grandfather («وزير الزراعة صائب عبد الحليم
الخريسات»), others leave out a first محمد («نظيره المصري كامل عمرو»), and each newspaper spells foreigners by ear
(«وزيرة الهجرة السويدية، ماريا مالمر ستنيرغارد»). A title, the day and a country that the article names leave some
thirty persons: with one of them whose name begins and ends so, there is no doubt who it is.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.tagging.clitics import ARTICLE, PROCLITICS
from pipelines.tagging.hits import Hits, NameHit, RoleHit
from pipelines.tagging.lexicon import AMBIGUOUS, Alias, Lexicon
from pipelines.tagging.near_names import are_spelt_alike, is_foreign
from pipelines.tagging.spellings import fold_name
from pipelines.tagging.titles import GAPS, MINISTER
from pipelines.tagging.words import word_after

_MOST_WORDS = 5
_TITLES = (*MINISTER, "رييس ")  # a prince shares first and last name with many of his house
_COMPOUND = frozenset({"ابو", "بن", "ال"})
_SERVANT = "عبد"
_LEFT_OUT = "محمد"

Words = list[tuple[str, int]]
"""The words behind a title, each with where it ends."""


def add_long_names(lexicon: Lexicon, hits: Hits, day: date) -> None:
    """Adds, behind titles that stand before no known name, the names that can only be a holder's."""
    begun = {hit.place for hit in hits.names}
    behind_names = {id(hit.title_behind) for hit in hits.names}  # after «صلاح هلال، وزير الزراعة،» comes another
    for role in hits.roles:
        if role.name is None and not role.former and id(role) not in behind_names and _is_told(role):
            hit = _name_behind(lexicon, hits, role, day)
            if hit is not None and hit.place not in begun:
                role.name = hit
                hits.names.append(hit)
    hits.names.sort(key=lambda hit: hit.place)


def _is_told(role: RoleHit) -> bool:
    return role.role.same_office or role.copy.text.startswith(_TITLES, role.start)


def _name_behind(lexicon: Lexicon, hits: Hits, role: RoleHit, day: date) -> NameHit | None:
    text, at = role.copy.text, role.behind
    if text[at : at + 2] in GAPS:
        at += 1
    before = text.rfind(" ", role.end, at)  # «الكسندر» looks like one more word of the office
    holders: list[int] = []
    for begin in (at, before) if before >= 0 else (at,):
        words = _words_behind(text, begin)
        if len(words) > 1 and words[0][0] not in lexicon.words["after_role"]:
            holders = holders or list(_holders(lexicon, hits, role, day))
            for number, end in (*_with_middle_names(lexicon, holders, words), *_by_ear(lexicon, holders, words)):
                alias = Alias(number, AMBIGUOUS, text[begin + 1 : end], PROCLITICS)
                return NameHit(role.copy, begin + 1, end, "", [alias], title=role)
    return None


def _words_behind(text: str, at: int) -> Words:
    """«عبد الله» counts as one word, as the tables have it."""
    words: Words = []
    while len(words) <= _MOST_WORDS:
        word, at = word_after(text, at)
        if not word:
            break
        if word.startswith(ARTICLE) and words and words[-1][0] == _SERVANT:
            words.pop()
            word = f"{_SERVANT}{word}"
        words.append((word, at))
    return words


def _with_middle_names(lexicon: Lexicon, holders: list[int], words: Words) -> Iterator[tuple[int, int]]:
    """The one holder whose name begins and ends as the words do, and where; between them only names may stand."""
    first = words[0][0]
    for last, end in words[1:] if first in lexicon.given else ():
        meant = [number for number in holders if _begins_and_ends(lexicon.leaders[number], first, last)]
        if len(meant) == 1:
            yield meant[0], end
        if last not in lexicon.given and last not in _COMPOUND and not last.startswith(ARTICLE):
            return


def _begins_and_ends(leader: LeaderEntry, first: str, last: str) -> bool:
    """Whether one of the leader's full names begins and ends so, with or without the article."""
    return any(
        len(name) > 1 and name[0] == first and name[-1].removeprefix(ARTICLE) == last.removeprefix(ARTICLE)
        for full in leader.full for name in _with_and_without_mohammed(_folded(full))
    )  # fmt: skip


def _with_and_without_mohammed(name: list[str]) -> Iterator[list[str]]:
    yield name
    if name[0] == _LEFT_OUT:
        yield name[1:]


def _by_ear(lexicon: Lexicon, holders: list[int], words: Words) -> Iterator[tuple[int, int]]:
    """The one foreign holder one of whose names is spelt nearly as the words, and where it ends."""
    found: dict[int, int] = {}
    for number in holders:
        leader = lexicon.leaders[number]
        for name in (*leader.full, *leader.ambiguous) if is_foreign(leader.countries) else ():
            spelt = _folded(name)
            written = words[: len(spelt)]
            if 1 < len(spelt) == len(written) and all(map(are_spelt_alike, (one for one, _ in written), spelt)):
                found[number] = written[-1][1]
    if len(found) == 1:
        yield from found.items()


def _holders(lexicon: Lexicon, hits: Hits, role: RoleHit, day: date) -> Iterator[int]:
    """Who held on that day an office that the title means, in its country or one that the article names."""
    meant = role.meant
    for kind, country in meant.offices:
        for code in hits.nations if country is None else (country,):
            for number in lexicon.holders.get((kind, code), ()):
                offices = lexicon.leaders[number].offices
                if any(one.kind == kind and one.country == code and one.held_on(day) for one in offices):
                    yield number


@lru_cache(maxsize=4096)  # some thirty holders a title, most of them asked for again
def _folded(name: str) -> list[str]:
    return fold_name(name).split()
