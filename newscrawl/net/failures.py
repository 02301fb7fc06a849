"""Why a request brought no page: each exception that an errback can get, as a reason of the closed list. Pure."""

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawl.net.refusals import Refused
from newscrawl.net.transport import has_long_headers
from pipelines.records import Reason

# First match wins, so a subclass stands before its base.
_REASONS: tuple[tuple[type[BaseException], Reason, str], ...] = (
    (DownloadTimeoutError, "timeout", "no whole answer in time"),
    (DownloadCancelledError, "too_large", "more than the limit"),
    (StopDownload, "too_large", "download stopped"),
    (CannotResolveHostError, "network_error", "name not found"),
    (DownloadConnectionRefusedError, "network_error", "connection refused"),
    (ResponseDataLossError, "network_error", "answer cut short"),
    (DownloadFailedError, "network_error", "connection failed"),
    (TunnelError, "network_error", "proxy failed"),
    (UnsupportedURLSchemeError, "address_refused", "scheme"),
    (NotSupported, "address_refused", "scheme"),
    (TimeoutError, "timeout", "no whole answer in time"),
    (ValueError, "address_refused", "malformed"),  # a redirect to an address that is none
)


def outcome_of_failure(exc: BaseException) -> tuple[Reason, str]:
    """The reason, and in a few words which of its kind."""
    if isinstance(exc, Refused):
        return exc.reason, _short(exc.detail)
    if isinstance(exc, HttpError):
        return "http_error", f"status {exc.response.status}"
    if has_long_headers(exc):
        return "too_large", "headers without end"
    for kind, reason, words in _REASONS:
        if isinstance(exc, kind):
            return reason, _short(f"{words}: {_tls_or_own_words(exc)}".rstrip(": "))
    if isinstance(exc, IgnoreRequest):
        return "http_error", _short(str(exc))  # Scrapy's own: too many redirects
    return "network_error", _short(f"{type(exc).__name__}: {exc}")


def _tls_or_own_words(exc: BaseException) -> str:
    return f"TLS {exc}" if "SSL" in str(exc) or "certificate" in str(exc).lower() else str(exc)


def _short(text: str) -> str:
    """One line: details stand in a table cell, and a page could write its own lines into our log."""
    return " ".join(text.split())[:200]
