"""Whom a bare name means among other leaders: columns name rulers of all times by their family names alone."""

from datetime import date, timedelta

from pipelines.knowledge.leader_files import Office
from pipelines.leaders.bearers import Bearers
from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.near_names import is_foreign
from pipelines.leaders.titles import reigns

_IN_LINE, _NEAR, _FAR = 2, 100, 400  # other rulers, and letters: «الجميل» and «صالح» are words, too
_MANY = 5  # leaders who are clearly named: the article is a column on rulers, or an agency's list of them
_OF_HIS_TIME, _OF_HIS_COUNTRY = 3, 2
_GENERATION = timedelta(days=25 * 365)


class Company:
    """The leaders whom an article clearly names, as far as they say whom another name means."""

    def __init__(self, lexicon: Lexicon, names: list[NameHit], day: date | None, bearers: Bearers) -> None:
        self._lexicon = lexicon
        self._names = names
        self._day = day
        self._bearers = bearers

    def meant(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Who of them is in his company here, if anybody."""
        return self._in_line(hit, candidates) or self._in_a_column(hit, candidates)

    def _in_line(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Who ruled a country of which two more rulers are named, one of them near: «عبدالناصر والسادات ومبارك»."""
        found: list[int] = []
        if hit.is_adjective or (hit.is_ordinary and not hit.is_joined):
            return found
        for number in candidates:
            line = [one for one in self._bearers if self._ruled(one) & self._ruled(number)]
            near = _FAR if len(self._bearers) >= _MANY else _NEAR
            if len(line) >= _IN_LINE and any(self._bearers.is_near(one, hit, near) for one in line):
                found.append(number)
        return found

    def _in_a_column(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Who ruled, where many leaders are named, most of all those of his time.

        «كارتر» and «نهرو» are hardly anybody else there; «صدام» is a word, too, and so needs men of his time, and
        «مبارك» men of his country, too.
        """
        if len(self._bearers) < _MANY or hit.words.replace(" ", "") in self._lexicon.given:
            return []
        rulers = [number for number in candidates if self._ruled(number)]
        if len(rulers) == 1 and self._is_of_old(rulers[0]) and not hit.is_ordinary:
            return rulers
        if not rulers or self._is_anothers(hit):
            return []
        known = {number: count for number in rulers if (count := self._men_of_his_time(number, hit))}
        found = [number for number, count in known.items() if count == max(known.values())]
        return found if len(found) == 1 else []

    def _is_anothers(self, hit: NameHit) -> bool:
        """«القاضية آنا ديغز تايلور»: a word before the name that no article of ours has is a first name."""
        return any(other.copy.has_new_word_before(other.start) for other in self._names if other.words == hit.words)

    def _men_of_his_time(self, number: int, hit: NameHit) -> int:
        """How many of those who are named were in office while he ruled; 0: too few for his name."""
        anywhere, at_home = self._contemporaries(number)
        is_known = self._is_rare(number, hit) or at_home >= _OF_HIS_COUNTRY
        return anywhere if is_known and anywhere >= _OF_HIS_TIME else 0

    def _is_rare(self, number: int, hit: NameHit) -> bool:
        """Whether it is no word of every day: «علي صالح», but not «آلاف جندي», which is nearly Alpha Condé."""
        if is_foreign(self._lexicon.leaders[number].countries):
            is_name = hit.words in self._lexicon.words["shared_families"] or not hit.is_ordinary
            return is_name and " " not in hit.words
        return " " in hit.words or not hit.is_ordinary

    def _contemporaries(self, number: int) -> tuple[int, int]:
        """How many of those who are named held an office while he ruled: anywhere, and in his country."""
        day = self._day or date.max
        ruled = [one for one in self._reigns(number) if (one.start or date.min) <= day]
        anywhere, at_home = set[int](), set[int]()
        for bearer in self._bearers:
            for one in self._lexicon.leaders[bearer].offices:
                if one.leads and any(one.overlaps(own) for own in ruled):
                    anywhere.add(bearer)
                    if any(one.country == own.country for own in ruled):
                        at_home.add(bearer)
        return len(anywhere), len(at_home)

    def _is_of_old(self, number: int) -> bool:
        """Whether this foreigner ruled so long ago that only columns name him, and nobody need be of his time."""
        day = self._day
        return (
            day is not None
            and is_foreign(self._lexicon.leaders[number].countries)
            and all(one.end is not None and one.end < day - _GENERATION for one in self._reigns(number))
        )

    def _ruled(self, number: int) -> set[str]:
        return {office.country for office in self._reigns(number)}

    def _reigns(self, number: int) -> list[Office]:
        return reigns(self._lexicon.leaders[number])
