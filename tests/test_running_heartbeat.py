import errno
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from scrapy.exceptions import UsageError

from newscrawl import sending
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.running.heartbeat import Heartbeat
from newscrawl.sources import BrokenSource


class Switch(HTTPServer):
    """Notes what it is asked; answers with `status`."""

    status = 200

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ping/abc"


class _Handler(BaseHTTPRequestHandler):
    server: Switch

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def switch() -> Iterator[Switch]:
    with Switch() as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_it_tells_the_beginning_and_the_exit_code(switch: Switch):
    with Heartbeat(switch.url + "/").beating() as beat:
        assert switch.asked == ["/ping/abc/start"]
        beat.code = ExitCode.BLOCKED
    assert switch.asked == ["/ping/abc/start", "/ping/abc/12"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EndWith(ExitCode.OUTPUT, "full"), 3),
        (UsageError(), 2),
        (KeyboardInterrupt(), 11),
        (RuntimeError(), 1),
        (OSError(errno.ENOSPC, "No space left on device"), 3),
        (BrokenSource(Path("x.toml"), ("id is missing",)), 4),
    ],
)
def test_it_tells_the_end_of_a_run_that_an_exception_ends(switch: Switch, error: BaseException, code: int):
    with pytest.raises(type(error)), Heartbeat(switch.url).beating():
        raise error
    assert switch.asked[-1] == f"/ping/abc/{code}"


def test_a_switch_that_fails_is_logged_and_changes_nothing(switch: Switch, caplog: pytest.LogCaptureFixture):
    switch.status = 500
    with Heartbeat(switch.url).beating() as beat:
        beat.code = ExitCode.DONE
    assert beat.code == ExitCode.DONE
    assert caplog.text.count("HEARTBEAT_URL: HTTP Error 500") == 2


def test_a_switch_that_does_not_answer_costs_a_bounded_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        began = time.monotonic()
        with Heartbeat(f"http://127.0.0.1:{deaf.getsockname()[1]}/x").beating() as beat:
            beat.code = ExitCode.DONE
        assert time.monotonic() - began < 10
    for late in set(threading.enumerate()) - before:  # on a slow machine it would log into the next test
        late.join(10)
    assert "HEARTBEAT_URL" in caplog.text


@pytest.mark.parametrize("url", [None, ""])
def test_without_an_address_nothing_is_told(url: str | None, caplog: pytest.LogCaptureFixture):
    with Heartbeat(url).beating():
        pass
    assert caplog.text == ""
