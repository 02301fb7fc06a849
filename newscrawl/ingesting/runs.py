"""The runs of an ingest, one a source: pages to the workers, articles to the stores, in the archives' order."""

import contextlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from scrapy.settings import BaseSettings

from newscrawl.archive import Archive
from newscrawl.archived_pages import page_of
from newscrawl.clock import clock_of
from newscrawl.exit_codes import ExitCode
from newscrawl.ingesting.reading import Opener, Reading
from newscrawl.ingesting.reading_ahead import Found
from newscrawl.opening import open_index, opened_run
from newscrawl.progress import in_words
from newscrawl.run_lines import write_line
from newscrawl.warc import Answer, ArchivedAnswer
from pipelines.batches import StopStoring
from pipelines.layout import Layout
from pipelines.records import Article, Outcome, Outlet, Page
from pipelines.run import Run
from pipelines.steps import pure_steps, workers_of

# Rows waiting over all runs: a thousand hosts in one archive must not mean a thousand full batches in memory.
_MOST_WAITING = 2000
# Pages under way for each worker: while a batch is committed, which takes up to half a second, nobody sends more.
_UNDER_WAY = 32
_BYTES_UNDER_WAY = 2**25  # of their bodies: some 150 real pages; of hostile ones with 8 MiB each only a few
# A thousand hosts take a thousand commits: of the time at most a twentieth goes into them.
_REST_AFTER_COMMIT = 20


@dataclass(frozen=True, slots=True)
class _Desk:
    """One source's part in an ingest."""

    run: Run
    archive: Archive


@dataclass(frozen=True, slots=True)
class _AtWork:
    page: Page
    result: Future[Article | Outcome]
    desk: _Desk


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """What was found and waits to be settled in its turn; `work` is None where there is none to wait for."""

    found: Found
    work: _AtWork | None

    @property
    def is_done(self) -> bool:
        return self.work is None or self.work.result.done()


