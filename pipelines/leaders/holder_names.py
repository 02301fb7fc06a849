"""Finds office holders beside their titles by names that no table holds in that form (`holder_forms.py`).

A title, the day and a country that the article names leave some thirty persons: if the name is that of one of them
alone, there is no doubt who it is.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from pipelines.leaders.hits import Hits, NameHit, RoleHit, overlap
from pipelines.leaders.holder_forms import FORMS, SERVANT, SURE_FORMS, Words
from pipelines.leaders.holders import Holders
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.ministers import MINISTER
from pipelines.leaders.name_forms import AMBIGUOUS, FULL, Alias
from pipelines.leaders.title_guards import is_part_of_another
from pipelines.leaders.titled_names import GAPS
from pipelines.leaders.titles import matches
from pipelines.tagging.clitics import ARTICLE, PROCLITICS
from pipelines.tagging.words import COMMAS, word_after

_MOST_WORDS = 5
_FEWEST_BEFORE = 2  # characters: a letter and a space
_AND = "و"
_PARTY_LEADERS = frozenset({"party_leader", "movement_leader"})
# No princes: they share first and last name with many of their house.
_TITLES = (*MINISTER, "رييس ", "الرييس ", "رييسه ", "الرييسه ")


def add_holder_names(lexicon: Lexicon, hits: Hits, day: date, press: str | None = None) -> None:
    """Adds, beside titles that stand beside no known name, the names that can only be a holder's.

    What lies inside such a name is none of its own: «مارينو راخوي» holds راخوي. `press` is the country of the
    newspaper, which hardly says of its own ministers whose they are.
    """
    nations = hits.nations if press is None else {*hits.nations, press}
    behind_names = {id(hit.title_behind) for hit in hits.names}  # after «صلاح هلال، وزير الزراعة،» comes another
    for role in hits.roles:
        if role.former or id(role) in behind_names or _has_its_name(lexicon, role):
            continue
        if _is_told(lexicon, role):
            holders = Holders(lexicon, nations, role, day)
            hit = _name_behind(holders) or _name_before(holders)
            if hit is not None:
                _put(hit, hits)
    hits.names.sort(key=lambda hit: hit.place)


def _has_its_name(lexicon: Lexicon, role: RoleHit) -> bool:
    """«رئيس الوزراء هايلي مريم ديسيلين»: «هايلي» is another's, whom the title does not mean."""
    return role.name is not None and any(
        alias.name_class != AMBIGUOUS or matches(lexicon.leaders[alias.leader], role.meant)
        for alias in role.name.aliases
    )


def _put(hit: NameHit, hits: Hits) -> None:
    """Puts the name in the place of those inside it, unless a full name stands there."""
    inside = [name for name in hits.names if overlap(name, hit)]
    if all(name.start >= hit.start and name.aliases[0].name_class != FULL for name in inside if name.aliases):
        hits.names = [*(name for name in hits.names if not overlap(name, hit)), hit]
        if hit.title is not None:
            hit.title.name = hit


def _is_told(lexicon: Lexicon, role: RoleHit) -> bool:
    is_title = role.role.same_office or role.copy.text.startswith(_TITLES, role.start)
    return is_title and not is_part_of_another(lexicon, role)  # «وكيل وزير الصحة»


def _name_behind(holders: Holders) -> NameHit | None:
    role = holders.role
    text, at = role.copy.text, role.behind
    if text[at : at + 2] in GAPS:
        at += 1
    for begin in _beginnings(role, at):
        words = _words_behind(text, begin)
        for number, end in chain(holders.named(words, FORMS), holders.named_alike(words)):
            hit = _hit(role, begin + 1, end, number)
            hit.title = role
            return hit
    return None


def _beginnings(role: RoleHit, at: int) -> Iterator[int]:
    """Where the name may begin: behind the title, or a party: «رئيس حزب التحالف الشعبي مسعودي ولد بلخير»."""
    text = role.copy.text
    yield at
    before = text.rfind(" ", role.end, at)  # «الكسندر» looks like one more word of the office
    if before >= 0:
        yield before
    if _PARTY_LEADERS.isdisjoint(kind for kind, _ in role.meant.offices):
        return
    for _ in range(_MOST_WORDS):
        word, at = word_after(text, at)
        if not word.startswith(ARTICLE):
            return
        yield at


def _name_before(holders: Holders) -> NameHit | None:
    """«عثمان أبو بكر دبي، وزير الإعلام الصومالي», «وطارق بلعريبي وزيرا للإسكان»."""
    role = holders.role
    if role.start < _FEWEST_BEFORE:
        return None  # an index below 0 would look at the end of the field
    last = role.start - (2 if role.copy.text.startswith(COMMAS, role.start - 2) else 1)
    for words, begin, joined in _words_up_to(role, last):
        for number, end in holders.named(words, SURE_FORMS):
            if end == last:
                hit = _hit(role, begin, end, number)
                hit.prefix, hit.title_behind = joined, role
                return hit
    return None


def _words_up_to(role: RoleHit, last: int) -> Iterator[tuple[Words, int, str]]:
    """The words that end there, one more each time, where they begin, and the «و» that is taken off the first."""
    words, begin = Words(), last + 1
    for word in reversed(role.copy.text[:last].rsplit(" ", _MOST_WORDS)[1:] if not role.prefix else ()):
        if not word.isalnum():
            return
        words.insert(0, (word, begin - 1))
        begin -= 1 + len(word)
        yield _joined(words), begin, ""
        if word.startswith(_AND):
            yield _joined([(word.removeprefix(_AND), words[0][1]), *words[1:]]), begin + len(_AND), _AND


def _hit(role: RoleHit, begin: int, end: int, number: int) -> NameHit:
    return NameHit(role.copy, begin, end, "", [Alias(number, AMBIGUOUS, role.copy.text[begin:end], PROCLITICS)])


def _words_behind(text: str, at: int) -> Words:
    words: Words = []
    while len(words) <= _MOST_WORDS:
        word, at = word_after(text, at)
        if not word:
            break
        words.append((word, at))
    return _joined(words)


def _joined(words: Words) -> Words:
    """«عبد الله» as one word, as the tables have it."""
    joined: Words = []
    for word, end in words:
        if word.startswith(ARTICLE) and joined and joined[-1][0] == SERVANT:
            joined[-1] = f"{SERVANT}{word}", end
        else:
            joined.append((word, end))
    return joined
