"""How many bytes a source takes, how fast it grows, and how long the disk lasts at this pace."""

import contextlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from newscrawl.judging.history import Line, began_at
from pipelines.layout import Layout

_DAYS = 7  # a week has all its weekdays


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes; `a_day` over the last week. Of the rows it is reckoned from articles: merged files have no age."""

    rows: int
    archive: int
    rows_a_day: float
    archive_a_day: float


@dataclass(frozen=True, slots=True)
class Disk:
    """`days_left` until only the floor is free, at the pace of the last week; None when nothing grows."""

    path: str
    free: int
    total: int
    floor: int
    days_left: float | None


def growth(
    layout: Layout, source_id: str, parts: Iterable[str], articles: int, lines: Sequence[Line], today: date
) -> Growth:
    rows = sum(_size(layout.output / part) for part in parts)
    stored = sum(
        _stored(line) for line in lines if timedelta() < today - began_at(line).date() <= timedelta(days=_DAYS)
    )
    archive = _archive_sizes(layout, source_id)
    recent = [size for day, size in archive.items() if timedelta() < today - day <= timedelta(days=_DAYS)]
    return Growth(
        rows=rows,
        archive=sum(archive.values()),
        rows_a_day=rows / articles * stored / _DAYS if articles else 0.0,
        archive_a_day=sum(recent) / _DAYS,
    )


def disks(layout: Layout, grown: Sequence[Growth], floor: float) -> list[Disk]:
    """The disk of OUTPUT_DIR, and the archive's where it is another."""
    rows, archive = sum(each.rows_a_day for each in grown), sum(each.archive_a_day for each in grown)
    other = layout.archive_dir
    if other is None or not other.exists() or other.stat().st_dev == layout.output.stat().st_dev:
        return [_disk(layout.output, rows + archive, floor)]
    return [_disk(layout.output, rows, floor), _disk(other, archive, floor)]


def _disk(path: Path, a_day: float, floor: float) -> Disk:
    usage = shutil.disk_usage(path)
    kept = int(usage.total * floor)
    left = max(usage.free - kept, 0) / a_day if a_day else None
    return Disk(str(path), usage.free, usage.total, kept, left)


def _archive_sizes(layout: Layout, source_id: str) -> dict[date, int]:
    sizes: dict[date, int] = {}
    for path in layout.archive_file(f"archive/source={source_id}").glob("*.warc.gz"):
        with contextlib.suppress(ValueError):  # a file of somebody else's
            sizes[date.fromisoformat(path.name[:10])] = _size(path)
    return sizes


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # replaced or aged out while we look
        return 0


def _stored(line: Line) -> int:
    return int(line.get("accounts", {}).get("stored", 0))
