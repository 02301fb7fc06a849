"""Records of the archive overwritten in place, so that the offsets of all others stay true.

A record is a gzip member of its own. In its place comes a member of the very same length that holds a record of
blanks, packed without compression: so any length can be met, and every reader passes over it.
"""

import os
import struct
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_GZIP = zlib.MAX_WBITS | 16
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


@dataclass(frozen=True, slots=True)
class Member:
    """A gzip member of an archive file: where it lies, in bytes, and what it holds, unpacked."""

    offset: int
    length: int
    record: bytes


def members_in(path: Path) -> Iterator[Member]:
    """The whole members of an archive file, one after another; a torn tail is passed over."""
    with path.open("rb") as file:
        while (member := member_at(file, file.tell())) is not None:
            yield member
            file.seek(member.offset + member.length)


def member_at(file: BinaryIO, offset: int) -> Member | None:
    """The member that begins there; None where no whole one does."""
    file.seek(offset)
    unpacker, pieces = zlib.decompressobj(_GZIP), []
    try:
        while not unpacker.eof and (chunk := file.read(1 << 16)):
            pieces.append(unpacker.decompress(chunk))
    except zlib.error:
        return None
    if not unpacker.eof:
        return None
    return Member(offset, file.tell() - len(unpacker.unused_data) - offset, b"".join(pieces))


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


def kind_of(record: bytes) -> str | None:
    """The WARC-Type of a record."""
    return header_of(record, "WARC-Type")


def header_of(record: bytes, name: str) -> str | None:
    """A header of a record, as our own writer writes them: one line each."""
    for line in record.partition(_END)[0].decode("utf-8", "replace").split("\r\n")[1:]:
        found, _, value = line.partition(":")
        if found.lower() == name.lower():
            return value.strip()
    return None


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
