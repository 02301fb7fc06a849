"""Finds office holders behind their titles by names that no table holds in that form (`holder_forms.py`).

A title, the day and a country that the article names leave some thirty persons: if the name is that of one of them
alone, there is no doubt who it is.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from pipelines.tagging.clitics import ARTICLE, PROCLITICS
from pipelines.tagging.hits import Hits, NameHit, RoleHit
from pipelines.tagging.holder_forms import FORMS, SERVANT, Words
from pipelines.tagging.lexicon import AMBIGUOUS, Alias, Lexicon
from pipelines.tagging.role_mentions import is_part_of_another
from pipelines.tagging.titles import GAPS, MINISTER
from pipelines.tagging.words import word_after

_MOST_WORDS = 5
_TITLES = (
    *MINISTER,
    "رييس ",
    "الرييس ",
    "رييسه ",
    "الرييسه ",
)  # a prince shares first and last name with many of his house


def add_holder_names(lexicon: Lexicon, hits: Hits, day: date) -> None:
    """Adds, behind titles that stand before no known name, the names that can only be a holder's.

    What lies inside such a name is none of its own: «مارينو راخوي» holds راخوي.
    """
    begun = {hit.place for hit in hits.names}
    behind_names = {id(hit.title_behind) for hit in hits.names}  # after «صلاح هلال، وزير الزراعة،» comes another
    for role in hits.roles:
        if role.name is None and not role.former and id(role) not in behind_names and _is_told(lexicon, role):
            hit = _name_behind(lexicon, hits, role, day)
            if hit is not None and hit.place not in begun:
                role.name = hit
                hits.names = [*(name for name in hits.names if not _overlap(name, hit)), hit]
    hits.names.sort(key=lambda hit: hit.place)


def _is_told(lexicon: Lexicon, role: RoleHit) -> bool:
    is_title = role.role.same_office or role.copy.text.startswith(_TITLES, role.start)
    return is_title and not is_part_of_another(lexicon, role)  # «وكيل وزير الصحة»


def _overlap(one: NameHit, other: NameHit) -> bool:
    return one.copy is other.copy and one.start < other.end and other.start < one.end


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
            named = chain.from_iterable(form(lexicon, holders, words) for form in FORMS)
            for number, end in named:
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
        if word.startswith(ARTICLE) and words and words[-1][0] == SERVANT:
            words.pop()
            word = f"{SERVANT}{word}"
        words.append((word, at))
    return words


def _holders(lexicon: Lexicon, hits: Hits, role: RoleHit, day: date) -> Iterator[int]:
    """Who held on that day an office that the title means, in its country or one that the article names."""
    meant = role.meant
    for kind, country in meant.offices:
        for code in hits.nations if country is None else (country,):
            for number in lexicon.holders.get((kind, code), ()):
                offices = lexicon.leaders[number].offices
                if any(one.kind == kind and one.country == code and one.held_on(day) for one in offices):
                    yield number
