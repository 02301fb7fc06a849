"""Whether the words beside a name make it somebody else's: another first name, a further one, a kinsman."""

from pipelines.leaders.fathers import OF_A_FATHER, is_kin, is_own_line
from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.name_forms import FULL, SHORT, Alias
from pipelines.leaders.near_names import is_foreign
from pipelines.leaders.titles import matches
from pipelines.leaders.work_guards import is_told_by_work
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.words import unjoined, word_before

_JOINED = frozenset({"ب", "ل", "ف", "ك"})
_NICKNAME = frozenset({"ابو", "ابي"})
_ROYAL = ("الملك ", "الامير ", "الشيخ ")  # a title in the name: «سيدي الملك سلمان», though سيدي is a first name too
_SERVANTS = ("عبدال", "العبدال")  # «تركي العبدالله الفيصل»
_LONG = 5
_SHORTEST_VERB = 4  # «فازت»; «بنت» is none
_NO_VERBS = ("ات", "كانت", "باتت", "اصبحت", "ظلت", "بدت", "ليست", "زالت")  # «كانت حياة السيسي»
_SONS = frozenset({"بن", "بنت"})  # «خالد بن هلال بن سعود البوسعيدي» names no سعود
_SON, _OF_SONS = "ولد", "MR"
_HONOURED = frozenset({"كرم", "اكرم"})  # a verb, too; before three names it is no fourth


def is_another(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str, *, goes_on: bool) -> bool:
    """Whether another word stands right before or behind; `goes_on`: with a name of its own behind it."""
    own = lexicon.own_words[alias.leader]
    if before in _SONS or _another_before(lexicon, hit, alias, before) or _is_cut_off(lexicon, hit, alias):
        return True
    after, end = hit.copy.word_behind(hit.end)
    if after in _NICKNAME and alias.name_class != FULL and after not in own:
        return True  # «السيد البدوي أبو القاسم»
    if after in lexicon.words["persian_ends"] and after not in own:
        return True  # «محمود عباس زادة مشكيني»
    if after in lexicon.words["family_after"]:
        # «عبدالعزيز بن سعود بن نايف بن عبدالعزيز»: three names in a row have no namesake
        is_told_by_two = alias.name.count(OF_A_FATHER) > 1
        return not (is_told_by_two or is_own_line(hit, end, own) or is_kin(lexicon, hit.copy.text, end))
    if (
        after not in lexicon.given
        and hit.title is not None
        and matches(lexicon.leaders[alias.leader], hit.title.meant)
    ):
        return False  # «وزير الخارجية فؤاد حسين الوفد»
    return after not in own and not goes_on and _is_further_name(lexicon, alias, after)


def _is_further_name(lexicon: Lexicon, alias: Alias, after: str) -> bool:
    """Whether the word after can only be the next name of somebody else."""
    if not (alias.given_only or alias.name.replace(" ", "") in lexicon.given):
        # «المستشار أحمد نظيف سالم»
        return " " in alias.name and after in lexicon.words["given_names"] and after in lexicon.given
    if alias.name_class == FULL:  # «أحمد شفيق كامل», «هيثم بن طارق المعولي»
        return after in lexicon.given or (OF_A_FATHER in alias.name and _is_nisba(lexicon, after))
    return _is_family_name(lexicon, after) or after in lexicon.given  # «عبدالناصر حمدي»


def _another_before(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str) -> bool:
    own = lexicon.own_words[alias.leader]
    if before in lexicon.words["kin_before"] and not alias.name.startswith(f"{before} "):
        return not (before == _SON and _was_born(lexicon, alias))
    if is_told_by_work(lexicon, hit, alias, before) or _is_of_his_family(lexicon, hit, alias, before):
        return True
    if alias.name.startswith("بن ") and before in lexicon.words["given_names"]:
        return True  # «سلطان بن سلمان», though سلطان is a title too
    is_verb = before in _HONOURED and alias.name.count(" ") > 1  # «كرم محمد بن سلمان الفائزين»
    if is_verb or before in own or alias.name.startswith(_ROYAL):
        return False
    if before in lexicon.words["given_words"] and alias.name_class != FULL:
        return not is_foreign(lexicon.leaders[alias.leader].countries)  # «أحلام ترامب», but «جمال السادات»
    return before in lexicon.given or before.startswith(_SERVANTS)


def _is_of_his_family(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str) -> bool:
    """«النائب ستريدا جعجع», «الأمير يزيد بن فرحان»: behind a courtesy an unknown word is a first name.

    So is a word of every day there: «الدكتور باسم السوداني», «المخرجة التونسية وفاء الطبوبي».
    """
    begin = hit.start - 1 - len(before)
    courtesy, at = word_before(hit.copy.text, begin)
    if alias.name_class == FULL or not before or before in lexicon.own_words[alias.leader]:
        return False
    if before in lexicon.words["doubtful_given"] and not is_foreign(lexicon.leaders[alias.leader].countries):
        return _is_of_a_person(lexicon, courtesy, word_before(hit.copy.text, at)[0])
    if not _is_courtesy(lexicon, courtesy):
        return False
    return alias.name.startswith("بن ") or hit.copy.is_new_word(begin)


def _is_of_a_person(lexicon: Lexicon, word: str, before: str) -> bool:
    """«الدكتور», «اللاعب المصري», «فازت», «والمخرجة»: behind these stands a name, and a woman's is no leader's."""
    if word in lexicon.adjectives and _is_persons(lexicon, before):
        return True
    return any(_is_persons(lexicon, form) or _is_of_a_woman(form) for form in unjoined(word))


def _is_persons(lexicon: Lexicon, word: str) -> bool:
    return word in lexicon.words["people_before"] or _is_courtesy(lexicon, word)


def _is_courtesy(lexicon: Lexicon, word: str) -> bool:
    return word in lexicon.words["fillers"] or word in lexicon.words["of_the_house"]


def _is_of_a_woman(word: str) -> bool:
    """A verb or a definite noun in the feminine."""
    is_verb = len(word) >= _SHORTEST_VERB and word.endswith("ت") and not word.endswith(_NO_VERBS)
    return word.endswith("ه") if word.startswith(ARTICLE) else is_verb


def _was_born(lexicon: Lexicon, alias: Alias) -> bool:
    """«عندما ولد إيمانويل ماكرون» tells of his birth; of a Mauritanian ولد begins the father's name."""
    countries = lexicon.leaders[alias.leader].countries
    return alias.name_class == FULL and is_foreign(countries) and _OF_SONS not in countries


def _is_cut_off(lexicon: Lexicon, hit: NameHit, alias: Alias) -> bool:
    """«روجر برايس»: behind a first name a bare name with a joined letter is the rest of another name."""
    before, _ = word_before(hit.copy.text, hit.start - len(hit.prefix))
    is_bare = alias.name_class != FULL and " " not in hit.words
    if alias.name_class == SHORT and len(hit.words) >= _LONG:  # «عباس لترامب»
        return False
    return is_bare and hit.prefix in _JOINED and before in lexicon.given


def _is_family_name(lexicon: Lexicon, word: str) -> bool:
    known = word in lexicon.words["fillers"] or word in lexicon.words["after_role"]
    return word.startswith("ال") and len(word) > 4 and not known


def _is_nisba(lexicon: Lexicon, word: str) -> bool:
    """Whether it can only be the name of a tribe or a place: «الريامي», but not «الإماراتي» nor «الماضي»."""
    return word.endswith("ي") and word not in lexicon.adjectives and _is_family_name(lexicon, word)
