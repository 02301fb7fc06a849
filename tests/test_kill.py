"""SIGKILL at random moments: the next run neither loses nor repeats, and nobody is left behind."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import QUICK, rows_of
from tests.newsroom.crawling import UNTAGGED, crawl, start_crawl
from tests.newsroom.newsroom import Newsroom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds left processes in /proc"),
]

KILLS = int(os.environ.get("KILLS", "8"))  # some each time; KILLS=200 for the night
# Small batches, so that a kill falls among many commits; one request at a time, so that order is not chance.
OPTIONS = (*QUICK, *UNTAGGED, "-s", "BATCH_ROWS=3", "-s", "CONCURRENT_REQUESTS=1")
NOT_COMPARED = {"fetched_at", "found_at", "run_id", "warc_file", "warc_offset", "warc_length"}


def _articles(output: Path) -> list[dict[str, Any]]:
    rows = [{k: v for k, v in row.items() if k not in NOT_COMPARED} for row in rows_of(output, "articles")]
    return sorted(rows, key=lambda row: row["article_id"])


@pytest.fixture(scope="module")
def newsroom():
    with Newsroom() as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(newsroom, tmp_path_factory) -> tuple[list[dict[str, Any]], float]:
    """The rows of a run that nobody kills, and how long it took once it had its lock."""
    output = tmp_path_factory.mktemp("undisturbed") / "output"
    process = start_crawl(newsroom, "fajr", output, *OPTIONS)
    _wait_for_lock(output, process)
    began = time.monotonic()
    process.communicate(timeout=240)
    assert process.returncode == 0
    return _articles(output), time.monotonic() - began


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_run_is_made_good_by_the_next(newsroom, undisturbed, tmp_path, seed):
    rows, seconds = undisturbed
    output = tmp_path / "output"
    process = start_crawl(newsroom, "fajr", output, *OPTIONS)
    _wait_for_lock(output, process)
    with contextlib.suppress(subprocess.TimeoutExpired):  # as it should: it still runs then
        process.wait(timeout=random.Random(seed).uniform(0, 0.95) * seconds)
    members = _session(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _assert_readable(output)
    after = crawl(newsroom, "fajr", output, *OPTIONS)
    assert after.returncode == 0, after.stderr
    assert _articles(output) == rows
    assert list((output / "_staging" / "fajr").glob("*")) == []
    _assert_gone(members, within=120.0)


def _wait_for_lock(output: Path, process: "subprocess.Popen[str]") -> None:
    """Before, a run has only imported its modules: a kill there shows nothing."""
    deadline = time.monotonic() + 120
    while not (output / "state" / "fajr.lock").exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _assert_readable(output: Path) -> None:
    if (output / "articles").exists():
        ids = [row["article_id"] for row in rows_of(output, "articles")]
        assert len(ids) == len(set(ids))


def _session(leader: int) -> set[int]:
    """The processes that the crawl has started, itself included, however deep."""
    found = {leader}
    for entry in sorted(int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()):
        try:
            parent = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent in found:
            found.add(entry)
    return found


def _assert_gone(members: set[int], within: float) -> None:
    deadline = time.monotonic() + within
    left = members
    while left and time.monotonic() < deadline:
        time.sleep(0.02)  # else the wait takes the processor from those whom it waits for
        left = {pid for pid in members if _is_alive(pid)}
    assert left == set()


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
