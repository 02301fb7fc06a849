"""What the taggers find in a text, in the forms in which tests ask."""

from datetime import date

from pipelines.leaders.finding import find_leaders
from pipelines.places.finding import places_in
from pipelines.records import Place, Story, Topic
from pipelines.stories.finding import stories_of
from pipelines.tagging.scanning import knowledge, scan
from pipelines.topics.finding import topics_in

DAY = date(2016, 5, 10)


def named(text: str, day: date | None = DAY, press: str | None = None, title: str | None = None) -> set[str]:
    """Who is named, by id."""
    return {leader["id"] for leader in find_leaders(title, text, day, press)}


def surfaces(
    text: str, day: date | None = DAY, press: str | None = None, title: str | None = None
) -> dict[str, list[str]]:
    """Who is named, and in which words."""
    found = find_leaders(title, text, day, press)
    return {leader["id"]: [span["surface"] for span in leader["spans"]] for leader in found}


def rules(text: str, day: date | None = DAY, press: str | None = None) -> list[tuple[str, str]]:
    """The words that name leaders, each with the rule that found it, leader by leader."""
    return [
        (span["surface"], span["rule"])
        for leader in find_leaders(None, text, day, press)
        for span in leader["spans"]
    ]


def titles(
    text: str, day: date | None = DAY, press: str | None = None, title: str | None = None
) -> list[tuple[str, str]]:
    """Who is meant by a title alone, and the title."""
    return [
        (leader["id"], span["surface"])
        for leader in find_leaders(title, text, day, press)
        for span in leader["spans"]
        if span["rule"] == "role"
    ]


def find_topics(title: str | None, text: str) -> list[Topic]:
    """The topics by phrases and words alone, the strongest first."""
    known = knowledge()
    return topics_in(scan(title or "", known), scan(text, known), known)


def find_places(title: str | None, text: str) -> list[Place]:
    """The countries named in a text of nobody's press, the most named first."""
    known = knowledge()
    return places_in(scan(title or "", known), scan(text, known), known)


def find_stories(
    topics: list[Topic], places: list[Place], published: date | None, title: str | None = None, text: str = ""
) -> list[Story]:
    """The stories that these topics and places make with a text, the surest first."""
    known = knowledge()
    return stories_of(topics, places, published, (scan(title or "", known), scan(text, known)), known)
