"""A hostile site on 127.0.0.1, and one crawl of it in a process of its own (a reactor cannot start twice).

`Hostile` answers by host and path, writes down what it was asked, and ends with its `with` block. `crawl` sends a
list of cases through the hardened net and answers what became of each, with the crawl's statistics.
"""

import asyncio
import contextlib
import json
import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it."""

    host: str
    path: str
    query: str
    headers: dict[str, str]
    at: float


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def reply(body: bytes | str = b"", status: int = 200, **headers: str) -> Answer:
    """An honest answer; underscores in header names become hyphens."""
    content = body.encode() if isinstance(body, str) else body

    async def answer(_asked: Asked, out: asyncio.StreamWriter) -> None:
        out.write(head(status, Content_Length=str(len(content)), **headers) + content)

    return answer


def head(status: int = 200, **headers: str) -> bytes:
    lines = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return f"HTTP/1.1 {status} X\r\n{''.join(f'{k}: {v}{chr(13)}{chr(10)}' for k, v in lines.items())}\r\n".encode()


def redirect(location: str, status: int = 302) -> Answer:
    return reply(status=status, Location=location)


def in_turn(*answers: Answer) -> Answer:
    """The first request gets the first answer; the last answer is for all that follow."""
    left = list(answers)

    async def answer(asked: Asked, out: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(asked, out)

    return answer


def drip(first: bytes, piece: bytes, pause: float = 0.2, most: int = 50) -> Answer:
    """A piece at a time, without end unless `most` is reached."""

    async def answer(_asked: Asked, out: asyncio.StreamWriter) -> None:
        out.write(first)
        for _ in range(most):
            out.write(piece)
            await out.drain()
            await asyncio.sleep(pause)

    return answer


def raw(data: bytes) -> Answer:
    """These bytes, then the end of the connection."""

    async def answer(_asked: Asked, out: asyncio.StreamWriter) -> None:
        out.write(data)
        with contextlib.suppress(ConnectionError):
            await out.drain()
        out.close()

    return answer


@dataclass
class Hostile:
    """`answers` maps "host/path" (without port and query) to what is answered there; what is missing is 404."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    def times(self, host: str, path: str) -> list[float]:
        return [asked.at for asked in self.asked if (asked.host, asked.path) == (host, path)]

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                while not writer.is_closing():
                    asked = _read_head(await reader.readuntil(b"\r\n\r\n"))
                    self.asked.append(asked)
                    await self.answers.get(f"{asked.host}{asked.path}", reply(status=404))(asked, writer)
                    await writer.drain()
        finally:
            writer.close()  # also of an answer that takes longer than the server lives


def _read_head(data: bytes) -> Asked:
    first, *lines = data.decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    path, _, query = first.split(" ")[1].partition("?")
    return Asked(headers.get("host", "").partition(":")[0], path, query, headers, time.monotonic())


@contextlib.contextmanager
def hostile(tls: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """A running server, in a thread of its own; gone when the block ends."""
    site = Hostile()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    start = asyncio.start_server(site.serve, "127.0.0.1", 0, ssl=tls)
    server = asyncio.run_coroutine_threadsafe(start, loop).result(10)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class Crawled:
    """What became of each case, by the URL it asked for, and the crawl's statistics."""

    cases: dict[str, dict[str, Any]]
    stats: dict[str, Any]
    components: list[str]


IMPATIENT: dict[str, Any] = {
    "ADDONS": {"newscrawl.net.addon.HardenedNet": 100},
    "USER_AGENT": "newscrawl-test",
    "NET_ALLOWED_NETWORKS": ["127.0.0.1/32"],
    "NET_RETRY_AFTER_DEFAULT": 0,
    "NET_BREAKER_LIMIT": 1000,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
    "LOG_ENABLED": False,
}


def crawl(cases: list[dict[str, Any]], settings: dict[str, Any], domains: list[str]) -> Crawled:
    """Each case: url, and perhaps headers, meta, then (a URL asked for after it)."""
    work = json.dumps({"cases": cases, "settings": {**IMPATIENT, **settings}, "domains": domains})
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile"],
        input=work, capture_output=True, text=True, timeout=240, cwd=ROOT, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    return Crawled({case["url"]: case for case in result["cases"]}, result["stats"], result["components"])


def _case_spider() -> type[Any]:
    """Made on demand: importing Scrapy is for the crawling process only."""
    from scrapy import Request, Spider

    from newscrawl.net.failures import outcome_of_failure

    class CaseSpider(Spider):
        name = "cases"
        cases: list[dict[str, Any]]

        async def start(self) -> Any:
            self.done: list[dict[str, Any]] = []
            for case in self.cases:
                yield self.request(case["url"], case)

        def request(self, url: str, case: dict[str, Any]) -> Request:
            return Request(
                url, self.landed, headers=case.get("headers"), meta=case.get("meta"), errback=self.failed,
                dont_filter=True, cb_kwargs={"case": case, "asked": url},
            )  # fmt: skip

        def landed(self, response: Any, case: dict[str, Any], asked: str) -> Any:
            text = response.body[:2000].decode("utf-8", "replace")
            self.done.append(
                {"url": asked, "reason": None, "status": response.status, "final": response.url,
                 "size": len(response.body), "text": text, "slot": response.meta["download_slot"]}
            )  # fmt: skip
            if asked == case["url"] and "then" in case:
                yield self.request(case["then"], case)

        def failed(self, failure: Any) -> None:
            reason, detail = outcome_of_failure(failure.value)
            asked = failure.request.cb_kwargs["asked"]
            kind = type(failure.value).__name__
            self.done.append({"url": asked, "reason": reason, "detail": detail, "kind": kind})

    return CaseSpider


def _crawl_here(work: dict[str, Any]) -> dict[str, Any]:
    import warnings

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.exceptions import ScrapyDeprecationWarning

    warnings.simplefilter("error", ScrapyDeprecationWarning)
    process = AsyncCrawlerProcess(work["settings"])
    crawler = process.create_crawler(_case_spider())
    process.crawl(crawler, cases=work["cases"], allowed_domains=work["domains"])
    process.start()
    spider: Any = crawler.spider
    components = [type(extension).__name__ for extension in crawler.extensions.middlewares]
    return {"cases": spider.done, "stats": crawler.stats.get_stats(), "components": components}


if __name__ == "__main__":
    json.dump(_crawl_here(json.load(sys.stdin)), sys.stdout, default=str)
