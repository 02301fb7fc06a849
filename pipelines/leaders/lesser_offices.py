"""Who came to lead only later was something else before: «محافظ حضرموت فرج البحسني» in 2018 is a governor."""

from collections.abc import Container
from datetime import date, timedelta

from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.name_forms import FULL, Alias
from pipelines.leaders.near_names import is_foreign
from pipelines.leaders.titles import had_begun
from pipelines.tagging.words import entry_behind, is_entry, unjoined, word_before

_NO_SLACK = timedelta(0)
_MOST_WORDS = 4  # «محافظ حضرموت اللواء الركن»


def is_told_by_a_lesser_office(lexicon: Lexicon, hit: NameHit, alias: Alias, day: date | None) -> bool:
    """Whether the article is older than the first leading office, and another office stands beside the name."""
    leader = lexicon.leaders[alias.leader]
    if alias.name_class != FULL or had_begun(leader, day, _NO_SLACK) or is_foreign(leader.countries):
        return False
    offices = lexicon.words["lesser_offices"]
    return _stands_before(hit, offices) or entry_behind(hit.copy.text, hit.end, offices)


def _stands_before(hit: NameHit, offices: Container[str]) -> bool:
    at, behind = hit.start, ""
    for _ in range(_MOST_WORDS if not hit.prefix else 0):
        word, at = word_before(hit.copy.text, at)
        if any(is_entry(form, behind, offices) for form in unjoined(word)):
            return True
        behind = word
    return False
