import json
import os
import pty
import resource
import shlex
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.builders import rows_of
from tests.hostile import hostile, reply
from tests.press import WALL, Press, end, ended
from tests.test_command_line import Said, assert_one_line, said
from tests.test_kill import _assert_gone, _session

__all__ = ["said"]  # the fixture

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="finds left processes in /proc")


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    with hostile() as site:
        yield Press(site, tmp_path)


def urls(press: Press) -> list[str]:
    return sorted(row["url"] for row in rows_of(press.output, "articles"))


# Usage


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "name the sources, or say --all or --due"),
        (["--quiet"], "name the sources"),
        (["x", "--all"], "not both"),
        (["no_such_source"], "no_such_source"),
        (["--all", "--jobs", "0"], "at least one"),
        (["--all", "--jobs", "many"], "invalid int"),
        (["--all", "--time-limit", "soon"], "--time-limit"),
        (["--all", "-s", "NOW=noon"], "instant"),
    ],
)
def test_what_cannot_be_meant_is_2_before_anything_runs(words: list[str], says: str, said: Said):
    assert_one_line(said("run", *words), 2, says)


def test_a_slip_in_the_acknowledged_failures_is_4_before_anything_runs(said: Said, tmp_path: Path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "acknowledged.json").write_text("[]")
    assert_one_line(said("run", "--all"), 4, "acknowledged.json")


