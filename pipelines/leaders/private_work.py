"""Somebody who ruled is told of by his office: «الطبيب محمد مرسي», «عمر البشير، مدير المدرسة» are namesakes.

Of ministers this does not hold: who was one for a year is a lawyer, a professor or an expert for life. Nor where an
office is spoken of: «قيس سعيد، أستاذ القانون» stands for president.
"""

from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.name_forms import FULL, Alias
from pipelines.leaders.near_names import is_foreign
from pipelines.leaders.titled_names import SHORTENED
from pipelines.leaders.titles import reigns
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.words import entry_behind, is_entry, unjoined, word_before

_MOST_WORDS = 4  # «رئيس قسم الجراحة الدكتور»


def is_told_by_private_work(lexicon: Lexicon, hit: NameHit, alias: Alias) -> bool:
    """Whether a ruler's full name stands beside another's work; of an article that has no title of anybody."""
    leader = lexicon.leaders[alias.leader]
    if alias.name_class != FULL or not reigns(leader) or is_foreign(leader.countries):
        return False
    return _works_before(lexicon, hit) or entry_behind(hit.copy.text, hit.end, lexicon.words["work_behind"])


def _works_before(lexicon: Lexicon, hit: NameHit) -> bool:
    """Whether up to the name there are only the words of his work, and before them no verb that has two persons."""
    text, at, behind = hit.copy.text, hit.start, ""
    work = lexicon.words["work_before"]
    for _ in range(_MOST_WORDS if not hit.prefix else 0):
        word, at = word_before(text, at)
        if not word:
            return False
        if any(is_entry(form, behind, work) for form in unjoined(word)):
            return word_before(text, at)[0] not in lexicon.words["meets_before"]
        if not (word.startswith((ARTICLE, "لل")) or word in SHORTENED or behind.startswith(ARTICLE)):
            return False
        behind = word
    return False
