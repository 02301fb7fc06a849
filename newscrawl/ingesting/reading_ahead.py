"""Threads that read archives ahead of the run, so many at a time.

Unpacking, which is most of the work, lets other threads run meanwhile. What was found and not yet taken is bounded
by its bytes; one that has read too far ahead waits.
"""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from newscrawl.exit_codes import EndWith
from newscrawl.ingesting.reading import Open, Reading
from newscrawl.warc.writing import ArchivedAnswer

_MOST_AHEAD = 2**25  # bytes of bodies: some 150 real pages; a hostile one has 8 MiB
_TICK = 0.2  # seconds, after which whoever waits looks at signals and clocks


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of an archive; without one, the archive's end."""

    reading: Reading
    archived: ArchivedAnswer | None

    @property
    def size(self) -> int:
        return 0 if self.archived is None else len(self.archived.answer.body)


class ReadingAhead:
    """Iterate for what the archives hold: each archive's in order; None when nothing came for a moment."""

    def __init__(self, names: Sequence[str], open_one: Open, jobs: int) -> None:
        self._names = iter(names)
        self._open = open_one
        self._way = _Way(_MOST_AHEAD)
        self._opening = threading.Lock()
        # Daemons: one that waits for a silent server must not keep the process.
        count = min(jobs, len(names))
        self._threads = [threading.Thread(target=self._read_all, daemon=True) for _ in range(count)]
        self.readings: list[Reading] = []
        self.unopened: list[str] = []
        """What was wrong with those that are not there; it costs none of the others."""

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._way.close()

    def __iter__(self) -> Iterator[Found | None]:
        ended = 0
        while ended < len(self._threads):
            item = self._way.take(_TICK)
            if isinstance(item, BaseException):
                raise item
            if isinstance(item, _ThreadEnded):
                ended += 1
            else:
                yield item

    def _read_all(self) -> None:
        try:
            while (reading := self._next()) is not None:
                for archived in reading.answers():
                    self._way.put(Found(reading, archived))
                self._way.put(Found(reading, None))
            self._way.put(_ThreadEnded())
        except _Closed:
            return
        except BaseException as error:  # noqa: BLE001 (it is raised where the others are waited for)
            self._way.put(error, even_if_closed=True)

    def _next(self) -> Reading | None:
        with self._opening:
            for name in self._names:
                try:
                    reading = self._open(name)
                except EndWith as end:
                    self.unopened.append(str(end))
                    continue
                if reading is not None:
                    self.readings.append(reading)
                    return reading
        return None


class _ThreadEnded:
    """One of them has no archive left."""


class _Closed(Exception):  # noqa: N818 (named by its effect)
    """Nobody takes any more."""


class _Way:
    """From the threads to the run: first in, first out, and no more than so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._items: deque[Found | _ThreadEnded | BaseException] = deque()
        self._bytes = 0
        self._is_closed = False
        self._changed = threading.Condition()

    def put(self, item: Found | _ThreadEnded | BaseException, *, even_if_closed: bool = False) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < self._most or self._is_closed)
            if self._is_closed and not even_if_closed:
                raise _Closed
            self._items.append(item)
            self._bytes += _size(item)
            self._changed.notify_all()

    def take(self, seconds: float) -> Found | _ThreadEnded | BaseException | None:
        """The next; None if none comes in time."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._items, seconds):
                return None
            item = self._items.popleft()
            self._bytes -= _size(item)
            self._changed.notify_all()
            return item

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


def _size(item: Found | _ThreadEnded | BaseException) -> int:
    return item.size if isinstance(item, Found) else 0
