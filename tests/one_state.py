"""A new state of one source, and where it lies."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.state.source_state import State

__all__ = ["path", "state"]  # the fixtures


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "anba.sqlite"


@pytest.fixture
def state(path: Path) -> Iterator[State]:
    with closing(State(path, "anba.example")) as opened:
        yield opened
