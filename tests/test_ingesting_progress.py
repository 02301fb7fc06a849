import io
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from newscrawl.ingesting.progress import IngestProgress


def reading(name: str, taken: int, size: int | None, *, is_over: bool = False) -> SimpleNamespace:
    to_come = 0 if is_over else None if size is None else size - taken
    return SimpleNamespace(
        name=name,
        warc=SimpleNamespace(taken=taken, size=size),
        filter=SimpleNamespace(taken=taken // 10),
        answers_read=taken,
        is_over=is_over,
        bytes_read=taken,
        bytes_to_come=to_come,
    )


@pytest.fixture
def clock() -> list[float]:
    return [1000.0]


def watched(readings: list[SimpleNamespace], console: Console, clock: list[float], *more: str) -> IngestProgress:
    names = [*(each.name for each in readings), *more]
    ahead: Any = SimpleNamespace(readings=readings)
    ingest: Any = SimpleNamespace(stored=7)
    return IngestProgress(names, ahead, ingest, console, lambda: clock[0])


def test_elsewhere_than_on_a_terminal_it_is_a_log_line_now_and_then(
    clock: list[float], caplog: pytest.LogCaptureFixture, tmp_path: Path
):
    later = tmp_path / "later.warc.gz"
    later.write_bytes(bytes(3000))
    caplog.set_level(logging.INFO)
    now = reading("a.warc.gz", 0, 2000)
    with watched([now], Console(file=io.StringIO()), clock, str(later)) as looking:
        for _ in looking.watch([None] * 40):
            clock[0] += 1
            now.warc.taken = now.bytes_read = now.answers_read = int(clock[0] - 1000) * 50
            now.bytes_to_come = 2000 - now.bytes_read
            now.filter.taken = now.bytes_read // 10
    assert [line.message for line in caplog.records] == [
        "a.warc.gz: 0%; 0 answers, 0 pages, 7 stored",
        "a.warc.gz: 75%; 1,500 answers, 150 pages (5 a second), 7 stored, about a minute to go",
    ]


def test_without_the_size_of_every_archive_no_time_is_promised(
    clock: list[float], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    parts = [reading("a", 5, None), reading("b", 10, 10, is_over=True)]
    with watched(parts, Console(file=io.StringIO()), clock) as looking:
        for _ in looking.watch([None] * 3):
            clock[0] += 60
            parts[0].bytes_read += 100
    assert caplog.records[-1].message == "a: 5 bytes; 15 answers, 1 pages (0 a second), 7 stored"


def test_on_a_terminal_there_is_a_bar_for_each_archive_that_is_read(clock: list[float]):
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=120)
    parts = [reading("dir/[a].warc.gz", 50, 100), reading("b.warc.gz", 10, 10, is_over=True)]
    with watched(parts, console, clock) as looking:
        for _ in looking.watch([None] * 2):
            clock[0] += 1
    assert "[a].warc.gz" in out.getvalue()
    assert "50%" in out.getvalue()
    assert "60 answers, 6 pages, 7 stored" in out.getvalue()
