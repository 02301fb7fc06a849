"""The topics for which phrases speak in an article, and how much: points by weight, place and number.

Words alone mislead (قمة is a summit in 9 of 24 places), so collocations count; a longer phrase hides the shorter
one inside it, and masks hide phrases that only look like a topic.
"""

import math
import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.tagging.scanning import FieldHits, Knowledge
from pipelines.tagging.signals import MASK, Hit
from pipelines.topics.scoring import Scoring, logistic

_ENOUGH_WEIGHT = 3  # below, a word is only a trace
_TITLE_WEIGHT = 5
_MOST_CANDIDATES = 12
_HEADLINE = 70  # letters: a text without a title begins with what a title would say
_TRACE = 0.2  # of the points that a topic needs, and of those of the strongest: less speaks for nothing


@dataclass(slots=True)
class Points:
    """What speaks for one topic: points by phrase, and the hits that gave them."""

    hits: list[tuple[float, FieldHits, Hit]]
    total: float = 0.0
    in_opening: bool = False
    in_title: int = 0
    strongest: int = 0

    def add(self, hit: Hit, where: FieldHits, amount: float, *, opening: bool) -> None:
        """A phrase of negative weight speaks against: «كرة اليد» says that club and goal are no football's."""
        self.total += amount
        if amount < 0:
            return
        self.in_opening = self.in_opening or opening
        self.strongest = max(self.strongest, hit[2].weight)
        self.hits.append((amount, where, hit))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic for which phrases speak: how much, beside what it needs and beside the topic with most points.

    Or one against which they speak more: words alone shall not give it either.
    """

    code: str
    points: Points
    needed: float
    doubt: float
    share: float

    def score(self, scoring: Scoring, spoken: float | None) -> float:
        """How sure the topic is, 0 to 1; `spoken`: what all the words say of it, as the logarithm of odds."""
        if self.points.total <= 0:
            return 0.0
        if spoken is not None:
            if self.doubt <= 1 and self.points.total >= scoring.loud * self.needed:
                spoken = max(spoken, scoring.least_against)
            return logistic(scoring.bias + sum(map(operator.mul, self.signs(spoken), scoring.of_signs())))
        total, limit = self.points.total, self.needed * self.doubt
        if total < limit or self.share < scoring.share_of_first or not _is_supported(self.points):
            return 0.0
        return total / (total + limit)

    def signs(self, spoken: float) -> tuple[float, float, float, float]:
        """What the model weighs, in the order of `Scoring.of_signs`."""
        return math.log(self.points.total / self.needed), math.log(self.doubt), math.log(self.share), spoken


def candidates_in(title: FieldHits, text: FieldHits, known: Knowledge) -> list[Candidate]:
    """The topics with most points; what has a trace only is none. Behind them those against which phrases speak."""
    points = _points(title, text, known.topics.scoring)
    ranked = sorted(points.items(), key=lambda one: (-one[1].total, one[0]))
    first = ranked[0][1].total if ranked else 0.0
    needed = _needed(text.copy.text, known.topics.scoring)
    least = _TRACE * max(needed, first)
    return [
        Candidate(code, topic, needed, _doubt(code, points, known), topic.total / first)
        for code, topic in ranked[:_MOST_CANDIDATES] if topic.total >= least
    ] + [Candidate(code, topic, needed, 1.0, 0.0) for code, topic in ranked if topic.total < 0]  # fmt: skip


def _points(title: FieldHits, text: FieldHits, scoring: Scoring) -> dict[str, Points]:
    points: dict[str, Points] = defaultdict(lambda: Points([]))
    for hit in _counting(title.topics):
        signal = hit[2]
        topic = points[signal.owner]
        topic.add(hit, title, signal.weight * scoring.title_factor, opening=True)
        topic.in_title = max(topic.in_title, signal.weight)
    headline = 0 if title.copy.text else _HEADLINE
    repeats: dict[int, int] = defaultdict(int)
    for hit in _counting(text.topics):
        start, _, signal = hit
        opening = start < scoring.lead_characters
        factor = _factor(repeats[signal.phrase], scoring, opening=opening)
        repeats[signal.phrase] += 1
        points[signal.owner].add(hit, text, signal.weight * factor, opening=opening)
        if start < headline:
            points[signal.owner].in_title = max(points[signal.owner].in_title, signal.weight)
    return points


def _counting(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits that no mask hides and that do not lie inside a longer one of the same topic."""
    masked: tuple[int, int] = (0, 0)
    reached: dict[str, int] = {}
    for hit in sorted(hits, key=_longest_first):
        start, end, signal = hit
        if signal.kind == MASK:
            masked = max(masked, (end, start))
        elif end <= masked[0] and (end, start) != masked:  # «انقلاب سيارة» is an accident's own phrase
            continue
        elif end > reached.get(signal.owner, 0):
            reached[signal.owner] = end
            yield hit


def _longest_first(hit: Hit) -> tuple[int, int, int]:
    start, end, signal = hit
    return start, -end, signal.kind


def _factor(before: int, scoring: Scoring, *, opening: bool) -> float:
    if before > scoring.most_repeats:
        return 0.0
    if before:
        return scoring.repeat_factor
    return scoring.lead_factor if opening else 1.0


def _needed(text: str, scoring: Scoring) -> float:
    """The points that make a topic in a text of this length: a long one mentions much."""
    length = math.sqrt((text.count(" ") + 1) / scoring.usual_words)
    return scoring.needed * min(max(length, scoring.shortest_factor), scoring.longest_factor)


def _doubt(code: str, points: dict[str, Points], known: Knowledge) -> float:
    """How many times as much a topic needs whose words may stand there for something else."""
    scoring, entry, topic = known.topics.scoring, known.topics.entries[code], points[code]
    doubt = 1.0 if topic.in_opening else scoring.background_factor
    if entry.surroundings and topic.in_title < _ENOUGH_WEIGHT:
        doubt *= scoring.surroundings_factor
    if any(other in points and points[other].total > topic.total for other in entry.beside):
        doubt *= scoring.beside_factor
    return doubt


def _is_supported(points: Points) -> bool:
    """Whether a strong phrase in the title, or two places that are not only weak words, speak for the topic."""
    return points.in_title >= _TITLE_WEIGHT or (len(points.hits) > 1 and points.strongest >= _ENOUGH_WEIGHT)
