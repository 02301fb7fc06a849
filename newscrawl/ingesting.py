"""Pages of WARC files through the same steps as a crawl's, one run per source met."""

import contextlib
import dataclasses
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Self

from scrapy.settings import BaseSettings

from newscrawl.archive import Archive
from newscrawl.clock import clock_of
from newscrawl.exit_codes import ExitCode
from newscrawl.hosts import SourceFinder
from newscrawl.opening import open_index, opened_run
from newscrawl.progress import in_words
from newscrawl.run_lines import write_line
from newscrawl.warc import Answer, ArchivedAnswer
from pipelines.batches import StopStoring
from pipelines.language import has_arabic
from pipelines.layout import Layout
from pipelines.records import Article, Candidate, Outcome, Outlet, Page, Reason
from pipelines.run import Run
from pipelines.steps import pure_steps, workers_of

log = logging.getLogger(__name__)

# Rows waiting over all runs: a thousand hosts in one archive must not mean a thousand full batches in memory.
_MOST_WAITING = 2000
# Pages under way for each worker: while a batch is committed, which takes up to half a second, nobody sends more.
_UNDER_WAY = 32


@dataclass(frozen=True, slots=True)
class _Desk:
    """One source's part in an ingest."""

    run: Run
    archive: Archive


@dataclass(frozen=True, slots=True)
class _UnderWay:
    archived: ArchivedAnswer
    page: Page
    result: Future[Article | Outcome]
    desk: _Desk


class Ingest:
    """Feed it WARC streams with `read`; its runs end when the context does."""

    def __init__(self, settings: BaseSettings, layout: Layout, finder: SourceFinder) -> None:
        self._settings = settings
        self._layout = layout
        self._finder = finder
        self._steps = pure_steps(settings)
        self._workers = workers_of(settings)
        self._desks: dict[str, _Desk] = {}
        self._under_way: deque[_UnderWay] = deque()
        self._stack = contextlib.ExitStack()
        self.passed_over: Counter[str] = Counter()
        """Answers that are no page to read, by reason."""
        self.answers = 0

    def __enter__(self) -> Self:
        self._stack.enter_context(self._workers)
        self._workers.get_ready()
        index = open_index(
            self._layout, clock_of(self._settings)
        )  # one for all runs: each would replay all sources
        self._index = self._stack.enter_context(contextlib.closing(index))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def read(self, answers: Iterable[ArchivedAnswer], is_over: Callable[[], bool]) -> None:
        """Take the answers through the steps, in order, until the stream or the caller says stop."""
        try:
            for archived in answers:
                self.answers += 1
                self._submit(archived)
                while len(self._under_way) > _UNDER_WAY * self._workers.count:
                    self._settle(self._under_way.popleft())
                if is_over():
                    break
        finally:
            while self._under_way:
                self._settle(self._under_way.popleft())

    def commit(self) -> None:
        """Make durable what was taken so far."""
        for desk in self._desks.values():
            desk.run.commit()
            _stop_if_storing_stopped(desk.run)

    def summary(self) -> list[str]:
        """What came of it, a line a source, and what was passed over."""
        lines = [in_words(desk.run) for _, desk in sorted(self._desks.items())]
        passed = ", ".join(f"{reason} {count}" for reason, count in self.passed_over.most_common())
        return [*lines, f"{self.answers} answers" + (f"; passed over: {passed}" if passed else "")]

    def close(self, *, is_interrupted: bool) -> dict[str, ExitCode]:
        """End every run; returns their exit codes by source."""
        return {source_id: self._close(desk, is_interrupted) for source_id, desk in sorted(self._desks.items())}

    def _submit(self, archived: ArchivedAnswer) -> None:
        why_not = _why_no_page(archived)
        outlet = None if why_not is not None else self._finder.outlet_of(archived.answer.url)
        if outlet is None:
            self.passed_over[why_not or "of no source"] += 1
            return
        desk = self._desk(outlet)
        page = self._page(archived, desk.run)
        if desk.run.wish_for(page.candidate) != "wanted":
            return
        if archived.is_too_large:
            desk.run.take(_rejected(desk.run, page, "too_large"))
            return
        result = self._workers.refine(page, self._steps)
        self._under_way.append(_UnderWay(archived, page, result, desk))

    def _settle(self, under_way: _UnderWay) -> None:
        item, desk = under_way.result.result(timeout=self._workers.patience), under_way.desk
        if isinstance(item, Article):
            archived = under_way.archived
            plain = replace(archived.answer, headers=_plain_headers(archived.answer))
            desk.archive.hold(plain, under_way.page.candidate, desk.run.started_at.date(), archived.packed)
        desk.run.take(item)
        _stop_if_storing_stopped(desk.run)
        if sum(each.run.store.waiting for each in self._desks.values()) >= _MOST_WAITING:
            self.commit()

    def _desk(self, outlet: Outlet) -> _Desk:
        desk = self._desks.get(outlet.source_id)
        if desk is None:
            opened = self._stack.enter_context(
                opened_run(outlet, "ingest", self._settings, self._layout, self._index)
            )
            desk = self._desks[outlet.source_id] = _Desk(*opened)
        return desk

    def _page(self, archived: ArchivedAnswer, run: Run) -> Page:
        answer = archived.answer
        return Page(
            outlet=run.outlet,
            candidate=candidate_of(archived),
            url=answer.url,
            status=answer.status,
            headers={name.lower(): value for name, value in answer.headers},
            body=answer.body,
            fetched_at=answer.at,
            run_id=run.run_id,
            run_kind="ingest",
        )

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


def _why_no_page(archived: ArchivedAnswer) -> str | None:
    answer = archived.answer
    if answer.status != 200:
        return f"HTTP {answer.status}"
    if archived.is_ours and not archived.said:
        return "listing or robots.txt"
    return None if has_arabic(answer.body) else "no Arabic letters"


def candidate_of(archived: ArchivedAnswer) -> Candidate:
    said = archived.said
    if not said:
        return Candidate(url=archived.answer.url, found_in="warc", found_at=archived.answer.at)
    names = {field.name for field in dataclasses.fields(Candidate)}
    facts = {name: value for name, value in said.items() if name in names}  # a later version may say more
    url = said["requested_url"]
    facts["found_at"] = datetime.fromisoformat(facts["found_at"])
    for name in ("authors", "keywords"):
        facts[name] = tuple(facts.get(name, ()))
    return Candidate(url=url, **facts)


def _rejected(run: Run, page: Page, reason: Reason) -> Outcome:
    outcome = run.outcome(page.candidate, "rejected", reason, None)
    outcome.url, outcome.http_status = page.url, page.status
    return outcome


def _plain_headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The headers that are still true of a body that was unpacked."""
    gone = {"content-encoding", "transfer-encoding", "content-length"}
    return tuple((name, value) for name, value in answer.headers if name.lower() not in gone)
