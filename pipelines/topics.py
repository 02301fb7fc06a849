"""What an article is about: topics by weighted phrases, with a score and the phrases that speak for it.

Words alone mislead (قمة is a summit in 9 of 24 places), so collocations count; a longer phrase hides the shorter one
inside it, and masks hide phrases that only look like a topic.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipelines.places import places_in
from pipelines.records import Article, Topic
from pipelines.scanning import CLOSING, GAP_CHARACTERS, MASK, OPENING, FieldHits, Hit, Knowledge, knowledge, scan
from pipelines.stories import stories_of
from pipelines.topic_knowledge import Scoring

MOST_EVIDENCE = 8
ENOUGH = 0.5


@dataclass(slots=True)
class _Points:
    """What speaks for one topic: points by phrase, and the hits that gave them."""

    phrases: dict[int, float]
    hits: list[tuple[float, FieldHits, Hit]]

    def total(self) -> float:
        return sum(self.phrases.values())


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
    points: dict[str, _Points] = defaultdict(lambda: _Points({}, []))
    for hit in _counting(title.topics):
        _add(points[hit.signal.owner], hit, title, hit.signal.weight * scoring.title_factor)
    repeats: dict[int, int] = defaultdict(int)
    for hit in _counting(text.topics):
        factor = _factor(hit, repeats[hit.signal.phrase], scoring)
        repeats[hit.signal.phrase] += 1
        _add(points[hit.signal.owner], hit, text, hit.signal.weight * factor)
    return _chosen(points, _needed(text.copy.text, scoring), known)


def _counting(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits that no mask hides and that do not lie inside a longer one of the same topic."""
    masked_until = 0
    opened: dict[int, int] = {}
    reached: dict[str, int] = {}
    for hit in sorted(hits, key=_longest_first):
        signal = hit.signal
        if signal.kind == MASK:
            masked_until = max(masked_until, hit.end)
        elif hit.end <= masked_until:
            continue
        elif signal.kind == OPENING:
            opened[signal.phrase] = hit.end
        elif hit.end > reached.get(signal.owner, 0) and (signal.kind != CLOSING or _closes(hit, opened)):
            reached[signal.owner] = hit.end
            yield hit


def _longest_first(hit: Hit) -> tuple[int, int, int]:
    return hit.start, -hit.end, hit.signal.kind


def _closes(hit: Hit, opened: dict[int, int]) -> bool:
    """Whether the phrase was opened shortly before."""
    return 0 <= hit.start - opened.get(hit.signal.phrase, hit.end) <= GAP_CHARACTERS


def _factor(hit: Hit, before: int, scoring: Scoring) -> float:
    if before > scoring.most_repeats:
        return 0.0
    if before:
        return scoring.repeat_factor
    return scoring.lead_factor if hit.start < scoring.lead_characters else 1.0


def _add(points: _Points, hit: Hit, where: FieldHits, amount: float) -> None:
    points.phrases[hit.signal.phrase] = points.phrases.get(hit.signal.phrase, 0.0) + amount
    points.hits.append((amount, where, hit))


def _needed(text: str, scoring: Scoring) -> float:
    """The points that make a topic in a text of this length: a long one mentions much."""
    length = ((text.count(" ") + 1) / scoring.usual_words) ** 0.5
    return scoring.needed * min(max(length, scoring.shortest_factor), scoring.longest_factor)


def _chosen(points: dict[str, _Points], needed: float, known: Knowledge) -> list[Topic]:
    scoring, entries = known.topics.scoring, known.topics.entries
    ranked = sorted(((points[code].total(), code) for code in points), reverse=True)
    least = max(needed, ranked[0][0] * scoring.share_of_first) if ranked else needed
    kept = [(total, code) for total, code in ranked if total >= least and _is_supported(points[code])]
    scores = {code: total / (total + needed) for total, code in kept[: scoring.most_topics]}
    for code in list(scores):
        for broader in entries[code].implies:
            scores[broader] = max(scores.get(broader, 0.0), scores[code])
    return [_topic(code, score, points, known) for code, score in sorted(scores.items(), key=lambda one: -one[1])]


def _is_supported(points: _Points) -> bool:
    """Whether more than one place in the article speaks for the topic: one phrase alone is often a mere mention."""
    return len(points.hits) > 1


def _topic(code: str, score: float, points: dict[str, _Points], known: Knowledge) -> Topic:
    entry = known.topics.entries[code]
    evidence = _evidence(points[code]) if code in points else []
    return Topic(code=code, name_ar=entry.name_ar, name_en=entry.name_en, score=round(score, 3), evidence=evidence)


def _evidence(points: _Points) -> list[str]:
    """The phrases that gave most points, as they stand in the article."""
    best: dict[str, None] = {}
    for _, where, hit in sorted(points.hits, key=lambda one: -one[0]):
        best.setdefault(where.copy.text[hit.start : hit.end])
        if len(best) == MOST_EVIDENCE:
            break
    return list(best)
