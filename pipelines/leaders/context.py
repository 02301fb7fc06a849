"""What an article says of a bare name that no title, no full name and nobody else's name tells."""

from functools import cached_property

from pipelines.leaders.candidates import Candidates
from pipelines.leaders.company import Company
from pipelines.leaders.hits import Hits, NameHit
from pipelines.leaders.lexicon import Lexicon
from pipelines.leaders.rulers import Rulers

_SPORT_WORDS = 3


class Context:
    def __init__(
        self, lexicon: Lexicon, hits: Hits, candidates: Candidates, rulers: Rulers, company: Company
    ) -> None:
        self._sport_words = lexicon.words["sport"]
        self._hits = hits
        self._candidates = candidates
        self._rulers = rulers
        self._company = company

    def meant(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """One holder of the day whose country the article names, a ruler in line, or nobody."""
        if any(" بن " in alias.name for alias in hit.aliases):  # «محمد بن راشد» in news of the Emirates
            return [] if self.is_sport else self._rulers.rulers_here(candidates)
        if " " in hit.words and not (self._is_political or self._candidates.well_known(candidates)):
            return self._rulers.ruler_by_a_word(hit, candidates)  # «عهد بن علي», not «محمد سامي» in a film
        if hit.is_ordinary:
            return self._of_every_day(hit, candidates)
        return [] if self.is_sport or hit.is_quoted else self._of_a_bearer(hit, candidates)

    @cached_property
    def is_sport(self) -> bool:
        """Whether it is news of sport, where families' names are those of players."""
        texts = {hit.copy.number: hit.copy.text for hit in self._hits.names}.values()
        return sum(any(word in text for text in texts) for word in self._sport_words) >= _SPORT_WORDS

    @property
    def _is_political(self) -> bool:
        return bool(self._hits.roles) or self._candidates.any_named

    def _of_every_day(self, hit: NameHit, candidates: list[int]) -> list[int]:
        """Of a name that is a word, too, or many people's: what stands beside it must tell."""
        return (
            self._rulers.ruler_by_a_word(hit, candidates)
            or self._rulers.ruler_alone(hit, candidates)
            or self._rulers.speaker_at_home(hit, candidates)
            or self._company.meant(hit, candidates)
            or self._candidates.high_officer(hit, candidates)
        )

    def _of_a_bearer(self, hit: NameHit, candidates: list[int]) -> list[int]:
        holding = [
            number for number in candidates
            if self._candidates.holds_office(number) and self._candidates.is_concerned(hit, number)
        ]  # fmt: skip
        return (
            holding
            or self._rulers.last_head(candidates)
            or self._company.meant(hit, candidates)
            or self._rulers.ruler_by_a_word(hit, candidates)  # «نظام الأسد», after his fall
        )
