"""Who came to lead only later was something else before: «محافظ حضرموت فرج البحسني» in 2018 is a governor."""

from datetime import date

from pipelines.tagging.hits import NameHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.name_forms import FULL, Alias
from pipelines.tagging.near_names import is_foreign
from pipelines.tagging.words import COMMAS, unjoined, word_after, word_before

_MOST_WORDS = 4  # «محافظ حضرموت اللواء الركن»


def is_told_by_a_lesser_office(lexicon: Lexicon, hit: NameHit, alias: Alias, day: date | None) -> bool:
    """Whether the article is older than the first leading office, and another office stands beside the name."""
    leader = lexicon.leaders[alias.leader]
    begins = leader.begins()
    if day is None or begins is None or begins <= day or alias.name_class != FULL or is_foreign(leader.countries):
        return False
    return _stands_before(lexicon, hit) or _stands_behind(lexicon, hit)


def _stands_before(lexicon: Lexicon, hit: NameHit) -> bool:
    offices, at, behind = lexicon.words["lesser_offices"], hit.start, ""
    for _ in range(_MOST_WORDS if not hit.prefix else 0):
        word, at = word_before(hit.copy.text, at)
        if any(form in offices or f"{form} {behind}" in offices for form in unjoined(word)):
            return True
        behind = word
    return False


def _stands_behind(lexicon: Lexicon, hit: NameHit) -> bool:
    text, offices = hit.copy.text, lexicon.words["lesser_offices"]
    word, end = word_after(text, hit.end + (text[hit.end : hit.end + 2] in COMMAS))
    return word in offices or f"{word} {word_after(text, end)[0]}" in offices
