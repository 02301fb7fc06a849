"""The newsroom: a running server, the edition that it serves, and the log of what was asked."""

from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from tests.newsroom.content import NOW, Edition
from tests.newsroom.rendering import Reply, missing, target_key
from tests.newsroom.server import Request, Server
from tests.newsroom.sources import NET_HOSTS, write_sources
from tests.newsroom.truth import Expected, expected, site


class Newsroom:
    """Serves an edition until closed; the edition may change while it serves."""

    hosts = NET_HOSTS

    def __init__(self, *, port: int = 0, edition: int = 1, now: datetime = NOW) -> None:
        self._lock = Lock()
        self._requests: list[Request] = []
        self.now = Edition(edition, port, now).now
        self._server = Server(port, self.now, reply=self._reply, note=self._note)
        self.port: int = self._server.server_port
        self.edition = edition
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    @property
    def edition(self) -> int:
        return self._edition

    @edition.setter
    def edition(self, number: int) -> None:
        self._edition = number
        self._site = site(Edition(number, self.port, self.now))

    @property
    def requests(self) -> list[Request]:
        with self._lock:
            return list(self._requests)

    def clear_requests(self) -> None:
        with self._lock:
            self._requests.clear()

    def _note(self, request: Request) -> None:
        with self._lock:
            self._requests.append(request)

    def _reply(self, host: str, target: str) -> Reply:
        found = self._site.get((host, target_key(target)))
        return missing("text/html; charset=utf-8") if found is None else found

    def expected(self, number: int | None = None) -> Expected:
        """The truth of an edition, by default of the one that is served."""
        return expected(self.edition if number is None else number, self.port, self.now)

    def write_sources(self, folder: Path) -> None:
        write_sources(folder, self.port)
