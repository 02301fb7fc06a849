"""How found phrases become scores: the numbers of `knowledge/topics/scoring.toml`, where each is explained."""

import math
from dataclasses import dataclass
from pathlib import Path

from pipelines.knowledge.toml_files import read_numbers, read_toml

_SIGNED = ("bias", "of_doubt", "without_phrases", "alone", "least_against")


@dataclass(frozen=True, slots=True)
class Scoring:
    """How found phrases become scores; the meaning of each number stands in `scoring.toml`."""

    lead_characters: int
    lead_factor: float
    title_factor: float
    repeat_factor: float
    most_repeats: int
    needed: float
    usual_words: int
    shortest_factor: float
    longest_factor: float
    background_factor: float
    surroundings_factor: float
    beside_factor: float
    share_of_first: float
    most_topics: int
    bias: float
    of_points: float
    of_doubt: float
    of_share: float
    of_words: float
    without_phrases: float
    alone: float
    loud: float
    least_against: float

    def of_signs(self) -> tuple[float, float, float, float]:
        """What each sign of a topic weighs, in the order of `pipelines.topics.candidates.Candidate.signs`."""
        return self.of_points, self.of_doubt, self.of_share, self.of_words

    @property
    def least_spoken(self) -> float:
        """What words have to say of a topic for which no phrase speaks: less gives no score of 0.5."""
        return -(self.bias + self.without_phrases) / self.of_words

    def by_words(self, spoken: float) -> float:
        """The score of a topic for which no phrase speaks; `spoken`: the logarithm of the odds that words give."""
        return logistic(self.bias + self.without_phrases + self.of_words * spoken)


def logistic(odds: float) -> float:
    """The probability, 0 to 1, of which this is the logarithm of the odds."""
    return 1 / (1 + math.exp(-max(min(odds, 50.0), -50.0)))


def read_scoring(file: Path) -> Scoring:
    return read_numbers(file, read_toml(file), Scoring, _SIGNED)
