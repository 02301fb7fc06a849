"""What a process says, line by line, and when it has ended.

Not asyncio's streams: `Process.wait` there waits for the pipes too, and a worker that outlives its crawl holds them
open (Python 3.11).
"""

import asyncio
from collections.abc import Callable

_LONGEST_LINE = 2**22  # bytes; a run's line with every child sitemap has some 20,000


class Listener(asyncio.SubprocessProtocol):
    """Hands over each line of standard output and of standard error."""

    def __init__(self, told: Callable[[str], None], said: Callable[[str], None]) -> None:
        self._takers = {1: told, 2: said}
        self._rests = {1: b"", 2: b""}
        self.has_exited = asyncio.Event()
        self.is_silent = asyncio.Event()
        """Set when it has exited, and nobody holds its pipes."""

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        *lines, rest = (self._rests[fd] + data).split(b"\n")
        for line in lines:
            self._hand_over(fd, line)
        self._rests[fd] = rest if len(rest) <= _LONGEST_LINE else b""

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's signature)
        if self._rests.get(fd):
            self._hand_over(fd, self._rests[fd])

    def process_exited(self) -> None:
        self.has_exited.set()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (asyncio's signature)
        self.is_silent.set()

    def _hand_over(self, fd: int, line: bytes) -> None:
        self._takers[fd](line.decode("utf-8", "replace"))
