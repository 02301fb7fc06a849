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


_IN_WORDS = {
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

_SERIOUS_FIRST = (
    ExitCode.OUTPUT,
    ExitCode.CONFIGURATION,
    ExitCode.UNEXPECTED,
    ExitCode.USAGE,  # of one source among many; no crawl ends with it, so the promised order leaves it out
    ExitCode.READING_COLLAPSED,
    ExitCode.BLOCKED,
    ExitCode.NOTHING_FOUND,
    ExitCode.TIME_LIMIT,
    ExitCode.INTERRUPTED,
    ExitCode.LOCKED,
    ExitCode.DONE,
)


def most_serious(codes: Iterable[ExitCode]) -> ExitCode:
    """The one code for many runs; 0 when there was none."""
    return min(codes, key=_SERIOUS_FIRST.index, default=ExitCode.DONE)


def in_words(code: int | None) -> str:
    """How a run ended, in two or three words; None is the code of one that wrote none.

    The lines in `runs/` are read back, and a newer newscrawl may have written them: its codes are told as numbers.
    """
    if code is None:
        return "crashed"
    return _IN_WORDS[ExitCode(code)] if code in _IN_WORDS else f"exit code {code}"


def with_number(code: int | None) -> str:
    """The same with the number that other programs saw: `blocked (12)`."""
    return f"{in_words(code)} ({int(code)})" if code in _IN_WORDS and code != ExitCode.DONE else in_words(code)


class EndWith(Exception):  # noqa: N818 (named by its effect)
    """Ends the command with this exit code and this one line on standard error."""

    def __init__(self, code: ExitCode, line: str) -> None:
        super().__init__(line)
        self.code = code
