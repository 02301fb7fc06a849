import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.disk import what_is_nearly_full


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def _disks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 1000 MiB, 400 are free where the rows lie and 40 where the archive lies."""
    free = {"rows": 400, "archive": 40}
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(1000 * 2**20, 0, free[folder.name] * 2**20))


@pytest.mark.usefixtures("_disks")
def test_the_disk_that_has_too_little_room_is_named_with_what_is_left():
    full = what_is_nearly_full([Path("rows"), Path("archive")], 0.05)
    assert full == "archive: the disk is nearly full (40 of 1000 MiB free, DISK_FLOOR is 5%)"


@pytest.mark.usefixtures("_disks")
@pytest.mark.parametrize("floor", [0.0, 0.04])
def test_room_enough_is_no_news(floor: float):
    assert what_is_nearly_full([Path("rows"), Path("archive")], floor) is None
