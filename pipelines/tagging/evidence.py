"""Decides whom each name means: a full name speaks for itself, a bare one needs evidence in the article."""

from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.tagging.hits import Hits, NameHit
from pipelines.tagging.lexicon import AMBIGUOUS, FULL, SHORT, Lexicon
from pipelines.tagging.titles import by_title, had_begun, in_office_at_all

# Long before somebody's first office the name is nearly always a namesake's.
_UNKNOWN_BEFORE = timedelta(days=8 * 365)
_SOON = timedelta(days=400)
_SPORT_WORDS = 3

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
        self._clear: dict[int, list[tuple[int, int]]] = {}
        self._others: dict[str, list[tuple[int, int]]] = {}

    def mentions(self, names: list[NameHit]) -> list[Mention]:
        """The names that mean a leader, in reading order."""
        found: list[Mention] = []
        for hit in names:
            if hit.other_bearer:
                self._note_other(hit)
            elif hit.aliases and hit.aliases[0].name_class == FULL:
                found.extend(self._full(hit))
        for hit in names:
            if hit.aliases and hit.aliases[0].name_class == SHORT and not hit.other_bearer:
                found.extend(self._short(hit))
        for hit in names:
            if hit.aliases and hit.aliases[0].name_class == AMBIGUOUS and not hit.other_bearer:
                found.extend(self._ambiguous(hit))
        return sorted(found, key=lambda mention: mention.hit.place)

    def _note_other(self, hit: NameHit) -> None:
        last = hit.copy.text[hit.start : hit.end].rsplit(" ", 1)[-1]
        self._others.setdefault(last, []).append(hit.place)

    def _full(self, hit: NameHit) -> list[Mention]:
        candidates = self._living(hit, _UNKNOWN_BEFORE)
        if len(candidates) > 1:
            candidates = self._settled(hit, candidates)
        return self._mention(hit, candidates, "full")

    def _short(self, hit: NameHit) -> list[Mention]:
        candidates = self._living(hit, _UNKNOWN_BEFORE)
        titled = self._titled(hit, candidates)
        if titled:
            return self._mention(hit, titled, "title" if len(candidates) > 1 else "short")
        if self._contradicted(hit, candidates) or (self._others_carry(hit) and not self._nearest(hit, candidates)):
            return []
        if any(number in self._clear for number in candidates):
            return self._mention(hit, self._nearest(hit, candidates), "short")
        return [] if self._is_sport() else self._mention(hit, candidates, "short")

    def _ambiguous(self, hit: NameHit) -> list[Mention]:
        candidates = self._living(hit, _SOON)
        titled = self._titled(hit, candidates)
        if len(titled) > 1:
            titled = self._nearest(hit, titled) or self._in_named_country(titled)
        if titled:
            return self._mention(hit, titled, "title")
        if self._contradicted(hit, candidates):
            return []
        nearest = self._nearest(hit, candidates)
        if nearest:
            return self._mention(hit, nearest, "surname")
        return [] if self._others_carry(hit) else self._by_context(hit, candidates)

    def _living(self, hit: NameHit, slack: timedelta) -> list[int]:
        numbers = dict.fromkeys(alias.leader for alias in hit.aliases)
        return [number for number in numbers if had_begun(self._lexicon.leaders[number], self._day, slack)]

    def _titled(self, hit: NameHit, candidates: list[int]) -> list[int]:
        return by_title(self._lexicon, hit.title, candidates, self._day) if hit.title is not None else []

    def _contradicted(self, hit: NameHit, candidates: list[int]) -> bool:
        """A title of another country before the name: «وزير الدفاع الأمريكي ليبرمان»."""
        country = hit.title.role.country if hit.title is not None else None
        return country is not None and not any(
            country in self._lexicon.leaders[number].countries for number in candidates
        )

    def _others_carry(self, hit: NameHit) -> bool:
        return hit.copy.text[hit.start : hit.end].rsplit(" ", 1)[-1] in self._others

    def _nearest(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Of those clearly named in the article, the one named last before this place, or else first after it.

        Nobody, if another person of that name was named nearer.
        """
        bearers = [(place, number) for number in candidates for place in self._clear.get(number, ())]
        if not bearers:
            return []
        last = hit.copy.text[hit.start : hit.end].rsplit(" ", 1)[-1]
        bearers += [(place, -1) for place in self._others.get(last, ())]
        # A headline names nobody in full: the text below it does.
        before = [bearer for bearer in bearers if bearer[0] < hit.place]
        number = max(before)[1] if before else min(bearers)[1]
        return [] if number < 0 else [number]

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
        if self._day is None or any(alias.ordinary or alias.given_only for alias in hit.aliases):
            return []
        fitting = [
            number for number in candidates
            if self._holds_office(number) and self._lexicon.leaders[number].countries & self._nations
        ]  # fmt: skip
        return [] if self._is_sport() else self._mention(hit, fitting, "context")

    def _mention(self, hit: NameHit, numbers: list[int], rule: str) -> list[Mention]:
        if len(numbers) != 1:
            return []
        self._clear.setdefault(numbers[0], []).append(hit.place)
        return [Mention(numbers[0], hit, rule)]

    def _is_sport(self) -> bool:
        if self._sport is None:
            words = self._lexicon.words["sport"]
            self._sport = sum(any(word in text for text in self._texts) for word in words) >= _SPORT_WORDS
        return self._sport


