"""The block of a response record: the HTTP answer as it went over the wire, and its body free of all encodings."""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from newscrawl.unpacking import MOST_LAYERS, UNPACK, UnpackedTooLarge, is_markup

_PARSER = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)
_CHUNK_HEAD = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(;[^\r\n]*)?\r\n")


@dataclass(frozen=True, slots=True)
class HttpBlock:
    protocol: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_too_large: bool


def read_block(
    block: bytes, most: int, *, is_cut: bool, is_wanted: Callable[[StatusAndHeaders], bool] = lambda _: True
) -> HttpBlock | None:
    """The answer in a block; None if its headers are not wanted. Of an `is_cut` block the body is left as it is.

    Raises an exception of the libraries' when the body does not decode to its end: half an article is no article.
    """
    stream = io.BytesIO(block)
    http = _PARSER.parse(stream)
    status = int(http.get_statuscode())
    if not is_wanted(http):
        return None
    body, is_too_large = stream.read(), is_cut
    if not is_cut:
        try:
            body = unpacked(_unchunked(body, http), http.headers, most)
        except UnpackedTooLarge:
            is_too_large = True
    return HttpBlock(
        protocol=http.protocol,
        status=status,
        headers=tuple((name, value) for name, value in http.headers),
        body=body[:most],
        is_too_large=is_too_large or len(body) > most,
    )


def _unchunked(body: bytes, http: StatusAndHeaders) -> bytes:
    """Some archives keep the header of chunks that they have joined."""
    if "chunked" not in (http.get_header("transfer-encoding") or "").lower() or not _CHUNK_HEAD.match(body):
        return body
    return bytes(ChunkedDataReader(io.BytesIO(body), raise_exceptions=True).read())


def unpacked(body: bytes, headers: Iterable[tuple[str, str]], most: int) -> bytes:
    """The body free of Content-Encoding. Raises UnpackedTooLarge, or an exception of the libraries'."""
    lines = [value for name, value in headers if name.lower() == "content-encoding"]
    layers = [layer.strip().lower() for line in lines for layer in line.split(",")]
    known = [UNPACK[layer] for layer in layers if layer in UNPACK]
    if not body or len(known) > MOST_LAYERS:
        return body
    packed = body
    try:
        for unpack in reversed(known):
            packed = unpack(packed, most)
    except UnpackedTooLarge:
        raise
    except Exception:
        # Some archives keep the header of a body that they have unpacked.
        if is_markup(body):
            return body
        raise
    return packed
