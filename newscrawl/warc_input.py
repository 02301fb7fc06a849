"""The inputs of an ingest: a path, a URL or standard input, in a stream; and which of them are finished."""

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.request import Request, urlopen

from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.batches import StopStoring
from pipelines.layout import Layout

# An archive opens with a record of random id: two that agree in so many bytes and in size are one.
_HEAD = 64 * 1024
_SECONDS = 60  # that a server may keep silent


class WarcInput:
    """An open input. `fingerprint` tells it from others before it is read; None where its end is not known."""

    def __init__(self, name: str) -> None:
        self.name = name
        try:
            opened, size = _open(name)
            download = _Download(opened, size)
        except (OSError, ValueError, HTTPException) as error:
            raise EndWith(ExitCode.USAGE, f"{name}: {error}") from error
        self._download = download
        self.stream: BinaryIO = io.BufferedReader(download, buffer_size=_HEAD)
        if size is None and len(download.head) < _HEAD:
            size = len(download.head)
        self.size = size
        self.fingerprint = None if size is None else f"{hashlib.sha256(download.head).hexdigest()}:{size}"

    @property
    def broke_off(self) -> str | None:
        """Why the stream ended before its end, if it did: what reads it sees an end like any other."""
        return self._download.problem

    def close(self) -> None:
        self.stream.close()


class _Download(io.RawIOBase):
    """Bytes to come, of which the head is known.

    It never raises: the readers above it would lose, with the error, what they have already got.
    """

    def __init__(self, opened: Any, size: int | None) -> None:  # noqa: ANN401 (a file, a pipe, an HTTP response)
        self._opened = opened
        # A pipe is read as it comes; a response's read1 does not count what it has given.
        stdin: Any = sys.stdin.buffer
        self._read: Callable[[int], bytes] = stdin.read1 if opened is stdin else opened.read
        self._size = size
        self._taken = 0
        self.problem: str | None = None
        self.head = b"".join(self._pieces(_HEAD))
        self._unread = self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (whatever holds bytes)
        view = memoryview(buffer)
        if self._unread:
            piece, self._unread = self._unread[: len(view)], self._unread[len(view) :]
        else:
            piece = self._take(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed and self._opened is not sys.stdin.buffer:
            self._opened.close()
        super().close()

    def _pieces(self, most: int) -> Iterator[bytes]:
        while most > 0 and (piece := self._take(most)):
            most -= len(piece)
            yield piece

    def _take(self, most: int) -> bytes:
        if self.problem is not None:
            return b""
        try:
            piece = self._read(most)
        except IncompleteRead as error:
            self.problem, piece = f"it broke off: {error}", error.partial
        except (OSError, HTTPException) as error:
            if self._taken == 0:
                raise
            self.problem, piece = f"it broke off: {error}", b""
        self._taken += len(piece)
        if not piece and self._size is not None and self._taken < self._size:
            self.problem = f"it ended after {self._taken} of {self._size} bytes"
        return piece


def _open(name: str) -> tuple[Any, int | None]:
    """The input, and its size if that is known."""
    if name == "-":
        return sys.stdin.buffer, None
    if name.startswith(("http://", "https://")):
        response = urlopen(Request(name), timeout=_SECONDS)  # noqa: S310 (the scheme was looked at)
        return response, cast("int | None", response.length)
    path = Path(name)
    opened = path.open("rb", buffering=0)
    return opened, path.stat().st_size if path.is_file() else None


class FinishedWarcs:
    """Which archives were read to their end: a line each in `state/_ingested.jsonl`.

    Lost, it costs a second reading of pages that are known by then.
    """

    def __init__(self, layout: Layout) -> None:
        self._path = layout.output / "state" / "_ingested.jsonl"

    def when(self, warc: WarcInput, *, any_source: bool) -> str | None:
        """When this archive was finished under the same option, or None."""
        if warc.fingerprint is None:
            return None
        for line in self._lines():
            if line.get("fingerprint") == warc.fingerprint and line.get("any_source", False) >= any_source:
                return str(line.get("at"))
        return None

    def remember(self, warc: WarcInput, at: datetime, *, any_source: bool) -> None:
        """Raises StopStoring when the disk refuses."""
        if warc.fingerprint is None:
            return
        line = {"fingerprint": warc.fingerprint, "name": warc.name, "any_source": any_source, "at": at.isoformat()}
        try:
            with self._path.open("a", encoding="utf-8") as file:
                # A line of its own also behind one that a crash has torn.
                file.write("\n" + json.dumps(line, ensure_ascii=True) + "\n")
        except OSError as error:
            raise StopStoring(f"{self._path}: {error}") from error

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not self._path.exists():
            return
        for text in self._path.read_bytes().splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                yield line
