"""Bare family names that no table holds: behind «جون بوينار», «بوينار» is he.

The tables hold the family names that outlets use alone from the start. Of most ministers they hold none, and the
press names each of them in full first, and then by the last of his names.
"""

import re
from collections.abc import Iterator

from pipelines.leaders.hits import Hits, NameHit, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.name_forms import AMBIGUOUS, FULL, Alias
from pipelines.leaders.near_names import is_foreign
from pipelines.tagging.clitics import PROCLITICS
from pipelines.tagging.copies import Copy
from pipelines.tagging.words import unjoined, word_before

_SHORTEST = 4
_NO_FAMILIES = (
    "ordinary", "not_given", "after_role", "before_role", "ranks", "fillers", "given_names", "no_families",
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
    added: list[NameHit] = []
    for family, hit in first.items():
        if len(leaders[family]) == 1:
            alias = Alias(leaders[family].pop(), AMBIGUOUS, family, PROCLITICS, True)
            added += _hits_behind(lexicon, hits, hit, alias)
    covered = _covered(hits) if added else {}
    new = [hit for hit in added if not any(covered[hit.copy.number][hit.start : hit.end])]
    if new:
        hits.names = sorted([*hits.names, *new], key=lambda hit: hit.place)


def _is_said(lexicon: Lexicon, copy: Copy, start: int) -> bool:
    """Whether the word before tells of a person; Arabic family names may be words of every day."""
    before, _ = word_before(copy.text, start - (copy.text[start - 2 : start] in {' "', " «", " “"}))
    return not lexicon.words["says_before"].isdisjoint(unjoined(before))


def _covered(hits: Hits) -> dict[int, bytearray]:
    """By field, which letters lie in a name or a title."""
    covered = {copy.number: bytearray(len(copy.text)) for copy in hits.copies}
    found: list[NameHit | RoleHit] = [*hits.names, *hits.roles]
    for hit in found:
        covered[hit.copy.number][hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    return covered


def _family_of(lexicon: Lexicon, hit: NameHit) -> str:
    """The last of the names, if it can stand alone and shows no country; else nothing."""
    *others, family = hit.words.split(" ")
    if not others or len(family) < _SHORTEST:
        return ""
    if others[-1] in lexicon.words["first_halves"] or family in lexicon.words["second_halves"]:
        return ""
    return "" if family in lexicon.adjectives or family in lexicon.nations else family


def _is_everyday(lexicon: Lexicon, family: str) -> bool:
    return family in lexicon.given or any(family in lexicon.words[name] for name in _NO_FAMILIES)


def _hits_behind(lexicon: Lexicon, hits: Hits, named: NameHit, alias: Alias) -> Iterator[NameHit]:
    """Where the family name stands behind the full one; an Arabic one may be a word, and needs «قال» or a title."""
    sure = is_foreign(lexicon.leaders[alias.leader].countries) and not _is_everyday(lexicon, alias.name)
    for copy in hits.copies:
        if copy.number < named.copy.number or copy.text.count(alias.name) < 1 + (copy is named.copy):
            continue
        form = re.compile(rf"(?<!\w)([وبل]?){alias.name}(?!\w)")  # of few: most names stand once in an article
        for found in form.finditer(copy.text, named.end if copy is named.copy else 0):
            if sure or _is_said(lexicon, copy, found.start()):
                yield NameHit(copy, found.end(1), found.end(), found[1], [alias])
