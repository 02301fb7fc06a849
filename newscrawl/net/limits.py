"""Bodies are decompressed in bounds.

Scrapy decodes as many layers as the header names, and takes the first half of a compressed page whose second half
never came for a whole page.
"""

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

from newscrawl.net.refusals import AnswerBroken, AnswerTooLarge
from newscrawl.unpacking import MOST_LAYERS, UNPACK, UnpackedTooLarge, whole_gzip


class BoundedDecompression(HttpCompressionMiddleware):
    """Scrapy's middleware; what it refuses has a name."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 (Scrapy's signature)
    ) -> Request | Response:
        layers = sum(len(line.split(b",")) for line in response.headers.getlist("Content-Encoding"))
        if layers > MOST_LAYERS:
            raise self._too_large(f"compressed {layers} times")
        try:
            return super().process_response(request, response)
        except UnpackedTooLarge as exc:
            raise self._too_large(f"decompressed: {exc}") from exc
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
        return UNPACK.get(encoding.decode("ascii", "replace"), whole_gzip)(body, max_size)
