"""What stands beside a title without a name and says that it means somebody else, or nobody."""

import re

from pipelines.leaders.hits import RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.tagging.clitics import ARTICLE, SINGLE
from pipelines.tagging.copies import ALI
from pipelines.tagging.words import OPENINGS, word_after, word_at

_WORDS_BACK = 5
_CARETAKER = " في حكومه تصريف الاعمال"
_PARTICLES = (*SINGLE, "س")
_LAW = re.compile(
    r"\b(?:الماده|ماده \d+|المواد"
    r"|الدستور (?:الذي )?(?:ينص|يقضي|يمنح|يخول|يلزم)"
    r"|(?:ينص|تنص|نص|يمنح|يخول|يلزم|يجيز|حسب|وفق|بموجب|وفقا|طبقا) (?:ل|علي )?(?:ال|ل)(?:دستور|قانون))\b([^.\n؟!]*)$"
)
_SUCCESSOR, _HOUSE = "خليفه", frozenset({"ال", "بن"})  # «الملك حمد بن عيسى آل خليفة رئيس الوزراء»
_RIGHTS = (" حق ", " صلاحيه ", " سلطه ", "القانون ")  # «حق رئيس الجمهورية», «يمنح مشروع القانون رئيس الجمهورية»
_SENTENCE = 160  # letters before a title, as far as its sentence goes back


def is_guarded(lexicon: Lexicon, hit: RoleHit) -> bool:
    """«نائب الرئيس الأمريكي», «الرئيس الأمريكي روزفلت», «وزير الخارجية في حكومة صنعاء»: no holder of the day."""
    text = hit.copy.text
    if is_part_of_another(lexicon, hit) or _is_of_a_law(hit):
        return True
    if hit.is_anothers:
        return False
    if text[hit.end : hit.end + 2] in OPENINGS and not _is_quotation(lexicon, text, hit.end + 2):
        return True
    at = _over_adjectives(lexicon, hit)
    after, _ = hit.copy.word_behind(at)
    # «سمو الأمير علي بن الحسين» is no emir; «على» is no word here
    if not _acts(lexicon, hit, after) or after == ALI:
        return True
    if after in lexicon.words["other_governments"] or lexicon.behind_titles["of_another"].match(text, at):
        return True
    return bool(after) and not (may_follow(lexicon, after) or _is_common(lexicon, hit, at, after))


def _is_of_a_law(hit: RoleHit) -> bool:
    """«بموجب المادة 54 يدعو رئيس الجمهورية البرلمان»: what any holder does, now and ever."""
    before = hit.copy.text[max(0, hit.start - _SENTENCE) : hit.start]
    if before.endswith(_RIGHTS):
        return True
    law = _LAW.search(before)
    return law is not None and any(map(_is_verb, (*law[1].split(" "), hit.copy.word_behind(hit.end)[0])))


def _acts(lexicon: Lexicon, hit: RoleHit, after: str) -> bool:
    """«الملك يستقبل», «قال الملك»; of most titles nothing such is asked."""
    if not hit.role.before_verb or (after.startswith("ي") and _is_verb(after)):
        return True
    return not hit.prefix and hit.copy.word_before(hit.start)[0] in lexicon.words["says_before"]


def _over_adjectives(lexicon: Lexicon, hit: RoleHit) -> int:
    """Where the title ends with «الحالي», «المؤقت» or «في حكومة تصريف الأعمال»: who acts is the holder."""
    at = hit.end + len(_CARETAKER) * hit.copy.text.startswith(_CARETAKER, hit.end)
    while True:
        word, end = word_after(hit.copy.text, at)
        if word not in lexicon.words["present"]:
            return at
        at = end


def _is_common(lexicon: Lexicon, hit: RoleHit, at: int, word: str) -> bool:
    """Whether the word is one of many news items and nobody's name: «حث», «هجوما», «رؤساء»."""
    if word in lexicon.persons or word in lexicon.words["fillers"] or word in lexicon.words["no_titles_behind"]:
        return False
    return hit.copy.has_common_word_behind(at)


def _is_quotation(lexicon: Lexicon, text: str, at: int) -> bool:
    """«رئيس الحكومة "يواكب الملف"», but not «الرئيس الأمريكي (روزفلت)»: a word that goes on with a sentence."""
    word, _ = word_at(text, at)
    return text[at - 1] != "(" and bool(word) and may_follow(lexicon, word)


def is_part_of_another(lexicon: Lexicon, hit: RoleHit) -> bool:
    """«نائب الرئيس», «النائب الثاني لرئيس مجلس الوزراء», «كأس سمو ولي العهد»."""
    serves = hit.prefix.endswith("ل") or hit.copy.text.startswith("لل", hit.start)
    at = hit.start - len(hit.prefix)
    for _ in range(_WORDS_BACK):
        word, at = hit.copy.word_before(at)
        forms = {word, _bare(word), _bare(_bare(word))}  # «وبانتخاب رئيس الجمهورية»
        if word == _SUCCESSOR and hit.copy.word_before(at)[0] in _HOUSE:
            return False
        if serves:  # «مستشاراً للرئيس»
            forms |= {word.removeprefix(ARTICLE), word.removesuffix("ا")}
        if not all(lexicon.words[name].isdisjoint(forms) for name in ("before_role", "places_before")):
            return True
        if word not in lexicon.words["fillers"] and not (serves and _is_of_a_servant(lexicon, word)):
            return False
    return False


def _is_of_a_servant(lexicon: Lexicon, word: str) -> bool:
    """What may stand between a servant's title and his master's: «المستشار الدبلوماسي لرئيس الدولة»."""
    is_adjective = word.startswith(ARTICLE) and word.endswith(("ي", "يه"))
    return is_adjective or word in lexicon.words["ranks"]


def _bare(word: str) -> str:
    return word[1:] if len(word) > 3 and word.startswith(_PARTICLES) else word


def may_follow(lexicon: Lexicon, word: str) -> bool:
    """Whether the word can only go on with the sentence, and is no name."""
    words = lexicon.words["after_role"]
    if word in words or word[1:] in words:
        return True
    if word in lexicon.given or word in lexicon.words["fillers"]:
        return False
    if word in lexicon.nations or (word.startswith(_PARTICLES) and word[1:] in lexicon.nations):
        return True  # «يزور وزير الخارجية الأمريكي مصر»
    if word.startswith("و"):  # «وملك البحرين وأميرا الكويت وقطر»
        return word[1:] not in lexicon.given
    return _is_noun(word) or _is_verb(word) or _is_joined(word)


def _is_noun(word: str) -> bool:
    """«ألغى المناورات», «أجرى اتصالات», «أمر باعتماد»."""
    return len(word) > 5 and (word.startswith(("ال", "است", "با")) or word.endswith("ات"))


def _is_verb(word: str) -> bool:
    """Verbs of the present: يعلن, تؤكد, سيزور."""
    verb = word.removeprefix("س")
    return verb.startswith(("ي", "ت")) and 4 <= len(verb) <= 7


def _is_joined(word: str) -> bool:
    """What is written together with a noun: «للبحث», «بشجاعة الناخبين», «لإطلاعه», «بتقديم»."""
    if word.startswith(("لل", "بال")):
        return len(word) > 4
    if len(word) > 5 and word.startswith(("بت", "لت")) and word[-2] == "ي":
        return True
    return len(word) > 5 and word.startswith(("ب", "ل")) and word.endswith(("ه", "هم", "ها"))
