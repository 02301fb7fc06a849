"""Topics that take two states: a king's telegram to his own prime minister is in the words of diplomacy, too."""

from collections.abc import Sequence

from pipelines.homes import homes_of
from pipelines.records import Leader, Place, Topic
from pipelines.scanning import Knowledge


def between_states(
    topics: list[Topic],
    places: Sequence[Place],
    leaders: Sequence[Leader],
    known: Knowledge,
    outlet_country: str | None = None,
) -> list[Topic]:
    """The topics without those between states, if all that the article names is of one and the same.

    Without a leader or the newspaper's country nobody says whose the article is: «السفير البريطاني» is in another.
    """
    own = homes_of(leaders, known) | {outlet_country} - {None}
    if not own or len(own.union(place["country"] for place in places)) > 1:
        return topics
    return [topic for topic in topics if not known.topics.entries[topic["code"]].between_states]
