"""Titles that stand for their holder: «الرئيس الأمريكي» means another person in 2016 than in 2018."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.knowledge.role_files import Role
from pipelines.tagging.clitics import ARTICLE, SINGLE
from pipelines.tagging.hits import ALI, Hits, RoleHit
from pipelines.tagging.lexicon import Lexicon
from pipelines.tagging.mentions import Mention
from pipelines.tagging.ministers import IN_THE_STATE
from pipelines.tagging.titles import holder, matches
from pipelines.tagging.words import OPENINGS, word_after, word_at

_WORDS_BACK = 5
_WIDEST_GAP = 3  # letters: a comma and a space, or a dash between two
_OF_ANOTHER = (
    *(f" في {word} " for word in ("حكومه", "ولايه", "اقليم", "جمهوريه", "دوله", "اي", "كل")),
    *(f" {word} " for word in IN_THE_STATE),  # «وزير الخارجية بجمهورية مصر العربية سامح شكري»
    *(f" {word}" for word in ("بتشكيل الحكومه", "بتشكيل حكومه", "بتاليف الحكومه")),  # who is to come
    " نايب الحاكم",  # «ولي العهد نائب الحاكم» is Sharjah's
)
_CARETAKER = " في حكومه تصريف الاعمال"
_PARTICLES = (*SINGLE, "س")


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A leader (by number) meant by a title alone."""

    leader: int
    hit: RoleHit


def role_mentions(lexicon: Lexicon, hits: Hits, named: list[Mention], day: date) -> Iterator[RoleMention]:
    """The titles without a name whose holder on that day is known, unless words beside them say otherwise."""
    ends = {(one.hit.copy.number, one.hit.end): one for one in named}
    begins = {(title.copy.number, title.start): title for title in hits.roles}
    names = {name.place for name in hits.names}
    for hit in hits.roles:
        role = hit.meant
        if role.listed:
            yield from _listed(lexicon, hits, hit, day)
        if hit.name is not None or hit.former or hit.is_name or not hit.role.alone or role.country is None:
            continue
        if _is_within_a_name(names, hit) or _guarded(lexicon, hit) or _has_a_lesser_title(lexicon, begins, hit):
            continue
        number = holder(lexicon, role, day)
        if number is not None and not _is_told_of_the_name_before(lexicon, ends, hit, number):
            yield RoleMention(number, hit)
        yield from _joined(lexicon, hit, role, day)


def _joined(lexicon: Lexicon, hit: RoleHit, role: Role, day: date) -> Iterator[RoleMention]:
    """«العاهلين السعودي والبحريني»: each further adjective of a country stands for its holder, at that word."""
    at = hit.end
    while True:
        word, end = word_after(hit.copy.text, at)
        code = lexicon.adjectives.get(word.removeprefix("و")) if word.startswith("و") else None
        after, _ = word_after(hit.copy.text, end)
        if code is None or (after and not _may_follow(lexicon, after)):
            return
        number = holder(lexicon, role.of(code), day)
        if number is not None:
            yield RoleMention(number, RoleHit(hit.copy, at + 1, end, hit.role, ""))
        at = end


def _listed(lexicon: Lexicon, hits: Hits, hit: RoleHit, day: date) -> Iterator[RoleMention]:
    """«وزراء خارجية تركيا والعراق والأردن»: the holder in each country of the list, at that country's name."""
    at = hit.end
    while True:
        begin = at + (2 if hit.copy.text.startswith("، ", at) else 1)
        end, code = hits.countries.get((hit.copy.number, begin), (at, ""))
        if not code:
            return
        number = holder(lexicon, hit.role.of(code), day)
        if number is not None:
            yield RoleMention(number, RoleHit(hit.copy, begin, end, hit.role, ""))
        at = end


def _is_told_of_the_name_before(
    lexicon: Lexicon, ends: Mapping[tuple[int, int], Mention], hit: RoleHit, number: int
) -> bool:
    """«جون كيري، وزير الخارجية الأمريكي» is one mention, and «عبد الله الأول ملك الأردن» means no later king.

    «استقبل أردوغان أمير قطر» is two: Arabic puts the object behind the subject.
    """
    for gap in range(_WIDEST_GAP + 1):
        mention = ends.get((hit.copy.number, hit.start - gap))
        if mention is None:
            continue
        is_beside = gap == 1 or hit.copy.text[mention.hit.end : hit.start] == "، "
        if mention.leader == number or (is_beside and matches(lexicon.leaders[mention.leader], _wherever(hit))):
            return True
    return False


def _wherever(hit: RoleHit) -> Role:
    """The title of any country, where it is the article that says which."""
    return hit.role.of(None) if hit.role.sole_country else hit.meant


def _is_within_a_name(names: Container[tuple[int, int]], hit: RoleHit) -> bool:
    """«جلالة الملك فيصل»: the title's last word begins the name."""
    return (hit.copy.number, hit.copy.text.rfind(" ", hit.start, hit.end) + 1) in names


def _guarded(lexicon: Lexicon, hit: RoleHit) -> bool:
    text = hit.copy.text
    if is_part_of_another(lexicon, hit):
        return True
    if hit.is_anothers:
        return False
    if text[hit.end : hit.end + 2] in OPENINGS and not _is_quotation(lexicon, text, hit.end + 2):
        return True
    at = _over_adjectives(lexicon, hit)
    after, _ = hit.copy.word_behind(at)
    is_wrong_word = hit.role.before_verb and not (after.startswith("ي") and _is_verb(after))
    if is_wrong_word or after == ALI:  # «سمو الأمير علي بن الحسين» is no emir; «على» is no word here
        return True
    if after in lexicon.words["other_governments"] or text.startswith(_OF_ANOTHER, at):
        return True
    return bool(after) and not (_may_follow(lexicon, after) or _is_common(lexicon, hit, at, after))


def _over_adjectives(lexicon: Lexicon, hit: RoleHit) -> int:
    """Where the title ends with «الحالي», «المؤقت» or «في حكومة تصريف الأعمال»: who acts is the holder."""
    at = hit.end + (len(_CARETAKER) if hit.copy.text.startswith(_CARETAKER, hit.end) else 0)
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
    return text[at - 1] != "(" and bool(word) and _may_follow(lexicon, word)


def _has_a_lesser_title(lexicon: Lexicon, begins: Mapping[tuple[int, int], RoleHit], hit: RoleHit) -> bool:
    """«وزير الزراعة السفير صلاح هلال»: an ambassador's title and a name go on with the minister's."""
    title = begins.get((hit.copy.number, hit.end + 1))
    if title is None or any(lexicon.kinds[kind].leads for kind, _ in title.role.offices):
        return False
    return word_after(hit.copy.text, title.end)[0] in lexicon.given


def is_part_of_another(lexicon: Lexicon, hit: RoleHit) -> bool:
    """«نائب الرئيس», «النائب الثاني لرئيس مجلس الوزراء», «كأس سمو ولي العهد»."""
    serves = hit.prefix.endswith("ل") or hit.copy.text.startswith("لل", hit.start)
    at = hit.start - len(hit.prefix)
    for _ in range(_WORDS_BACK):
        word, at = hit.copy.word_before(at)
        forms = {word, _bare(word)}
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


def _may_follow(lexicon: Lexicon, word: str) -> bool:
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
