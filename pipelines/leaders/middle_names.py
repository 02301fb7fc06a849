"""Full names that the table does not hold because middle names stand in them."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.name_forms import AMBIGUOUS, FULL, Alias
from pipelines.tagging.words import word_before

_MOST = 2  # «فيصل يوسف عوض الشبول», as decrees write their ministers


def grow_over_first_name(lexicon: Lexicon, hit: NameHit) -> bool:
    """«حيدر جواد العبادي»: a middle name, where «حيدر العبادي» is his full name; the hit grows over all three.

    One that nobody wrote down may be another man's («حيدر علي العبادي»): then the name alone is not enough.
    """
    if hit.prefix:
        return False
    for middles, begin in _middles_before(lexicon, hit.copy.text, hit.start):
        for alias in hit.aliases:
            first = _first_name_before(lexicon, hit.copy.text[: begin - 1], alias)
            known = lexicon.middle_names[alias.leader]
            if first and (not known or any(middle in known for middle in middles)):
                hit.start = begin - 1 - len(first)
                name_class = FULL if known or len(middles) == _MOST else AMBIGUOUS
                hit.aliases = [replace(alias, name_class=name_class)]
                return True
    return False


def _middles_before(lexicon: Lexicon, text: str, at: int) -> Iterator[tuple[list[str], int]]:
    """One given name before the place, then two, and where they begin; «بن» may stand before each."""
    middles: list[str] = []
    while len(middles) < _MOST:
        middle, at = word_before(text, at)
        if middle not in lexicon.given:
            return
        middles.append(middle)
        word, begin = word_before(text, at)
        at = begin if word == "بن" else at
        yield middles, at


def _first_name_before(lexicon: Lexicon, text: str, alias: Alias) -> str:
    firsts = lexicon.first_names.get((alias.leader, alias.name), ())
    return next((first for first in firsts if text.endswith((f" {first}", f"\n{first}")) or text == first), "")
