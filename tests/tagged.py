"""Which leaders the taggers find in a text, in the forms in which tests ask."""

from datetime import date

from pipelines.leaders.finding import find_leaders

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
