"""Names and titles as they stand in one article, before anybody decided whom they mean."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pipelines.knowledge.role_files import Role
from pipelines.tagging.clitics import PROCLITICS
from pipelines.tagging.known_words import KnownWord, ReadText
from pipelines.tagging.lexicon import AMBIGUOUS, FULL, NAMESAKE, SHORT, Alias, NationWord
from pipelines.tagging.near_names import NearNames, is_foreign
from pipelines.tagging.normalised import Normalised
from pipelines.tagging.words import is_adjective, word_after, word_before

_CHAINED_BEFORE, _CHAINED_BEHIND = ("، ", " الي ", " ثم ", " او "), (" الي ", " ثم ")
_LISTED_WITH = ("", "و")  # «رئيسا مصر والسودان», not «رئيسا لإيران»
_MARKS = frozenset('«»"“”')
ALI, ON = "علي", "على"
"""Folded they are one."""
_FOLDED_ALIKE = {ALI: ON, "وعلي": "وعلى", "فعلي": "فعلى", "وادي": "وأدى"}
"""Verbs and particles that are folded to a name or a place, as they are written."""
_RANK = {FULL: 0, NAMESAKE: 1, SHORT: 2, AMBIGUOUS: 3}


@dataclass(frozen=True, slots=True)
class Copy:
    """A field of the article and its normalised copy."""

    field: str
    number: int
    read: ReadText

    @property
    def normalised(self) -> Normalised:
        return self.read.copy

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.read.copy.text

    def written(self, start: int, end: int) -> str:
        """What stands there in the text as stored."""
        first, last = self.normalised.span(start, end)
        return self.normalised.original[first:last]

    def word_before(self, at: int) -> tuple[str, int]:
        """The word before a name or a title, and where it begins; «وأدى» is no valley, though folded to one."""
        word, begin = word_before(self.text, at)
        if word in _FOLDED_ALIKE and self.written(begin, begin + len(word)) == _FOLDED_ALIKE[word]:
            return _FOLDED_ALIKE[word], begin
        return word, begin

    def word_behind(self, at: int) -> tuple[str, int]:
        """The word after a name, and where it ends; «على» is no name though it is folded to one."""
        word, end = word_after(self.text, at)
        return ("", end) if word == ALI and self.written(end - 3, end) == ON else (word, end)

    def has_new_word_before(self, at: int) -> bool:
        """Whether nothing at all is known of the word right before: mostly it is somebody's rare name."""
        word, begin = word_before(self.text, at)
        return bool(word) and self.is_new_word(begin)

    def is_new_word(self, begin: int) -> bool:
        """The same of the word that begins there."""
        known = self._known_at(begin)
        return not known.readings and known.stem < 0

    def has_common_word_behind(self, at: int) -> bool:
        """Whether the word right behind is one of many news items."""
        return bool(word_after(self.text, at)[0]) and self._known_at(at + 1).stem >= 0

    def _known_at(self, begin: int) -> KnownWord:
        return self.read.known[self.read.spaced.count(" ", 0, begin)]


@dataclass(slots=True)
class RoleHit:
    """A title; `name` is the name that it stands before, if any."""

    copy: Copy
    start: int
    end: int
    role: Role
    prefix: str
    name: "NameHit | None" = None
    former: bool = False
    settled: Role | None = None
    behind: int = 0  # where the words end that may stand between the title and a name
    is_anothers: bool = False  # than of the name behind it: «أبلغ الرئيس الأميركي نتنياهو»
    is_name: bool = False  # «رئيس الوزراء السوداني» where محمد شياع السوداني is meant

    @property
    def meant(self) -> Role:
        """The title with the office or country that the article gave it, if any."""
        return self.settled or self.role


@dataclass(slots=True)
class NameHit:
    """A name; `aliases` are those of its readings that nothing around it excludes."""

    copy: Copy
    start: int
    end: int
    prefix: str
    aliases: list[Alias]
    title: RoleHit | None = None
    title_behind: RoleHit | None = None
    of_the_elder: bool = False  # «الأسد الأب»
    other_bearer: bool = False
    namesake: bool = False
    """Whether somebody else has this very name: «المقدم محمد مرسي»; not a brother or a son."""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the article, for comparing."""
        return self.copy.number, self.start

    @property
    def words(self) -> str:
        return self.copy.text[self.start : self.end]

    @property
    def is_quoted(self) -> bool:
        """«بوتين», alone between marks: a camel, a ship or an operation of that name."""
        text = self.copy.text
        return text[self.start - 1 : self.start] in _MARKS and text[self.end : self.end + 1] in _MARKS

    @property
    def is_joined(self) -> bool:
        """«، ومبارك», «، مبارك», «ثم مبارك» or «من مبارك إلى»: one of several."""
        text = self.copy.text
        return (
            self.prefix in {"و", "ف"}
            or text.endswith(_CHAINED_BEFORE, 0, self.start)
            or text.startswith(_CHAINED_BEHIND, self.end)
        )

    @property
    def is_sure(self) -> bool:
        """Whether it is a full name, or a family name that means one leader only."""
        return bool(self.aliases) and self.aliases[0].name_class in {FULL, SHORT}

    @property
    def is_ordinary(self) -> bool:
        """Whether the name is a word of every day, too, or the name of many."""
        return any(alias.ordinary for alias in self.aliases)

    @property
    def is_adjective(self) -> bool:
        """«العربي», «الحوثي»: a word for a people or a movement too."""
        return is_adjective(self.copy.text, self.start, self.end)


@dataclass(slots=True)
class Hits:
    """What was found in all fields, in reading order."""

    names: list[NameHit] = field(default_factory=list)
    roles: list[RoleHit] = field(default_factory=list)
    nations: set[str] = field(default_factory=set)
    peoples: set[str] = field(default_factory=set)
    """Countries of whose people the article tells: enough for a name, but no scene of events."""
    times: Counter[str] = field(default_factory=Counter)
    """How often words name or show each country."""
    countries: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    """Names of countries: field's number and where the word begins, to where it ends and the code."""
    covered: list[tuple[NameHit, RoleHit]] = field(default_factory=list)
    """Names that are an adjective of a title: «رئيس الوزراء السوداني»."""
    copies: list[Copy] = field(default_factory=list)
    """The fields."""


