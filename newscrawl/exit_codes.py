"""What a command's exit code says (promised to cron and to other programs)."""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    OUTPUT = 3
    CONFIGURATION = 4
    NOTHING_FOUND = 10
    INTERRUPTED = 11
    BLOCKED = 12
    READING_COLLAPSED = 13
    TIME_LIMIT = 14
    LOCKED = 75


IN_WORDS = {
    ExitCode.DONE: "done",
    ExitCode.UNEXPECTED: "unexpected error",
    ExitCode.USAGE: "usage",
    ExitCode.OUTPUT: "output or disk",
    ExitCode.CONFIGURATION: "configuration",
    ExitCode.NOTHING_FOUND: "nothing found",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.BLOCKED: "blocked",
    ExitCode.READING_COLLAPSED: "reading collapsed",
    ExitCode.TIME_LIMIT: "time limit",
    ExitCode.LOCKED: "another run holds the lock",
}
"""For tables: two or three words each."""

_SERIOUS_FIRST = (3, 4, 1, 13, 12, 10, 14, 11, 75, 0)


def most_serious(codes: Iterable[ExitCode]) -> ExitCode:
    """The one code for many runs; 0 when there was none."""
    return min(codes, key=_SERIOUS_FIRST.index, default=ExitCode.DONE)


class EndWith(Exception):  # noqa: N818 (named by its effect)
    """Ends the command with this exit code and this one line on standard error."""

    def __init__(self, code: ExitCode, line: str) -> None:
        super().__init__(line)
        self.code = code
