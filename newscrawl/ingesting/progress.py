"""How far an ingest is: on a terminal bars, elsewhere a log line now and then."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from newscrawl.ingesting.ingest import Ingest
from newscrawl.ingesting.pace import Pace, in_words
from newscrawl.ingesting.reading import Reading
from newscrawl.ingesting.reading_ahead import Found, ReadingAhead

log = logging.getLogger(__name__)

_ON_A_TERMINAL = 0.5  # seconds; quick enough to look alive
_IN_A_LOG = 30.0  # seconds; an hour's ingest fits on two screens


class IngestProgress:
    """Looks at what is read and stored while `watch` hands it on."""

    def __init__(
        self,
        names: Sequence[str],
        ahead: ReadingAhead,
        ingest: Ingest,
        console: Console,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._ahead = ahead
        self._ingest = ingest
        self._left = {name: _size(name) for name in names}
        self._bytes = Pace()
        self._pages = Pace()
        self._bars = None
        self._tasks: dict[str, TaskID] = {}
        self._pause = _ON_A_TERMINAL if console.is_terminal else _IN_A_LOG
        self._next = clock()
        if console.is_terminal:
            columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
            self._bars = Progress(*columns, console=console, transient=True)

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def watch(self, found: Iterable[Found | None]) -> Iterator[Found | None]:
        for each in found:
            now = self._clock()
            if now >= self._next:
                self._next = now + self._pause
                self._tell(now)
            yield each

    def _tell(self, now: float) -> None:
        readings = tuple(self._ahead.readings)
        self._bytes.note(now, sum(reading.bytes_read for reading in readings))
        self._pages.note(now, sum(reading.filter.taken for reading in readings))
        line = ", ".join(self._facts(readings))
        if self._bars is None:
            log.info("%s", "; ".join([*(_share(reading) for reading in readings if not reading.is_over), line]))
        else:
            self._draw(self._bars, readings, line)

    def _facts(self, readings: Sequence[Reading]) -> Iterator[str]:
        pages, rate = sum(reading.filter.taken for reading in readings), self._pages.rate
        yield f"{sum(reading.answers_read for reading in readings):,} answers"
        yield f"{pages:,} pages" + ("" if rate is None else f" ({rate:.0f} a second)")
        yield f"{self._ingest.stored:,} stored"
        to_come = self._bytes_to_come(readings)
        seconds = None if to_come is None else self._bytes.seconds_for(to_come)
        if seconds is not None:
            yield f"{in_words(seconds)} to go"

    def _bytes_to_come(self, readings: Sequence[Reading]) -> int | None:
        """None where the size of an archive is not known."""
        opened = {reading.name: reading.bytes_to_come for reading in readings}
        left = [opened.get(name, size) for name, size in self._left.items()]
        return None if None in left else sum(size for size in left if size is not None)

    def _draw(self, bars: Progress, readings: Sequence[Reading], line: str) -> None:
        for reading in readings:
            task = self._tasks.get(reading.name)
            if task is None:
                name = Path(reading.name).name or reading.name
                task = self._tasks[reading.name] = bars.add_task(name, total=reading.warc.size)
            bars.update(task, completed=reading.warc.taken, visible=not reading.is_over)
        if "" not in self._tasks:
            self._tasks[""] = bars.add_task("", total=None)
        bars.update(self._tasks[""], description=line)


def _share(reading: Reading) -> str:
    if not reading.warc.size:
        return f"{reading.name}: {reading.warc.taken:,} bytes"
    return f"{reading.name}: {reading.warc.taken / reading.warc.size:.0%}"


def _size(name: str) -> int | None:
    """Of a file that waits; what is not one is asked when its turn comes."""
    path = Path(name)
    return path.stat().st_size if path.is_file() else None
