import argparse
import logging
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.sources import BrokenSource


class Command(NewscrawlCommand):
    """Does what the test says."""

    def __init__(self, work: Callable[[], ExitCode] = lambda: ExitCode.DONE) -> None:
        super().__init__()
        self._work = work

    def short_desc(self) -> str:
        return "does what the test says"

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        return self._work()


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    levels = {name: logging.getLogger(name).level for name in ("scrapy", "scrapy.core.scraper")}
    yield
    logging.disable(logging.NOTSET)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def prepared(command: Command, output: Path, *words: str) -> tuple[list[str], argparse.Namespace]:
    command.settings = Settings({"OUTPUT_DIR": str(output), "USER_AGENT": "newscrawl/0", "RUN_TIME_LIMIT": 60})
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(words)
    command.process_options(args, opts)
    return args, opts


def ended(work: Callable[[], ExitCode], output: Path, *words: str) -> int:
    command = Command(work)
    command.run(*prepared(command, output, *words))
    return int(command.exitcode)


def raising(error: BaseException) -> Callable[[], ExitCode]:
    def work() -> ExitCode:
        raise error

    return work


@pytest.mark.parametrize("code", [ExitCode.DONE, ExitCode.BLOCKED])
def test_what_work_returns_is_the_exit_code(tmp_path: Path, code: ExitCode, capsys: pytest.CaptureFixture[str]):
    assert ended(lambda: code, tmp_path) == code
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (EndWith(ExitCode.OUTPUT, "the disk\n  is full"), 3, "newscrawl: the disk is full\n"),
        (BrokenSource(Path("xx/anba.toml"), ("no name",)), 4, None),
        (KeyError("x"), 1, "newscrawl: unexpected KeyError: 'x' (--verbose shows where)\n"),
    ],
)
def test_every_error_is_one_line_on_standard_error(
    tmp_path: Path, error: Exception, code: int, line: str | None, capsys: pytest.CaptureFixture[str]
):
    assert ended(raising(error), tmp_path) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert line is None or err == line


def test_verbose_adds_the_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert ended(raising(KeyError("x")), tmp_path, "--verbose") == 1
    err = capsys.readouterr().err
    assert err.startswith("Traceback")
    assert err.endswith("newscrawl: unexpected KeyError: 'x' (--verbose shows where)\n")


def test_ctrl_c_is_interrupted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert ended(raising(KeyboardInterrupt()), tmp_path) == 11
    assert capsys.readouterr() == ("", "newscrawl: interrupted\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_it_to_end_gets_11(tmp_path: Path, number: signal.Signals, capsys: pytest.CaptureFixture[str]):
    def work() -> ExitCode:
        signal.raise_signal(number)
        return ExitCode.DONE

    before = signal.getsignal(number)
    # A shell's background job ignores the one, `nohup` the other.
    usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
    signal.signal(number, usual)
    try:
        assert ended(work, tmp_path) == 11
        assert capsys.readouterr() == ("", "newscrawl: interrupted\n")
        assert signal.getsignal(number) == usual
    finally:
        signal.signal(number, before)


def test_what_nohup_ignores_ends_nothing(tmp_path: Path):
    def work() -> ExitCode:
        signal.raise_signal(signal.SIGHUP)
        return ExitCode.DONE

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert ended(work, tmp_path) == 0
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("error", [UsageError("say so"), SystemExit(75)])
def test_usage_and_exits_pass_through(tmp_path: Path, error: BaseException):
    with pytest.raises(type(error)):
        ended(raising(error), tmp_path)


def test_options_that_slipped_into_the_arguments_are_refused(tmp_path: Path):
    for word in ("--frobnicate", "-Z"):
        with pytest.raises(UsageError, match=word):
            prepared(Command(), tmp_path, "x", word)
    assert prepared(Command(), tmp_path, "x", "-")[0] == ["x", "-"]


def test_what_the_user_set_holds_unless_the_command_line_says_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    (tmp_path / "newscrawl.toml").write_text(
        'CONTACT = "desk@example.org"\nPROXY = "http://127.0.0.1:3128"\nMAX_PAGES = 9\nRUN_TIME_LIMIT = 30\n'
    )
    command = Command()
    prepared(command, tmp_path, "-s", "MAX_PAGES=5")
    conf = command.conf
    assert conf["USER_AGENT"] == "newscrawl/0 (+desk@example.org)"
    assert conf.getint("MAX_PAGES") == 5
    assert conf.getint("CLOSESPIDER_TIMEOUT") == 30
    assert os.environ["http_proxy"] == os.environ["https_proxy"] == "http://127.0.0.1:3128"


def test_a_broken_file_of_the_users_ends_with_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "newscrawl.toml").write_text("CONTAKT = 'x'")
    with pytest.raises(SystemExit) as end:
        prepared(Command(), tmp_path)
    assert end.value.code == 4
    assert "did you mean CONTACT" in capsys.readouterr().err


def test_scrapys_own_lines_are_for_those_who_ask(tmp_path: Path):
    ended(lambda: ExitCode.DONE, tmp_path)
    assert logging.getLogger("scrapy").level == logging.WARNING
    logging.getLogger("scrapy").setLevel(logging.NOTSET)
    ended(lambda: ExitCode.DONE, tmp_path, "-L", "DEBUG")
    assert logging.getLogger("scrapy").level == logging.NOTSET
