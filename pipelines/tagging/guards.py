"""What stands beside a name and says that it means somebody or something else.

«شارع جمال عبد الناصر» is a street, «فهد بن عبدالعزيز بن معمر» another prince, «توفيق الحكيم» the writer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.tagging.clitics import SINGLE
from pipelines.tagging.fathers import (
    OF_A_FATHER,
    is_holder_by_more_names,
    is_kin,
    is_own_line,
    is_titled_behind_his_fathers,
)
from pipelines.tagging.hits import Hits, NameHit, RoleHit
from pipelines.tagging.lexicon import FULL, NAMESAKE, SHORT, Alias, Lexicon
from pipelines.tagging.middle_names import grow_over_first_name
from pipelines.tagging.near_names import is_foreign
from pipelines.tagging.place_guards import names_a_place
from pipelines.tagging.titles import matches
from pipelines.tagging.words import unjoined, word_after, word_before
from pipelines.tagging.work_guards import is_of_another_age, is_told_by_work, not_by_work

_JOINED = frozenset({"ب", "ل", "ف", "ك"})
_SHORTEST_JOINED = 3  # letters of a name with one before it are more: «بين» is no ب before ين, «لكن» no ل before كن
_NICKNAME = frozenset({"ابو", "ابي"})
_ROYAL = ("الملك ", "الامير ", "الشيخ ")  # a title in the name: «سيدي الملك سلمان», though سيدي is a first name too
_SERVANTS = ("عبدال", "العبدال")  # «تركي العبدالله الفيصل»
_LONG = 5
_SON, _OF_SONS = "ولد", "MR"
_OF_THE_HOUSE = frozenset({"النايب", "النايبه", "السيناتور", "زوجته", "زوجه"})
_ELDER = frozenset({"الاب", "الجد"})
_HONOURED = frozenset({"كرم", "اكرم"})  # a verb, too; before three names it is no fourth
_BYLINE = 70  # letters: three names at most


@dataclass(frozen=True, slots=True)
class Beside:
    """Where other names are, by field and place: «كلف قيس سعيد هشام المشيشي» names two, none with a third name."""

    begins: frozenset[tuple[int, int]]
    full_ends: frozenset[tuple[int, int]]
    titles: Mapping[tuple[int, int], RoleHit]
    """Titles by where they begin."""
    day: date | None

    @classmethod
    def of(cls, hits: Hits, day: date | None) -> "Beside":
        named = [hit for hit in hits.names if hit.aliases]
        full = (hit for hit in named if hit.aliases[0].name_class == FULL)
        return cls(
            frozenset(hit.place for hit in named),
            frozenset((hit.copy.number, hit.end) for hit in full),
            {(role.copy.number, role.start): role for role in hits.roles if not role.prefix},
            day,
        )


def guard(lexicon: Lexicon, hit: NameHit, beside: Beside) -> None:
    """Takes away the readings that the words beside the name exclude; notes when the name is another person's."""
    if not hit.aliases:
        return
    if hit.aliases[0].name_class == NAMESAKE:
        hit.other_bearer, hit.aliases = True, []
        return
    if names_a_place(lexicon, hit) or _in_byline(lexicon, hit):
        hit.aliases = []
        return
    if grow_over_first_name(lexicon, hit):
        return
    if hit.aliases[0].name_class != FULL and hit.copy.word_behind(hit.end)[0] in _ELDER:
        hit.aliases, hit.of_the_elder = _elder(lexicon, hit.aliases), True
    before = "" if (hit.copy.number, hit.start - 1) in beside.full_ends else _adjacent_word(hit)
    if before.startswith(SINGLE) and len(before) > _SHORTEST_JOINED and before[1:] in lexicon.persons:
        before = before[1:]  # «وأبو المقداد»
    goes_on = (hit.copy.number, hit.end + 1) in beside.begins
    kept = [
        alias for alias in hit.aliases
        if not _is_another(lexicon, hit, alias, before, goes_on=goes_on)
        or is_titled_behind_his_fathers(lexicon, hit, alias, beside.titles)
        or is_holder_by_more_names(lexicon, hit, alias, beside.titles, beside.day)
    ]  # fmt: skip
    if before:
        kept = not_by_work(lexicon, hit, kept, before)
    hit.other_bearer = not kept
    hit.namesake = not kept and before not in lexicon.persons and not before.startswith("عبدال")
    kept = [alias for alias in kept if not _is_blocked(lexicon, hit, alias, before)]
    hit.aliases = [alias for alias in kept if not is_of_another_age(lexicon, hit, alias, before, beside.day)]