NameFound = tuple[int, int, tuple[str, object]]
"""Start without proclitics, end, the proclitics and what stands there: an Alias, a Role or a NationWord."""

_Hit = TypeVar("_Hit", NameHit, RoleHit)


def find_hits(title: tuple[ReadText, list[NameFound]], text: tuple[ReadText, list[NameFound]]) -> Hits:
    """Every name and title found in the copies of title and text; of two that overlap, the longer."""
    hits = Hits()
    for number, (name, (read, found)) in enumerate((("title", title), ("text", text))):
        hits.copies.append(Copy(name, number, read))
        if found:
            _sort(hits.copies[-1], found, hits)
    return hits


def add_near_names(near: NearNames, hits: Hits) -> None:
    """Adds what is written nearly as a foreign leader's name, where nothing else was found."""
    taken: list[NameHit | RoleHit] = [*hits.names, *hits.roles]
    found: list[NameHit] = []
    for copy in hits.copies if is_foreign(hits.nations) else ():  # most articles that name him name a country
        for start, end, leaders in near.find(copy.text, copy.read.words, copy.read.firsts()):
            aliases = [Alias(leader, AMBIGUOUS, copy.text[start:end], PROCLITICS) for leader in leaders]
            hit = NameHit(copy, start, end, "", aliases)
            if not any(overlap(hit, other) for other in taken):
                found.append(hit)
    for copy in hits.copies:
        hits.names.extend(_longest([hit for hit in found if hit.copy is copy]))
    hits.names.sort(key=lambda hit: hit.place)


def overlap(one: NameHit | RoleHit, other: NameHit | RoleHit) -> bool:
    """Whether the two share a letter of the article."""
    return one.copy is other.copy and one.start < other.end and other.start < one.end


def _sort(copy: Copy, found: list[NameFound], hits: Hits) -> None:
    names: dict[tuple[int, int], NameHit] = {}
    roles: dict[tuple[int, int], RoleHit] = {}
    for start, end, (prefix, payload) in found:
        if isinstance(payload, Alias):
            if not prefix or prefix in payload.prefixes:
                hit = names.setdefault((start, end), NameHit(copy, start, end, prefix, []))
                hit.aliases.append(payload)
        elif isinstance(payload, NationWord):
            _add_nation(hits, payload)
            if payload.is_name and prefix in _LISTED_WITH:
                hits.countries[copy.number, start - len(prefix)] = end, payload.code
        elif isinstance(payload, Role):
            _add_role(roles, RoleHit(copy, start, end, payload, prefix))
    found_roles = list(_longest(list(roles.values())))
    hits.roles.extend(found_roles)
    for hit in _longest(list(names.values())):
        cover = next((role for role in found_roles if role.start < hit.start and hit.end <= role.end), None)
        if cover is None:
            hits.names.append(_best(hit))
        else:
            hits.covered.append((_best(hit), cover))
    hits.nations.update(hit.role.country for hit in hits.roles if hit.role.country is not None)


def _add_nation(hits: Hits, word: NationWord) -> None:
    if word.is_people:
        hits.peoples.add(word.code)
    elif word.shows:
        hits.nations.add(word.code)
        hits.times[word.code] += 1


def _add_role(roles: dict[tuple[int, int], RoleHit], hit: RoleHit) -> None:
    known = roles.get((hit.start, hit.end))
    if known is None:
        roles[hit.start, hit.end] = hit
    elif known.role.country == hit.role.country:  # one phrase, two lines of the table
        known.role = known.role.or_as(hit.role)


def _longest(hits: list[_Hit]) -> Iterator[_Hit]:
    last_end = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= last_end:
            last_end = hit.end
            yield hit


def _best(hit: NameHit) -> NameHit:
    """A name that is somebody's full name is nobody's nickname."""
    best = min(_RANK[alias.name_class] for alias in hit.aliases)
    if best < _RANK[SHORT]:
        hit.aliases = [alias for alias in hit.aliases if _RANK[alias.name_class] == best]
    return hit