class Ingest:
    """Feed it what archives hold with `read`; its runs end when the context does."""

    def __init__(self, settings: BaseSettings, layout: Layout, opener: Opener) -> None:
        self._settings = settings
        self._layout = layout
        self._opener = opener
        self._steps = pure_steps(settings)
        self._workers = workers_of(settings)
        self._desks: dict[str, _Desk] = {}
        self._under_way: deque[_UnderWay] = deque()
        self._bytes_under_way = 0
        self._stack = contextlib.ExitStack()
        self._readings: list[Reading] = []
        """Those of which something was settled since the last commit."""
        self._next_commit = time.monotonic() + settings.getfloat("COMMIT_SECONDS")

    def __enter__(self) -> Self:
        self._stack.enter_context(self._workers)
        self._workers.get_ready()
        # One index for all runs: each would replay all sources.
        index = open_index(self._layout, clock_of(self._settings))
        self._index = self._stack.enter_context(contextlib.closing(index))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def read(self, found: Iterable[Found | None], is_over: Callable[[], bool]) -> None:
        """Take what was found through the steps, until nothing comes any more or the caller says stop."""
        try:
            for each in found:
                if each is not None:
                    self._take(each)
                self._settle_what_is_due()
                if is_over():
                    break
        finally:
            while self._under_way:
                self._settle(self._under_way.popleft())

    def commit(self) -> None:
        """Make durable what was taken so far, and remember up to where the archives were read."""
        began = time.monotonic()
        for desk in self._desks.values():
            desk.run.commit()
            _stop_if_storing_stopped(desk.run)
        for reading in self._readings:
            if reading.settled is not None:
                self._opener.positions.remember(reading.warc, self._opener.selection, reading.settled)
        self._readings.clear()
        ended = time.monotonic()
        rest = max(self._settings.getfloat("COMMIT_SECONDS"), _REST_AFTER_COMMIT * (ended - began))
        self._next_commit = ended + rest

    @property
    def stored(self) -> int:
        return sum(desk.run.accounts.fates["stored"] for desk in self._desks.values())

    def summary(self, readings: Iterable[Reading]) -> list[str]:
        """What came of it, a line a source, and what was passed over in the archives."""
        lines = [in_words(desk.run) for _, desk in sorted(self._desks.items())]
        passed_over: Counter[str] = Counter()
        answers = 0
        for reading in readings:
            passed_over += reading.passed_over
            answers += reading.answers_read
        passed = ", ".join(f"{reason} {count}" for reason, count in passed_over.most_common())
        return [*lines, f"{answers} answers" + (f"; passed over: {passed}" if passed else "")]

    def close(self, *, is_interrupted: bool) -> dict[str, ExitCode]:
        """End every run; returns their exit codes by source."""
        self.commit()
        return {source_id: self._close(desk, is_interrupted) for source_id, desk in sorted(self._desks.items())}

    def _take(self, found: Found) -> None:
        self._under_way.append(_UnderWay(found, None if found.archived is None else self._submit(found.archived)))
        self._bytes_under_way += found.size

    def _submit(self, archived: ArchivedAnswer) -> _AtWork | None:
        outlet = self._opener.finder.outlet_of(archived.answer.url)
        assert outlet is not None  # the archive's filter has seen to it
        desk = self._desk(outlet)
        page = page_of(archived, outlet, desk.run.run_id, "ingest")
        if desk.run.wish_for(page.candidate) != "wanted":
            return None
        if archived.is_too_large:
            desk.run.take(_too_large(desk.run, page))
            return None
        return _AtWork(page, self._workers.refine(page, self._steps), desk)

    def _settle_what_is_due(self) -> None:
        while self._under_way and (self._is_full or self._under_way[0].is_done):
            self._settle(self._under_way.popleft())
        waiting = sum(desk.run.store.waiting for desk in self._desks.values())
        if waiting >= _MOST_WAITING or time.monotonic() >= self._next_commit:
            self.commit()

    @property
    def _is_full(self) -> bool:
        most = _UNDER_WAY * self._workers.count
        return len(self._under_way) > most or self._bytes_under_way > _BYTES_UNDER_WAY

    def _settle(self, under_way: _UnderWay) -> None:
        found = under_way.found
        self._bytes_under_way -= found.size
        if found.archived is None:
            self._finish(found.reading)
            return
        if under_way.work is not None:
            self._store(found.archived, under_way.work)
        found.reading.settle(found.archived)
        if found.reading not in self._readings:
            self._readings.append(found.reading)

    def _store(self, archived: ArchivedAnswer, work: _AtWork) -> None:
        item, desk = work.result.result(timeout=self._workers.patience), work.desk
        if isinstance(item, Article):
            plain = replace(archived.answer, headers=_plain_headers(archived.answer))
            desk.archive.hold(plain, work.page.candidate, desk.run.started_at.date(), archived.packed)
        desk.run.take(item)
        _stop_if_storing_stopped(desk.run)

    def _finish(self, reading: Reading) -> None:
        """Of an archive in which something is wrong nothing is remembered: the next ingest says so again."""
        self.commit()
        self._opener.positions.forget(reading.warc, self._opener.selection)
        if reading.problem is None:
            now = clock_of(self._settings)()
            self._opener.finished.remember(reading.warc, now, self._opener.selection)

    def _desk(self, outlet: Outlet) -> _Desk:
        desk = self._desks.get(outlet.source_id)
        if desk is None:
            opened = self._stack.enter_context(
                opened_run(outlet, "ingest", self._settings, self._layout, self._index)
            )
            desk = self._desks[outlet.source_id] = _Desk(*opened)
        return desk

    def _close(self, desk: _Desk, is_interrupted: bool) -> ExitCode:
        run = desk.run
        run.close()
        _stop_if_storing_stopped(run)
        code = ExitCode.INTERRUPTED if is_interrupted else ExitCode.DONE
        code = ExitCode.UNEXPECTED if run.errors else code
        write_line(run, self._layout, code, end="interrupted" if is_interrupted else "finished")
        return code


def _stop_if_storing_stopped(run: Run) -> None:
    if run.stopped_storing is not None:
        raise StopStoring(run.stopped_storing)


def _too_large(run: Run, page: Page) -> Outcome:
    outcome = run.outcome(page.candidate, "rejected", "too_large", None)
    outcome.url, outcome.http_status = page.url, page.status
    return outcome


def _plain_headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The headers that are still true of a body that was unpacked."""
    gone = {"content-encoding", "transfer-encoding", "content-length"}
    return tuple((name, value) for name, value in answer.headers if name.lower() not in gone)
