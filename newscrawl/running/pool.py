"""So many crawls at a time, and how all of them end."""

import asyncio
import logging
import signal
from collections import deque
from collections.abc import Sequence

from newscrawl.exit_codes import ExitCode
from newscrawl.progress import counts_in_words
from newscrawl.running.child import Child
from newscrawl.running.day_log import DayLog
from newscrawl.running.rules import Rules
from newscrawl.running.source_run import SourceRun

log = logging.getLogger(__name__)

_TELL = 30.0  # seconds between two lines in a log


class Pool:
    def __init__(self, runs: Sequence[SourceRun], rules: Rules, day_log: DayLog) -> None:
        self.runs = list(runs)
        self._waiting = deque(self.runs)
        self._rules = rules
        self._day_log = day_log
        self._children: list[Child] = []
        self._stopped_for: ExitCode | None = None
        self._signals = 0

    async def work(self) -> list[SourceRun]:
        """Run them all; returns those that are over. What overlapping runs take care of is not among them."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, self._on_signal)
        timer = loop.call_later(self._rules.whole, self._stop, ExitCode.TIME_LIMIT) if self._rules.whole else None
        teller = asyncio.create_task(self._tell())
        try:
            async with asyncio.TaskGroup() as jobs:  # a mistake of ours in one cancels all, and no process stays
                for _ in range(min(self._rules.jobs, len(self.runs))):
                    jobs.create_task(self._job())
        finally:
            teller.cancel()
            if timer is not None:
                timer.cancel()
        return self._settled()

    async def _job(self) -> None:
        slot = None
        if self._rules.take_slot is not None and (slot := self._rules.take_slot()) is None:
            return
        try:
            while self._waiting and self._stopped_for is None:
                run = self._waiting.popleft()
                if self._rules.is_still_wanted(run):
                    await self._crawl(run)
                else:
                    self.runs.remove(run)
        finally:
            if slot is not None:
                slot.release()

    async def _crawl(self, run: SourceRun) -> None:
        child = Child(run, self._rules.options, self._day_log, self._rules.children)
        self._children.append(child)
        log.info("%s begins", run.source_id)
        await child.work()
        self._children.remove(child)
        level = logging.INFO if run.code == ExitCode.DONE else logging.WARNING
        words = ": ".join(filter(None, (run.in_words(), run.why)))
        log.log(level, "%s: %s; %s in %.0f s", run.source_id, counts_in_words(run.accounts), words, run.seconds)

    def _on_signal(self) -> None:
        self._signals += 1
        if self._signals == 1:
            log.warning("interrupted: the crawls commit what they have read; a second signal kills them")
            self._stop(ExitCode.INTERRUPTED)
            return
        for child in self._children:
            child.kill()

    def _stop(self, code: ExitCode) -> None:
        self._stopped_for = self._stopped_for or code
        for child in self._children:
            child.stop(code)

    def _settled(self) -> list[SourceRun]:
        if self._stopped_for is not None:
            for run in self._waiting:
                run.end(self._stopped_for, "not begun")
        elif self._waiting:
            names = ", ".join(run.source_id for run in self._waiting)
            log.info("%s: left, since as many crawls as --jobs allows are under way already", names)
        return [run for run in self.runs if run.state == "ended"]

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(_TELL)
            now = [run for run in self.runs if run.state not in {"waiting", "ended"}]
            words = "; ".join(f"{run.source_id}: {counts_in_words(run.accounts)}" for run in now)
            log.info("%s; %d waiting", words, len(self._waiting))
