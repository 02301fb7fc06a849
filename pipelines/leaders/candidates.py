"""Whom a name can mean, by the day, by the titles beside it and by the countries that the article names."""

from datetime import date, timedelta

from pipelines.leaders.bearers import Bearers
from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.near_names import is_foreign
from pipelines.leaders.rulers import Rulers
from pipelines.leaders.titles import HEADS, KNOWN_AT_HOME, by_title, had_begun, in_office, in_office_at_all, reigns
from pipelines.tagging.words import unjoined, word_before

_FIRST = HEADS | {"vice_president", "foreign_minister", "defence_minister", "speaker"}
_RISING = timedelta(days=16 * 365)
"""So long before the first office somebody may be in the news already; before it, the name is a namesake's."""
_SOON = timedelta(days=400)
"""Before somebody's first office a bare name is nearly always a namesake's."""
_WEEKS = timedelta(days=21)
"""So long who is appointed or dismissed is in the news."""


class Candidates:
    def __init__(
        self, lexicon: Lexicon, nations: set[str], day: date | None, bearers: Bearers, rulers: Rulers
    ) -> None:
        self._lexicon = lexicon
        self._nations = nations
        self._day = day
        self._bearers = bearers
        self._rulers = rulers

    @property
    def any_named(self) -> bool:
        """Whether the article names any leader so far."""
        return self._bearers.anybody()

    # Whom the day allows

    def bearers(self, hit: NameHit) -> list[int]:
        """Who bears the name and leads, led or comes to lead: the press names Joseph Aoun before he rules."""
        return self._begun(hit, _RISING)

    def begun(self, hit: NameHit) -> list[int]:
        """Who bears the name and was a leader on the day, or became one soon after."""
        return self._begun(hit, _SOON)

    def _begun(self, hit: NameHit, slack: timedelta) -> list[int]:
        leaders = self._lexicon.leaders
        numbers = dict.fromkeys(alias.leader for alias in hit.aliases)
        return [one for one in numbers if leaders[one].leads() and had_begun(leaders[one], self._day, slack)]

    def holds_office(self, number: int) -> bool:
        """Whether the leader was in office on the day, or comes to it or leaves it in these weeks."""
        leader, day = self._lexicon.leaders[number], self._day
        return day is not None and any(in_office_at_all(leader, near) for near in (day, day - _WEEKS, day + _WEEKS))

    def rulers(self, hit: NameHit) -> list[int]:
        """Who of those whom the name may mean ever ruled."""
        return [number for number in self.begun(hit) if reigns(self._lexicon.leaders[number])]

    def well_known(self, candidates: list[int]) -> list[int]:
        """Who of them has a foreign name, which few others bear, or rules on the day."""
        leaders = self._lexicon.leaders
        foreign = [number for number in candidates if is_foreign(leaders[number].countries)]
        return foreign or self._rulers.heads_of_the_day(candidates)

    # Whom the titles mean

    def titled(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Whom the title before the name fits, else the one behind it («محمد إبراهيم، وزير الداخلية»)."""
        for title in (hit.title, hit.title_behind):
            fitting = by_title(self._lexicon, title, candidates, self._day) if title is not None else []
            if fitting:
                return fitting
        return []

    def contradicted(self, hit: NameHit, candidates: list[int]) -> bool:
        """A title of another country before the name: «وزير الدفاع الأمريكي ليبرمان»."""
        country = hit.title.role.country if hit.title is not None else None
        return country is not None and not any(
            country in self._lexicon.leaders[number].countries for number in candidates
        )

    def is_of_a_group(self, hit: NameHit) -> bool:
        """«ميليشيات الحوثي», «القيادي الحوثي»: a movement that bears its leader's name («جماعة الحوثي»)."""
        if hit.words not in self._lexicon.movement_words:
            return False
        before, _ = word_before(hit.copy.text, hit.start - len(hit.prefix))
        return not self._lexicon.words["groups_before"].isdisjoint(unjoined(before))

    def fits_ordinary(self, hit: NameHit, number: int) -> bool:
        """«الوزير العربي» is any Arab minister unless that leader holds office; صالح needs his country."""
        leader = self._lexicon.leaders[number]
        if self._day is None or number in self._bearers:
            return number in self._bearers or self._is_of_named_country(number)
        if hit.title is not None and in_office(leader, hit.title.meant, self._day):
            return True
        return not hit.is_adjective and self._is_of_named_country(number)

    # Whom the countries mean

    def in_named_country(self, candidates: list[int]) -> list[int]:
        """Those whose country the article names; all, if it names none of theirs."""
        return [number for number in candidates if self._is_of_named_country(number)] or candidates

    def settled(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Whom a full name means that several leaders bear."""
        titled = self.titled(hit, candidates) or candidates
        if len(titled) > 1:
            titled = self.in_named_country(titled)
        if len(titled) > 1 and self._day is not None:
            titled = [number for number in titled if self.holds_office(number)]
        return titled

    def plausible(self, candidates: list[int]) -> list[int]:
        """Nowhere named in full: the article must name other leaders, or be about where or when he rules."""
        found = [
            number for number in candidates
            if had_begun(self._lexicon.leaders[number], self._day, _SOON)
            and (self._is_of_named_country(number) or self.holds_office(number) or self._bearers.anybody())
        ]  # fmt: skip
        holding = [number for number in found if self.holds_office(number)]
        return holding if len(found) > 1 and holding else found  # a son who rules after his father

    def is_concerned(self, hit: NameHit, number: int) -> bool:
        """Whether the article names his country, or, for a foreign name or one of two words, a leader of it."""
        is_rare = " " in hit.words or is_foreign(self._lexicon.leaders[number].countries)
        return self._is_of_named_country(number) or (
            is_rare and any(self._share_country(number, one) for one in self._bearers)
        )

    def not_of_many(self, candidates: list[int]) -> list[int]:
        """Who of them has a foreign name, ruled once, or is of a country that the article names."""
        leaders = self._lexicon.leaders
        return [
            number for number in candidates
            if is_foreign(leaders[number].countries) or self._is_of_named_country(number)
            or (reigns(leaders[number]) and not self.holds_office(number))
        ]  # fmt: skip

    def high_officer(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Who of the many with a foreign name holds one of his country's first offices: «فانس» beside «ترامب».

        «كارتر» beside «ريغان» once ruled himself; behind a word that is new the name is somebody else's.
        """
        day = self._day
        is_one = hit.words in self._lexicon.words["shared_families"] and self._bearers.anybody()
        if day is None or not is_one or hit.copy.has_new_word_before(hit.start - len(hit.prefix)):
            return []
        leaders = self._lexicon.leaders
        found = [
            number for number in candidates
            if self.is_concerned(hit, number)
            and any(one.kind in _FIRST and one.held_on(day) for one in leaders[number].offices)
        ]  # fmt: skip
        others = [number for number in candidates if number not in found and reigns(leaders[number])]
        return found if len(found) == 1 and not others else []

    def countrymen(self, hit: NameHit, leader: int) -> list[int]:
        """Who bears the name in the leader's country; of several those in office."""
        found = [number for number in self.begun(hit) if self._share_country(number, leader)]
        return found if len(found) < 2 else [number for number in found if self.holds_office(number)]

    def allies(self, one: NameHit, other: NameHit) -> set[tuple[int, int]]:
        """Pairs of bearers of the two names who are of one country that the article names."""
        leaders = self._lexicon.leaders
        return {
            (first, second) for first in self.begun(one) for second in self.begun(other)
            if leaders[first].countries & leaders[second].countries & self._nations
        }  # fmt: skip

    def _is_of_named_country(self, number: int) -> bool:
        offices = self._lexicon.leaders[number].offices
        return any(
            office.country in (self._rulers.ruled if office.kind in KNOWN_AT_HOME else self._nations)
            for office in offices
        )

    def _share_country(self, one: int, other: int) -> bool:
        return bool(self._lexicon.leaders[one].countries & self._lexicon.leaders[other].countries)
