"""The runs of an ingest, one a source: each is opened when the first page of its source comes."""

import contextlib
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from scrapy.settings import BaseSettings

from newscrawl.archive.responses import Archive
from newscrawl.clock import clock_of
from newscrawl.exit_codes import ExitCode
from newscrawl.judging.run_lines import write_line
from newscrawl.opening import open_index, opened_run
from newscrawl.progress import run_in_words
from newscrawl.warc.writing import Answer, ArchivedAnswer
from pipelines.layout import Layout
from pipelines.records import Article, Outcome, Outlet, Page
from pipelines.run import Run
from pipelines.storing.batches import StopStoring


@dataclass(frozen=True, slots=True)
class Desk:
    """One source's part in an ingest. Its methods raise StopStoring."""

    run: Run
    archive: Archive

    def store(self, item: Article | Outcome, page: Page, archived: ArchivedAnswer) -> None:
        """Store what became of a page; an article's answer goes into our own archive too."""
        if isinstance(item, Article):
            plain = replace(archived.answer, headers=_plain_headers(archived.answer))
            self.archive.hold(plain, page.candidate, self.run.started_at.date(), archived.packed)
        self.run.take(item)
        self._stop_if_storing_stopped()

    def refuse_too_large(self, page: Page) -> None:
        outcome = self.run.outcome(page.candidate, "rejected", "too_large", None)
        outcome.url, outcome.http_status = page.url, page.status
        self.run.take(outcome)

    def commit(self) -> None:
        self.run.commit()
        self._stop_if_storing_stopped()

    def close(self, layout: Layout, *, is_interrupted: bool) -> ExitCode:
        """End the run with its line; returns its exit code."""
        self.run.close()
        self._stop_if_storing_stopped()
        code = ExitCode.INTERRUPTED if is_interrupted else ExitCode.DONE
        code = ExitCode.UNEXPECTED if self.run.errors else code
        write_line(self.run, layout, code, end="interrupted" if is_interrupted else "finished")
        return code

    def _stop_if_storing_stopped(self) -> None:
        if self.run.stopped_storing is not None:
            raise StopStoring(self.run.stopped_storing)


class Runs:
    """The desks of all sources that were met; their locks are held until the context ends."""

    def __init__(self, settings: BaseSettings, layout: Layout) -> None:
        self._settings = settings
        self._layout = layout
        self._desks: dict[str, Desk] = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        # One index for all runs: each would replay all sources.
        index = open_index(self._layout, clock_of(self._settings))
        self._index = self._stack.enter_context(contextlib.closing(index))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def desk_of(self, outlet: Outlet) -> Desk:
        desk = self._desks.get(outlet.source_id)
        if desk is None:
            opened = self._stack.enter_context(
                opened_run(outlet, "ingest", self._settings, self._layout, self._index)
            )
            desk = self._desks[outlet.source_id] = Desk(*opened)
        return desk

    @property
    def waiting(self) -> int:
        """Rows that are not yet durable, over all runs."""
        return sum(desk.run.store.waiting for desk in self._desks.values())

    @property
    def stored(self) -> int:
        return sum(desk.run.accounts.fates["stored"] for desk in self._desks.values())

    def in_words(self) -> list[str]:
        """What came of each run, a line a source."""
        return [run_in_words(desk.run) for _, desk in sorted(self._desks.items())]

    def commit(self) -> None:
        for desk in self._desks.values():
            desk.commit()

    def close(self, *, is_interrupted: bool) -> dict[str, ExitCode]:
        """End every run; returns their exit codes by source."""
        desks = sorted(self._desks.items())
        return {source_id: desk.close(self._layout, is_interrupted=is_interrupted) for source_id, desk in desks}


def _plain_headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The headers that are still true of a body that was unpacked."""
    gone = {"content-encoding", "transfer-encoding", "content-length"}
    return tuple((name, value) for name, value in answer.headers if name.lower() not in gone)
