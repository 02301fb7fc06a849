"""The console script: Scrapy's own command line with this project's settings, from any folder.

Scrapy takes `-s` before the command for the command, passes misspelt options on as arguments and reports unknown
commands on standard output with a page of help. Here each is one line on standard error and exit code 2. Alone it
greets under Scrapy's name with commands that mean nothing here; what is listed instead says `command_names.py`.
"""

import atexit
import difflib
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any, NoReturn

import scrapy.cmdline
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

import newscrawl
from newscrawl.command_base import is_option
from newscrawl.command_names import Commands, greeting, listed, why_not
from newscrawl.error_ends import end_of
from newscrawl.exit_codes import ExitCode
from newscrawl.saying import never_fail_on_a_letter, say
from newscrawl.sources import BrokenSource
from pipelines.without_pandas import leave_out_pandas

_TAKES_A_VALUE = {"-s", "--set", "-a", "-L", "--loglevel", "--logfile", "--profile", "--pidfile"}


class StrictParser(scrapy.cmdline.ScrapyArgumentParser):
    """Refuses unknown options, in one line."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 (argparse's own)
        kwargs["usage"] = str(kwargs.get("usage", "")).replace("scrapy ", "newscrawl ", 1)
        super().__init__(**kwargs)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> tuple[Namespace, list[str]]:
        options, rest = super().parse_known_args(args, namespace)
        for word in rest:
            if is_option(word):
                self.error(f"unknown option {word}; `{_command_in(str(self.usage))} -h` lists the options")
        return options, rest

    def error(self, message: str) -> NoReturn:
        self.exit(ExitCode.USAGE, f"newscrawl: {message}\n")


def _command_in(usage: str) -> str:
    """`newscrawl forget` of its whole usage, so that the hint can be pasted."""
    return " ".join(usage.split()[:2])


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    never_fail_on_a_letter()
    if argv is None:
        leave_out_pandas()
        atexit.register(_end_as_told)
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    words = _command_first(list(sys.argv[1:] if argv is None else argv))
    if words == ["--version"]:  # `version` is Scrapy's own, and names Scrapy's
        print(f"newscrawl {newscrawl.__version__}")
        sys.exit(ExitCode.DONE)
    settings = get_project_settings()
    _answer_without_running(words, scrapy.cmdline._get_commands_dict(settings, inproject=True))
    scrapy.cmdline.ScrapyArgumentParser = StrictParser  # type: ignore[misc, assignment]
    try:
        _execute(words, settings)
    except BrokenSource as error:  # `list` and Scrapy's own commands
        sys.exit(_say(str(error), ExitCode.CONFIGURATION))
    except BrokenPipeError:  # `newscrawl list | head`: the reader has had enough
        _write_no_more()
        sys.exit(ExitCode.DONE)
    except KeyboardInterrupt:  # before our commands hear it, or one of Scrapy's
        sys.exit(_say("interrupted", ExitCode.INTERRUPTED))


def _execute(words: Sequence[str], settings: Settings) -> None:
    """Scrapy's commands leave it to Python to write out what they said; a disk that is full would end it with 1."""
    try:
        try:
            scrapy.cmdline.execute(["newscrawl", *words], settings)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        end = end_of(error)
        if end is None:
            raise
        _write_no_more()
        sys.exit(_say(str(end), end.code))


def _end_as_told() -> None:
    """While Python takes itself apart, for some tenths of a second, a signal would end it with another code.

    `run` would then take a crawl that was over for one that never began.
    """
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)


def _write_no_more() -> None:
    """What could not be written would be tried again at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command_first(words: list[str]) -> list[str]:
    """Move options that stand before the command behind it, with their values."""
    before: list[str] = []
    while words and words[0].startswith("-"):
        before.append(words.pop(0))
        if before[-1] in _TAKES_A_VALUE and words:
            before.append(words.pop(0))
    return [*words[:1], *before, *words[1:]]


def _answer_without_running(words: Sequence[str], commands: Commands) -> None:
    """Ends here where no command is named, or none that can be run."""
    if not words or (words[0].startswith("-") and {"-h", "--help"} & set(words)):
        print(greeting(commands))
        sys.exit(ExitCode.DONE)
    wrong = _what_is_wrong(words, commands)
    if wrong is not None:
        sys.exit(_say(wrong, ExitCode.USAGE))


def _what_is_wrong(words: Sequence[str], commands: Commands) -> str | None:
    name = words[0]
    if name.startswith("-"):
        return f"{' '.join(words)} names no command; `newscrawl` lists them"
    if name in commands:
        return why_not(name)
    close = difflib.get_close_matches(name, listed(commands), n=1)
    hint = f"did you mean `{close[0]}`?" if close else "`newscrawl` lists the commands"
    return f"unknown command {name}; {hint}"


def _say(line: str, code: ExitCode) -> int:
    say(line)
    return code
