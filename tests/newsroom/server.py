"""The web server: three hosts on one port of 127.0.0.1, told apart by the Host header."""

import gzip
import hashlib
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition
from typing import Any

from tests.newsroom.rendering import Reply

NOTED = ("User-Agent", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "From")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; `path` is the target with its query, `headers` those of `NOTED`, in lower case."""

    host: str
    path: str
    status: int
    headers: dict[str, str]
    method: str


class Server(ThreadingHTTPServer):
    """Ends with its owner: no thread outlives the process, and `hang_up` waits until no connection is open."""

    daemon_threads = True
    request_queue_size = 128  # a crawler opens many connections at once

    def __init__(
        self, port: int, now: datetime, *, reply: Callable[[str, str], Reply], note: Callable[[Request], None]
    ) -> None:
        self.now, self.reply, self.note = now, reply, note
        self._open: set[socket.socket] = set()
        self._all_closed = Condition()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._all_closed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._all_closed:
            self._open.discard(request)
            self._all_closed.notify_all()

    def hang_up(self) -> None:
        with self._all_closed:
            for connection in self._open:
                with suppress(OSError):  # the client was faster
                    connection.shutdown(socket.SHUT_RDWR)
            self._all_closed.wait_for(lambda: not self._open, timeout=5)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A crawler that is killed leaves broken connections; anything else is our own fault and is shown.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    wbufsize = -1  # headers and body leave in one packet, or each answer waits 40 ms for an acknowledgement
    server: Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        reply = self.server.reply(host, self.path)
        status = 304 if _is_known(reply, self.headers) else reply.status
        kept = {name.lower(): self.headers[name] for name in NOTED if name in self.headers}
        self.server.note(Request(host, self.path, status, kept, self.command))
        packed = status != 304 and "gzip" in self.headers.get("Accept-Encoding", "") and _is_text(reply)
        body = b"" if status == 304 else gzip.compress(reply.body, mtime=0) if packed else reply.body
        self.send_response(status)
        for name, value in _headers(reply, status, packed=packed, length=len(body)).items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The newsroom's own time, so that two crawls see the same bytes."""
        return format_datetime(self.server.now, usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        """Silent: `Newsroom.requests` is the log."""


def _etag(reply: Reply) -> str:
    return f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'


def _is_known(reply: Reply, asked: Any) -> bool:
    """Whether the client has this already; an ETag counts more than a time."""
    if reply.has_etag and "If-None-Match" in asked:
        return _etag(reply) in asked["If-None-Match"]
    if reply.changed_at is not None and "If-Modified-Since" in asked:
        with suppress(ValueError):  # a time that cannot be read asks for the whole page
            return reply.changed_at <= parsedate_to_datetime(asked["If-Modified-Since"]).astimezone(UTC)
    return False


def _is_text(reply: Reply) -> bool:
    return reply.content_type != "application/x-gzip" and len(reply.body) > 0


def _headers(reply: Reply, status: int, *, packed: bool, length: int) -> dict[str, str]:
    made = {"Content-Type": reply.content_type, "Content-Length": str(length), "Vary": "Accept-Encoding"}
    if status == 304:  # its Content-Length would be that of the page
        made = {"Vary": "Accept-Encoding"}
    if packed:
        made["Content-Encoding"] = "gzip"
    if reply.location is not None:
        made["Location"] = reply.location
    if reply.has_etag:
        made["ETag"] = _etag(reply)
    if reply.changed_at is not None:
        made["Last-Modified"] = format_datetime(reply.changed_at, usegmt=True)
    return made
