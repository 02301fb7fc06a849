"""The forms in which the press writes the name of one of a few persons, besides those that the tables hold.

Official agencies write their own ministers with father and grandfather («وزير الزراعة صائب عبد الحليم الخريسات»),
others leave out a first محمد («نظيره المصري كامل عمرو») or the family («الشيخ أحمد الحمود») or write it alone
(«وزير المالية الأردني العسعس»), and each newspaper spells foreigners by ear («ماريا مالمر ستنيرغارد»).

Each form is a function of the persons (by number) and of the words that stand there; it gives whom they name, if it
is one of them alone, and where his name ends.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.near_names import are_spelt_alike, is_foreign, names_of
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.spellings import fold_name

SERVANT = "عبد"
_COMPOUND = frozenset({"ابو", "بن", "ال"})
_NO_FAMILIES = ("after_role", "ordinary", "fillers", "not_given")
LEFT_OUT = "محمد"
_SON = "بن"
_THREE = 3

Words = list[tuple[str, int]]
"""The words behind a title, each with where it ends; «عبد الله» is one, as the tables have it."""

Form = Callable[[Lexicon, list[int], Words], Iterator[tuple[int, int]]]


@lru_cache(maxsize=4096)  # some thirty holders a title, most of them asked for again
def _folded(name: str) -> list[str]:
    return fold_name(name).replace(f"{SERVANT} {ARTICLE}", f"{SERVANT}{ARTICLE}").split()


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
    if name[0] == LEFT_OUT:
        yield name[1:]


def _by_ear(lexicon: Lexicon, holders: list[int], words: Words) -> Iterator[tuple[int, int]]:
    """The one foreign holder one of whose names is spelt nearly as the words, and where it ends."""
    found: dict[int, int] = {}
    for number in holders:
        leader = lexicon.leaders[number]
        for name in names_of(leader) if is_foreign(leader.countries) else ():
            spelt = _folded(name)
            written = words[: len(spelt)]
            if 1 < len(spelt) == len(written) and all(map(are_spelt_alike, (one for one, _ in written), spelt)):
                found[number] = written[-1][1]
    if len(found) == 1:
        yield from found.items()


def _by_family_name(lexicon: Lexicon, holders: list[int], words: Words) -> Iterator[tuple[int, int]]:
    """The one holder of that family name, «وزير العمل شيخ الإسلامي», or of that name without it: «أحمد الحمود»."""
    if words[0][0] in lexicon.adjectives or any(words[0][0] in lexicon.words[name] for name in _NO_FAMILIES):
        return
    for length in (3, 2, 1) if len(words) > 2 else (2, 1):
        written, end = [word for word, _ in words[:length]], words[length - 1][1]
        meant = [number for number in holders if _is_of_family(lexicon, number, written)]
        if len(meant) == 1:
            yield meant[0], end


def _is_of_family(lexicon: Lexicon, number: int, written: list[str]) -> bool:
    is_given = written[0] in lexicon.given
    for name in map(_folded, lexicon.leaders[number].full):
        families = [] if is_given or len(name) < 2 else [name[1:], name[-1:]]
        if is_given and len(name) > 2 and name[1].startswith(ARTICLE):
            families.append(name[:2])
        if is_given and len(name) > 3 and name[1] == _SON:  # «الشيخ خالد بن أحمد» of the house of Khalifa
            families.append(name[:3])
        if written in families:
            return True
    return False


def are_three_names(lexicon: Lexicon, words: Words) -> bool:
    """Whether the words may be a man's name with father's and grandfather's, none of them written in two."""
    return len(words) >= _THREE and words[2][0] in lexicon.given and words[1][0] not in _COMPOUND


def by_first_names(lexicon: Lexicon, holders: list[int], words: Words) -> Iterator[tuple[int, int]]:
    """The only holder of the office, if his name begins like these three: «حسن الشيخ محمد» is حسن الشيخ محمود."""
    if len(holders) != 1:
        return
    leader = lexicon.leaders[holders[0]]
    written = [word.removeprefix(ARTICLE) for word, _ in words[:2]]
    for name in map(_folded, (leader.name_ar, *leader.full)):
        if len(name) >= _THREE and [word.removeprefix(ARTICLE) for word in name[:2]] == written:
            yield holders[0], words[2][1]
            return


SURE_FORMS: tuple[Form, ...] = (_with_middle_names, _by_ear)
"""Those that know the first name and the last."""
FORMS = (*SURE_FORMS, _by_family_name)
