"""How much of a disk stays free: one that we fill hurts others than us, and takes a row half-written."""

import shutil
from collections.abc import Iterable
from pathlib import Path


def what_is_nearly_full(folders: Iterable[Path], floor: float) -> str | None:
    """The first folder whose disk has less than the share `floor` free, and how much is left, in words; or None."""
    for folder in folders:
        disk = shutil.disk_usage(folder)
        if disk.free < disk.total * floor:
            free, total = disk.free // 2**20, disk.total // 2**20
            return f"{folder}: the disk is nearly full ({free} of {total} MiB free, DISK_FLOOR is {floor:.0%})"
    return None
