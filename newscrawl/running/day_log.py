"""OUTPUT_DIR/logs/YYYY-MM-DD.log: what every run of a day said, each line naming its source."""

import contextlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from newscrawl.saying import say
from newscrawl.settings import LOG_DATEFORMAT, LOG_FORMAT

_FORMAT = logging.Formatter(LOG_FORMAT, LOG_DATEFORMAT)
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.log")


class DayLog(logging.Handler):
    """Overlapping runs share the file: a line is one write to its end. Also takes what `run` itself logs."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        super().__init__(logging.INFO)
        self.folder = folder
        self._now = now
        self._has_failed = False

    @property
    def path(self) -> Path:
        return self.folder / f"{self._now():%Y-%m-%d}.log"

    def write(self, who: str, text: str) -> None:
        line = f"{self._now():%Y-%m-%dT%H:%M:%S%z} {who} {text.rstrip()}\n"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(handle, line.encode("utf-8", "backslashreplace"))
            finally:
                os.close(handle)
        except OSError as error:
            self._complain(error)

    def emit(self, record: logging.LogRecord) -> None:
        self.write("run", f"{record.levelname} {record.getMessage()}")

    def remove_old(self, days: int) -> None:
        """Remove the logs of days that lie further back."""
        oldest = self._now().date() - timedelta(days=days)
        for path in sorted(self.folder.glob("*.log")):
            day = _day_of(path)
            if day is not None and day < oldest:
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    self._complain(error)

    def _complain(self, error: OSError) -> None:
        """Once: a log that cannot be written stops no crawl, and its reader has to know."""
        if not self._has_failed:
            self._has_failed = True
            say(f"the log {self.path}: {error}")


def _day_of(path: Path) -> date | None:
    found = _NAME.fullmatch(path.name)
    try:
        return None if found is None else date.fromisoformat(found[1])
    except ValueError:
        return None


@contextlib.contextmanager
def logging_to(day_log: DayLog, *, is_shown: bool) -> Iterator[None]:
    """Whatever this process logs goes into the day's log and, if it is to be shown, to standard error."""
    ours, shown = logging.getLogger("newscrawl"), logging.StreamHandler()
    shown.setFormatter(_FORMAT)
    handlers = [day_log, shown] if is_shown else [day_log]
    level = ours.level
    ours.setLevel(logging.INFO)
    for handler in handlers:
        ours.addHandler(handler)
    try:
        yield
    finally:
        ours.setLevel(level)
        for handler in handlers:
            ours.removeHandler(handler)
