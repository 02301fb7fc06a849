"""The records of a WARC file, member by member, as all large archives are packed: one record a gzip member.

So a record has a place at which reading can begin, is passed over without being kept, and can be copied as it is;
and what is damaged costs no more than itself. A stream packed in another way is left to `records.py`.
"""

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO, cast

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders

from newscrawl.warc import records
from newscrawl.warc.packed_stream import MAGIC, Damaged, Member, PackedStream, opens_with
from newscrawl.warc.records import NotWhole, Record, records_in

IsWanted = Callable[[StatusAndHeaders], bool]

_MOST_OF_A_HEAD = 2**16  # real ones have 500 bytes; longer ones are for the reader of other packings to judge
_MOST_OF_A_TAIL = 64  # two line ends, and enough to see another record begin
_ENOUGH_TO_OPEN = 1024  # packed bytes from which the first five can be unpacked
_END = b"\r\n\r\n"
_OPENING = b"WARC/"
_LOADER = ArcWarcRecordLoader()
logging.getLogger("warcio.recordloader").setLevel(logging.ERROR)  # it tells of each blank in an address


class _PackedOtherwise(Exception):  # noqa: N818 (named by its effect)
    """The stream is none of one record a member."""


def members_in(stream: BinaryIO, is_wanted: IsWanted, begins_at: int, damage: list[str]) -> Iterator[Record]:
    """The records whose headers are wanted; raises NoWarc, or NotWhole when not all could be read.

    `begins_at` is where in its file the stream begins: at a member. `damage` grows with each damaged place; what an
    earlier reading put into it is said again at the end.
    """
    packed = PackedStream(_buffered(stream), begins_at)
    if packed.peek(len(MAGIC)) != MAGIC:
        yield from _packed_otherwise(packed, is_wanted)
        return
    yield from _records(packed, is_wanted, damage, is_first=begins_at == 0)
    if packed.problem is not None and not damage:  # it broke off between two members
        _note(damage, packed.problem)
    if damage:
        raise NotWhole(damage[0] + (f", and {len(damage) - 1} more places" if damage[1:] else ""))


def _records(packed: PackedStream, is_wanted: IsWanted, damage: list[str], *, is_first: bool) -> Iterator[Record]:
    while packed.skip_zeros():
        at = packed.at
        packed.mark()
        try:
            record = _record(packed, is_wanted, is_first=is_first)
        except _PackedOtherwise:
            packed.back_to_mark()
            yield from _packed_otherwise(packed, is_wanted)
            return
        except Damaged as error:
            _note(damage, f"at byte {at}: {error}")
            if not _find_record(packed):
                return
        else:
            if record is not None:
                yield record
        is_first = False


def _note(damage: list[str], place: str) -> None:
    if place not in damage:  # it may have been met before
        damage.append(place)


def _packed_otherwise(packed: PackedStream, is_wanted: IsWanted) -> Iterator[Record]:
    rest = cast(BinaryIO, io.BufferedReader(_Rest(packed)))
    return (record for record in records_in(rest) if is_wanted(record.headers))


def _record(packed: PackedStream, is_wanted: IsWanted, *, is_first: bool) -> Record | None:
    """The record in the member at which the stream stands; None if it is not wanted."""
    member = Member(packed)
    try:
        raw, head, content = _head(member)
    except (Damaged, ArchiveLoadFailed) as error:
        # Of the first one nothing says yet that this is a WARC.
        raise (_PackedOtherwise if is_first else Damaged)(str(error)) from error
    is_kept = is_wanted(head)
    if not is_kept and not is_first:  # the first one tells how the file is packed, and may have to be read again
        packed.unmark()
    length = head.get_header("Content-Length") or ""
    block = _read_block(packed, member, content, int(length) if length.isdecimal() else 0)
    if not is_kept:
        return None
    is_sound = block.is_sound and length.isdecimal()
    as_it_is = packed.since_mark() if is_sound and _is_spelt_as_ours(raw) else None
    return Record(head.get_header("WARC-Type"), head, block.kept, block.is_cut, is_sound, member.at, as_it_is)


def _is_spelt_as_ours(head: bytes) -> bool:
    """Whether a record says what it is in the words that we look for in our own files (`archive/`)."""
    return head.startswith(b"WARC/1.") and b"\r\nWARC-Type: response\r\n" in head


def _head(member: Member) -> tuple[bytes, StatusAndHeaders, bytes]:
    """The record's headers, as bytes and as read, and what was unpacked behind them."""
    unpacked = b""
    while (end := unpacked.find(_END)) < 0 and _may_be_a_head(unpacked) and (piece := member.read()):
        unpacked += piece
    if end < 0 or not unpacked.startswith(_OPENING):
        raise Damaged("no WARC record")
    end += len(_END)
    raw = unpacked[:end]
    record = _LOADER.parse_record_stream(io.BytesIO(raw), known_format="warc", no_record_parse=True)
    return raw, record.rec_headers, unpacked[end:]


def _may_be_a_head(unpacked: bytes) -> bool:
    # The first piece may have two bytes: what is read at once ends anywhere.
    return unpacked[: len(_OPENING)] == _OPENING[: len(unpacked)] and len(unpacked) < _MOST_OF_A_HEAD


@dataclass(frozen=True, slots=True)
class _Block:
    kept: bytes
    is_cut: bool
    is_sound: bool


def _read_block(packed: PackedStream, member: Member, begin: bytes, length: int) -> _Block:
    """The block, to its member's end, of which the checksum is a part; it is kept while the stream is marked."""
    kept, kept_bytes, size, tail = [], 0, 0, b""
    most = records.MOST_OF_A_BLOCK
    for piece in chain([begin], iter(member.read, b"")):
        inside = piece[: max(length - size, 0)]
        if kept_bytes >= most:
            packed.unmark()
        if packed.is_marked:
            kept.append(inside)
            kept_bytes += len(inside)
        size += len(piece)
        tail = (tail + piece[len(inside) :])[:_MOST_OF_A_TAIL]
        if tail.lstrip(b"\r\n").startswith(_OPENING):
            raise (_PackedOtherwise if packed.is_marked else Damaged)("several records in one gzip member")
    is_sound = size >= length and not tail.strip(b"\r\n")
    return _Block(b"".join(kept)[:most], length > most, is_sound)


def _find_record(packed: PackedStream) -> bool:
    """Go on to the next member that opens a record; False if there is none."""
    packed.back_to_mark()
    packed.take(1)
    while packed.find(MAGIC):
        if opens_with(packed.peek(_ENOUGH_TO_OPEN), _OPENING):
            return True
        packed.take(1)
    return False


class _Rest(io.RawIOBase):
    """What is still to come of a stream, as a file."""

    def __init__(self, packed: PackedStream) -> None:
        self._packed = packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (whatever holds bytes)
        piece = self._packed.take(len(buffer))
        if not piece and self._packed.problem is not None:
            raise OSError(self._packed.problem)
        buffer[: len(piece)] = piece
        return len(piece)


def _buffered(stream: BinaryIO) -> io.BufferedIOBase:
    return stream if isinstance(stream, io.BufferedIOBase) else io.BufferedReader(cast(Any, stream))
