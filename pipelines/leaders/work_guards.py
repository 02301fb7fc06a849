"""What somebody does says that he is no leader: «المطرب فاروق حسني», «ياسر يوسف، لاعب الهلال»."""

from datetime import date

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.leaders.hits import NameHit, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.name_forms import AMBIGUOUS, FULL, Alias
from pipelines.leaders.near_names import is_foreign
from pipelines.leaders.titles import in_office_at_all, matches, reigns
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.words import COMMAS, unjoined, word_after, word_before

_ACCUSED = "المتهم"


def is_told_by_work(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str) -> bool:
    """«المطرب فاروق حسني», but not «الفنان فاروق حسني، وزير الثقافة الأسبق», nor «النقيب إبراهيم تراوري»."""
    forms = unjoined(before)
    if not lexicon.words["states_before"].isdisjoint(forms):
        return alias.name_class != FULL
    if lexicon.words["people_before"].isdisjoint(forms):
        return _is_told_behind(lexicon, hit, alias)
    if alias.name_class == FULL and is_foreign(lexicon.leaders[alias.leader].countries):
        return False  # few others have such a name
    behind = hit.title_behind if hit.copy.text.startswith(COMMAS, hit.end) else None
    return not _is_titled(lexicon.leaders[alias.leader], hit.title, behind)


def is_of_another_age(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str, day: date | None) -> bool:
    """«الشاب محمد مرسي», but not «المتهم حسني مبارك»: rulers who had fallen were accused, and no others."""
    leader = lexicon.leaders[alias.leader]
    if lexicon.words["states_before"].isdisjoint(unjoined(before)) or is_foreign(leader.countries):
        return False
    if _is_titled(leader, hit.title, hit.title_behind):
        return False
    return _ACCUSED not in before or not reigns(leader) or (day is not None and in_office_at_all(leader, day))


def _is_titled(leader: LeaderEntry, *titles: RoleHit | None) -> bool:
    return any(matches(leader, title.meant) for title in titles if title is not None)


def _is_told_behind(lexicon: Lexicon, hit: NameHit, alias: Alias) -> bool:
    """«ياسر يوسف، لاعب الهلال», «اللواء محمد منصور مدير المباحث», where the name alone is doubtful.

    In «استقبل صالح اللاعب» it is another who plays.
    """
    comma = hit.copy.text[hit.end : hit.end + 2] in COMMAS
    word, _ = word_after(hit.copy.text, hit.end + comma)
    is_his = comma or " " in hit.words or not word.startswith(ARTICLE)
    is_many = not is_foreign(lexicon.leaders[alias.leader].countries)
    serves = is_many and hit.title_behind is None and word in lexicon.words["local_offices"]
    return alias.name_class == AMBIGUOUS and is_his and (serves or word in lexicon.words["people_before"])


def not_by_work(lexicon: Lexicon, hit: NameHit, aliases: list[Alias], before: str) -> list[Alias]:
    """The readings that stand when the word before the last says what a person does."""
    _, begin = word_before(hit.copy.text, hit.start)
    forms = unjoined(word_before(hit.copy.text, begin)[0])
    work = [
        word for word in forms if word in lexicon.words["people_before"] or word in lexicon.words["states_before"]
    ]
    if not work or hit.title is not None or before in lexicon.words["says_before"]:
        return aliases
    if before.startswith("ال") and (before.endswith("ي") or not any(word.startswith("ال") for word in work)):
        return []  # «المدرب الإسباني خوان كارلوس», «لاعب الوسط محمود عزت»
    own = lexicon.own_words  # «المصور الصحفي جلاء العبادي»: an unknown first name
    return [alias for alias in aliases if alias.name_class == FULL or before in own[alias.leader]]
