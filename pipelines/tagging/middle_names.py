"""Full names that the table does not hold because a middle name stands in them."""

from dataclasses import replace

from pipelines.tagging.hits import NameHit
from pipelines.tagging.lexicon import FULL, Alias, Lexicon
from pipelines.tagging.words import word_before


def grow_over_first_name(lexicon: Lexicon, hit: NameHit) -> bool:
    """«حيدر جواد العبادي»: a middle name, where «حيدر العبادي» is his full name; the hit grows over all three."""
    middle, begin = word_before(hit.copy.text, hit.start)
    if hit.prefix or middle not in lexicon.given:
        return False
    word, at = word_before(hit.copy.text, begin)
    begin = at if word == "بن" else begin
    for alias in hit.aliases:
        first = _first_name_before(lexicon, hit.copy.text[: begin - 1], alias)
        middles = lexicon.middle_names[alias.leader]
        if first and (middle in middles or not middles):
            hit.start = begin - 1 - len(first)
            hit.aliases = [replace(alias, name_class=FULL)]
            return True
    return False


def _first_name_before(lexicon: Lexicon, text: str, alias: Alias) -> str:
    firsts = lexicon.first_names.get((alias.leader, alias.name), ())
    return next((first for first in firsts if text.endswith((f" {first}", f"\n{first}")) or text == first), "")
