"""How far a crawl is: on a terminal one live line, elsewhere a log line now and then, for `run` JSON lines."""

import logging
import sys
from collections.abc import Mapping
from typing import Any, Self

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro

from newscrawl.progress_lines import tell_progress
from pipelines.run import Run

log = logging.getLogger(__name__)

_ON_A_TERMINAL = 0.5  # seconds; quick enough to look alive
_IN_A_LOG = 30.0  # seconds; an hour's crawl fits on two screens
_TO_A_PROGRAM = 1.0  # seconds; its table is redrawn no more often


class Progress:
    """A Scrapy extension; it only looks at the run's accounts."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self._crawler = crawler
        self._bar = None
        self._in_lines = crawler.settings.getbool("PROGRESS_LINES")
        if console.is_terminal and not self._in_lines:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            self._bar = Bar(*columns, console=console, transient=True)
        self._clockwork = create_looping_call(self._tell)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler, Console(file=sys.stderr))
        crawler.signals.connect(extension.open, signals.spider_opened)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    def open(self) -> None:
        if self._bar is not None:
            self._task = self._bar.add_task("")
            self._bar.start()
        pause = _TO_A_PROGRAM if self._in_lines else _IN_A_LOG if self._bar is None else _ON_A_TERMINAL
        self._clockwork.start(pause, now=False)

    def close(self) -> None:
        if self._clockwork.running:
            self._clockwork.stop()
        if self._bar is not None:
            self._bar.stop()

    def _tell(self) -> None:
        run = getattr(self._crawler.spider, "run", None)
        if run is None:
            return
        if self._in_lines:
            if not tell_progress(run.accounts.as_dict()):
                self._end("nobody reads our progress any more")
        elif self._bar is not None:
            self._bar.update(self._task, description=run_in_words(run))
        else:
            log.info("%s", run_in_words(run))

    def _end(self, why: str) -> None:
        self._clockwork.stop()
        log.warning("%s: the crawl ends", why)
        assert self._crawler.engine is not None
        _schedule_coro(self._crawler.engine.close_spider_async(reason="shutdown"))


def run_in_words(run: Run) -> str:
    """The accounts of a run in one line."""
    return f"{run.outlet.source_id}: {counts_in_words(run.accounts.as_dict())}"


def counts_in_words(accounts: Mapping[str, Any]) -> str:
    """Accounts, as `Accounts.as_dict` gives them, without what is zero."""
    fates = [f"{accounts.get(fate, 0)} {fate}" for fate in ("stored", "revised", "unchanged", "gone", "rejected")]
    if accounts.get("tombstones"):
        fates[1] += f" ({accounts['tombstones']} of them gone)"
    commonest = sorted(accounts.get("reasons", {}).items(), key=lambda item: -item[1])
    if commonest:
        fates[-1] += f" ({', '.join(f'{reason} {count}' for reason, count in commonest)})"
    parts = [each for each in fates if not each.startswith("0 ")] or ["nothing new"]
    return ", ".join(parts + [f"{accounts[name]} {name}" for name in ("known", "pending") if accounts.get(name)])
