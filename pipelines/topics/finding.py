"""What an article is about: topics with a score, and the phrases that speak for them."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipelines.places.finding import places_in
from pipelines.records import Article, Leader, Place, Story, Topic, published_on
from pipelines.stories.finding import stories_of
from pipelines.tagging.scanning import FieldHits, Knowledge, knowledge, scan
from pipelines.topics.candidates import Candidate, Points, candidates_in
from pipelines.topics.states import between_states
from pipelines.topics.words import TopicWords

MOST_EVIDENCE = 8
ENOUGH = 0.5


def tag_topics(article: Article) -> Article:
    """The article with topics, stories and places; an empty list says that there are none.

    Leaders are tagged before: they tell some places.
    """
    known, press = knowledge(), article.outlet_country
    fields = scan(article.title or "", known), scan(article.text, known)
    published = published_on(article.published_day, article.published_at)
    topics, stories, places = told_in(fields, article.leaders or (), published, known, press)
    return replace(article, topics=topics, places=places, stories=stories)


def told_in(
    fields: tuple[FieldHits, FieldHits],
    leaders: Sequence[Leader],
    published: date | None,
    known: Knowledge,
    outlet_country: str | None,
) -> tuple[list[Topic], list[Story], list[Place]]:
    """What title and text are about and where, beside the leaders found in them, who tell some places."""
    places = places_in(*fields, known, outlet_country, leaders)
    topics = between_states(topics_in(*fields, known), places, leaders, known, outlet_country)
    return topics, stories_of(topics, places, published, fields, known, outlet_country), places


def topics_in(title: FieldHits, text: FieldHits, known: Knowledge) -> list[Topic]:
    """The topics for which phrases found in title and text speak, or all their words."""
    phrases = {one.code: one for one in candidates_in(title, text, known)}
    odds = known.topics.words.odds(title.stems, text.stems)
    chosen = [(code, score) for code, score in _scores(phrases, odds, known) if score >= ENOUGH]
    chosen = chosen or _nearest(odds, known)
    scores = dict(sorted(chosen, key=lambda one: -one[1])[: known.topics.scoring.most_topics])
    for code in list(scores):
        for broader in known.topics.entries[code].implies:
            scores[broader] = max(scores.get(broader, 0.0), scores[code])
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    return [_topic(code, score, _evidence(code, phrases, (title, text), known), known) for code, score in ranked]


def _nearest(odds: Mapping[str, float], known: Knowledge) -> list[tuple[str, float]]:
    """The topic of which the words speak most, where nothing gives any: columns are not in the words of news."""
    best = max(odds, key=lambda code: odds[code], default=None)
    return [] if best is None or odds[best] < known.topics.scoring.alone else [(best, ENOUGH)]


def _scores(
    phrases: Mapping[str, Candidate], odds: Mapping[str, float], known: Knowledge
) -> Iterator[tuple[str, float]]:
    scoring = known.topics.scoring
    for code, one in phrases.items():
        yield code, one.score(scoring, odds.get(code))
    for code in sorted(odds.keys() - phrases.keys()):
        if odds[code] >= scoring.least_spoken and not _serves_another(code, odds, phrases, known):
            yield code, scoring.by_words(odds[code])


def _serves_another(code: str, odds: Mapping[str, float], phrases: Container[str], known: Knowledge) -> bool:
    """Whether the article speaks of a topic whose articles use this one's words (a club's elections)."""
    return any(
        other in phrases or odds.get(other, odds[code]) > odds[code] for other in known.topics.entries[code].beside
    )


def _topic(code: str, score: float, evidence: list[str], known: Knowledge) -> Topic:
    entry = known.topics.entries[code]
    return Topic(code=code, name_ar=entry.name_ar, name_en=entry.name_en, score=round(score, 3), evidence=evidence)


def _evidence(
    code: str, phrases: Mapping[str, Candidate], fields: tuple[FieldHits, FieldHits], known: Knowledge
) -> list[str]:
    """The phrases that gave most points, or else the words that speak most, as they stand in the article."""
    if code in phrases:
        return _phrases(phrases[code].points)
    return _words(code, fields, known.topics.words) if code in known.topics.words else []


def _phrases(points: Points) -> list[str]:
    best: dict[str, str] = {}
    for _, where, hit in sorted(points.hits, key=lambda one: -one[0]):
        folded = where.copy.text[hit[0] : hit[1]]
        if folded not in best:
            best[folded] = where.surface(hit)
        if len(best) == MOST_EVIDENCE:
            break
    return list(best.values())


def _words(code: str, fields: tuple[FieldHits, FieldHits], words: TopicWords) -> list[str]:
    title, text = fields
    speaking = words.speaking(code, title.stems, text.stems, MOST_EVIDENCE)
    first: dict[int, str] = {}
    for field in fields:
        at = 0
        for word, known in zip(field.read.words, field.read.known, strict=True):
            if known.stem in speaking and known.stem not in first:
                start, end = field.copy.span(at, at + len(word))
                first[known.stem] = field.copy.original[start:end]
            at += len(word) + 1
    return [first[row] for row in speaking]
