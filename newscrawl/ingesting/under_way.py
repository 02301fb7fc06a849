"""What an ingest has found and not yet settled, in the archives' order: bounded, so that memory stays flat."""

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass

from newscrawl.ingesting.reading_ahead import Found
from newscrawl.ingesting.runs import Desk
from pipelines.records import Article, Outcome, Page

# Pages under way for each worker: while a batch is committed, which takes up to half a second, nobody sends more.
_PER_WORKER = 32
_MOST_BYTES = 2**25  # of their bodies: some 150 real pages; of hostile ones with 8 MiB each only a few


@dataclass(frozen=True, slots=True)
class AtWork:
    """A page that a worker reads, and the desk that waits for it."""

    page: Page
    result: Future[Article | Outcome] | None
    """None for another answer of an address: whether it is read hangs on what became of those before it."""
    desk: Desk


@dataclass(frozen=True, slots=True)
class _Waiting:
    found: Found
    work: AtWork | None


class UnderWay:
    def __init__(self, workers: int) -> None:
        self._most = _PER_WORKER * workers
        self._waiting: deque[_Waiting] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, found: Found, work: AtWork | None) -> None:
        """Let what was found wait for its turn; `work` is None where there is no page to wait for."""
        self._waiting.append(_Waiting(found, work))
        self._bytes += found.size

    def has_one_due(self) -> bool:
        """Whether the first is done, or has to be waited for before more is sent."""
        if not self._waiting:
            return False
        work = self._waiting[0].work
        return self._is_full() or work is None or work.result is None or work.result.done()

    def take_first(self) -> tuple[Found, AtWork | None]:
        first = self._waiting.popleft()
        self._bytes -= first.found.size
        return first.found, first.work

    def _is_full(self) -> bool:
        return len(self._waiting) > self._most or self._bytes > _MOST_BYTES
