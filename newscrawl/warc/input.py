"""The inputs of an ingest: a path, a URL or standard input, in a stream, from its beginning or from further on."""

import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from newscrawl.exit_codes import EndWith, ExitCode

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
            download.read_head()
        except (OSError, ValueError, HTTPException) as error:
            _let_go(error)
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

    @property
    def taken(self) -> int:
        """The place in the file up to which it was read."""
        return self._download.taken

    def skip_to(self, at: int) -> bool:
        """Go on at this byte; False where the input cannot, and then it is read from its beginning."""
        opened = _opened_at(self.name, at)
        if opened is None:
            return False
        self.stream.close()
        self._download = _Download(opened, self.size, at)
        self.stream = io.BufferedReader(self._download, buffer_size=_HEAD)
        return True

    def close(self) -> None:
        self.stream.close()


class _Download(io.RawIOBase):
    """Bytes to come, of which the head is known.

    It never raises: the readers above it would lose, with the error, what they have already got.
    """

    def __init__(self, opened: Any, size: int | None, taken: int = 0) -> None:  # noqa: ANN401 (file, pipe, response)
        self._opened = opened
        # A pipe is read as it comes, and below its buffer: a thread that waits for it holds that one's lock, and
        # Python cannot end. A response's read1 does not count what it has given.
        below = getattr(opened, "raw", opened) if _is_stdin(opened) else opened
        self._read: Callable[[int], bytes] = below.read
        self._size = size
        self.taken = taken
        self.problem: str | None = None
        self.head = self._unread = b""

    def read_head(self) -> None:
        self.head = self._unread = b"".join(self._pieces(_HEAD))

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
        if not self.closed and not _is_stdin(self._opened):
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
            if self.taken == 0:
                raise
            self.problem, piece = f"it broke off: {error}", b""
        self.taken += len(piece)
        if not piece and self._size is not None and self.taken < self._size:
            self.problem = f"it ended after {self.taken} of {self._size} bytes"
        return piece


def _is_stdin(opened: object) -> bool:
    return opened is sys.stdin.buffer


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


def _let_go(error: Exception) -> None:
    """An HTTP error holds the answer, open."""
    if isinstance(error, HTTPError):
        error.close()


def _opened_at(name: str, at: int) -> Any | None:  # noqa: ANN401 (a file, an HTTP response)
    """The input from this byte on; None where that cannot be had."""
    try:
        if name.startswith(("http://", "https://")):
            request = Request(name, headers={"Range": f"bytes={at}-"})  # noqa: S310 (the scheme was just checked)
            response = urlopen(request, timeout=_SECONDS)  # noqa: S310 (the same)
            if response.status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {at}-"):
                return response
            response.close()
            return None
        opened = Path(name).open("rb", buffering=0)  # noqa: SIM115 (whoever asked closes it)
        opened.seek(at)
    except (OSError, HTTPException) as error:  # it was there a moment ago, and is read from its beginning
        _let_go(error)
        return None
    return opened
