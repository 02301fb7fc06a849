"""The records of a WARC stream, gzip or plain, one after another: each whole, or not handed out at all."""

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

# Of a larger block only this much is kept; an article's page, its headers included, is far smaller.
MOST_OF_A_BLOCK = 9 * 2**20
# Headers end before this; without a bound a line without end would fill the memory.
_MOST_BETWEEN_BLOCKS = 2**20


class NotWhole(Exception):  # noqa: N818 (named by its effect)
    """The stream ends inside a record, or is damaged there; all records before it were handed out."""


class NoWarc(Exception):  # noqa: N818 (named by its effect)
    """The stream holds no WARC records."""


@dataclass(frozen=True, slots=True)
class Record:
    kind: str | None
    headers: StatusAndHeaders
    block: bytes
    is_cut: bool
    """Whether the block is larger than what was kept of it."""
    is_sound: bool
    """Whether it ended where its length says."""
    at: int | None = None
    """Where in its file the gzip member begins that holds nothing else; None if there is none."""
    packed: bytes | None = None
    """That member as it stands there, if it is an answer and could stand so in a file of ours."""

    def header(self, name: str) -> str | None:
        value: str | None = self.headers.get_header(name)
        return value


def records_in(stream: BinaryIO) -> Iterator[Record]:
    """The records; raises NoWarc, or NotWhole when what follows the last whole one is none."""
    watched = _Watched(stream)
    was_found = False
    try:
        records = WARCIterator(watched, no_record_parse=True)
        for record in records:
            if not record.rec_headers.protocol:
                raise ArchiveLoadFailed("it opens with a blank line")
            was_found = True
            yield _whole(record, records, watched)
    except ArchiveLoadFailed as error:
        raise (NotWhole if was_found else NoWarc)(" ".join(str(error).split())[:200]) from error
    if watched.is_torn:
        raise NotWhole("the last record is incomplete")
    if not was_found:
        raise NoWarc("it is empty")


def _whole(record: ArcWarcRecord, records: WARCIterator, watched: "_Watched") -> Record:
    if not (record.rec_headers.get_header("Content-Length") or "").isdecimal():
        raise ArchiveLoadFailed("a record does not say where it ends")
    watched.left = None  # a block may be of any length
    block = record.raw_stream.read(MOST_OF_A_BLOCK)
    is_cut = record.raw_stream.limit > 0
    while record.raw_stream.read(2**20):
        pass
    if record.raw_stream.limit > 0:
        raise ArchiveLoadFailed("the last record is incomplete")
    watched.left, records.err_count = _MOST_BETWEEN_BLOCKS, 0
    # Read on to the next record: a gzip member's checksum comes after its content.
    with contextlib.redirect_stderr(io.StringIO()):  # warcio's own warning; `err_count` says it too
        records.read_to_end()
    return Record(record.rec_type, record.rec_headers, block, is_cut, is_sound=records.err_count == 0)


class _Watched:
    """The unpacked stream, which remembers how it ended: warcio takes a torn end for the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._packed = stream
        self._stream: Any = None
        self.is_torn = False
        self.left: int | None = _MOST_BETWEEN_BLOCKS
        """How much may be read before the next block has to begin."""

    def read(self, size: int = -1) -> bytes:
        try:
            if self._stream is None:
                self._stream = _unpacked(self._packed)
            # `read` would lose, with the error, what it has already got.
            chunk = cast(bytes, self._stream.read1(size))
        except EOFError:
            self.is_torn = True
            return b""
        except gzip.BadGzipFile as error:
            if "Not a gzipped file" not in str(error):  # a checksum, and the member that was just read is wrong
                raise ArchiveLoadFailed(str(error)) from error
            self.is_torn = True
            return b""
        except (OSError, zlib.error) as error:
            raise ArchiveLoadFailed(str(error)) from error
        if self.left is not None:
            self.left -= len(chunk)
            if self.left < 0:
                raise ArchiveLoadFailed("headers without end")
        return chunk


def _unpacked(stream: BinaryIO) -> io.BufferedReader | gzip.GzipFile:
    buffered: Any = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(Any, stream))
    return gzip.GzipFile(fileobj=buffered) if buffered.peek(2)[:2] == b"\x1f\x8b" else buffered
