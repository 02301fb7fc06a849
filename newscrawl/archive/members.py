"""The records of an archive file, read as they lie: each is a gzip member of its own."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_GZIP = zlib.MAX_WBITS | 16
_END = b"\r\n\r\n"


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
    try:
        return unpacked_at(file, offset)
    except zlib.error:
        return None


def unpacked_at(file: BinaryIO, offset: int) -> Member | None:
    """The same; None where the file ends too soon. Raises zlib.error for what is damaged, and where none begins."""
    file.seek(offset)
    unpacker, pieces = zlib.decompressobj(_GZIP), []
    while not unpacker.eof and (chunk := file.read(1 << 16)):
        pieces.append(unpacker.decompress(chunk))
    if not unpacker.eof:
        return None
    return Member(offset, file.tell() - len(unpacker.unused_data) - offset, b"".join(pieces))


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
