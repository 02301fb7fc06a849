"""How far a crawl is: on a terminal one live line, elsewhere a log line now and then."""

import logging
import sys
from typing import Self

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from pipelines.run import Run

log = logging.getLogger(__name__)

_ON_A_TERMINAL = 0.5  # seconds; quick enough to look alive
_IN_A_LOG = 30.0  # seconds; an hour's crawl fits on two screens


class Progress:
    """A Scrapy extension; it only looks at the run's accounts."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self._crawler = crawler
        self._bar = None
        if console.is_terminal:
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
        self._clockwork.start(_ON_A_TERMINAL if self._bar is not None else _IN_A_LOG, now=False)

    def close(self) -> None:
        self._clockwork.stop()
        if self._bar is not None:
            self._bar.stop()

    def _tell(self) -> None:
        run = getattr(self._crawler.spider, "run", None)
        if run is None:
            return
        if self._bar is not None:
            self._bar.update(self._task, description=in_words(run))
        else:
            log.info("%s", in_words(run))


def in_words(run: Run) -> str:
    """The accounts of a run in one line."""
    accounts = run.accounts
    counts = [f"{accounts.fates[fate]} {fate}" for fate in ("stored", "revised", "unchanged", "gone")]
    reasons = ", ".join(f"{reason} {count}" for reason, count in accounts.reasons.most_common())
    counts.append(f"{accounts.fates['rejected']} rejected" + (f" ({reasons})" if reasons else ""))
    parts = [each for each in counts if not each.startswith("0 ")] or ["nothing new"]
    if accounts.known:
        parts.append(f"{accounts.known} known")
    if accounts.pending:
        parts.append(f"{accounts.pending} pending")
    return f"{run.outlet.source_id}: {', '.join(parts)}"
