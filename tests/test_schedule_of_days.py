"""A schedule of the demo newsroom over simulated days, with all that goes wrong in a year."""

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, get_ident
from typing import Any

import pytest

from newscrawl.coverage import coverage
from tests.conftest import QUICK, rows_of
from tests.newsroom.crawling import UNTAGGED, environment_for, settings_for
from tests.newsroom.newsroom import Newsroom
from tests.newsroom.rendering import Reply
from tests.newsroom.server import Request
from tests.press import disable_shipped
from tests.test_command_line import assert_one_line
from tests.test_command_report import plain
from tests.test_flow import _key
from tests.test_kill import _assert_gone, _session

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds left processes in /proc"),
]

WALL = Reply(
    b"<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>", "text/html", 403
)
# Small batches, so that a kill falls among many commits; one request at a time, so that order is not chance.
OPTIONS = (*QUICK, *UNTAGGED, "-s", "BATCH_ROWS=3", "-s", "CONCURRENT_REQUESTS=1")


class TroubledNewsroom(Newsroom):
    """Some outlets may stand behind a wall, and answers may be held back, so that a signal falls in between."""

    def __init__(self) -> None:
        self.walled: set[str] = set()
        self._answers_left: int | None = None
        self.is_held = Event()
        self._released = Event()
        self._held: set[int] = set()
        super().__init__()

    @contextlib.contextmanager
    def held_after(self, answers: int) -> Iterator[None]:
        """So many answers, and no more before the block ends; then what was held is noted, too."""
        self.is_held.clear()
        self._released.clear()
        self._answers_left = answers
        try:
            yield
        finally:
            self._answers_left = None
            self._released.set()
            wait_for(lambda: not self._held)

    def _reply(self, host: str, target: str) -> Reply:
        if self._answers_left is not None:
            self._answers_left -= 1
            if self._answers_left < 0:
                self._held.add(get_ident())
                self.is_held.set()
                self._released.wait(25)
        return WALL if host in self.walled else super()._reply(host, target)

    def _note(self, request: Request) -> None:
        super()._note(request)
        self._held.discard(get_ident())


@dataclass
class Schedule:
    """Cron's line, at the times that a test says."""

    newsroom: TroubledNewsroom
    output: Path

    def start(self, now: datetime, **popen: Any) -> "subprocess.Popen[str]":
        sources = self.output.parent / "sources"
        environment = environment_for(self.newsroom, sources)
        disable_shipped(sources)
        words = ["run", "--due", "--quiet", "--jobs", "3", *settings_for(self.newsroom, self.output, now), *OPTIONS]
        popen |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment}
        return subprocess.Popen([sys.executable, "-m", "newscrawl", *words], **popen)

    def run(self, now: datetime, **popen: Any) -> "subprocess.CompletedProcess[str]":
        return ended(self.start(now, **popen))

    def ack(self, source: str, now: datetime, until: datetime) -> None:
        done = self._ask(now, "ack", source, "--until", f"{until:%Y-%m-%d}", "--why", "they are told")
        assert done.returncode == 0, done.stderr

    def report(self, now: datetime) -> "subprocess.CompletedProcess[str]":
        return self._ask(now, "report")

    def _ask(self, now: datetime, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "newscrawl", *words, *settings_for(self.newsroom, self.output, now)]
        environment = environment_for(self.newsroom, self.output.parent / "sources")
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def ended(process: "subprocess.Popen[str]") -> "subprocess.CompletedProcess[str]":
    out, err = process.communicate(timeout=240)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@pytest.fixture
def schedule(tmp_path: Path) -> Iterator[Schedule]:
    with TroubledNewsroom() as newsroom:
        yield Schedule(newsroom, tmp_path / "output")


