from datetime import date, timedelta
from pathlib import Path

from newscrawl.standing.growth import Growth, disks, growth
from newscrawl.standing.table import in_bytes
from pipelines.layout import Layout
from tests.builders import NOW

TODAY = NOW.date()


def archive(layout: Layout, days_ago: int, size: int) -> None:
    path = layout.archive_file(layout.archive_name("anba", TODAY - timedelta(days=days_ago)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)


def test_bytes_and_the_pace_of_the_last_week(tmp_path: Path):
    layout = Layout(tmp_path)
    (tmp_path / "part.parquet").write_bytes(b"x" * 1000)
    for days_ago, size in ((0, 7000), (1, 700), (7, 700), (8, 70)):
        archive(layout, days_ago, size)
    lines = [
        {"started_at": (NOW - timedelta(days=days)).isoformat(), "accounts": {"stored": 7}} for days in (0, 1, 7, 8)
    ]
    found = growth(layout, "anba", ["part.parquet", "gone.parquet"], 100, lines, TODAY)
    assert found == Growth(rows=1000, archive=8470, rows_a_day=20.0, archive_a_day=200.0)


def test_a_source_without_rows_does_not_grow(tmp_path: Path):
    assert growth(Layout(tmp_path), "anba", [], 0, [], date(2026, 3, 14)) == Growth(0, 0, 0.0, 0.0)


def test_how_long_the_disk_lasts(tmp_path: Path):
    (disk,) = disks(Layout(tmp_path), [Growth(0, 0, 300.0, 700.0), Growth(0, 0, 0.0, 1000.0)], 0.05)
    assert disk.path == str(tmp_path)
    assert disk.floor == int(disk.total * 0.05)
    assert disk.days_left == max(disk.free - disk.floor, 0) / 2000
    assert disks(Layout(tmp_path), [], 0.05)[0].days_left is None
    assert disks(Layout(tmp_path), [Growth(0, 0, 1.0, 0.0)], 1.1)[0].days_left == 0


def test_an_archive_on_another_disk_has_a_line_of_its_own(tmp_path: Path):
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        return
    rows, pages = disks(Layout(tmp_path, other), [Growth(0, 0, 1.0, 2.0)], 0.0)
    assert (rows.path, pages.path) == (str(tmp_path), "/dev/shm")
    assert pages.days_left == pages.free / 2


def test_sizes_in_words():
    assert [in_bytes(size) for size in (0, 999, 1000, 12_345, 1_500_000, 2e9, 3.14e12)] == [
        "0 B", "999 B", "1.0 kB", "12 kB", "1.5 MB", "2.0 GB", "3.1 TB",
    ]  # fmt: skip
