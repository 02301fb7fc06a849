"""Full names with more fathers than the tables hold: «سلطان بن سالم بن سعيد الحبسي» is «سلطان بن سالم الحبسي»."""

import re
from collections.abc import Iterable, Iterator

from pipelines.leaders.hits import Hits, NameHit, overlap
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.name_forms import AMBIGUOUS, FULL, Alias
from pipelines.tagging.clitics import PROCLITICS, SINGLE
from pipelines.tagging.copies import Copy

_FATHER = " بن "
_NAME = r"(?:عبد )?\w+"
# The agencies of the Gulf print three names and more before the family's; «آل سعيد» is folded to «ال سعيد».
_CHAIN = re.compile(rf"(?<!\w)(\w+) بن ({_NAME})(?: بن {_NAME})+ ((?:ال )?\w+)")


def add_longer_chains(lexicon: Lexicon, hits: Hits) -> None:
    """Adds whom such a chain names; what was found inside it is a father of his."""
    known = {(hit.copy.number, hit.end): hit.start for hit in hits.names}
    found = [
        hit for copy in hits.copies if copy.text.count(_FATHER) > 1
        for hit in _found(lexicon, copy)
        if known.get((copy.number, hit.end), hit.end) > hit.start  # not a grandson whom the tables hold as he is
    ]  # fmt: skip
    if found:
        others = [hit for hit in hits.names if not any(overlap(hit, chain) for chain in found)]
        hits.names = sorted([*others, *found], key=lambda hit: hit.place)


def _found(lexicon: Lexicon, copy: Copy) -> Iterator[NameHit]:
    for chain in _CHAIN.finditer(copy.text):
        first, father, family = chain.groups()
        for prefix in ("", first[:1]) if first.startswith(SINGLE) else ("",):
            aliases = list(_aliases(lexicon, first.removeprefix(prefix), father.replace(" ", ""), family))
            if aliases:
                yield NameHit(copy, chain.start() + len(prefix), chain.end(), prefix, _surest(aliases))
                break


def _aliases(lexicon: Lexicon, first: str, father: str, family: str) -> Iterator[Alias]:
    """Whose first name, father and family these are, and whose where the tables hold no father."""
    for name_class, key in ((FULL, (first, father, family)), (AMBIGUOUS, (first, "", family))):
        for leader in lexicon.chains.get(key, ()):
            yield Alias(leader, name_class, f"{first} {family}", PROCLITICS)


def _surest(aliases: Iterable[Alias]) -> list[Alias]:
    full = [alias for alias in aliases if alias.name_class == FULL]
    return full or list(aliases)
