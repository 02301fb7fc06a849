"""Whether a name that no table holds stands before a title: then the office behind it is that person's."""

import re

from pipelines.leaders.lexicon import Lexicon
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.copies import Copy
from pipelines.tagging.words import unjoined, word_before, word_until

_LONGEST_CHAIN = 120  # letters: a verb and seven names
# Behind a verb the office is his; «استقبل الأمير سعود بن نايف وزير الحج» names two.
_CHAIN = re.compile(r"(\w+) \w+(?: بن (?:عبد )?\w+)+(?: (?:ال )?(?!بن )\w+)?$")


def ends_an_unknown_name(lexicon: Lexicon, copy: Copy, at: int) -> bool:
    """«قال خلفان بن راشد الكندي», «لطفي باشريف،», or two first names: «قال عادل منصور»."""
    chain = _CHAIN.search(copy.text, max(0, at - _LONGEST_CHAIN), at)
    if chain is not None and not lexicon.words["says_before"].isdisjoint(unjoined(chain[1])):
        return True
    word, begin = word_until(copy.text, at)
    first, first_begin = word_before(copy.text, begin)
    if first in lexicon.given and _are_two_names(lexicon, word, word_before(copy.text, first_begin)[0]):
        return True
    is_name = first in lexicon.given or copy.text[at : at + 1] in {"،", ","}
    return bool(word) and is_name and copy.is_new_word(begin)


def _are_two_names(lexicon: Lexicon, word: str, verb: str) -> bool:
    """Whether the word behind a first name is a name; «استقبل عادل منصور وزير الصحة» names two persons."""
    if verb in lexicon.words["meets_before"]:
        return False
    return word in lexicon.given or (word.startswith(ARTICLE) and verb in lexicon.words["says_before"])