def wait_for(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + 150
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def full_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_days_of_a_schedule_with_all_that_goes_wrong(schedule: Schedule):
    newsroom = schedule.newsroom
    first = newsroom.now
    second, third, fourth, fifth = (first + timedelta(days=days) for days in (1, 2, 3, 4))
    soon, half_an_hour = timedelta(minutes=10), timedelta(minutes=30)

    # The machine loses power in the middle of the first run.
    with newsroom.held_after(25):
        process = schedule.start(first)
        assert newsroom.is_held.wait(150)
        members = _session(process.pid)
        for each in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        assert ended(process).returncode == -signal.SIGKILL
    _assert_gone(members, within=120.0)

    # Ten minutes later nothing is due yet.
    newsroom.clear_requests()
    assert_silent(schedule.run(first + soon))
    assert newsroom.requests == []

    # The next run makes good what the crash left, and is told to end.
    with newsroom.held_after(25):
        process = schedule.start(first + half_an_hour)
        assert newsroom.is_held.wait(150)
        members = _session(process.pid)
        process.send_signal(signal.SIGTERM)
        wait_for(lambda: "a second signal kills them" in log_of(schedule.output))
    done = ended(process)
    assert done.returncode == 11, done.stderr
    assert "interrupted (11)" in done.stderr
    _assert_gone(members, within=120.0)

    # Two runs at the same time: neither has anything to complain of.
    both = [schedule.start(first + 2 * half_an_hour) for _ in range(2)]
    for process in both:
        assert_silent(ended(process))

    # The next day the disk is full, and then it is not.
    newsroom.edition = 2
    done = schedule.run(second, preexec_fn=full_disk)
    assert done.returncode == 3, done.stderr
    assert "output or disk (3)" in done.stderr
    assert_silent(schedule.run(second + half_an_hour))

    # An outlet hides behind a wall. Somebody is told, and until then it no longer counts.
    newsroom.walled = {"sada.example"}
    assert_one_line(schedule.run(third), 12, "sada: blocked (12): ")
    schedule.ack("sada", third, until=fourth)
    newsroom.clear_requests()
    assert_silent(schedule.run(third + half_an_hour))
    assert any(request.host == "sada.example" for request in newsroom.requests)
    assert_one_line(schedule.run(fifth), 12, "sada: blocked (12): ")

    assert_every_article_is_there_once(schedule)
    assert_coverage_tells(schedule, first, third, fifth)
    assert_report_tells(schedule, third, fifth)


def assert_silent(done: "subprocess.CompletedProcess[str]") -> None:
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def log_of(output: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted((output / "logs").glob("*.log")))


def assert_every_article_is_there_once(schedule: Schedule) -> None:
    truths = {
        _key(truth.source_id, truth.address): truth
        for edition in (1, 2)
        for truth in schedule.newsroom.expected(edition).articles
    }
    stored = [row["canonical_url"] for row in rows_of(schedule.output, "articles")]
    optional = {address for address, truth in truths.items() if truth.may_be_rejected}
    assert len(stored) == len(set(stored))
    assert set(truths) - optional <= set(stored) <= set(truths)
    assert not list((schedule.output / "_staging").glob("*/*"))


def assert_coverage_tells(schedule: Schedule, first: datetime, blocked: datetime, last: datetime) -> None:
    """What went wrong, where and when."""
    rows = {(row["source_id"], row["day"]): row for row in coverage(schedule.output, last).to_pylist()}
    began = " ".join(row["detail"] for (_, day), row in rows.items() if day == first.date())
    assert "crashed" in began
    assert "interrupted" in began
    assert {day for (_, day), row in rows.items() if row["status"] == "blocked"} == {blocked.date(), last.date()}
    assert rows["sada", blocked.date()]["detail"].endswith("2 of 2 runs: blocked")
    assert rows["sada", blocked.date() + timedelta(days=1)]["status"] == "not_run"
    assert rows["marsad", blocked.date()]["status"] == "complete"


def assert_report_tells(schedule: Schedule, blocked: datetime, last: datetime) -> None:
    """The same, on the page that people read."""
    done = schedule.report(last)
    assert done.returncode == 0, done.stderr
    words = plain(schedule.output / "report.html")
    assert f"sada is failing since {blocked:%Y-%m-%d %H:%M} : blocked" in words
    for day in (blocked, last):
        assert f"sada {day:%Y-%m-%d} blocked " in words
    assert f"sada {blocked.date() + timedelta(days=1)} not run " in words
    assert " crashed" in words
    assert not re.search(rf"marsad {blocked:%Y-%m-%d} (blocked|gap|not run)", words)
