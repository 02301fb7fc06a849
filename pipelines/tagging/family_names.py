"""Bare family names that no table holds: behind «جون بوينار», «بوينار» is he.

The tables hold the family names that outlets use alone from the start. Of most ministers they hold none, and the
press names each of them in full first, and then by the last of his names.
"""

import re
from collections.abc import Iterator

from pipelines.tagging.clitics import PROCLITICS
from pipelines.tagging.hits import Copy, Hits, NameHit, RoleHit
from pipelines.tagging.lexicon import AMBIGUOUS, FULL, Alias, Lexicon

_SHORTEST = 4
# «عبد العزيز», «سيف الإسلام», «بن مساعد» and «نصر الله» are no names without their first half.
_FIRST_HALVES = frozenset({"عبد", "ابو", "ابي", "ام", "بن", "ابن", "بنت", "ولد", "ال", "ذو", "سيف", "نور", "شمس"})
_SECOND_HALVES = frozenset({"الله", "الدين", "الاسلام", "الحق", "الملك", "بك", "باشا"})
_NO_FAMILIES = (
    "ordinary", "not_given", "after_role", "before_role", "ranks", "fillers", "given_names",  # «الثاني عشر»
)  # fmt: skip


def add_family_names(lexicon: Lexicon, hits: Hits) -> None:
    """Adds the last names of who is named in full, where they stand alone behind it and nothing else was found."""
    leaders: dict[str, set[int]] = {}
    first: dict[str, NameHit] = {}
    for hit in hits.names:
        if hit.aliases and hit.aliases[0].name_class == FULL:
            family = _family_of(lexicon, hit)
            if family:
                leaders.setdefault(family, set()).update(alias.leader for alias in hit.aliases)
                first.setdefault(family, hit)
    added = [
        NameHit(copy, start, end, prefix, [Alias(next(iter(leaders[family])), AMBIGUOUS, family, PROCLITICS, True)])
        for family, hit in first.items() if len(leaders[family]) == 1
        for copy, prefix, start, end in _places_behind(hits, hit, family)
    ]  # fmt: skip
    covered = _covered(hits) if added else {}
    new = [hit for hit in added if not any(covered[hit.copy.number][hit.start : hit.end])]
    if new:
        hits.names = sorted([*hits.names, *new], key=lambda hit: hit.place)


def _covered(hits: Hits) -> dict[int, bytearray]:
    """By field, which letters lie in a name or a title."""
    covered = {copy.number: bytearray(len(copy.text)) for copy in hits.copies}
    found: list[NameHit | RoleHit] = [*hits.names, *hits.roles]
    for hit in found:
        covered[hit.copy.number][hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    return covered


def _family_of(lexicon: Lexicon, hit: NameHit) -> str:
    """The last of the names, if it can stand alone and is no everyday word; else nothing."""
    *others, family = hit.words.split(" ")
    if not others or len(family) < _SHORTEST or others[-1] in _FIRST_HALVES or family in _SECOND_HALVES:
        return ""
    everyday = family in lexicon.adjectives or any(family in lexicon.words[name] for name in _NO_FAMILIES)
    return "" if everyday or family in lexicon.given else family


def _places_behind(hits: Hits, named: NameHit, family: str) -> Iterator[tuple[Copy, str, int, int]]:
    """Where the family name stands behind the full one: field, what is written together with it, from and to."""
    for copy in hits.copies:
        if copy.number < named.copy.number or copy.text.count(family) < 1 + (copy is named.copy):
            continue
        begin = named.end if copy is named.copy else 0
        for found in re.compile(rf"(?<!\w)([وبل]?){family}(?!\w)").finditer(copy.text, begin):
            yield copy, found[1], found.end(1), found.end()
