import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import scrapy.cmdline

import newscrawl as newscrawl_package
from newscrawl.command_line import _command_first, main

ROOT = Path(__file__).parents[1]
SCRAPY = Path(sys.executable).with_name("scrapy")

SOURCE = """name = "أنباء"
domains = ["anba.example"]
timezone = "Africa/Cairo"
feeds = ["https://anba.example/feed"]
"""


def newscrawl(
    *words: str, cwd: Path = ROOT, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """One command in a process of its own; what it says as text."""
    done = subprocess.run(
        [sys.executable, "-m", "newscrawl", *words],
        input=stdin,
        capture_output=True,
        timeout=240,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(env or {})},
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_one_line(done: "subprocess.CompletedProcess[str]", code: int, *says: str) -> None:
    """An error: its code, one line on standard error that says what to do, nothing on standard output."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("newscrawl: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    for words in says:
        assert words in done.stderr


@pytest.fixture
def said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., "subprocess.CompletedProcess[str]"]]:
    """Runs a command that starts no crawl within this process: a Python costs more than most cases."""

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        with pytest.raises(SystemExit) as end:
            main(words)
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(words, int(end.value.code or 0), out, err)

    monkeypatch.setattr(scrapy.cmdline, "ScrapyArgumentParser", scrapy.cmdline.ScrapyArgumentParser)
    monkeypatch.setattr("newscrawl.settings.OUTPUT_DIR", str(tmp_path / "output"))
    level, root = logging.getLogger("scrapy").level, logging.getLogger()
    handlers = root.handlers[:]
    yield run
    root.handlers[:] = handlers  # else what a later test logs goes to this test's closed standard error
    logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(level)


Said = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["crwal", "anba"], "did you mean `crawl`"),
        (["frobnicate"], "`newscrawl` lists the commands"),
        (["crawl", "anba", "--frobnicate"], "--frobnicate"),
        (["crawl", "anba", "-Z"], "-Z"),
        (["list", "--frobnicate=1"], "--frobnicate"),
        (["extract", "--ulr", "x"], "--ulr"),
        (["ingest", "x", "--any-sorce"], "--any-sorce"),
        (["ingest"], "name a WARC file"),
        (["extract"], "name one HTML file"),
        (["extract", "a", "b"], "name one HTML file"),
        (["crawl", "anba", "-s", "NOVALUE"], "NAME=VALUE"),
        (["crawl", "anba", "-a", "novalue"], "NAME=VALUE"),
        (["-s", "X=1"], "names no command"),
        (["crawl", "anba", "-s"], "expected one argument"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_2(words: list[str], says: str, said: Said):
    assert_one_line(said(*words), 2, says)


@pytest.mark.parametrize(
    ("words", "says"), [([], "name one source"), (["youm7", "fajr"], "name one"), (["no_such_source"], "no_such")]
)
def test_a_crawl_of_no_source_is_2(words: list[str], says: str, tmp_path: Path):
    assert_one_line(newscrawl("crawl", *words, env={"NEWSCRAWL_OUTPUT": str(tmp_path)}), 2, says)


def test_the_list_is_scrapys_and_holds_one_id_a_line(tmp_path: Path):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    (tmp_path / "xx" / "broken.toml").write_text("name =", "utf-8")
    env = {"NEWSCRAWL_SOURCES": str(tmp_path)}
    ours = newscrawl("list", cwd=tmp_path, env=env)
    scrapys = subprocess.run(
        [SCRAPY, "list"], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **env}, check=True
    )
    assert (ours.returncode, ours.stderr) == (0, "")
    assert ours.stdout == scrapys.stdout
    ids = ours.stdout.split()
    assert {"anba", "broken"} <= set(ids)
    assert ids == sorted(set(ids))


def test_options_may_stand_before_the_command(tmp_path: Path, said: Said):
    file = tmp_path / "a.html"
    file.write_bytes(b"no page")
    before = said("-s", f"OUTPUT_DIR={tmp_path}", "-L", "ERROR", "extract", str(file))
    after = said("extract", str(file), "-s", f"OUTPUT_DIR={tmp_path}", "-L", "ERROR")
    assert (before.returncode, before.stderr) == (after.returncode, after.stderr)
    assert before.returncode == 10


@pytest.mark.parametrize(
    ("words", "ordered"),
    [
        (["crawl", "x"], ["crawl", "x"]),
        (["-s", "A=1", "crawl", "x"], ["crawl", "-s", "A=1", "x"]),
        (["-s", "A=1", "--loglevel", "INFO", "crawl"], ["crawl", "-s", "A=1", "--loglevel", "INFO"]),
        (["--set=A=1", "--nolog", "crawl", "-a", "b=1"], ["crawl", "--set=A=1", "--nolog", "-a", "b=1"]),
        (["-a", "since=2024-01-01", "crawl", "x"], ["crawl", "-a", "since=2024-01-01", "x"]),
        ([], []),
        (["-h"], ["-h"]),
    ],
)
def test_the_command_comes_first(words: list[str], ordered: list[str]):
    assert _command_first(words) == ordered


def test_without_a_command_the_commands_are_listed(said: Said):
    done = said()
    assert done.returncode == 0
    assert done.stdout.startswith(f"newscrawl {newscrawl_package.__version__}\n")
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert listed == {path.stem for path in (ROOT / "newscrawl" / "commands").glob("[!_]*.py")} | {"list"}
    assert "crapy" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("words", [["-h"], ["--help"], ["-s", "A=1", "-h"]])
def test_help_alone_is_the_same(words: list[str], said: Said):
    assert (said(*words).stdout, said(*words).returncode) == (said().stdout, 0)


@pytest.mark.parametrize(
    ("command", "instead"), [("check", "sources check"), ("genspider", "sources add"), ("edit", "--format jsonl")]
)
def test_what_scrapy_has_for_spiders_written_by_hand_is_refused(command: str, instead: str, said: Said):
    assert_one_line(said(command), 2, instead)


def test_what_else_scrapy_has_still_runs(said: Said):
    done = said("settings", "--get", "BOT_NAME")
    assert (done.returncode, done.stdout.strip()) == (0, "newscrawl")


@pytest.mark.parametrize("command", ["crawl", "ingest", "extract"])
def test_help_is_standard_output_and_0(command: str, said: Said):
    done = said(command, "-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"newscrawl {command}" in done.stdout


def test_output_dir_by_environment_and_by_option(tmp_path: Path):
    env = {"NEWSCRAWL_OUTPUT": str(tmp_path / "env")}
    empty = tmp_path / "empty.warc"
    empty.write_bytes(b"")
    newscrawl("ingest", str(empty), cwd=tmp_path, env=env)
    assert (tmp_path / "env" / "runs").is_dir()
    newscrawl("ingest", str(empty), "-s", f"OUTPUT_DIR={tmp_path / 'option'}", env=env)
    assert (tmp_path / "option" / "runs").is_dir()
    newscrawl("-s", "OUTPUT_DIR=beside", "ingest", str(empty), cwd=tmp_path, env=env)
    assert (tmp_path / "beside" / "runs").is_dir()


def test_verbose_shows_where(said: Said):
    done = said("extract", "missing.html", "--verbose")
    assert done.returncode == 2
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("newscrawl: ")


@pytest.mark.parametrize(
    ("toml", "says"), [("CONTAKT = 'x'", "CONTACT"), ("CONTACT =", "newscrawl.toml"), ("WORKERS = 'x'", "WORKERS")]
)
def test_a_broken_file_of_the_users_is_4(tmp_path: Path, toml: str, says: str, said: Said):
    (tmp_path / "newscrawl.toml").write_text(toml)
    done = said("ingest", "x", "-s", f"OUTPUT_DIR={tmp_path}")
    assert_one_line(done, 4, says)


def test_a_folder_of_sources_that_is_missing_is_4(tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "missing"))
    done = said("list")
    assert_one_line(done, 4, "missing")


def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path):
    (tmp_path / "xx").mkdir()
    for number in range(3000):
        (tmp_path / "xx" / f"source_with_a_rather_long_name_{number}.toml").touch()
    env = {**os.environ, "NEWSCRAWL_SOURCES": str(tmp_path)}
    command = [sys.executable, "-m", "newscrawl", "list"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        assert (process.wait(30), said) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", [("list",), ("settings", "--get", "BOT_NAME"), ("sources",)])
def test_what_cannot_be_written_is_3(words: tuple[str, ...]):
    command = [sys.executable, "-m", "newscrawl", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "newscrawl: [Errno 28] No space left on device\n"


def _said_in(encoding: str, *words: str, stdin: bytes = b"") -> bytes:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "newscrawl", *words]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, env=env, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1256"])
def test_an_encoding_that_lacks_letters_ends_nothing(encoding: str):
    assert b"elkhabar" in _said_in(encoding, "sources")


def test_what_programs_read_is_utf_8_in_any_encoding(tmp_path: Path):
    tags = _said_in("ascii", "tag", "--jsonl", stdin='{"text": "وصل ماكرون إلى القاهرة"}\n'.encode())
    assert "القاهرة".encode() in tags
    query = ("query", "SELECT 'خبر' AS a", "-s", f"OUTPUT_DIR={tmp_path}", "--format")
    assert {_said_in("ascii", *query, form) for form in ("csv", "jsonl")} == {
        "a\nخبر\n".encode(),
        '{"a": "خبر"}\n'.encode(),
    }


def test_the_console_script_is_the_same():
    script = Path(sys.executable).with_name("newscrawl")
    if not script.exists():
        pytest.skip("newscrawl is not installed beside this Python")
    done = subprocess.run([script, "frobnicate"], capture_output=True, text=True, check=False)
    assert_one_line(done, 2, "frobnicate")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_that_comes_when_all_is_over_changes_no_exit_code(number: signal.Signals):
    program = (
        "import os, signal, sys\n"
        "from newscrawl.command_line import main\n"
        "class Late:\n"
        "    def __del__(self, kill=os.kill, me=os.getpid()):\n"  # when Python takes its modules apart
        f"        kill(me, {int(number)})\n"
        "late = Late()\n"
        f"signal.signal({int(number)}, signal.default_int_handler)\n"  # a shell's background job ignores SIGINT
        "sys.argv = ['newscrawl', 'list']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_says_its_own_version(said: Said):
    done = said("--version")
    assert (done.returncode, done.stdout) == (0, f"newscrawl {newscrawl_package.__version__}\n")
