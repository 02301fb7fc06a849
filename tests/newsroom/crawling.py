"""Crawls of the newsroom, as a user would start them: a process each."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from newscrawl.settings import ITEM_PIPELINES
from tests.newsroom.content import OUTLETS
from tests.newsroom.newsroom import Newsroom

STEPS_WITHOUT_TAGS = json.dumps({step: order for step, order in ITEM_PIPELINES.items() if "Tag" not in step})
UNTAGGED = ("-s", f"ITEM_PIPELINES={STEPS_WITHOUT_TAGS}")
"""For tests of all but tags: half of what a crawl's worker loads is the knowledge of tags."""


def settings_for(newsroom: Newsroom, output: Path, now: datetime | None = None) -> list[str]:
    """The options that make the newsroom's hosts known and loopback reachable: for these crawls only."""
    settings = {
        "OUTPUT_DIR": str(output),
        "NET_HOSTS": json.dumps(newsroom.hosts),
        "NET_ALLOWED_NETWORKS": "127.0.0.1/32",
        "NET_ALLOWED_PORTS": str(newsroom.port),
        "NOW": (now or newsroom.now).isoformat(),
    }
    return [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]


def environment_for(newsroom: Newsroom, sources: Path) -> dict[str, str]:
    """The environment in which exactly the newsroom's outlets are known beside the shipped sources."""
    newsroom.write_sources(sources)
    return {**os.environ, "NEWSCRAWL_SOURCES": str(sources), "PYTHONUTF8": "1"}


def start_crawl(
    newsroom: Newsroom, source: str, output: Path, *options: str, now: datetime | None = None
) -> "subprocess.Popen[str]":
    """Starts `newscrawl crawl` in a process of its own, its output in pipes."""
    command = [sys.executable, "-m", "newscrawl", "crawl", source, *settings_for(newsroom, output, now), *options]
    return subprocess.Popen(
        command,
        env=environment_for(newsroom, output / "sources"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def crawl(
    newsroom: Newsroom, source: str, output: Path, *options: str, now: datetime | None = None
) -> "subprocess.CompletedProcess[str]":
    """Runs one crawl to its end."""
    process = start_crawl(newsroom, source, output, *options, now=now)
    out, err = process.communicate(timeout=240)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def crawl_all(newsroom: Newsroom, output: Path, *options: str, now: datetime | None = None) -> list[str]:
    """Crawls the three outlets one after another; returns what each said, and raises when one fails."""
    said = []
    for source in OUTLETS:
        done = crawl(newsroom, source, output, *options, now=now)
        if done.returncode != 0:
            raise RuntimeError(f"crawl of {source} ended with {done.returncode}:\n{done.stderr}")
        said.append(done.stderr)
    return said
