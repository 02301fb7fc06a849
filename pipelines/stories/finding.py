"""Which stories an article belongs to: by a story's own name, or theme and place together, inside its dates."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pipelines.records import Place, Story, Topic
from pipelines.stories.knowledge import StoryEntry, StoryKnowledge
from pipelines.tagging.scanning import FieldHits, Knowledge


def stories_of(
    topics: list[Topic],
    places: list[Place],
    published: date | None,
    fields: tuple[FieldHits, FieldHits],
    known: Knowledge,
    outlet_country: str | None = None,
) -> list[Story]:
    """The stories that names, topics and places speak for; a newspaper need not name its own country."""
    names = _names(fields, known.stories.scoring.opening_characters)
    about = _about(topics, places, outlet_country, known.stories)
    told = [(story, *_score(story, published, names, about)) for story in _touched(names, about)]
    ids = {story.id for story, _, score in told if score > 0}
    scored = [(by_name if ids & story.not_with else score, story) for story, by_name, score in told]
    return [
        Story(id=story.id, name_ar=story.name_ar, name_en=story.name_en, score=round(score, 3))
        for score, story in sorted(scored, key=lambda one: -one[0])
        if score > 0
    ]


def _touched(names: Counter[str], about: "_About") -> Iterable[StoryEntry]:
    """The stories whose phrases or countries the article names, in the order of their file; few of all."""
    ids = {owner.partition(" ")[0] for owner in names}
    countries = about.main if about.home is None else (*about.main, about.home)
    ids.update(*(about.known.places.get(country, ()) for country in countries))
    return [story for story in about.known.entries if story.id in ids] if ids else ()


def _names(fields: Iterable[FieldHits], opening: int) -> Counter[str]:
    """How often each story's phrases stand there; in the title or opening they count twice."""
    counts: Counter[str] = Counter()
    for number, found in enumerate(fields):
        reached: dict[str, int] = {}
        for start, end, signal in sorted(found.stories, key=lambda one: (one[0], -one[1])):
            if end > reached.get(signal.owner, 0):
                reached[signal.owner] = end
                counts[signal.owner] += 2 if not number or start < opening else 1
    return counts


class _About(NamedTuple):
    """What an article is about: topics with their scores, and countries beside the one that is named most."""

    themes: Mapping[str, float]
    shares: Mapping[str, float]
    main: Mapping[str, float]
    """Without the countries that are only touched."""
    home: str | None
    """The newspaper's country, where the article does not name it, nor any other more than once."""
    known: StoryKnowledge


def _about(topics: list[Topic], places: list[Place], outlet_country: str | None, known: StoryKnowledge) -> _About:
    most = max((place["mentions"] for place in places), default=0)
    shares = {place["country"]: place["mentions"] / most for place in places}
    main = {country: share for country, share in shares.items() if share >= known.scoring.place_share}
    if most == 1 and len(places) > known.scoring.most_touched:
        main = {}
    home = outlet_country if most <= 1 and outlet_country not in shares else None
    return _About({topic["code"]: topic["score"] for topic in topics}, shares, main, home, known)


def _score(story: StoryEntry, published: date | None, names: Counter[str], about: _About) -> tuple[float, float]:
    """How surely its names alone make the story, and all that speaks for it."""
    if published is not None and not story.covers(published):
        return 0.0, 0.0
    by_name = _named(story, names[f"{story.id} named"], about)
    if published is None or (story.also and names[f"{story.id} also"] < about.known.scoring.enough_names):
        return by_name, by_name
    return by_name, max(by_name, _composed(story, about))


def _named(story: StoryEntry, times: int, about: _About) -> float:
    """A story whose country is named by the way only is an example in an article about another."""
    numbers = about.known.scoring
    enough = numbers.enough_everywhere if story.topics and not story.places else numbers.enough_names
    if times < enough or (times < numbers.many_names and 0 < _share(story, about.shares) < numbers.place_share):
        return 0.0
    return min(1.0, numbers.name_score + numbers.of_each_name * times)


def _composed(story: StoryEntry, about: _About) -> float:
    numbers = about.known.scoring
    place = _share(story, about.main) or _at_home(story, about)
    is_told_of = not story.places or place >= numbers.share_of_terror
    themes = story.topics if is_told_of else story.topics - about.known.of_terror
    theme = max((score for code, score in about.themes.items() if code in themes), default=0.0)
    if not story.places:
        return theme if story.also else 0.0
    score = theme * (numbers.side_country + (1 - numbers.side_country) * place) if place else 0.0
    return score if score >= numbers.least_score else 0.0


def _at_home(story: StoryEntry, about: _About) -> float:
    """As good as named in its own press; beside another country, a phrase of `also` must say where it happens."""
    return float(about.home in story.places and (bool(story.also) or not about.shares))


def _share(story: StoryEntry, countries: Mapping[str, float]) -> float:
    """How often the story's country is named, as a part of the country that is named most."""
    return max((share for country, share in countries.items() if country in story.places), default=0.0)
