"""Topics that take two states: a king's telegram to his own prime minister is in the words of diplomacy, too."""

from collections.abc import Sequence

from pipelines.leaders.homes import homes_of
from pipelines.records import Leader, Place, Topic
from pipelines.tagging.scanning import Knowledge

_TWO = 2


def between_states(
    topics: list[Topic],
    places: Sequence[Place],
    leaders: Sequence[Leader],
    known: Knowledge,
    outlet_country: str | None = None,
) -> list[Topic]:
    """The topics without those between states, if leaders of one state only meet, and no other country is named.

    One leader alone may be abroad or among «وزراء الخارجية العرب».
    """
    states = homes_of(leaders, known).union(place["country"] for place in places)
    if outlet_country is not None:
        states.add(outlet_country)
    if len(leaders) < _TWO or len(states) > 1:
        return topics
    return [topic for topic in topics if not known.topics.entries[topic["code"]].between_states]
