import json
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.acknowledged import Acknowledgement
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.running.source_run import SourceRun
from newscrawl.running.telling import Telling
from pipelines.layout import Layout
from tests.test_standing import NOW, output

__all__ = ["output"]  # the fixture


def telling(output: Path, **settings: Any) -> Telling:
    script = output / "note.py"
    script.write_text(f"import sys\nopen(r'{output}/said', 'a').write(sys.stdin.read() + chr(10))", "utf-8")
    command = shlex.join([sys.executable, str(script)])
    both = {"ALERT_COMMAND": command, "ALERT_WEBHOOK": None, "PROMETHEUS_TEXTFILE": "x.prom"}
    return Telling(Settings({"DISK_FLOOR": 0.05, **both, **settings}), Layout(output))


def ended(source_id: str, code: ExitCode, why: str = "") -> SourceRun:
    run = SourceRun(source_id)
    run.begin()
    run.end(code, why)
    return run


def said(output: Path) -> list[str]:
    if not (output / "said").exists():
        return []
    return [json.loads(line)["text"] for line in (output / "said").read_text("utf-8").splitlines()]


def test_failures_and_recoveries_are_told(output: Path):
    told = telling(output)
    told.tell([ended("anba", ExitCode.DONE), ended("bayan", ExitCode.BLOCKED, "cloudflare")], ExitCode.BLOCKED, NOW)
    assert said(output) == ["newscrawl: bayan fails: blocked (12): cloudflare"]
    told.tell([ended("bayan", ExitCode.INTERRUPTED)], ExitCode.DONE, NOW)
    told.tell([ended("bayan", ExitCode.LOCKED)], ExitCode.DONE, NOW)
    assert len(said(output)) == 1
    told.tell([ended("bayan", ExitCode.DONE)], ExitCode.DONE, NOW)
    assert said(output)[1:] == ["newscrawl: bayan has recovered: blocked (12): cloudflare"]
    assert "newscrawl_run_exit_code 0.0" in (output / "x.prom").read_text()


def test_a_known_failure_is_not_told(output: Path):
    run = ended("bayan", ExitCode.BLOCKED)
    run.acknowledge(Acknowledgement(date(2026, 4, 1), "they know"), NOW.date())
    telling(output).tell([run], ExitCode.DONE, NOW)
    assert said(output) == []


def test_a_source_that_fell_silent_is_told(output: Path):
    later = NOW.replace(month=4, day=20)
    path = output / "runs" / "2026-04-20.jsonl"
    quiet = {
        "run_id": "anba-9", "source_id": "anba", "kind": "live", "started_at": later.isoformat(), "exit_code": 0,
        "accounts": {"stored": 0}, "timezone": "UTC",
    }  # fmt: skip
    path.write_text(json.dumps(quiet) + "\n")
    telling(output).tell([ended("anba", ExitCode.DONE)], ExitCode.DONE, later)
    (text,) = said(output)
    assert text.startswith("newscrawl: anba has fallen silent: nothing new since 2026-03-2")


def test_where_nobody_wants_it_nothing_is_read(output: Path):
    for each in (output / "runs").iterdir():
        each.write_bytes(b"\xff")
    quiet = telling(output, ALERT_COMMAND=None, PROMETHEUS_TEXTFILE=None)
    quiet.tell([ended("bayan", ExitCode.BLOCKED)], ExitCode.BLOCKED, NOW)
    assert not (output / "x.prom").exists()


def test_what_fails_is_logged_and_no_more(output: Path, caplog: pytest.LogCaptureFixture):
    (output / "state" / "anba.sqlite").write_bytes(b"garbage" * 1000)
    telling(output).tell([ended("bayan", ExitCode.BLOCKED)], ExitCode.BLOCKED, NOW)
    assert "telling others: state is damaged" in caplog.text
    assert said(output) == ["newscrawl: bayan fails: blocked (12)"]  # that needs no state of another source


def test_a_command_that_cannot_be_meant_ends_before_the_work(output: Path):
    with pytest.raises(EndWith) as end:
        telling(output, ALERT_COMMAND="mail 'x")
    assert end.value.code == 4
