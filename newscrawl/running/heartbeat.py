"""HEARTBEAT_URL: tells a dead man's switch that a run began (URL/start) and how it ended (URL/<exit code>).

As healthchecks.io and its like take it. It says what no message of ours can: that cron itself has died.
"""

import contextlib
import logging
import threading
import urllib.request
from collections.abc import Iterator

from scrapy.exceptions import UsageError

from newscrawl.exit_codes import EndWith, ExitCode

log = logging.getLogger(__name__)

_PATIENCE = 10.0  # seconds; a switch that does not answer must not hold up the run


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
        if self._url is None:
            return
        # A thread, since looking up a name has no time limit of its own.
        ping = threading.Thread(target=_ping, args=(f"{self._url}/{word}",), daemon=True)
        ping.start()
        ping.join(_PATIENCE)
        if ping.is_alive():
            log.warning("HEARTBEAT_URL: no answer within %g seconds", _PATIENCE)


def _code_of(error: BaseException) -> ExitCode:
    match error:
        case EndWith():
            return error.code
        case UsageError():
            return ExitCode.USAGE
        case KeyboardInterrupt():
            return ExitCode.INTERRUPTED
    return ExitCode.UNEXPECTED


def _ping(address: str) -> None:
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310 (the scheme was checked)
            answer.read(1000)
    except (OSError, ValueError) as error:  # ValueError: an address that is none
        log.warning("HEARTBEAT_URL: %s", error)
