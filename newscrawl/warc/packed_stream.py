"""A stream of gzip members, each with its place, unpacked piece by piece."""

import io
import zlib

MAGIC = b"\x1f\x8b\x08"
_GZIP = zlib.MAX_WBITS | 16
_CHUNK = 2**18  # read at once; what is larger no longer fits the processor's cache
_FIRST_BITE = 2**11  # of a member: most hold a request or metadata, and what is left over has to be copied
_PIECE = 2**16  # unpacked at once


class Damaged(Exception):  # noqa: N818 (named by its effect)
    """What stands here is no whole gzip member."""


class Torn(Damaged):
    """The stream ends inside a member."""


class PackedStream:
    """Bytes of which those since the last `mark` can be had again; `at` is the place of the next one.

    An error of the stream's is its end, and then `problem`: what came before it is not lost.
    """

    def __init__(self, stream: io.BufferedIOBase, begins_at: int = 0) -> None:
        self.problem: str | None = None
        self._stream = stream
        self._data = b""
        self._next = 0
        self._marked: int | None = None
        self._base = begins_at

    @property
    def at(self) -> int:
        return self._base + self._next

    def mark(self) -> None:
        """Keep what comes from here on, until `unmark`: whoever marks bounds how much that may be."""
        self._marked = self._next

    def unmark(self) -> None:
        self._marked = None

    @property
    def is_marked(self) -> bool:
        return self._marked is not None

    def since_mark(self) -> bytes | None:
        """All bytes since the mark; None if there is none."""
        return None if self._marked is None else self._data[self._marked : self._next]

    def back_to_mark(self) -> None:
        """To the mark; if it was given up, to the first byte that is still here."""
        self._next = self._marked or 0

    def take(self, most: int) -> memoryview:
        """Up to so many bytes; none at the end."""
        if self._next == len(self._data):
            self._refill()
        piece = memoryview(self._data)[self._next : self._next + most]
        self._next += len(piece)
        return piece

    def give_back(self, count: int) -> None:
        """The last bytes taken are still to come."""
        self._next -= count

    def skip_zeros(self) -> bool:
        """Pass over padding; False at the end of the stream."""
        while piece := self.take(_CHUNK):
            rest = bytes(piece).lstrip(b"\x00")
            if rest:
                self.give_back(len(rest))
                return True
        return False

    def find(self, wanted: bytes) -> bool:
        """Go on to where these bytes stand; False if they do not come any more."""
        self.unmark()
        while (found := self._data.find(wanted, self._next)) < 0:
            self._next = max(self._next, len(self._data) - len(wanted) + 1)
            if not self._refill():
                self._next = len(self._data)
                return False
        self._next = found
        return True

    def peek(self, count: int) -> bytes:
        """The next bytes, which are still to come."""
        while len(self._data) - self._next < count and self._refill():
            pass
        return self._data[self._next : self._next + count]

    def _refill(self) -> bool:
        kept_from = self._next if self._marked is None else self._marked
        chunk = b"" if self.problem is not None else self._read()
        self._data = self._data[kept_from:] + chunk
        self._base += kept_from
        self._next -= kept_from
        if self._marked is not None:
            self._marked = 0
        return bool(chunk)

    def _read(self) -> bytes:
        try:
            # `read` would lose, with an error, what it has already got.
            return self._stream.read1(_CHUNK)
        except OSError as error:
            self.problem = str(error)
            return b""


class Member:
    """The gzip member at which a stream stands."""

    def __init__(self, stream: PackedStream) -> None:
        self.at = stream.at
        self._stream = stream
        self._unpacker = zlib.decompressobj(_GZIP)
        self._bite = _FIRST_BITE

    def read(self, most: int = _PIECE) -> bytes:
        """The next piece of its content; nothing at its end. Raises Damaged, its checksum included."""
        while not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail or self._stream.take(self._bite)
            self._bite = _PIECE
            try:
                piece = self._unpacker.decompress(packed, most)
            except zlib.error as error:
                raise Damaged(str(error)) from error
            self._stream.give_back(len(self._unpacker.unused_data))
            if piece:
                return piece
            if len(packed) == 0:
                raise Torn(self._stream.problem or "the last record is incomplete")
        return b""


def opens_with(packed: bytes, content: bytes) -> bool:
    """Whether a gzip member begins here, with this content; `MAGIC` alone stands in packed data by chance too."""
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, len(content)) == content
    except zlib.error:
        return False
