"""Runs of one source, one after the other, over a state of its own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.run import Run
from pipelines.state.known import ListingMemory
from pipelines.state.source_state import State
from tests.builders import LISTING, NOW, Runs, open_state

__all__ = ["memory_of", "new_run", "run", "state"]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with contextlib.closing(open_state(tmp_path)) as state:
        yield state


@pytest.fixture
def new_run(tmp_path: Path, state: State) -> Runs:
    """Makes runs of one source, each with a name and a clock of its own."""
    return Runs(tmp_path, state)


@pytest.fixture
def run(new_run: Runs) -> Run:
    return new_run()


def memory_of(url: str = LISTING) -> ListingMemory:
    return ListingMemory(url, '"v1"', None, None, NOW)
