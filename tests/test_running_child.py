import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl.exit_codes import ExitCode
from newscrawl.running import child as module
from newscrawl.running.child import Child, ChildLimits
from newscrawl.running.day_log import DayLog
from newscrawl.running.source_run import SourceRun
from tests.builders import NOW

# What stands in the place of `newscrawl`: its source's name says what it does.
CRAWL = """
import json, os, signal, subprocess, sys, time

def tell(**message):
    print(json.dumps(message), flush=True)

def say(line):
    print(line, file=sys.stderr, flush=True)

ACCOUNTS = {"stored": 3, "rejected": 1, "pending": 2, "reasons": {"no_text": 1}}
LINE = {"accounts": ACCOUNTS, "listings": [], "errors": [], "walls": ["https://x.example: cloudflare"]}
name, options = sys.argv[2], sys.argv[3:]
say("INFO " + " ".join(options))
if name == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
elif name == "polite":
    signal.signal(signal.SIGTERM, lambda *_: (tell(line=LINE), sys.exit(11)))
tell(progress={**ACCOUNTS, "stored": 2})
if name in ("deaf", "polite"):
    time.sleep(60)
elif name == "walled":
    tell(line=LINE)
    sys.exit(12)
elif name == "refused":
    say("newscrawl: OUTPUT_DIR cannot be written")
    sys.exit(3)
elif name == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
elif name == "forgetful":
    sys.exit(0)
elif name == "chatty":
    print("no JSON", flush=True)
    say("x" * 5_000_000)
    say("WARNING after it")
elif name == "parent":
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    say(f"INFO left {left.pid}")
tell(line=LINE)
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Child]:
    (tmp_path / "crawl.py").write_text(CRAWL)
    monkeypatch.setattr(module, "_PROGRAM", (sys.executable, "-S", str(tmp_path / "crawl.py")))

    def make(name: str, grace: float = 30.0, hang: float | None = None) -> Child:
        log = DayLog(tmp_path / "logs", lambda: NOW)
        return Child(SourceRun(name), ["--set=A=1"], log, ChildLimits(grace, hang))

    return make


def log_of(tmp_path: Path) -> str:
    return (tmp_path / "logs" / f"{NOW:%Y-%m-%d}.log").read_text("utf-8")


async def stopped(child: Child, *, kill: bool = False) -> None:
    """Starts it, and stops it when it is at work."""
    work = asyncio.create_task(child.work())
    while child.run.state != "crawling":  # noqa: ASYNC110 (it tells nobody)
        await asyncio.sleep(0.01)
    child.stop(ExitCode.INTERRUPTED)
    child.stop(ExitCode.TIME_LIMIT)  # the first word holds
    if kill:
        child.kill()
    await work


@pytest.mark.parametrize(
    ("name", "code", "why"),
    [
        ("good", 0, ""),
        ("walled", 12, "https://x.example: cloudflare"),
        ("refused", 3, "OUTPUT_DIR cannot be written"),
        ("killed", 1, "killed by SIGKILL"),
        ("forgetful", 1, "its process ended with 0, but no run was written down"),
        ("chatty", 0, ""),
    ],
)
def test_how_it_ends(child: Callable[..., Child], tmp_path: Path, name: str, code: int, why: str):
    made = child(name)
    asyncio.run(made.work())
    assert (made.run.state, made.run.code, made.run.why) == ("ended", code, why)
    assert f" {name} INFO --set=A=1\n" in log_of(tmp_path)


def test_the_accounts_are_those_of_the_last_word(child: Callable[..., Child], tmp_path: Path):
    good, refused = child("good"), child("refused")
    asyncio.run(good.work())
    asyncio.run(refused.work())
    assert (good.run.count("stored"), refused.run.count("stored")) == (3, 2)
    assert good.run.line is not None
    assert refused.run.line is None


def test_what_is_no_progress_and_what_is_too_long_harms_nothing(child: Callable[..., Child], tmp_path: Path):
    asyncio.run(child("chatty").work())
    log = log_of(tmp_path)
    assert " chatty no JSON\n" in log
    assert " chatty WARNING after it\n" in log


def test_it_is_asked_to_end_once(child: Callable[..., Child]):
    made = child("polite")
    asyncio.run(stopped(made))
    assert (made.run.code, made.run.why) == (11, "2 pages are left for the next run")
    assert made.run.count("stored") == 3


def test_it_is_killed_when_it_does_not_end(child: Callable[..., Child], tmp_path: Path):
    made = child("deaf", grace=0.2)
    asyncio.run(stopped(made))
    assert (made.run.code, made.run.why) == (11, "killed by SIGKILL, since it did not end by itself")
    assert "it did not end in 0.2 seconds" in log_of(tmp_path)


def test_it_is_killed_at_once_when_that_is_asked(child: Callable[..., Child]):
    made = child("deaf")
    began = time.monotonic()
    asyncio.run(stopped(made, kill=True))
    assert time.monotonic() - began < 25
    assert made.run.code == 11


def test_one_that_hangs_is_ended(child: Callable[..., Child]):
    made = child("deaf", grace=0.2, hang=3.0)
    asyncio.run(made.work())
    assert made.run.code == 14


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_that_it_leaves_behind_is_ended_and_not_waited_for(child: Callable[..., Child], tmp_path: Path):
    made = child("parent")
    asyncio.run(made.work())
    assert (made.run.code, made.run.elapsed < 25) == (0, True)
    left = Path("/proc") / log_of(tmp_path).partition(" left ")[2].split()[0]
    until = time.monotonic() + 60
    while left.exists() and " Z " not in (left / "stat").read_text():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_what_cannot_be_started_is_said(child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_PROGRAM", ("/no/such/program",))
    made = child("good")
    asyncio.run(made.work())
    assert made.run.code == 1
    assert "could not be started" in made.run.why
