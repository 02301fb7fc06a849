"""Foreign names in a spelling that no table holds: «موشي كحلون» for «موشيه كحلون», «ماغدالينا» for «ماجدالينا».

Each newspaper writes foreign names by ear. They agree in most consonants and differ in vowels and in letters that
sound alike, so two spellings have one skeleton. Two names may have one, too: what is found so counts as an ambiguous
name, which needs a title, or an office on that day and the country named.
"""

import re
from collections.abc import Iterable, Iterator

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.hits import Copy
from pipelines.tagging.remembered import Remembered
from pipelines.tagging.spellings import fold_name

# Where names are written in Arabic by their bearers; in Mauritania and the Horn the press spells them by ear as well.
_NATIVE = frozenset("AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE".split())
_WORD = re.compile(r"\w+")
_ALIKE = str.maketrans("غجقطصضظثحذ", "ككككتسدزتهز"[1:], "اويءه")
_FEWEST = 5  # consonants of a whole name: shorter skeletons are those of many names
_FEWEST_OF_WORD = 2
_MOST_WORDS = 3
_MOST_APART = 3  # letters by which the lengths of two spellings differ


def skeleton(word: str) -> str:
    """The consonants of a folded word; those that newspapers exchange are one letter."""
    return re.sub(r"(.)\1", r"\1", word.removesuffix("ه").translate(_ALIKE).replace("تش", "ش"))
