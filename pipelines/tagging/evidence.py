"""Decides whom each name means: a full name speaks for itself, a bare one needs evidence in the article."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pipelines.tagging.bearers import Bearers
from pipelines.tagging.hits import Hits, NameHit, RoleHit
from pipelines.tagging.lexicon import AMBIGUOUS, FULL, SHORT, Lexicon
from pipelines.tagging.titles import HEADS, by_title, had_begun, in_office, in_office_at_all, matches
from pipelines.tagging.words import word_before

# Long before somebody's first office the name is nearly always a namesake's.
_UNKNOWN_BEFORE = timedelta(days=8 * 365)
_SOON = timedelta(days=400)
_SPORT_WORDS = 3
_MARKS = frozenset('«»"“”')
_RULERS = HEADS - {"crown_prince"}
"""Offices whose holders are known by their family name alone, even long after."""

CONFIDENCE = {"full": 0.99, "short": 0.97, "title": 0.95, "surname": 0.94, "context": 0.8, "role": 0.7}
"""How sure each rule is; its names are those of the spans' `rule`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A leader (by number) at a place of the article, and the rule that says so."""

    leader: int
    hit: NameHit
    rule: str


class Evidence:
    """What an article says about whom its names mean."""

    def __init__(self, lexicon: Lexicon, hits: Hits, day: date | None) -> None:
        self._lexicon = lexicon
        self._day = day
        self._nations = hits.nations
        self._sport: bool | None = None
        self._texts = list({hit.copy.number: hit.copy.text for hit in hits.names}.values())
        self._bearers = Bearers()

    def mentions(self, hits: Hits) -> list[Mention]:
        """The names that mean a leader, in reading order."""
        found: list[Mention] = []
        names = hits.names
        self._tell_namesakes(names)
        for hit in names:
            if hit.other_bearer:
                self._bearers.add_other(hit)
            elif hit.aliases and hit.aliases[0].name_class == FULL:
                found.extend(self._full(hit))
        for hit in names:
            if hit.aliases and hit.aliases[0].name_class == SHORT and not hit.other_bearer:
                found.extend(self._short(hit))
        for hit in names:
            if hit.aliases and hit.aliases[0].name_class == AMBIGUOUS and not hit.other_bearer:
                found.extend(self._ambiguous(hit))
        for hit, role in hits.covered:
            found.extend(self._within_title(hit, role))
        found.extend(self._listed(names, found))
        return sorted(found, key=lambda mention: mention.hit.place)

    def _tell_namesakes(self, names: list[NameHit]) -> None:
        """«محمد مرسي» is the fireman in the headline too, if the text names «المقدم محمد مرسي», no president."""
        others = {_words(hit) for hit in names if hit.namesake}
        if not others:
            return
        same = [hit for hit in names if hit.aliases and hit.aliases[0].name_class == FULL and _words(hit) in others]
        others -= {_words(hit) for hit in same if self._titled(hit, [alias.leader for alias in hit.aliases])}
        for hit in same:
            hit.other_bearer = _words(hit) in others

    def _listed(self, names: list[NameHit], found: list[Mention]) -> list[Mention]:
        """«بين الصدر والعامري»: beside a leader, joined by «and», an ambiguous name means one of his country."""
        leaders = {id(mention.hit): mention.leader for mention in found}
        listed: list[Mention] = []
        for one, other in pairwise(names):
            if other.prefix != "و" or one.copy is not other.copy or other.start - 2 != one.end:
                continue
            if not leaders.keys() & {id(one), id(other)}:
                listed += self._allied(one, other)
            for hit, beside in ((one, other), (other, one)):
                if id(hit) not in leaders and id(beside) in leaders and not self._bearers.others_carry(hit):
                    listed += self._mention(hit, self._countrymen(hit, leaders[id(beside)]), "context")
        return listed

    def _allied(self, one: NameHit, other: NameHit) -> list[Mention]:
        """«ميليشيات الحوثي وصالح»: two names that together fit one country which the article names."""
        if not one.copy.text.startswith("ال", one.start) or any(map(self._bearers.others_carry, (one, other))):
            return []
        leaders = self._lexicon.leaders
        pairs = {
            (first, second) for first in self._living(one, _SOON) for second in self._living(other, _SOON)
            if leaders[first].countries & leaders[second].countries & self._nations
        }  # fmt: skip
        if len(pairs) != 1:
            return []
        both = zip((one, other), next(iter(pairs)), strict=True)
        return [
            found
            for hit, number in both
            if not _is_adjective(hit)
            for found in self._mention(hit, [number], "context")
        ]

    def _countrymen(self, hit: NameHit, leader: int) -> list[int]:
        leaders = self._lexicon.leaders
        return [
            number for number in self._living(hit, _SOON)
            if leaders[number].countries & leaders[leader].countries
        ]  # fmt: skip

    def _within_title(self, hit: NameHit, role: RoleHit) -> list[Mention]:
        """«رئيس الوزراء السوداني» is Iraq's where the article names محمد شياع السوداني in full."""
        anywhere = role.role.of(None)
        meant = [
            number for number in {alias.leader for alias in hit.aliases}
            if number in self._bearers and matches(self._lexicon.leaders[number], anywhere)
        ]  # fmt: skip
        role.is_name = bool(meant)
        return self._mention(hit, meant, "surname")

    def _full(self, hit: NameHit) -> list[Mention]:
        candidates = self._living(hit, _UNKNOWN_BEFORE)
        if not candidates:
            self._bearers.add_other(hit)
        if len(candidates) > 1:
            candidates = self._settled(hit, candidates)
        return self._mention(hit, candidates, "full")

    def _short(self, hit: NameHit) -> list[Mention]:
        candidates = self._living(hit, _UNKNOWN_BEFORE)
        titled = self._titled(hit, candidates)
        if titled:
            return self._mention(hit, titled, "title" if len(candidates) > 1 else "short")
        if self._contradicted(hit, candidates) or (
            self._bearers.others_carry(hit) and not self._bearers.nearest(hit, candidates)
        ):
            return []
        if any(number in self._bearers for number in candidates):
            return self._mention(hit, self._bearers.nearest(hit, candidates), "short")
        # Nowhere named in full: the article must at least name other leaders, or be about where or when he rules.
        known = [
            number for number in candidates
            if had_begun(self._lexicon.leaders[number], self._day, _SOON)
            and (self._lexicon.leaders[number].countries & self._nations or self._holds_office(number)
                 or self._bearers.anybody())
        ]  # fmt: skip
        return [] if self._is_sport() or _is_quoted(hit) else self._mention(hit, known, "short")

    def _ambiguous(self, hit: NameHit) -> list[Mention]:
        candidates = self._living(hit, _SOON)
        titled = self._titled(hit, candidates)
        if any(alias.ordinary for alias in hit.aliases):
            titled = [number for number in titled if self._fits_ordinary(hit, number)]
        if len(titled) > 1:
            titled = self._bearers.nearest(hit, titled) or self._in_named_country(titled)
        if len(titled) > 1:  # «الرئيس الحريري», long after both
            titled = self._last_head(titled)
        if titled:
            return self._mention(hit, titled, "title")
        if self._contradicted(hit, candidates):
            return []
        nearest = self._bearers.nearest(hit, candidates)
        if nearest:
            return self._mention(hit, nearest, "surname")
        return [] if self._bearers.others_carry(hit) else self._by_context(hit, candidates)

    def _fits_ordinary(self, hit: NameHit, number: int) -> bool:
        """«الوزير العربي» is any Arab minister unless that leader holds office; صالح needs his country."""
        leader = self._lexicon.leaders[number]
        if self._day is None or number in self._bearers:
            return number in self._bearers or bool(leader.countries & self._nations)
        if hit.title is not None and in_office(leader, hit.title.settled or hit.title.role, self._day):
            return True
        return not _is_adjective(hit) and bool(leader.countries & self._nations)

    def _living(self, hit: NameHit, slack: timedelta) -> list[int]:
        numbers = dict.fromkeys(alias.leader for alias in hit.aliases)
        return [number for number in numbers if self._had_begun(number, slack)]

    def _had_begun(self, number: int, slack: timedelta) -> bool:
        leader = self._lexicon.leaders[number]
        return leader.leads() and had_begun(
            leader, self._day, slack if leader.known_before() else min(slack, _SOON)
        )

    def _titled(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Whom the title before the name fits, else the one behind it («محمد إبراهيم، وزير الداخلية»)."""
        for title in (hit.title, hit.title_behind):
            fitting = by_title(self._lexicon, title, candidates, self._day) if title is not None else []
            if fitting:
                return fitting
        return []

    def _contradicted(self, hit: NameHit, candidates: list[int]) -> bool:
        """A title of another country before the name: «وزير الدفاع الأمريكي ليبرمان»."""
        country = hit.title.role.country if hit.title is not None else None
        return country is not None and not any(
            country in self._lexicon.leaders[number].countries for number in candidates
        )

    def _settled(self, hit: NameHit, candidates: list[int]) -> list[int]:
        titled = self._titled(hit, candidates) or candidates
        if len(titled) > 1:
            titled = self._in_named_country(titled)
        if len(titled) > 1 and self._day is not None:
            titled = [number for number in titled if self._holds_office(number)]
        return titled

    def _in_named_country(self, candidates: list[int]) -> list[int]:
        return [
            number for number in candidates if self._lexicon.leaders[number].countries & self._nations
        ] or candidates  # fmt: skip

    def _holds_office(self, number: int) -> bool:
        return self._day is not None and in_office_at_all(self._lexicon.leaders[number], self._day)

    def _by_context(self, hit: NameHit, candidates: list[int]) -> list[Mention]:
        """A bare name that is no everyday word, of one holder of the day whose country the article names."""
        if any(" بن " in alias.name for alias in hit.aliases):
            return []
        if any(alias.ordinary for alias in hit.aliases):
            before, _ = word_before(hit.copy.text, hit.start)
            ruled = before in self._lexicon.words["rule_before"]  # «في عهد مبارك»
            return self._mention(hit, self._last_head(candidates), "context") if ruled else []
        fitting = [
            number for number in candidates
            if self._holds_office(number) and self._is_concerned(hit, number)
        ] or self._last_head(candidates)  # fmt: skip
        return [] if self._is_sport() or _is_quoted(hit) else self._mention(hit, fitting, "context")

    def _is_concerned(self, hit: NameHit, number: int) -> bool:
        """Whether the article names his country, or, for a name of two words, a leader of that country."""
        countries = self._lexicon.leaders[number].countries
        return bool(countries & self._nations) or (
            " " in _words(hit) and any(countries & self._lexicon.leaders[one].countries for one in self._bearers)
        )

    def _last_head(self, candidates: list[int]) -> list[int]:
        """Who of them last came to rule a country that the article names, if it names any leader."""
        day = self._day or date.max
        ruled = [
            (office.start, number) for number in candidates
            for office in self._lexicon.leaders[number].offices
            if office.kind in _RULERS and office.country in self._nations and office.start and office.start <= day
        ]  # fmt: skip
        return [max(ruled)[1]] if ruled and self._bearers.anybody() else []

    def _mention(self, hit: NameHit, numbers: list[int], rule: str) -> list[Mention]:
        if len(numbers) != 1:
            return []
        self._bearers.add(numbers[0], hit)
        return [Mention(numbers[0], hit, rule)]

    def _is_sport(self) -> bool:
        if self._sport is None:
            words = self._lexicon.words["sport"]
            self._sport = sum(any(word in text for text in self._texts) for word in words) >= _SPORT_WORDS
        return self._sport


def _words(hit: NameHit) -> str:
    return hit.copy.text[hit.start : hit.end]


def _is_quoted(hit: NameHit) -> bool:
    """«بوتين», alone between marks: a camel, a ship or an operation of that name."""
    text = hit.copy.text
    return text[hit.start - 1 : hit.start] in _MARKS and text[hit.end : hit.end + 1] in _MARKS


def _is_adjective(hit: NameHit) -> bool:
    """«العربي», «الحوثي»: a word for a people or a movement too."""
    return hit.copy.text.startswith("ال", hit.start) and hit.copy.text[hit.end - 1] == "ي"
