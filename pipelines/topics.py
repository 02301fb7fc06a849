"""What an article is about: topics with a score, and the phrases that speak for them."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.places import places_in
from pipelines.records import Article, Topic
from pipelines.scanning import FieldHits, Knowledge, knowledge, scan
from pipelines.stories import stories_of
from pipelines.topic_candidates import Candidate, Points, candidates_in

MOST_EVIDENCE = 8
ENOUGH = 0.5


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
    """The topics for which phrases found in title and text speak, unless all their words speak against it."""
    candidates = candidates_in(title, text, known)
    chosen = [(code, score) for code, score in _scores(candidates, title, text, known) if score >= ENOUGH]
    scores = dict(chosen[: known.topics.scoring.most_topics])
    for code in list(scores):
        for broader in known.topics.entries[code].implies:
            scores[broader] = max(scores.get(broader, 0.0), scores[code])
    points = {one.code: one.points for one in candidates}
    return [_topic(code, score, points, known) for code, score in sorted(scores.items(), key=lambda one: -one[1])]


def _scores(
    candidates: list[Candidate], title: FieldHits, text: FieldHits, known: Knowledge
) -> Iterator[tuple[str, float]]:
    words, scoring = known.topics.words, known.topics.scoring
    values = words.values(title.copy.text, text.copy.text) if candidates else {}
    for one in candidates:
        spoken = words.speaks_for(one.code, values) if one.code in words else None
        yield one.code, one.score(scoring, spoken)


def _topic(code: str, score: float, points: dict[str, Points], known: Knowledge) -> Topic:
    entry = known.topics.entries[code]
    evidence = _evidence(points[code]) if code in points else []
    return Topic(code=code, name_ar=entry.name_ar, name_en=entry.name_en, score=round(score, 3), evidence=evidence)


def _evidence(points: Points) -> list[str]:
    """The phrases that gave most points, as they stand in the article."""
    best: dict[str, str] = {}
    for _, where, hit in sorted(points.hits, key=lambda one: -one[0]):
        folded = where.copy.text[hit[0] : hit[1]]
        if folded not in best:
            best[folded] = where.surface(hit)
        if len(best) == MOST_EVIDENCE:
            break
    return list(best.values())
