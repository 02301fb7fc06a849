"""An ingest: pages to the workers, articles to the stores, in the archives' order; commits on the way."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from scrapy.settings import BaseSettings

from newscrawl.archive.pages import page_of
from newscrawl.clock import clock_of
from newscrawl.exit_codes import ExitCode
from newscrawl.ingesting.reading import Opener, Reading
from newscrawl.ingesting.reading_ahead import Found
from newscrawl.ingesting.runs import Runs
from newscrawl.ingesting.under_way import AtWork, UnderWay
from newscrawl.warc.writing import ArchivedAnswer
from pipelines.layout import Layout
from pipelines.steps import pure_steps, workers_of

# Rows waiting over all runs: a thousand hosts in one archive must not mean a thousand full batches in memory.
_MOST_WAITING = 2000
# A thousand hosts take a thousand commits: of the time at most a twentieth goes into them.
_REST_AFTER_COMMIT = 20


class Ingest:
    """Feed it what archives hold with `read`; its runs end when the context does."""

    def __init__(self, settings: BaseSettings, layout: Layout, opener: Opener) -> None:
        self._settings = settings
        self._opener = opener
        self._steps = pure_steps(settings)
        self._workers = workers_of(settings)
        self._runs = Runs(settings, layout)
        self._under_way = UnderWay(self._workers.count)
        self._stack = contextlib.ExitStack()
        self._readings: list[Reading] = []
        """Those of which something was settled since the last commit."""
        self._next_commit = time.monotonic() + settings.getfloat("COMMIT_SECONDS")

    def __enter__(self) -> Self:
        self._stack.enter_context(self._workers)
        self._stack.enter_context(self._runs)
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
                    self._under_way.add(each, None if each.archived is None else self._submit(each.archived))
                self._settle_what_is_due()
                if is_over():
                    break
        finally:
            while self._under_way:
                self._settle(*self._under_way.take_first())

    def commit(self) -> None:
        """Make durable what was taken so far, and remember up to where the archives were read."""
        began = time.monotonic()
        self._runs.commit()
        for reading in self._readings:
            if reading.settled is not None:
                self._opener.positions.remember(reading.warc, self._opener.selection, reading.settled)
        self._readings.clear()
        ended = time.monotonic()
        rest = max(self._settings.getfloat("COMMIT_SECONDS"), _REST_AFTER_COMMIT * (ended - began))
        self._next_commit = ended + rest

    @property
    def stored(self) -> int:
        return self._runs.stored

    def summary(self, readings: Iterable[Reading]) -> list[str]:
        """What came of it, a line a source, and what was passed over in the archives."""
        passed_over: Counter[str] = Counter()
        answers = 0
        for reading in readings:
            passed_over += reading.passed_over
            answers += reading.answers_read
        passed = ", ".join(f"{reason} {count}" for reason, count in passed_over.most_common())
        return [*self._runs.in_words(), f"{answers} answers" + (f"; passed over: {passed}" if passed else "")]

    def close(self, *, is_interrupted: bool) -> dict[str, ExitCode]:
        """End every run; returns their exit codes by source."""
        self.commit()
        return self._runs.close(is_interrupted=is_interrupted)

    def _submit(self, archived: ArchivedAnswer) -> AtWork | None:
        outlet = self._opener.finder.outlet_of(archived.answer.url)
        assert outlet is not None  # the archive's filter has seen to it
        self._workers.get_ready()  # they load while the run is opened; an archive with nothing for us needs none
        desk = self._runs.desk_of(outlet)
        page = page_of(archived, outlet, desk.run.run_id, "ingest")
        if desk.run.frontier.has_met(page.candidate):
            return AtWork(page, None, desk)
        if desk.run.wish_for(page.candidate) != "wanted":
            return None
        if archived.is_too_large:
            desk.refuse_too_large(page)
            return None
        return AtWork(page, self._workers.refine(page, self._steps), desk)

    def _settle_what_is_due(self) -> None:
        while self._under_way.has_one_due():
            self._settle(*self._under_way.take_first())
        if self._runs.waiting >= _MOST_WAITING or time.monotonic() >= self._next_commit:
            self.commit()

    def _settle(self, found: Found, work: AtWork | None) -> None:
        if found.archived is None:
            self._finish(found.reading)
            return
        if work is not None:
            self._store(found.reading, found.archived, work)
        found.reading.settle(found.archived)
        if found.reading not in self._readings:
            self._readings.append(found.reading)

    def _store(self, reading: Reading, archived: ArchivedAnswer, work: AtWork) -> None:
        result = work.result
        if result is None:
            if archived.is_too_large or not work.desk.run.frontier.wish_again(work.page.candidate):
                reading.met_before += 1
                return
            result = self._workers.refine(work.page, self._steps)
        work.desk.store(result.result(timeout=self._workers.patience), work.page, archived)

    def _finish(self, reading: Reading) -> None:
        """Of an archive in which something is wrong nothing is remembered: the next ingest says so again."""
        self.commit()
        self._opener.positions.forget(reading.warc, self._opener.selection)
        if reading.problem is None:
            now = clock_of(self._settings)()
            self._opener.finished.remember(reading.warc, now, self._opener.selection)
