"""HEARTBEAT_URL: tells a dead man's switch that a run began (URL/start) and how it ended (URL/<exit code>).

As healthchecks.io and its like take it. It says what no message of ours can: that cron itself has died.
"""

import contextlib
import urllib.request
from collections.abc import Iterator

from scrapy.exceptions import UsageError

from newscrawl.error_ends import end_of
from newscrawl.exit_codes import ExitCode
from newscrawl.sending import sent_in_time


class Heartbeat:
    """Never raises and never changes an exit code: a failed ping is logged."""

    code: ExitCode | None = None
    """How the run ended; to be set before it is over."""

    def __init__(self, url: str | None) -> None:
        self._url = url.rstrip("/") if url else None

    @contextlib.contextmanager
    def beating(self) -> Iterator["Heartbeat"]:
        """Tells the beginning, and the end also of a run that an exception ends."""
        self._tell("start")
        try:
            yield self
        except BaseException as error:
            self.code = _code_of(error)
            raise
        finally:
            self._tell(str(int(ExitCode.UNEXPECTED if self.code is None else self.code)))

    def _tell(self, word: str) -> None:
        if self._url is not None:
            request = urllib.request.Request(f"{self._url}/{word}")  # noqa: S310 (the scheme was checked)
            sent_in_time("HEARTBEAT_URL", request)


def _code_of(error: BaseException) -> ExitCode:
    """With which code the command will end."""
    match error:
        case UsageError():
            return ExitCode.USAGE
        case KeyboardInterrupt():
            return ExitCode.INTERRUPTED
        case Exception():
            end = end_of(error)
            return ExitCode.UNEXPECTED if end is None else end.code
    return ExitCode.UNEXPECTED
