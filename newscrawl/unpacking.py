"""Compressed bodies are unpacked in bounds: not too often, not too far, and to their end.

The libraries take the first half of a compressed page whose second half never came for a whole page. A bound of
0 is none.
"""

import io
import sys
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_LAYERS = 2  # 661 bytes in two layers make 300 MB; a server that needs a third does not exist
_CHUNK = 64 * 1024
_FIRST_BITE = 2 * 1024  # of a stream: an empty gzip member has 20 bytes, and what is left over is copied
_MOST_MEMBERS = 10_000  # the finest packing in use has one for each 64 KB of content
_ENDS_EARLY = "the compressed body ends early"
_GZIP = b"\x1f\x8b"


class UnpackedTooLarge(ValueError):  # noqa: N818 (named by its effect)
    """Raised when a body has more in it than is allowed."""


def is_markup(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def whole_gzip(body: bytes, most: int) -> bytes:
    """The content of all members. Raises EOFError if the last one has no end: half an article is no article.

    What follows the last member and is no member, such as padding with zeros, is left out, as browsers do.
    """
    content = bytearray()
    _gunzip(body, content, most)
    return bytes(content)


def torn_gzip(body: bytes, most: int) -> bytes:
    """The same of a file that may be torn or broken: what it still gives. Raises zlib.error if that is nothing."""
    content = bytearray()
    try:
        _gunzip(body, content, most)
    except (EOFError, zlib.error) as error:
        if not content and isinstance(error, zlib.error):
            raise
    return bytes(content)


def whole_deflate(body: bytes, most: int) -> bytes:
    """The content, with the zlib header that the standard asks for or, as some servers send it, without."""
    content = bytearray()
    try:
        _inflate(memoryview(body), content, most, wbits=zlib.MAX_WBITS)
    except zlib.error:
        content.clear()
        _inflate(memoryview(body), content, most, wbits=-zlib.MAX_WBITS)
    return bytes(content)


def whole_brotli(body: bytes, most: int) -> bytes:
    stream = brotli.Decompressor()
    content = bytearray(stream.process(body, output_buffer_limit=_CHUNK))
    _check_size(content, most)
    while not stream.is_finished():
        more = stream.process(b"", output_buffer_limit=_CHUNK)
        if not more:
            raise EOFError(_ENDS_EARLY)
        content += more
        _check_size(content, most)
    return bytes(content)


def whole_zstd(body: bytes, most: int) -> bytes:
    content = bytearray()
    with zstd.ZstdFile(io.BytesIO(body)) as stream:  # itself raises EOFError
        while more := stream.read(_CHUNK):
            content += more
            _check_size(content, most)
    return bytes(content)


UNPACK: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": whole_gzip,
    "x-gzip": whole_gzip,
    "deflate": whole_deflate,
    "br": whole_brotli,
    "zstd": whole_zstd,
}
"""By the names of Content-Encoding."""


def _gunzip(body: bytes, content: bytearray, most: int) -> None:
    data, at, members = memoryview(body), 0, 0
    while members == 0 or data[at : at + 2] == _GZIP:
        members += 1
        if members > _MOST_MEMBERS:
            raise UnpackedTooLarge(f"more than {_MOST_MEMBERS} gzip members")
        at += _inflate(data[at:], content, most, wbits=16 + zlib.MAX_WBITS)


def _inflate(data: memoryview, content: bytearray, most: int, *, wbits: int) -> int:
    """Adds one stream to the content; answers how long it is.

    It is fed in bites, for each step copies what is left over: of a whole body that would cost its square.
    """
    stream = zlib.decompressobj(wbits=wbits)
    at, bite = 0, _FIRST_BITE
    while not stream.eof:
        packed = stream.unconsumed_tail
        if not packed:
            packed = bytes(data[at : at + bite])
            at, bite = at + len(packed), _CHUNK
        more = stream.decompress(packed, _CHUNK)
        if not more and not packed and not stream.eof:
            raise EOFError(_ENDS_EARLY)
        content += more
        _check_size(content, most)
    return at - len(stream.unused_data)


def _check_size(content: bytearray, most: int) -> None:
    if most and len(content) > most:
        raise UnpackedTooLarge(f"more than {most} bytes")
