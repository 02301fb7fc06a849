"""What an article is about: topics by weighted phrases, with a score and the phrases that speak for it.

Words alone mislead (قمة is a summit in 9 of 24 places), so collocations count; a longer phrase hides the shorter
one inside it, and masks hide phrases that only look like a topic.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipelines.places import places_in
from pipelines.records import Article, Topic
from pipelines.scanning import MASK, FieldHits, Hit, Knowledge, knowledge, scan
from pipelines.stories import stories_of
from pipelines.topic_scoring import Scoring

MOST_EVIDENCE = 8
ENOUGH_WEIGHT = 3  # below, a word is only a trace
TITLE_WEIGHT = 5


@dataclass(slots=True)
class _Points:
    """What speaks for one topic: points by phrase, and the hits that gave them."""

    hits: list[tuple[float, FieldHits, Hit]]
    total: float = 0.0
    in_opening: bool = False
    in_title: int = 0
    strongest: int = 0

    def add(self, hit: Hit, where: FieldHits, amount: float, *, opening: bool) -> None:
        self.total += amount
        self.in_opening = self.in_opening or opening
        self.strongest = max(self.strongest, hit[2].weight)
        self.hits.append((amount, where, hit))


def find_topics(title: str | None, text: str) -> list[Topic]:
    """The topics of an article, the strongest first."""
    known = knowledge()
    return topics_in(scan(title or "", known), scan(text, known), known)


def tag_topics(article: Article) -> Article:
    """The article with topics, stories and places; an empty list says that there are none."""
    known = knowledge()
    title, text = scan(article.title or "", known), scan(article.text, known)
    topics, places = topics_in(title, text, known), places_in(title, text, known.places)
    published = article.published_day or (article.published_at.date() if article.published_at else None)
    return replace(
        article, topics=topics, places=places, stories=stories_of(topics, places, published, (title, text), known)
    )


def topics_in(title: FieldHits, text: FieldHits, known: Knowledge) -> list[Topic]:
    """The topics that the phrases found in title and text speak for."""
    scoring = known.topics.scoring
    points: dict[str, _Points] = defaultdict(lambda: _Points([]))
    for hit in _counting(title.topics):
        signal = hit[2]
        topic = points[signal.owner]
        topic.add(hit, title, signal.weight * scoring.title_factor, opening=True)
        topic.in_title = max(topic.in_title, signal.weight)
    repeats: dict[int, int] = defaultdict(int)
    for hit in _counting(text.topics):
        start, _, signal = hit
        opening = start < scoring.lead_characters
        factor = _factor(repeats[signal.phrase], scoring, opening=opening)
        repeats[signal.phrase] += 1
        points[signal.owner].add(hit, text, signal.weight * factor, opening=opening)
    return _chosen(points, _needed(text.copy.text, scoring), known)


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


def _chosen(points: dict[str, _Points], needed: float, known: Knowledge) -> list[Topic]:
    entries = known.topics.entries
    scores = dict(_strongest(points, needed, known))
    for code in list(scores):
        for broader in entries[code].implies:
            scores[broader] = max(scores.get(broader, 0.0), scores[code])
    return [_topic(code, score, points, known) for code, score in sorted(scores.items(), key=lambda one: -one[1])]


def _strongest(points: dict[str, _Points], needed: float, known: Knowledge) -> Iterator[tuple[str, float]]:
    scoring = known.topics.scoring
    ranked = sorted(points.items(), key=lambda one: (-one[1].total, one[0]))
    least = ranked[0][1].total * scoring.share_of_first if ranked else 0.0
    found = 0
    for code, topic in ranked:
        limit = needed * _doubt(code, points, known)
        if topic.total < max(limit, least) or not _is_supported(topic):
            continue
        yield code, topic.total / (topic.total + limit)
        found += 1
        if found == scoring.most_topics:
            return


def _doubt(code: str, points: dict[str, _Points], known: Knowledge) -> float:
    """How many times as much a topic needs whose words may stand there for something else."""
    scoring, entry, topic = known.topics.scoring, known.topics.entries[code], points[code]
    doubt = 1.0 if topic.in_opening else scoring.background_factor
    if entry.surroundings and topic.in_title < ENOUGH_WEIGHT:
        doubt *= scoring.surroundings_factor
    if any(other in points and points[other].total > topic.total for other in entry.beside):
        doubt *= scoring.beside_factor
    return doubt


def _is_supported(points: _Points) -> bool:
    """Whether a strong phrase in the title, or two places that are not only weak words, speak for the topic."""
    return points.in_title >= TITLE_WEIGHT or (len(points.hits) > 1 and points.strongest >= ENOUGH_WEIGHT)


def _topic(code: str, score: float, points: dict[str, _Points], known: Knowledge) -> Topic:
    entry = known.topics.entries[code]
    evidence = _evidence(points[code]) if code in points else []
    return Topic(code=code, name_ar=entry.name_ar, name_en=entry.name_en, score=round(score, 3), evidence=evidence)


def _evidence(points: _Points) -> list[str]:
    """The phrases that gave most points, as they stand in the article."""
    best: dict[str, str] = {}
    for _, where, hit in sorted(points.hits, key=lambda one: -one[0]):
        folded = where.copy.text[hit[0] : hit[1]]
        if folded not in best:
            best[folded] = where.surface(hit)
        if len(best) == MOST_EVIDENCE:
            break
    return list(best.values())
