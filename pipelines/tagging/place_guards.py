"""Whether a leader's name is the name of a street, a university or a ship: «شارع جمال عبد الناصر»."""

from pipelines.tagging.hits import NameHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.words import OPENINGS, unjoined, word_before

_LIST = 60
_TITLE_WORDS = 6
_CUSTODIAN = frozenset({"خادم", "الحرمين", "الشريفين"})  # «جائزة خادم الحرمين الشريفين الملك عبدالله»
_ROYAL = ("الملك ", "الامير ")
_ENDOWMENT = "وقف"  # «وقف الملك عبدالعزيز», but «وقف أردوغان» stood up
_COURTESIES = frozenset({"الاستاذ", "السيد", "السيده", "الدكتور", "الدكتوره", "المهندس"})


def names_a_place(lexicon: Lexicon, hit: NameHit) -> bool:
    royal = hit.copy.text.startswith(_ROYAL, hit.start)
    places, titles = lexicon.words["places_before"], lexicon.words["fillers"]
    if "و" in hit.prefix:  # «مستشفيات الملك فيصل والنور والملك عبدالعزيز»
        listed = hit.copy.text[max(0, hit.start - _LIST) : hit.start].rpartition(".")[2].split()
        if not lexicon.words["places_listed"].isdisjoint(listed) or (royal and not places.isdisjoint(listed)):
            return True
    at = hit.start
    for _ in range(_TITLE_WORDS):
        at -= hit.copy.text[max(0, at - 2) : at] in OPENINGS  # «مركز الأمير "سعود الفيصل"»
        word, at = word_before(hit.copy.text, at)
        if not places.isdisjoint(unjoined(word)) or (royal and _ENDOWMENT in unjoined(word)):
            return True
        if word not in titles and word not in _CUSTODIAN:
            break
    return _names_a_public_place(lexicon, hit)


def _names_a_public_place(lexicon: Lexicon, hit: NameHit) -> bool:
    """«شارع الرئيس المختار ولد داداه», «المركز الاستشفائي الجامعي محمد السادس»: with more words between.

    But «استقبله بالمطار الأستاذ علي عثمان» tells of a man.
    """
    at, of_a_man = hit.start, False
    for _ in range(_TITLE_WORDS):
        word, at = word_before(hit.copy.text, at)
        if not lexicon.words["public_places"].isdisjoint(unjoined(word)):
            return not of_a_man
        of_a_man = of_a_man or word in _COURTESIES
        if word not in lexicon.words["fillers"] and word not in lexicon.words["place_fillers"]:
            return False
    return False
