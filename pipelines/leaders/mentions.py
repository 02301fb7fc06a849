"""Names that are known to mean a leader, each with the rule that says so."""

from dataclasses import dataclass

from pipelines.leaders.bearers import Bearers
from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.tagging.words import word_after

CONFIDENCE = {"full": 0.99, "short": 0.97, "title": 0.95, "surname": 0.94, "context": 0.8, "role": 0.7}
"""How sure each rule is; its names are those of the spans' `rule`."""

_LINKS = frozenset({"بن", "ال"})  # «آل», folded
_SERVANT = "عبد"


@dataclass(frozen=True, slots=True)
class Mention:
    """A leader (by number) at a place of the article, and the rule that says so."""

    leader: int
    hit: NameHit
    rule: str


def end_of_name(lexicon: Lexicon, one: Mention) -> int:
    """Where the name ends with fathers and house: «سلمان بن عبدالعزيز آل سعود», «خالد الفيصل بن عبدالعزيز»."""
    text, own, end = one.hit.copy.text, lexicon.own_words[one.leader], one.hit.end
    while True:
        link, behind = word_after(text, end)
        name, last = word_after(text, behind)
        if link not in _LINKS or name not in own:
            return end
        end = word_after(text, last)[1] if name == _SERVANT else last


def mention(hit: NameHit, meant: list[int], rule: str, bearers: Bearers) -> list[Mention]:
    """The mention of the one leader who is meant, a bearer of this name from now on; of several, none is."""
    if len(meant) != 1:
        return []
    bearers.add(meant[0], hit)
    return [Mention(meant[0], hit, rule)]
