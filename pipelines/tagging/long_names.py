"""Names of office holders with middle names that no table holds: «وزير الزراعة صائب عبد الحليم الخريسات».

Decrees and official agencies write their own ministers with father and grandfather. First and last name, behind a
title that such a leader held then in a country that the article names, leave no doubt who it is.
"""

from collections.abc import Iterator
from datetime import date

from pipelines.tagging.clitics import ARTICLE, PROCLITICS
from pipelines.tagging.hits import Hits, NameHit, RoleHit
from pipelines.tagging.lexicon import AMBIGUOUS, Alias, Lexicon
from pipelines.tagging.spellings import fold_name
from pipelines.tagging.titles import MINISTER, in_office
from pipelines.tagging.words import word_after

_MOST_WORDS = 5  # «عبد الحليم» is two
_TITLES = (*MINISTER, "رييس ")  # a prince shares first and last name with many of his house
_COMPOUND = frozenset({"عبد", "ابو", "بن", "ال"})


def add_long_names(lexicon: Lexicon, hits: Hits, day: date) -> None:
    """Adds, behind titles that stand before no known name, the names that begin and end as a holder's does."""
    begun = {hit.place for hit in hits.names}
    for role in hits.roles:
        if role.name is None and not role.former and role.copy.text.startswith(_TITLES, role.start):
            hit = _long_name(lexicon, hits, role, day)
            if hit is not None and hit.place not in begun:
                role.name = hit
                hits.names.append(hit)
    hits.names.sort(key=lambda hit: hit.place)


def _long_name(lexicon: Lexicon, hits: Hits, role: RoleHit, day: date) -> NameHit | None:
    text, at = role.copy.text, role.behind
    first, end = word_after(text, at)
    if first not in lexicon.given:
        return None
    holders = [number for number in _holders(lexicon, hits, role, day) if first in lexicon.own_words[number]]
    for _ in range(_MOST_WORDS if holders else 0):
        last, end = word_after(text, end)
        meant = [number for number in holders if _is_named(lexicon, number, first, last)]
        if len(meant) == 1:
            name = text[at + 1 : end]
            return NameHit(role.copy, at + 1, end, "", [Alias(meant[0], AMBIGUOUS, name, PROCLITICS)], title=role)
        if last not in lexicon.given and last not in _COMPOUND and not last.startswith(ARTICLE):
            return None
    return None


def _holders(lexicon: Lexicon, hits: Hits, role: RoleHit, day: date) -> Iterator[int]:
    """Who held on that day an office that the title means, in its country or one that the article names."""
    meant = role.meant
    for kind, country in meant.offices:
        for code in hits.nations if country is None else (country,):
            for number in lexicon.holders.get((kind, code), ()):
                if in_office(lexicon.leaders[number], meant.of(code), day):
                    yield number


def _is_named(lexicon: Lexicon, number: int, first: str, last: str) -> bool:
    """Whether one of the leader's full names begins and ends so, with or without the article."""
    names = (fold_name(name).split() for name in lexicon.leaders[number].full)
    return any(
        len(name) > 1 and name[0] == first and name[-1].removeprefix(ARTICLE) == last.removeprefix(ARTICLE)
        for name in names if last
    )  # fmt: skip
