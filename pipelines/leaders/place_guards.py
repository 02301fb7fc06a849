"""Whether a leader's name is the name of a street, a university or a ship: «شارع جمال عبد الناصر»."""

import re

from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.words import OPENINGS, unjoined, word_after, word_before

_LIST = 60
_WORD = re.compile(r"\w+")  # «متنزه السودة …» between marks
_TITLE_WORDS = 6
_CUSTODIAN = frozenset({"خادم", "الحرمين", "الشريفين"})  # «جائزة خادم الحرمين الشريفين الملك عبدالله»
_ROYAL = ("الملك ", "الامير ")
_ENDOWMENT = "وقف"  # «وقف الملك عبدالعزيز», but «وقف أردوغان» stood up
_OF_A_MAN = frozenset({"الرييس", "الزعيم", "القايد"})  # of the words that may stand between


def names_a_place(lexicon: Lexicon, hit: NameHit) -> bool:
    royal = hit.copy.text.startswith(_ROYAL, hit.start)
    places, titles = lexicon.words["places_before"], lexicon.words["fillers"]
    if "و" in hit.prefix:  # «مستشفيات الملك فيصل والنور والملك عبدالعزيز»
        listed = _WORD.findall(hit.copy.text[max(0, hit.start - _LIST) : hit.start].rpartition(".")[2])
        if not lexicon.words["places_listed"].isdisjoint(listed) or (royal and not places.isdisjoint(listed)):
            return True
    at = hit.start
    for _ in range(_TITLE_WORDS):
        at -= hit.copy.text[max(0, at - 2) : at] in OPENINGS  # «مركز الأمير "سعود الفيصل"»
        word, at = hit.copy.word_before(at)
        forms = unjoined(word)
        if not places.isdisjoint(forms) or (royal and _ENDOWMENT in forms and not _stood(lexicon, hit)):
            return True
        if word not in titles and word not in _CUSTODIAN:
            break
    return _names_a_public_place(lexicon, hit)


def _stood(lexicon: Lexicon, hit: NameHit) -> bool:
    """«وقف الملك حسين أمام …», «وقف الملك سلمان مع …»."""
    return word_after(hit.copy.text, hit.end)[0] in lexicon.words["stood_beside"]


def _names_a_public_place(lexicon: Lexicon, hit: NameHit) -> bool:
    """«شارع الرئيس المختار ولد داداه», «المركز الاستشفائي الجامعي محمد السادس»: with more words between.

    But «استقبله بالمطار الأستاذ علي عثمان» tells of a man.
    """
    at, of_a_man, of_a_place = hit.start, False, False
    for _ in range(_TITLE_WORDS):
        word, at = word_before(hit.copy.text, at)
        place = lexicon.words["public_places"].intersection(unjoined(word))
        if place:
            # «استقبله بالمطار الرئيس السيسي»: behind the article stands no owner, unless an adjective parts them.
            return not of_a_man and (of_a_place or not any(one.startswith(ARTICLE) for one in place))
        of_a_man = of_a_man or word in lexicon.words["courtesies"]
        of_a_place = of_a_place or (word in lexicon.words["place_fillers"] and word not in _OF_A_MAN)
        if word not in lexicon.words["fillers"] and word not in lexicon.words["place_fillers"]:
            return False
    return False
