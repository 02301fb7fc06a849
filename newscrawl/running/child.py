"""One `newscrawl crawl SOURCE` in a process, session and process group of its own.

Its own session, so that ctrl-C reaches `run` alone, which then stops each crawl once: a second signal would make a
crawl drop what it has read. Its own group, so that all of it can be killed.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from newscrawl.exit_codes import ExitCode
from newscrawl.running.day_log import DayLog
from newscrawl.running.ending import ended_as, what_went_wrong
from newscrawl.running.listening import Listener
from newscrawl.running.source_run import SourceRun

# -P: a folder named `pipelines` where the user stands would hide ours.
_PROGRAM = (sys.executable, "-P", "-m", "newscrawl")
_LAST_WORDS = 5.0  # seconds for what still stands in the pipes


@dataclass(frozen=True, slots=True)
class ChildLimits:
    grace: float
    """Seconds between SIGTERM and SIGKILL."""
    hang: float | None
    """Seconds after which a crawl is taken for hung, its own time limit having passed; None: never."""


class Child:
    def __init__(self, run: SourceRun, options: Sequence[str], log: DayLog, limits: ChildLimits) -> None:
        self.run = run
        self._options = options
        self._log = log
        self._limits = limits
        self._process: asyncio.SubprocessTransport | None = None
        self._stopped_for: ExitCode | None = None
        self._last_words = ""

    async def work(self) -> None:
        """Crawl to the end; then `run` says how it went. No process is left, whatever ends this."""
        self.run.begin()
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._limits.hang, self.stop, ExitCode.TIME_LIMIT) if self._limits.hang else None
        try:
            returned = await self._wait()
        except OSError as error:  # no memory or no process left to start it with
            self.run.end(ExitCode.UNEXPECTED, f"could not be started: {error}")
        else:
            self._conclude(returned)
        finally:
            if timer is not None:
                timer.cancel()
            self.kill()
            if self._process is not None:
                self._process.close()

    def stop(self, code: ExitCode) -> None:
        """Ask it to end, once; it is killed when it takes too long. `code` says why it had to."""
        if self._stopped_for is not None or self.run.state == "ended":
            return
        self._stopped_for, self.run.state = code, "stopping"
        if self._process is not None:
            self._terminate()

    def kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # all have ended; on macOS, as zombies
                os.killpg(self._process.get_pid(), signal.SIGKILL)

    async def _wait(self) -> int:
        listener = Listener(self._told, self._said)
        self._process, _ = await asyncio.get_running_loop().subprocess_exec(
            lambda: listener,
            *(*_PROGRAM, "crawl", self.run.source_id, *self._options),
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        if self._stopped_for is not None:  # while it was being started
            self._terminate()
        await listener.has_exited.wait()
        self.kill()  # what it left behind, which would hold the pipes open
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(listener.is_silent.wait(), _LAST_WORDS)
        returned = self._process.get_returncode()
        assert returned is not None  # it has exited
        return returned

    def _terminate(self) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        asyncio.get_running_loop().call_later(self._limits.grace, self._kill_late)

    def _kill_late(self) -> None:
        if self.run.state != "ended":
            self._log.write(self.run.source_id, f"WARNING killed: it did not end in {self._limits.grace:g} seconds")
            self.kill()

    def _told(self, line: str) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            self._said(line)  # nobody's plan, so somebody should see it
            return
        if self.run.state == "starting":
            self.run.state = "crawling"
        self.run.line = message.get("line")
        self.run.accounts = self.run.line["accounts"] if self.run.line else message["progress"]

    def _said(self, line: str) -> None:
        self._log.write(self.run.source_id, line)
        if line.startswith("newscrawl: "):
            self._last_words = line.removeprefix("newscrawl: ")

    def _conclude(self, returned: int) -> None:
        code, why = ended_as(returned, self._stopped_for, has_line=self.run.line is not None)
        self.run.end(code, why or self._last_words or what_went_wrong(code, self.run.line))
