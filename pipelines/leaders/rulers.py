"""Who rules, or last ruled, a country that an article names.

A name of every day («صالح», «الأسد») means him only where the words beside it tell of his rule.
"""

from collections.abc import Container
from datetime import date

from pipelines.leaders.bearers import Bearers
from pipelines.leaders.hits import NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.near_names import ARAB
from pipelines.leaders.titles import KNOWN_AT_HOME, RULERS, reigns
from pipelines.tagging.clitics import ARTICLE
from pipelines.tagging.words import unjoined, word_after, word_before

_AND_THE = "وال"  # «عون والتيار»


class Rulers:
    """Of those whom a name may mean, who rules; `ruled` are the countries that count as named."""

    def __init__(
        self, lexicon: Lexicon, nations: set[str], day: date | None, bearers: Bearers, press: str | None = None
    ) -> None:
        """`press`: the country of the newspaper, which names its rulers alone where no other Arab state stands."""
        self._lexicon = lexicon
        self._press = press
        self.ruled = nations if press is None or nations & ARAB - {press} else {*nations, press}
        self._day = day
        self._bearers = bearers

    def heads_of_the_day(self, candidates: list[int]) -> list[int]:
        """Who of them rules on the day a country that the article names."""
        return self._heads_of(self.ruled, candidates)

    def rulers_here(self, candidates: list[int]) -> list[int]:
        """Who of them rules, or last ruled, a country that the article names; nobody, if several did."""
        return self.heads_of_the_day(candidates) or self._last_head(candidates)

    def ruler_by_a_word(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Whom the word beside a name of every day tells: «في عهد مبارك», «قوات صالح», «الحوثيين وصالح»."""
        before, _ = word_before(hit.copy.text, hit.start - len(hit.prefix))
        told = not hit.prefix and any(
            not self._lexicon.words[name].isdisjoint(unjoined(before)) for name in ("groups_before", "rule_before")
        )
        return self._last_head(candidates) if told or self._is_beside_a_movement(hit, before) else []

    def ruler_alone(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Who rules on the day, behind whose first or family name of every day no other name stands: «سيخطب عباس».

        Words that are no first names, as «سلام», may stand anywhere. In a paper of Iraq «السوداني» is its prime
        minister, but not in «الجيش السوداني» and «نظيره السوداني».
        """
        lexicon, (after, _) = self._lexicon, hit.copy.word_behind(hit.end)
        before, _ = word_before(hit.copy.text, hit.start - len(hit.prefix))
        if hit.is_adjective and not before.startswith(ARTICLE) and not before.endswith("ه"):
            return self._heads_of({self._press}, candidates)
        if hit.words not in lexicon.given or before in lexicon.persons or not self._bearers.anybody():
            return []
        is_alone = after.startswith(_AND_THE) or self._goes_on(after)
        heads = self.heads_of_the_day(candidates) if is_alone else []
        return heads if len(heads) == 1 else []

    def speaker_at_home(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Who rules a country that counts as named, or heads its parliament, where he says something.

        «أكد بري أن», «بري: لا اتفاق»; a name that is a first name, too, needs more (`ruler_alone`).
        """
        if hit.prefix or hit.words in self._lexicon.given or not self._says(hit):
            return []
        heads = self._holders_of(KNOWN_AT_HOME, self.ruled, candidates)
        return heads if len(heads) == 1 else []

    def _says(self, hit: NameHit) -> bool:
        text, lexicon = hit.copy.text, self._lexicon
        if text.startswith(":", hit.end):
            return text.rfind("\n", 0, hit.start) + 1 == hit.start
        verb, _ = word_before(text, hit.start)
        is_verb = not verb.startswith(ARTICLE) and verb not in lexicon.words["fillers"]
        return is_verb and verb in lexicon.words["says_before"] and self._goes_on(hit.copy.word_behind(hit.end)[0])

    def _goes_on(self, after: str) -> bool:
        """Whether the word behind a name can be no name."""
        return not after or not self._lexicon.words["after_role"].isdisjoint(unjoined(after))

    def last_head(self, candidates: list[int]) -> list[int]:
        """Who of them last came to rule a country that the article names, if it names any leader."""
        return self._last_head(candidates) if self._bearers.anybody() else []

    def _heads_of(self, countries: Container[str | None], candidates: list[int]) -> list[int]:
        return self._holders_of(RULERS, countries, candidates)

    def _holders_of(
        self, kinds: Container[str], countries: Container[str | None], candidates: list[int]
    ) -> list[int]:
        day, leaders = self._day, self._lexicon.leaders
        return [] if day is None else [
            number for number in candidates
            if any(
                one.held_on(day) and one.kind in kinds and one.country in countries
                for one in leaders[number].offices
            )
        ]  # fmt: skip

    def _last_head(self, candidates: list[int]) -> list[int]:
        day = self._day or date.max
        ruled = [
            (office.start, number) for number in candidates
            for office in reigns(self._lexicon.leaders[number])
            if office.country in self.ruled and office.start and office.start <= day
        ]  # fmt: skip
        return [max(ruled)[1]] if ruled else []

    def _is_beside_a_movement(self, hit: NameHit, before: str) -> bool:
        movements, (after, _) = self._lexicon.words["movements"], word_after(hit.copy.text, hit.end)
        joined_before = hit.prefix == "و" and not movements.isdisjoint(unjoined(before))
        return joined_before or (after.startswith("و") and after[1:] in movements)
