import inspect

import pytest
from scrapy import exceptions
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionLost

from newscrawl.net import refusals
from newscrawl.net.failures import outcome_of_failure
from newscrawl.net.refusals import HostGivenUp, Refused

EXPECTED = {
    exceptions.CannotResolveHostError: "network_error",
    exceptions.DownloadCancelledError: "too_large",
    exceptions.DownloadConnectionRefusedError: "network_error",
    exceptions.DownloadFailedError: "network_error",
    exceptions.DownloadTimeoutError: "timeout",
    exceptions.IgnoreRequest: "http_error",
    exceptions.NotSupported: "address_refused",
    exceptions.ResponseDataLossError: "network_error",
    exceptions.StopDownload: "too_large",
    exceptions.UnsupportedURLSchemeError: "address_refused",
}
NOT_OF_A_DOWNLOAD = {
    "CloseSpider", "ContractFail", "DontCloseSpider", "DropItem", "NotConfigured", "ScrapyDeprecationWarning",
    "UsageError", "_InvalidOutput",
}  # fmt: skip


def test_every_exception_of_scrapy_is_known() -> None:
    """An upgrade that brings a new download exception fails here, not in somebody's outcome table."""
    defined = {
        name for name, kind in vars(exceptions).items() if inspect.isclass(kind) and issubclass(kind, Exception)
    }
    assert defined == {kind.__name__ for kind in EXPECTED} | NOT_OF_A_DOWNLOAD


@pytest.mark.parametrize(("kind", "reason"), EXPECTED.items())
def test_each_has_its_reason(kind: type[Exception], reason: str) -> None:
    exc = kind() if kind is exceptions.StopDownload else kind("words")
    found, detail = outcome_of_failure(exc)
    assert found == reason
    assert detail


@pytest.mark.parametrize(
    ("exc", "reason", "detail"),
    [
        (HttpError(Response("http://n/", status=404)), "http_error", "status 404"),
        (exceptions.IgnoreRequest("max redirections reached"), "http_error", "max redirections reached"),
        (ConnectionLost(), "network_error", "ConnectionLost: Connection to the other side was lost"),
        (TimeoutError(), "timeout", "no whole answer in time"),
        (ValueError("Port out of range 0-65535"), "address_refused", "malformed: Port out of range 0-65535"),
        (HostGivenUp("n was given up", reason="blocked"), "blocked", "n was given up"),
        (exceptions.DownloadFailedError("a\nb\x1b" + "c" * 999), "network_error", None),
    ],
)
def test_reason_and_detail(exc: Exception, reason: str, detail: str | None) -> None:
    found, words = outcome_of_failure(exc)
    assert found == reason
    assert "\n" not in words
    assert len(words) <= 200
    assert detail is None or words.startswith(detail)


def test_tls_failures_say_so() -> None:
    exc = exceptions.DownloadFailedError("[<Failure OpenSSL.SSL.Error: certificate verify failed>]")
    assert "TLS" in outcome_of_failure(exc)[1]


def test_every_refusal_of_ours_carries_its_reason() -> None:
    kinds = [kind for kind in vars(refusals).values() if inspect.isclass(kind) and issubclass(kind, Refused)]
    assert len(kinds) == 10
    for kind in kinds:
        assert outcome_of_failure(kind("why")) == (kind.default, "why")
