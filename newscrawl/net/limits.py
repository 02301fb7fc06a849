"""Bodies are decompressed in bounds: not too often, not too far, and to their end.

Scrapy decodes as many layers as the header names, and takes the first half of a compressed page whose second half
never came for a whole page.
"""

import io
import sys
import zlib

import brotli  # type: ignore[import-untyped]
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

from newscrawl.net.refusals import AnswerBroken, AnswerTooLarge

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MOST_LAYERS = 2  # 661 bytes in two layers make 300 MB; a server that needs a third does not exist
_CHUNK = 64 * 1024
_ENDS_EARLY = "the compressed body ends early"


class BoundedDecompression(HttpCompressionMiddleware):
    """Scrapy's middleware; what it refuses has a name."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 (Scrapy's signature)
    ) -> Request | Response:
        layers = sum(len(line.split(b",")) for line in response.headers.getlist("Content-Encoding"))
        if layers > _MOST_LAYERS:
            raise self._too_large(f"compressed {layers} times")
        try:
            return super().process_response(request, response)
        except IgnoreRequest as exc:
            raise self._too_large(f"decompressed: {exc.__cause__ or exc}") from exc
        except Exception as exc:
            self._count("net/answer_broken")
            raise AnswerBroken(f"does not decompress: {type(exc).__name__}: {exc}") from exc

    def _too_large(self, detail: str) -> AnswerTooLarge:
        self._count("net/answer_too_large")
        return AnswerTooLarge(detail)

    def _count(self, key: str) -> None:
        if self.stats is not None:
            self.stats.inc_value(key)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if not body:  # a 304 names the encoding of the body that it does not send
            return body
        whole = {b"deflate": whole_deflate, b"br": whole_brotli, b"zstd": whole_zstd}.get(encoding, whole_gzip)
        return whole(body, max_size)


def whole_gzip(body: bytes, max_size: int) -> bytes:
    """The content of all members. Raises EOFError if the last one has no end: half an article is no article.

    What follows the last member and is no member, such as padding with zeros, is left out, as browsers do.
    """
    content = bytearray()
    rest = _inflate(body, content, max_size, wbits=16 + zlib.MAX_WBITS)
    while rest.startswith(b"\x1f\x8b"):
        rest = _inflate(rest, content, max_size, wbits=16 + zlib.MAX_WBITS)
    return bytes(content)


def whole_deflate(body: bytes, max_size: int) -> bytes:
    """The content, with the zlib header that the standard asks for or, as some servers send it, without."""
    content = bytearray()
    try:
        _inflate(body, content, max_size, wbits=zlib.MAX_WBITS)
    except zlib.error:
        content.clear()
        _inflate(body, content, max_size, wbits=-zlib.MAX_WBITS)
    return bytes(content)


def whole_brotli(body: bytes, max_size: int) -> bytes:
    stream = brotli.Decompressor()
    content = bytearray(stream.process(body, output_buffer_limit=_CHUNK))
    _check_size(content, max_size)
    while not stream.is_finished():
        more = stream.process(b"", output_buffer_limit=_CHUNK)
        if not more:
            raise EOFError(_ENDS_EARLY)
        content += more
        _check_size(content, max_size)
    return bytes(content)


def whole_zstd(body: bytes, max_size: int) -> bytes:
    content = bytearray()
    with zstd.ZstdFile(io.BytesIO(body)) as stream:  # itself raises EOFError
        while more := stream.read(_CHUNK):
            content += more
            _check_size(content, max_size)
    return bytes(content)


def _inflate(data: bytes, content: bytearray, max_size: int, *, wbits: int) -> bytes:
    """Adds one stream to the content; answers what follows it."""
    stream = zlib.decompressobj(wbits=wbits)
    while not stream.eof:
        more = stream.decompress(data, _CHUNK)
        data = stream.unconsumed_tail
        if not more and not data and not stream.eof:
            raise EOFError(_ENDS_EARLY)
        content += more
        _check_size(content, max_size)
    return stream.unused_data


def _check_size(content: bytearray, max_size: int) -> None:
    if max_size and len(content) > max_size:
        raise _DecompressionMaxSizeExceeded(len(content), max_size)
