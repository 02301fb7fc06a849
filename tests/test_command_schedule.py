import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import rows_of
from tests.hostile import hostile
from tests.press import WALL, Press, disable_shipped
from tests.test_command_line import ROOT, assert_one_line
from tests.test_scheduling_steps import minutes_of

BARE = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": "/", "LOGNAME": "nobody"}  # what cron gives


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    """Its folders have blanks, a percent sign and Arabic in their names."""
    with hostile() as site:
        press = Press(site, tmp_path / "100% من هنا")
        disable_shipped(press.folder / "sources")
        press.output.mkdir(parents=True)
        (press.output / "newscrawl.toml").write_text('CONTACT = "desk@example.org"', "utf-8")
        yield press


def schedule(press: Press, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "newscrawl", "schedule", *press.settings(), *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=press.environment(), timeout=240, check=False
    )


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def as_cron_runs(line: str) -> str:
    """The command of a crontab line, as cron hands it to the shell (crontab(5))."""
    command = line.split(maxsplit=5)[5]
    before, *after = command.replace("\\%", "\0").split("%")
    assert not after
    return before.replace("\0", "%")


def run_by_cron(line: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", "-c", as_cron_runs(line)], capture_output=True, text=True, cwd="/", env=BARE, timeout=100,
        check=False,
    )  # fmt: skip


def test_without_a_contact_nothing_is_scheduled(press: Press):
    (press.output / "newscrawl.toml").unlink()
    done = schedule(press)
    assert_one_line(done, 4, "CONTACT", "newscrawl.toml")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["anba"], "--per-source"),
        (["--jobs", "0"], "at least one"),
        (["--time-limit", "soon"], "--time-limit"),
        (["--format", "launchd"], "launchd"),
    ],
)
def test_what_cannot_be_meant_is_refused(press: Press, words: list[str], says: str):
    assert_one_line(schedule(press, *words), 2, says)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("BOT_NAME=a\\b", "a backslash"),
        ("BOT_NAME=a\nb", "a line break"),
        (f"BOT_NAME={'ع' * 400}", "998 bytes a command"),
    ],
)
def test_what_cron_would_misread_or_pass_over_is_4(press: Press, setting: str, says: str):
    assert_one_line(schedule(press, "-s", setting), 4, says)


def test_the_line_runs_what_is_due_under_crons_bare_environment(press: Press):
    press.add("anba", 'every = "20m"')
    done = schedule(press, "--jobs", "3")
    assert done.returncode == 0, done.stderr
    [line] = lines(done.stdout)
    assert re.match(r"\*/5 \* \* \* \* env '?PATH=", line)  # quoted where the folder's name has a blank
    assert "run --due --jobs 3 --quiet --time-limit 6h" in line
    assert str(press.output / "logs") in done.stdout
    ran = run_by_cron(line)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert len(rows_of(press.output, "articles")) == 2
    assert "1 sources, exit code 0" in press.log()


def test_a_line_a_source_each_at_its_own_time(press: Press):
    for name, every in {"anba": "30m", "barid": "45m", "jarida": "2h", "weekly": "7d"}.items():
        press.add(name, f'every = "{every}"', listing=WALL if name == "barid" else None)
    (press.folder / "sources" / "xx" / "broken.toml").write_text("name =")
    done = schedule(press, "--per-source")
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "left out: xx/broken.toml" in done.stderr
    anba, barid, jarida, weekly = lines(done.stdout)
    begins = [minutes_of(" ".join(line.split()[:5])) for line in (anba, barid, jarida, weekly)]
    assert [len(minutes) for minutes in begins] == [48, 48, 12, 1]
    assert len({minutes[0] for minutes in begins}) == 4
    assert "# barid: every 45 minutes is no plain step of cron: every 30m" in done.stdout
    assert "# weekly: every 10080 minutes is longer than a day: every 1d" in done.stdout
    ran = run_by_cron(barid)
    assert (ran.returncode, ran.stdout) == (12, "")
    assert ran.stderr.startswith("newscrawl: barid: blocked (12): ")
    assert not press.is_asked("anba", "/feed")


@pytest.mark.parametrize("words", [[], ["--per-source"]])
def test_systemd_takes_the_units(press: Press, tmp_path: Path, words: list[str]):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    press.add("anba", 'every = "45m"')
    done = schedule(press, "--format", "systemd", *words)
    assert done.returncode == 0, done.stderr
    files = written(done.stdout, tmp_path / "units")
    names = ["newscrawl-anba.timer", "newscrawl@.service"] if words else ["newscrawl.service", "newscrawl.timer"]
    assert sorted(files) == names
    if words:
        assert "OnUnitActiveSec=2700s" in files[names[0]]
    timer = next(tmp_path / "units" / name for name in files if name.endswith(".timer"))
    verified = subprocess.run(
        ["systemd-analyze", "verify", timer], capture_output=True, text=True, timeout=240, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")


def written(units: str, folder: Path) -> dict[str, str]:
    """The units, each in its own file, as the README tells a user to write them."""
    folder.mkdir()
    script = r"""awk '/^# newscrawl.*\.(service|timer)$/ {file = $2} {print > file}'"""
    subprocess.run(["/bin/sh", "-c", script], input=units, text=True, cwd=folder, check=True)
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_systemd_is_told_the_same_words(press: Press):
    """Its quoting is not the shell's: a percent sign is doubled, blanks are quoted."""
    press.add("anba")
    unit = schedule(press, "--format", "systemd", "-s", "BOT_NAME=$1").stdout
    assert f'Environment="NEWSCRAWL_OUTPUT={press.folder.parent}/100%% من هنا/output"' in unit
    assert "-s BOT_NAME=$$1\n" in unit


# With cron itself, in a mount namespace of its own: the machine's crontabs are neither read nor written.

CRON = """
set -e
mount -t tmpfs none /var/spool/cron/crontabs
mount -t tmpfs none /etc/cron.d
mount -t tmpfs none /run
if [ -e /etc/crontab ]; then mount --bind /dev/null /etc/crontab; fi
cp "$1" /var/spool/cron/crontabs/root
chmod 600 /var/spool/cron/crontabs/root
exec cron -f
"""


@pytest.mark.slow
def test_a_real_cron_runs_the_printed_line(press: Press, tmp_path: Path):
    if shutil.which("cron") is None or os.geteuid() != 0:
        pytest.skip("needs the Debian package cron, and root to start it")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("needs a mount namespace, so that the machine's own crontabs stay untouched")
    press.add("anba", 'every = "1m"')
    (tmp_path / "crontab").write_text(schedule(press).stdout, "utf-8")
    assert lines((tmp_path / "crontab").read_text("utf-8"))[0].startswith("* * * * * ")
    daemon: subprocess.Popen[str] = subprocess.Popen(
        ["unshare", "-m", "sh", "-c", CRON, "sh", tmp_path / "crontab"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        press.wait_for(lambda: "sources, exit code" in press.log(), daemon, most=150)
    finally:
        os.killpg(daemon.pid, signal.SIGTERM)
        daemon.communicate(timeout=10)
    assert "1 sources, exit code 0" in press.log()
    assert len(rows_of(press.output, "articles")) == 2
