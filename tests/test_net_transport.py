import pytest
from scrapy.exceptions import DownloadFailedError
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import Request as WireRequest
from twisted.web.client import ResponseFailed
from twisted.web.http_headers import Headers

from newscrawl.net.failures import outcome_of_failure
from newscrawl.net.transport import HeadersTooLong, _BoundedFactory, has_long_headers


class _Wire(StringTransport):
    def getPeerCertificate(self) -> None:  # noqa: N802 (Twisted's name)
        raise AttributeError

    def abortConnection(self) -> None:  # noqa: N802 (Twisted's name)
        self.loseConnection()


def _receive(*pieces: bytes) -> object:
    """What becomes of an answer of these pieces."""
    protocol = _BoundedFactory(lambda _protocol: None, b"").buildProtocol(None)
    protocol.makeConnection(_Wire())
    got: list[object] = []
    request = WireRequest(b"GET", b"/", Headers({b"host": [b"n"]}), None)
    protocol.request(request).addBoth(got.append)
    for piece in pieces:
        protocol.dataReceived(piece)
    return got[0] if got else None


@pytest.mark.parametrize("lines", [1, 60])
def test_usual_headers_pass(lines: int) -> None:
    answer = _receive(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * lines + b"Content-Length: 0\r\n\r\n")
    assert getattr(answer, "code", None) == 200


def test_headers_without_end_close_the_connection() -> None:
    failure = _receive(b"HTTP/1.1 200 OK\r\n", *[b"X: " + b"y" * 8000 + b"\r\n"] * 40)
    assert isinstance(failure, Failure)
    assert isinstance(failure.value, ResponseFailed)
    assert any(reason.check(HeadersTooLong) for reason in failure.value.reasons)


def test_the_outcome_is_too_large() -> None:
    exc = DownloadFailedError("x")
    exc.__cause__ = ResponseFailed([Failure(HeadersTooLong("x"))], None)
    assert has_long_headers(exc)
    assert outcome_of_failure(exc)[0] == "too_large"
    assert not has_long_headers(DownloadFailedError("x"))
