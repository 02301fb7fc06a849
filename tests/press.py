"""Several small outlets on a hostile site, and `newscrawl run` over them as a user would start it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawl.sources.catalogue import SHIPPED
from tests.hostile import Answer, Hostile, drip, head, reply
from tests.newsroom.crawling import STEPS_WITHOUT_TAGS
from tests.test_command_crawl import page
from tests.test_command_line import ROOT

NOW = "2026-03-14T09:00Z"
WALL = reply("<title>Just a moment...</title>", 403, cf_mitigated="challenge")


def disable_shipped(folder: Path) -> None:
    """Disable the sources that ship: `--due` and `--all` would ask the live web."""
    (folder / "xx").mkdir(parents=True, exist_ok=True)
    for path in SHIPPED.glob("*/*.toml"):
        own = ['name = "x"', 'domains = ["x.example"]', 'timezone = "UTC"', 'feeds = ["http://x.example/feed"]']
        (folder / "xx" / path.name).write_text("\n".join([*own, "enabled = false", 'why = "a test"']), "utf-8")


@dataclass
class Press:
    site: Hostile
    folder: Path
    now: str = NOW

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def add(self, name: str, *lines: str, count: int = 2, listing: Answer | None = None) -> None:
        """An outlet with so many articles; `lines` go into its source file."""
        host = f"{name}.example"
        urls = [self.site.url(host, f"/news/{n}") for n in range(1, count + 1)]
        items = "".join(
            f"<item><title>الخبر رقم {n} عن حديقة المدينة الجديدة</title><link>{url}</link>"
            "<pubDate>Sat, 14 Mar 2026 08:00:00 GMT</pubDate></item>"
            for n, url in enumerate(urls, 1)
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        self.site.answers[f"{host}/feed"] = listing or reply(feed, Content_Type="application/rss+xml")
        for number in range(1, count + 1):
            self.site.answers[f"{host}/news/{number}"] = reply(page(number))
        file = self.folder / "sources" / "xx" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        own = [f'name = "{name}"', f'domains = ["{host}"]', 'timezone = "UTC"', "delay = 0.0", *lines]
        file.write_text("\n".join([*own, f'feeds = ["{self.site.url(host, "/feed")}"]']), "utf-8")

    def slow(self, name: str, seconds: float, first: int = 2) -> None:
        """From its article number `first` on, every answer takes so long."""
        for number in range(first, 100):
            if f"{name}.example/news/{number}" in self.site.answers:
                whole = page(number).encode()
                answer = drip(head(Content_Length=str(len(whole) + 2)) + whole, b" ", pause=seconds / 2, most=2)
                self.site.answers[f"{name}.example/news/{number}"] = answer

    def settings(self) -> list[str]:
        names = sorted({key.partition(".")[0] for key in self.site.answers})
        settings = {
            "OUTPUT_DIR": str(self.output),
            "NET_HOSTS": json.dumps({f"{name}.example": "127.0.0.1" for name in names}),
            "NET_ALLOWED_NETWORKS": "127.0.0.1/32",
            "NET_ALLOWED_PORTS": str(self.site.port),
            "NET_RETRY_AFTER_DEFAULT": "0",
            "AUTOTHROTTLE_ENABLED": "False",
            "WORKERS": "1",
            "ITEM_PIPELINES": STEPS_WITHOUT_TAGS,
            "NOW": self.now,
        }
        return [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]

    def environment(self) -> dict[str, str]:
        return {**os.environ, "NEWSCRAWL_SOURCES": str(self.folder / "sources"), "COLUMNS": "160"}

    def start(self, *words: str, command: str = "run", **popen: Any) -> "subprocess.Popen[str]":
        program = [sys.executable, "-m", "newscrawl", command, *self.settings(), *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(program, **{**pipes, "cwd": ROOT, "env": self.environment(), **popen})

    def run(self, *words: str, **popen: Any) -> "subprocess.CompletedProcess[str]":
        return end(self.start(*words, **popen))

    def lines(self) -> list[dict[str, Any]]:
        """Of all runs, in the order in which they ended."""
        paths = sorted((self.output / "runs").glob("*.jsonl"))
        return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]

    def log(self) -> str:
        return "".join(path.read_text("utf-8") for path in sorted((self.output / "logs").glob("*.log")))

    def wait_for(self, is_so: Callable[[], object], process: "subprocess.Popen[str]", most: float = 150) -> None:
        until = time.monotonic() + most
        while not is_so():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until, self.log()
            time.sleep(0.02)

    def is_asked(self, name: str, path: str) -> bool:
        return bool(self.site.times(f"{name}.example", path))


def end(process: "subprocess.Popen[str]") -> "subprocess.CompletedProcess[str]":
    try:
        out, err = process.communicate(timeout=240)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGTERM)
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def ended(table: str) -> dict[str, str]:
    """Of the closing table: the source and how it ended."""
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in table.splitlines() if "│" in line]
    return {row[0]: row[1] for row in rows if row[0] not in {"", "all"}}
