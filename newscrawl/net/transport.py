"""Answers with endless headers are cut off.

DOWNLOAD_MAXSIZE bounds the body only: 200 MB of header lines were taken, at a peak of 444 MB of memory.
"""

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import Request as WireRequest
from twisted.web.client import ResponseFailed
from twisted.web.iweb import IResponse

_MOST_HEADER_BYTES = 256 * 1024  # browsers stop there too


class HeadersTooLong(ValueError):  # noqa: N818 (named by its effect)
    """Raised while the answer is read; the connection is closed and the download has failed."""


class _BoundedParser(_LenientHTTPClientParser):
    header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's name)
        self.header_bytes += len(line)
        if self.header_bytes > _MOST_HEADER_BYTES:
            raise HeadersTooLong(f"more than {_MOST_HEADER_BYTES} bytes of headers")
        super().lineReceived(line)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: WireRequest) -> Deferred[IResponse]:
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _BoundedParser  # as Scrapy does: the parser's class is fixed in Twisted's code
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:  # noqa: ARG002, N802 (Twisted's name)
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHeadersHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory


def has_long_headers(exc: BaseException) -> bool:
    """Whether the download failed by our cut."""
    cause = exc.__cause__
    reasons = cause.reasons if isinstance(cause, ResponseFailed) else []
    return any(reason.check(HeadersTooLong) for reason in reasons)
