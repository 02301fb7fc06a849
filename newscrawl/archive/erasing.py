"""Records of the archive overwritten in place, so that the offsets of all others stay true.

A record is a gzip member of its own. In its place comes a member of the very same length that holds a record of
blanks, packed without compression: so any length can be met, and every reader passes over it.
"""

import os
import struct
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path

from newscrawl.archive.members import kind_of, member_at

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_MOST_A_BLOCK = 65_535  # bytes of a block that is not compressed
_RECORD = (
    "WARC/1.1\r\n"
    "WARC-Type: resource\r\n"
    "WARC-Record-ID: <urn:uuid:{id}>\r\n"
    "WARC-Date: 1970-01-01T00:00:00Z\r\n"  # the format asks for one; when it happened stands in forgotten.tsv
    "WARC-Target-URI: urn:newscrawl:forgotten\r\n"
    "Content-Type: text/plain\r\n"
    "Content-Length: {length:010d}\r\n\r\n"
)  # a length of fixed width: else some lengths in all could not be met
_END = b"\r\n\r\n"


class TooShort(Exception):  # noqa: N818 (named by its effect)
    """A record is so short that no other fits in its place; we never write one."""


def erase_answer(path: Path, offset: int) -> None:
    """Overwrite the answer at `offset`, and the record of what its listing said, if one follows."""
    with path.open("rb") as file:
        answer = member_at(file, offset)
        said = None if answer is None else member_at(file, offset + answer.length)
    if answer is not None:
        places = [(answer.offset, answer.length)]
        if said is not None and kind_of(said.record) == "metadata":
            places.append((said.offset, said.length))
        erase(path, places)


def erase(path: Path, places: list[tuple[int, int]]) -> None:
    """Overwrite the members at these offsets, of these lengths, durably. Doing it again does no harm."""
    with path.open("r+b") as file:
        for offset, length in places:
            file.seek(offset)
            file.write(blank_member(length, f"{path.name}:{offset}"))
        file.flush()
        os.fsync(file.fileno())


def blank_member(length: int, name: str) -> bytes:
    """A gzip member of exactly so many bytes that holds a record of blanks; `name` makes the record's id."""
    room = length - len(_HEADER) - 8  # the checksum and the length come last
    blocks = -(-room // (_MOST_A_BLOCK + 5))
    record = _blank_record(room - 5 * blocks, name)
    packed = b"".join(_blocks(record, blocks))
    return _HEADER + packed + struct.pack("<II", zlib.crc32(record), len(record))


def _blank_record(length: int, name: str) -> bytes:
    record_id = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:newscrawl:forgotten:{name}")
    blanks = length - len(_RECORD.format(id=record_id, length=0)) - len(_END)
    if blanks < 0:
        raise TooShort(f"{name}: a record of {length} bytes is too short to be overwritten")
    return _RECORD.format(id=record_id, length=blanks).encode() + b" " * blanks + _END


def _blocks(record: bytes, number: int) -> Iterator[bytes]:
    for at in range(number):
        chunk = record[at * _MOST_A_BLOCK : (at + 1) * _MOST_A_BLOCK]
        is_last = at == number - 1
        yield struct.pack("<BHH", is_last, len(chunk), len(chunk) ^ 0xFFFF) + chunk
