"""Names that go on behind a name, with «بن» or without: a leader's own fathers, or those of somebody else."""

from collections.abc import Iterator, Mapping
from datetime import date

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.leaders.hits import NameHit, RoleHit
from pipelines.leaders.holder_forms import LEFT_OUT
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.ministers import MINISTER
from pipelines.leaders.name_forms import Alias, Words
from pipelines.leaders.titles import holds, matches
from pipelines.tagging.words import word_after, word_before

OF_A_FATHER = " بن "
_MOST_FATHERS = 4
_MOST_FURTHER = 2
_STYLES = frozenset({"", "صاحب السمو", "صاحب السمو الملكي", "سمو"})
_OFFICES = (*MINISTER, "رييس ", "الرييس ")


def is_own_line(hit: NameHit, at: int, own: Words) -> bool:
    """Whether a chain of fathers goes on as this leader's does: «… بن راشد بن سعيد آل مكتوم»."""
    text, named = hit.copy.text, hit.words.split(" ")
    word, at = word_after(text, at)
    if word == "عبد":  # «خالد الفيصل بن عبد العزيز»
        word, at = word_after(text, at)
    if word in own and word != named[0]:  # «سلمان بن عبدالعزيز بن سلمان» is a grandson of his
        return True
    family = False
    for _ in range(8):
        if family and word in own:
            return True
        family = word == "ال"
        word, at = word_after(text, at)
    return False


def is_titled_behind_his_fathers(
    lexicon: Lexicon, hit: NameHit, alias: Alias, titles: Mapping[tuple[int, int], RoleHit]
) -> bool:
    """«الأمير فيصل بن فرحان بن عبدالله وزير الخارجية», «رئيس الاستخبارات الأمير بندر بن سلطان بن عبدالعزيز»."""
    leader, at = lexicon.leaders[alias.leader], hit.end
    if " " not in hit.words or not hit.copy.text.startswith(OF_A_FATHER, at):
        return False
    if hit.title is not None and any(_is_his_own(one, leader) for one in _titles_before(hit.title, titles)):
        return True
    for _ in range(_MOST_FATHERS):
        if not hit.copy.text.startswith(OF_A_FATHER, at):
            break
        name, end = word_after(hit.copy.text, at + len(OF_A_FATHER) - 1)
        at = word_after(hit.copy.text, end)[1] if name == "عبد" else end
    title = titles.get((hit.copy.number, at + 1)) or titles.get((hit.copy.number, at + 2))
    return title is not None and _is_his_own(title, leader)


def is_holder_by_more_names(
    lexicon: Lexicon, hit: NameHit, alias: Alias, titles: Mapping[tuple[int, int], RoleHit], day: date | None
) -> bool:
    """«وزير الداخلية بابكر سمرة مصطفى», «محمد أيمن عاشور وزير التعليم»: the holder of the day has more names.

    «الرئيس محمد الباجي قايد السبسي»: he may have a first محمد.
    """
    if day is None or " " not in hit.words:
        return False
    at = hit.end
    for _ in range(_MOST_FURTHER):
        word, end = word_after(hit.copy.text, at)
        if word not in lexicon.given:
            break
        at = end
    behind = titles.get((hit.copy.number, at + 1)) or titles.get((hit.copy.number, at + 2))
    before = hit.title if at > hit.end else _title_before_mohammed(hit, titles)
    return any(
        title is not None and _is_his_own(title, lexicon.leaders[alias.leader])
        and holds(lexicon.leaders[alias.leader], title.meant, day)
        for title in (before, behind)
    )  # fmt: skip


def _title_before_mohammed(hit: NameHit, titles: Mapping[tuple[int, int], RoleHit]) -> RoleHit | None:
    word, begin = word_before(hit.copy.text, hit.start)
    if word != LEFT_OUT or hit.prefix:
        return None
    ends = (one for one in titles.values() if one.copy is hit.copy and max(one.end, one.behind) + 1 == begin)
    return next(ends, None)


def _titles_before(title: RoleHit, titles: Mapping[tuple[int, int], RoleHit]) -> Iterator[RoleHit]:
    """The title, and the office before it: «وزير الخارجية، صاحب السمو الأمير فيصل بن فرحان بن عبدالله»."""
    yield title
    for other in titles.values():
        is_before = other.copy is title.copy and other.end < title.start
        if is_before and title.copy.text[other.end : title.start].strip(" ،") in _STYLES:
            yield other


def _is_his_own(title: RoleHit, leader: LeaderEntry) -> bool:
    """Whether it is an office of his, of whatever country; «الأمير» is the title of thousands."""
    office = title.role if title.role.sole_country else title.meant
    return title.copy.text.startswith(_OFFICES, title.start) and matches(leader, office)


def is_kin(lexicon: Lexicon, text: str, at: int) -> bool:
    """«أمر صدام حسين ابن عمه»: a kinsman, no father."""
    return word_after(text, at)[0] in lexicon.words["kin_of_his"]
