"""What stands beside a name and says that it means somebody or something else.

«شارع جمال عبد الناصر» is a street, «فهد بن عبدالعزيز بن معمر» another prince, «توفيق الحكيم» the writer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.leaders.fathers import is_holder_by_more_names, is_titled_behind_his_fathers
from pipelines.leaders.hits import Hits, NameHit, RoleHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.middle_names import grow_over_first_name
from pipelines.leaders.name_forms import FULL, NAMESAKE, Alias
from pipelines.leaders.other_persons import is_another
from pipelines.leaders.place_guards import names_a_place
from pipelines.leaders.private_work import is_told_by_private_work
from pipelines.leaders.titles import reigns
from pipelines.leaders.work_guards import is_of_another_age, not_by_work
from pipelines.tagging.clitics import SINGLE
from pipelines.tagging.words import unjoined, word_after, word_before

_SHORTEST_JOINED = 3  # letters of a name with one before it are more: «بين» is no ب before ين, «لكن» no ل before كن
_ELDER = frozenset({"الاب", "الجد"})
_BYLINE = 70  # letters: three names at most


@dataclass(frozen=True, slots=True)
class Beside:
    """Where other names are, by field and place: «كلف قيس سعيد هشام المشيشي» names two, none with a third name."""

    begins: frozenset[tuple[int, int]]
    full_ends: frozenset[tuple[int, int]]
    titles: Mapping[tuple[int, int], RoleHit]
    """Titles by where they begin, but those with a proclitic."""
    is_public: bool
    """Whether the article has a title of anybody."""
    day: date | None

    @classmethod
    def of(cls, hits: Hits, day: date | None) -> "Beside":
        named = [hit for hit in hits.names if hit.aliases]
        full = (hit for hit in named if hit.aliases[0].name_class == FULL)
        return cls(
            frozenset(hit.place for hit in named),
            frozenset((hit.copy.number, hit.end) for hit in full),
            {(role.copy.number, role.start): role for role in hits.roles if not role.prefix},
            bool(hits.roles),
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
    before = _name_before(lexicon, hit, beside)
    kept = [alias for alias in hit.aliases if _may_mean(lexicon, hit, alias, before, beside)]
    if before:
        kept = not_by_work(lexicon, hit, kept, before)
    hit.other_bearer = not kept
    hit.namesake = not kept and before not in lexicon.persons and not before.startswith("عبدال")
    kept = [alias for alias in kept if not _is_blocked(lexicon, hit, alias, before)]
    hit.aliases = [alias for alias in kept if not is_of_another_age(lexicon, hit, alias, before, beside.day)]


def _name_before(lexicon: Lexicon, hit: NameHit, beside: Beside) -> str:
    """The word before that may be part of the name; what ends a full name of another is none."""
    if (hit.copy.number, hit.start - 1) in beside.full_ends:
        return ""
    before = _adjacent_word(hit)
    is_joined = before.startswith(SINGLE) and len(before) > _SHORTEST_JOINED and before[1:] in lexicon.persons
    return before[1:] if is_joined else before  # «وأبو المقداد»


def _may_mean(lexicon: Lexicon, hit: NameHit, alias: Alias, before: str, beside: Beside) -> bool:
    """Whether the name can be his: nothing beside it makes it another's, or a title makes it his all the same."""
    goes_on = (hit.copy.number, hit.end + 1) in beside.begins
    is_excluded = is_another(lexicon, hit, alias, before, goes_on=goes_on) or (
        not beside.is_public and is_told_by_private_work(lexicon, hit, alias)
    )
    return (
        not is_excluded
        or is_titled_behind_his_fathers(lexicon, hit, alias, beside.titles)
        or is_holder_by_more_names(lexicon, hit, alias, beside.titles, beside.day)
        or _receives(lexicon, hit, alias, beside.day)
    )


def _receives(lexicon: Lexicon, hit: NameHit, alias: Alias, day: date | None) -> bool:
    """«عين السلطان قابوس حمود بن فيصل وزيرا»: behind such a verb the ruler and another stand side by side."""
    verb, _ = word_before(hit.copy.text, hit.start if hit.title is None else hit.title.start)
    if day is None or verb not in lexicon.words["meets_before"]:
        return False
    rules = any(office.held_on(day) for office in reigns(lexicon.leaders[alias.leader]))
    return rules and hit.copy.word_behind(hit.end)[0] in lexicon.given


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


def _elder(lexicon: Lexicon, aliases: list[Alias]) -> list[Alias]:
    """Of several bearers who came first to office: «الأسد الأب»; «لوبان الأب» is nobody whom the tables know."""
    begins = {alias.leader: lexicon.leaders[alias.leader].begins() for alias in aliases}
    known = {number: day for number, day in begins.items() if day is not None}
    eldest = min(known, key=lambda number: known[number]) if len(begins) > 1 and known else None
    return [alias for alias in aliases if alias.leader == eldest]


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
