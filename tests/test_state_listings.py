from datetime import timedelta

from pipelines.state.known import ListingMemory
from tests.builders import NOW
from tests.one_state import path, state

__all__ = ["path", "state"]  # the fixtures


def test_a_listing_is_remembered_as_last_seen(state):
    full = ListingMemory("https://anba.example/feed", '"v1"', "Sat, 14 Mar 2026 08:00:00 GMT", NOW, NOW)
    bare = ListingMemory("https://anba.example/map", None, None, None, NOW)
    state.listings.remember([full, bare])
    assert state.listings.memory_of(full.url) == full
    assert state.listings.memory_of(bare.url) == bare
    newer = ListingMemory(full.url, '"v2"', None, None, NOW + timedelta(hours=1))
    state.listings.remember(iter([newer]))
    assert state.listings.memory_of(full.url) == newer
    assert state.listings.memory_of("https://anba.example/none") is None