def test_an_output_dir_that_cannot_be_is_3(said: Said, tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert_one_line(said("run", "--all", "-s", f"OUTPUT_DIR={tmp_path}/file/output"), 3, "OUTPUT_DIR")


# Each source costs itself only


def test_every_source_ends_in_its_own_way_and_the_most_serious_is_told(press: Press):
    press.add("anba")
    press.add("barid")
    press.add("walled", listing=WALL)
    press.add("empty", listing=reply("gone", 404))
    press.add("off", "enabled = false", 'why = "moved to another house"')
    (press.folder / "sources" / "xx" / "broken.toml").write_text("name =")
    done = press.run("anba", "barid", "walled", "empty", "off", "broken", "--jobs", "2")
    assert done.returncode == 4
    assert ended(done.stdout) == {
        "anba": "done",
        "barid": "done",
        "broken": "configuration (4)",
        "empty": "nothing found (10)",
        "off": "configuration (4)",
        "walled": "blocked (12)",
    }
    errors = [line for line in done.stderr.splitlines() if line.startswith("newscrawl: ")]
    assert len(errors) == 4
    assert any("off: configuration (4): disabled: moved to another house" in line for line in errors)
    assert any("broken.toml" in line for line in errors)
    assert any("empty: nothing found (10): " in line and "/feed: " in line for line in errors)
    assert urls(press) == sorted(
        press.site.url(f"{name}.example", f"/news/{n}") for name in ("anba", "barid") for n in (1, 2)
    )
    log = press.log()
    assert " anba INFO anba: 2 stored; finished, exit code 0\n" in log
    assert " run WARNING walled: nothing new; blocked (12): " in log
    assert "6 sources, exit code 4" in log


def test_a_known_failure_is_run_and_shown_and_does_not_count(press: Press):
    press.add("walled", listing=WALL)
    (press.output).mkdir()
    known = '{"walled": {"until": "2026-03-14", "why": "we wrote to them"}}'
    (press.output / "acknowledged.json").write_text(known)
    done = press.run("walled")
    assert done.returncode == 0, done.stderr
    assert ended(done.stdout) == {"walled": "blocked (12), known until 2026-03-14: we wrote to them"}
    assert press.is_asked("walled", "/feed")
    press.now = "2026-03-15T00:00Z"
    assert_one_line(press.run("walled", "--quiet"), 12, "blocked")


def test_a_full_disk_is_3_and_known_failures_do_not_hide_it(press: Press):
    press.add("anba")
    press.output.mkdir()
    (press.output / "acknowledged.json").write_text('{"anba": {"until": "2026-03-20", "why": "slow"}}')

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    assert_one_line(press.run("anba", "--quiet", preexec_fn=narrow), 3, "anba: output or disk (3): ")


def test_what_began_and_what_is_over_is_told_once_and_how_all_stand_is_written(press: Press):
    press.add("anba")
    press.add("walled", listing=WALL)
    press.output.mkdir()
    note = press.folder / "note.py"
    note.write_text(f"import sys\nopen(r'{press.folder}/said', 'a').write(sys.stdin.read() + chr(10))", "utf-8")
    (press.output / "newscrawl.toml").write_text(
        f'ALERT_COMMAND = "{shlex.join([sys.executable, str(note)])}"\nPROMETHEUS_TEXTFILE = "newscrawl.prom"\n'
    )
    for hour, names in ((9, ("anba", "walled")), (10, ("walled",))):
        press.now = f"2026-03-14T{hour:02}:00Z"
        assert press.run(*names, "--quiet").returncode == 12
    press.add("walled")
    press.now = "2026-03-14T11:00Z"
    assert press.run("walled", "--quiet").returncode == 0
    told = [json.loads(line) for line in (press.folder / "said").read_text("utf-8").splitlines()]
    assert [(each["source_id"], each["event"]) for each in told] == [("walled", "failed"), ("walled", "recovered")]
    assert told[0]["why"].startswith("blocked (12): ")
    stands = (press.output / "newscrawl.prom").read_text()
    for name in ("anba", "walled"):
        assert f'newscrawl_stored{{source="{name}"}} 2.0' in stands


# When


def test_due_are_those_whose_interval_has_passed(press: Press):
    """And `--quiet` says nothing of success."""
    press.add("anba", 'every = "30m"')
    press.add("barid", 'every = "2h"')
    asked = []
    for now in ("09:00", "09:30"):
        press.site.asked.clear()
        press.now = f"2026-03-14T{now}Z"
        done = press.run("anba", "barid", "--due", "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        asked.append([name for name in ("anba", "barid") if press.is_asked(name, "/feed")])
    assert asked == [["anba", "barid"], ["anba"]]


def test_a_source_under_lock_is_75_and_nothing_to_complain_of_when_due(press: Press):
    press.add("anba")
    (press.output / "state").mkdir(parents=True)
    with FileLock(press.output / "state" / "anba.lock"):
        assert_one_line(press.run("anba", "--quiet"), 75, "anba: another run holds the lock (75): ")
        done = press.run("anba", "--due", "--quiet")
        assert (done.returncode, done.stderr) == (0, "")


def test_scheduled_runs_share_their_jobs_and_leave_the_rest_to_the_next(press: Press):
    press.add("anba")
    (press.output / "state").mkdir(parents=True)
    with FileLock(press.output / "state" / "_job-1.lock"):
        done = press.run("anba", "--due", "--jobs", "1")
        assert done.returncode == 0
        assert "anba: left, since as many crawls as --jobs allows are under way" in done.stderr
        assert not press.site.asked
        assert press.run("anba", "--jobs", "1").returncode == 0  # who asks for a source by name gets it
    assert press.is_asked("anba", "/feed")


def test_no_more_than_jobs_at_a_time(press: Press):
    for name in ("anba", "barid"):
        press.add(name, listing=WALL)
    assert press.run("anba", "barid", "--jobs", "1", "--quiet").returncode == 12
    hosts = [asked.host for asked in press.site.asked]
    assert {*hosts} == {"anba.example", "barid.example"}
    assert hosts == sorted(hosts)


# Stopped


def test_sigterm_stops_each_crawl_once_and_what_was_read_is_committed(press: Press):
    press.add("anba", count=30)
    press.slow("anba", 0.4)
    press.add("barid")
    process = press.start("anba", "barid", "--jobs", "1")
    press.wait_for(lambda: press.is_asked("anba", "/news/3"), process)
    members = _session(process.pid) if sys.platform == "linux" else set()
    process.send_signal(signal.SIGTERM)
    done = end(process)
    assert done.returncode == 11, done.stderr
    assert ended(done.stdout) == {"anba": "interrupted (11)", "barid": "interrupted (11)"}
    assert "barid: interrupted (11): not begun" in done.stderr
    [line] = press.lines()
    assert (line["exit_code"], line["end"]) == (11, "shutdown")
    assert 2 <= line["accounts"]["stored"] == len(urls(press)) < 30
    assert not press.is_asked("barid", "/feed")
    _assert_gone(members, within=120.0)


@needs_proc
def test_a_second_signal_ends_at_once_and_nobody_is_left(press: Press):
    press.add("anba", count=5)
    press.slow("anba", 25.0)
    process = press.start("anba", "--quiet")
    press.wait_for(lambda: press.is_asked("anba", "/news/2"), process)
    members = _session(process.pid)
    assert len(members) > 1  # the crawl, and its workers where they have begun already
    process.send_signal(signal.SIGINT)
    press.wait_for(lambda: "a second signal kills them" in press.log(), process)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert_one_line(end(process), 11, "anba: interrupted (11): killed by SIGKILL")
    assert time.monotonic() - began < 15
    _assert_gone(members, within=120.0)


@needs_proc
def test_whoever_kills_run_itself_leaves_no_crawl_behind(press: Press):
    """The crawl sees that nobody reads its progress, commits what it has read, and writes its line."""
    press.add("anba", count=60)
    press.slow("anba", 0.4)
    process = press.start("anba")
    press.wait_for(lambda: press.is_asked("anba", "/news/3"), process)
    members = _session(process.pid)
    process.kill()
    process.communicate()
    _assert_gone(members, within=120.0)
    [line] = press.lines()
    assert (line["exit_code"], line["end"]) == (11, "shutdown")
    assert 2 <= line["accounts"]["stored"] == len(urls(press)) < 60
    FileLock(press.output / "state" / "anba.lock", timeout=0).acquire().lock.release()


def test_the_time_limit_for_all_is_14_and_what_was_read_is_committed(press: Press):
    press.add("anba", count=60)
    press.slow("anba", 0.5)
    press.add("barid")
    done = press.run("anba", "barid", "--jobs", "1", "--time-limit", "8s")
    assert done.returncode == 14, done.stderr
    assert ended(done.stdout) == {"anba": "time limit (14)", "barid": "time limit (14)"}
    assert "barid: time limit (14): not begun" in done.stderr


# On a terminal


def test_on_a_terminal_a_table_lives_and_the_log_is_elsewhere(press: Press):
    press.add("anba")
    ours, theirs = pty.openpty()
    process = press.start("anba", stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # on Linux the end of a terminal is an error
        pass
    os.close(ours)
    assert process.stdout is not None
    table = process.stdout.read()
    process.stdout.close()
    assert process.wait(30) == 0
    text = shown.decode()
    assert "anba" in text
    assert "starting" in text
    assert "0 of 1 sources ended" in text
    assert "INFO" not in text
    assert ended(table) == {"anba": "done"}
    assert "anba INFO anba: 2 stored" in press.log()
