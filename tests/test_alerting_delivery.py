import json
import shlex
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from newscrawl import sending
from newscrawl.alerting import delivery
from newscrawl.alerting.delivery import by_command, by_webhook, channels
from newscrawl.exit_codes import EndWith

MESSAGE = {"text": "newscrawl: anba fails: محجوب", "event": "failed"}


class Hook(HTTPServer):
    """Notes what is posted; answers with `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.posted: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.posted.append((self.headers["Content-Type"], self.rfile.read(length)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def program(folder: Path, code: str) -> str:
    path = folder / "a program.py"
    path.write_text(code, "utf-8")
    return shlex.join([sys.executable, str(path), "two words"])


def test_a_command_gets_the_message_on_its_standard_input(tmp_path: Path):
    code = f"import sys\nopen(r'{tmp_path}/said', 'wb').write(sys.stdin.buffer.read() + sys.argv[1].encode())"
    assert by_command(program(tmp_path, code))(MESSAGE) is True
    assert json.loads((tmp_path / "said").read_bytes().removesuffix(b"two words")) == MESSAGE


def test_a_command_runs_without_a_shell(tmp_path: Path):
    assert by_command(f"touch {tmp_path}/a;b")(MESSAGE) is True
    assert [path.name for path in tmp_path.iterdir()] == ["a;b"]


def test_a_command_that_fails_did_not_take_it(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    assert by_command(program(tmp_path, "raise SystemExit(3)"))(MESSAGE) is False
    assert by_command(str(tmp_path / "nothing"))(MESSAGE) is False
    assert "it ended with 3" in caplog.text
    assert "No such file" in caplog.text


def test_a_command_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delivery, "PATIENCE", 0.3)
    begun = time.monotonic()
    assert by_command("sleep 60")(MESSAGE) is False
    assert time.monotonic() - begun < 30


def test_a_webhook_gets_the_message_as_json(hook: Hook):
    assert by_webhook(hook.url)(MESSAGE) is True
    ((content_type, body),) = hook.posted
    assert content_type == "application/json; charset=utf-8"
    assert json.loads(body) == MESSAGE


@pytest.mark.parametrize("status", [404, 500])
def test_a_webhook_that_refuses_did_not_take_it(hook: Hook, status: int, caplog: pytest.LogCaptureFixture):
    hook.status = status
    assert by_webhook(hook.url)(MESSAGE) is False
    assert str(status) in caplog.text


def test_a_webhook_that_is_not_there_did_not_take_it(hook: Hook):
    gone = hook.url
    hook.shutdown()
    hook.server_close()
    assert by_webhook(gone)(MESSAGE) is False


def test_a_webhook_that_does_not_answer_did_not_take_it(monkeypatch: pytest.MonkeyPatch):
    import socket

    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        assert by_webhook(f"http://127.0.0.1:{deaf.getsockname()[1]}/")(MESSAGE) is False


def test_those_that_are_set():
    assert list(channels(None, "")) == []
    assert list(channels("mail", "https://chat.example/hook")) == ["ALERT_COMMAND", "ALERT_WEBHOOK"]


def test_a_command_that_cannot_be_meant_is_4():
    with pytest.raises(EndWith, match="ALERT_COMMAND") as end:
        channels("mail 'x", None)
    assert end.value.code == 4
