"""What somebody does says that he is no leader: «المطرب فاروق حسني», «ياسر يوسف، لاعب الهلال»."""

from pipelines.tagging.hits import NameHit
from pipelines.tagging.lexicon import FULL, Alias, Lexicon
from pipelines.tagging.near_names import is_foreign
from pipelines.tagging.titles import matches
from pipelines.tagging.words import unjoined, word_after, word_before

_COMMAS = ("، ", ", ")


def is_told_by_work(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str) -> bool:
    """«المطرب فاروق حسني», but not «الفنان فاروق حسني، وزير الثقافة الأسبق», nor «النقيب إبراهيم تراوري»."""
    if lexicon.words["people_before"].isdisjoint(unjoined(before)):
        return _is_told_behind(lexicon, hit, alias)
    if alias.name_class == FULL and is_foreign(lexicon.leaders[alias.leader].countries):
        return False  # few others have such a name
    behind = hit.title_behind if hit.copy.text.startswith(_COMMAS, hit.end) else None
    return behind is None or not matches(lexicon.leaders[alias.leader], behind.meant)


def _is_told_behind(lexicon: Lexicon, hit: NameHit, alias: Alias) -> bool:
    """«ياسر يوسف، لاعب الهلال», «ياسر عباس لاعب السودان», where the name alone is doubtful."""
    at = hit.end + (hit.copy.text[hit.end : hit.end + 2] in _COMMAS)
    return alias.name_class != FULL and word_after(hit.copy.text, at)[0] in lexicon.words["people_before"]


def not_by_work(lexicon: Lexicon, hit: NameHit, aliases: list[Alias], before: str) -> list[Alias]:
    """The readings that stand when the word before the last says what a person does."""
    _, begin = word_before(hit.copy.text, hit.start)
    work = lexicon.words["people_before"].intersection(unjoined(word_before(hit.copy.text, begin)[0]))
    if not work or hit.title is not None:
        return aliases
    if before.startswith("ال") and (before.endswith("ي") or not any(word.startswith("ال") for word in work)):
        return []  # «المدرب الإسباني خوان كارلوس», «لاعب الوسط محمود عزت»
    own = lexicon.own_words  # «المصور الصحفي جلاء العبادي»: an unknown first name
    return [alias for alias in aliases if alias.name_class == FULL or before in own[alias.leader]]