def _adjacent_word(hit: NameHit) -> str:
    """The word before, unless a proclitic parts it from the name («خالد وبشار الأسد»), or it is a title's last."""
    if hit.prefix or hit.copy.text.startswith("لل", hit.start):
        return ""
    if hit.title is not None and hit.title.end + 1 == hit.start:  # «وزير الحكم المحلي», though الحكم is a referee
        return ""
    word, begin = hit.copy.word_before(hit.start)
    return f"عبد{word}" if word_before(hit.copy.text, begin)[0] == "عبد" else word  # «عبد الحكيم بلحاج»


def _in_byline(lexicon: Lexicon, hit: NameHit) -> bool:
    """«كتب: محمد السعدني وياسمين فؤاد»: a short line of its own, or up to a colon, names its writers only."""
    text = hit.copy.text
    line = text.rfind("\n", 0, hit.start) + 1
    if hit.start - line > _BYLINE or hit.copy.field == "title":
        return False
    first = text[line : line + _BYLINE].partition(" ")[0].rstrip(":/")
    if first not in lexicon.words["bylines"]:
        return False
    rest = text[hit.end : line + _BYLINE]
    return "\n" in rest or ":" in rest or hit.end + len(rest) == len(text)


def _is_another(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str, *, goes_on: bool) -> bool:
    own = lexicon.own_words[alias.leader]
    if _another_before(lexicon, hit, alias, before) or _is_cut_off(lexicon, hit, alias):
        return True
    after, end = hit.copy.word_behind(hit.end)
    if after in _NICKNAME and alias.name_class != FULL and after not in own:
        return True  # «السيد البدوي أبو القاسم»
    if after in lexicon.words["family_after"]:
        return not (is_own_line(hit, end, own) or is_kin(lexicon, hit.copy.text, end))
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
    if before in lexicon.words["given_words"] and alias.name_class == SHORT:
        return not is_foreign(lexicon.leaders[alias.leader].countries)  # «أحلام ترامب», but «جمال السادات»
    return before in lexicon.given or before.startswith(_SERVANTS)


def _is_of_his_family(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str) -> bool:
    """«النائب ستريدا جعجع», «الأمير يزيد بن فرحان»: behind a courtesy an unknown word is a first name."""
    begin = hit.start - 1 - len(before)
    courtesy, _ = word_before(hit.copy.text, begin)
    if alias.name_class == FULL or not before or before in lexicon.own_words[alias.leader]:
        return False
    if courtesy not in lexicon.words["fillers"] and courtesy not in _OF_THE_HOUSE:
        return False
    return alias.name.startswith("بن ") or hit.copy.is_new_word(begin)


def _elder(lexicon: Lexicon, aliases: list[Alias]) -> list[Alias]:
    """Of several bearers who came first to office: «الأسد الأب»; «لوبان الأب» is nobody whom the tables know."""
    begins = {alias.leader: lexicon.leaders[alias.leader].begins() for alias in aliases}
    known = {number: day for number, day in begins.items() if day is not None}
    eldest = min(known, key=lambda number: known[number]) if len(begins) > 1 and known else None
    return [alias for alias in aliases if alias.leader == eldest]


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


def _is_blocked(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str) -> bool:
    if alias.name_class != FULL and not lexicon.words["clans_before"].isdisjoint(unjoined(before)):
        return True  # «عشيرة العبادي», «آل الكباريتي»
    for where, word in lexicon.blockers[alias.leader]:
        if where == "before" and word == before:
            return True
        if alias.name_class == FULL:  # «صدام حسين مع», though «صدام مع» is a clash
            continue
        if where == "after" and word == word_after(hit.copy.text, hit.end)[0]:
            return True
        if where == "context" and word in hit.copy.text:
            return True
    return False
