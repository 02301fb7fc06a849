"""Of which countries and organisations the leaders of an article are."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipelines.knowledge.leader_files import LeaderEntry
from pipelines.records import Leader
from pipelines.tagging.scanning import Knowledge


def homes_of(leaders: Iterable[Leader], known: Knowledge) -> set[str]:
    """Codes as in `nations.tsv`; of who held offices in several, all of these."""
    entries = _entries(known)
    return {home for leader in leaders if leader["id"] in entries for home in entries[leader["id"]].countries}


@lru_cache(maxsize=2)
def _entries(known: Knowledge) -> Mapping[str, LeaderEntry]:
    return {leader.id: leader for leader in known.lexicon.leaders}
