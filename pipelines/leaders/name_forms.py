"""The forms in which names and titles are looked for, and what may be written together with them."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.knowledge.role_files import Role
from pipelines.tagging.clitics import ARTICLE, PROCLITICS, allowed_proclitics, assimilated
from pipelines.tagging.spellings import fold_name

_PARTS = re.compile(r"(\w+)(?: بن ((?:عبد )?\w+))? ((?:ال )?(?!بن )\w+)")
_OF_GOD = " الله"  # «بنصر الله» is by God's help
FULL, SHORT, AMBIGUOUS, NAMESAKE = "full", "short", "ambiguous", "namesake"
_AND, _AND_BY_FOR = frozenset("و"), frozenset("وبل")
_BEFORE_ARTICLE = frozenset(prefix for prefix in PROCLITICS if not prefix.endswith("ل"))
_NONE: frozenset[str] = frozenset()
Words = tuple[str, ...]
"""The few words of one leader's names: a tenth of a set, and looked through as soon."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one leader (by number), folded; `leader` -1: somebody who is no leader."""

    leader: int
    name_class: str
    name: str
    prefixes: frozenset[str]
    ordinary: bool = False
    given_only: bool = False


@dataclass(frozen=True, slots=True)
class NationWord:
    """A word that shows that a text is about a country; `is_name`: its name, no adjective or capital."""

    code: str
    is_name: bool
    shows: bool = True
    """Whether the word by itself shows that; «مالي» does not."""
    is_people: bool = False
    """Whether it names people only: «لاجئون سوريون»."""


def chain_of(form: str) -> tuple[str, str, str] | None:
    """«سلطان بن سالم الحبسي», «سلطان الحبسي»: first name, father or nothing, family; None for longer ones."""
    first, father, family = ((found := _PARTS.fullmatch(form)) and found.groups(default="")) or ("", "", "")
    return (sys.intern(first), sys.intern(father.replace(" ", "")), sys.intern(family)) if first else None


def middle_names(leader: LeaderEntry) -> Words:
    """What stands between first and last name in any of the full ones."""
    names = (fold_name(name).replace("عبد ", "عبد").split(" ", 1) for name in leader.full)
    return words_of(rest.rpartition(" ")[0] for _, rest in (name for name in names if len(name) > 1))


def words_of(names: Iterable[str]) -> Words:
    """Each word once; words are interned, since thousands of leaders share them: five megabytes."""
    return tuple(dict.fromkeys(sys.intern(word) for name in names for word in name.split()))


def forms_of(form: str, alias: Alias) -> Iterator[tuple[str, object]]:
    """The name, and as it is written behind ل: «للأسد»."""
    yield form, alias
    joined = assimilated(form)
    if joined is not None:
        yield joined, alias


def with_assimilated(roles: list[tuple[str, Role]]) -> Iterator[tuple[str, object]]:
    """The titles, and as they are written behind ل: «للرئيس»."""
    for phrase, role in roles:
        yield phrase, role
        joined = assimilated(phrase)
        if joined is not None:
            yield joined, role


def proclitics_of(name: str, name_class: str, *, ordinary: bool) -> frozenset[str]:
    """What may be written together with the name: less, the more easily a word would arise by chance."""
    if " " in name and (name_class in {FULL, NAMESAKE} or not name.endswith(_OF_GOD)):
        return PROCLITICS
    first = name.split(" ", 1)[0]
    if name.startswith(ARTICLE):
        return _BEFORE_ARTICLE
    if name_class == AMBIGUOUS and (ordinary or len(first) < 5):
        # لصالح and بسلام are words; وصالح mostly is not.
        return _AND if len(first) > 2 else _NONE
    # فرائس is prey, not ف before رايس; only the three common ones are safe before a short name.
    return _AND_BY_FOR if len(first) in {4, 5} else allowed_proclitics(len(first))
