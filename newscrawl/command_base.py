"""What all our commands share: strict options, the user's settings, and the one place where errors end."""

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
import traceback
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.error_ends import end_of
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.saying import say
from newscrawl.user_settings import check_settings, read_user_settings


class NewscrawlCommand(ScrapyCommand):
    """A command whose `work` returns an exit code, or raises EndWith."""

    requires_project = True
    requires_crawler_process = False

    @property
    def conf(self) -> Settings:
        assert self.settings is not None  # set by Scrapy before anything else is called
        return self.settings

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--verbose", action="store_true", help="show the traceback of an error")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        for word in args:
            if is_option(word):
                raise UsageError(f"unknown option {word}", print_help=False)
        super().process_options(args, opts)
        if not opts.loglevel:
            logging.disable(logging.INFO)  # until `run`: Scrapy greets while it makes the crawler process
        try:
            check_settings(self.conf)
            user = read_user_settings(Path(self.conf["OUTPUT_DIR"]))
        except EndWith as end:
            sys.exit(_report(end, opts.verbose))
        self.conf.setdict(user, priority="project")
        _apply(self.conf)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not opts.loglevel:
            logging.disable(logging.NOTSET)
            # Scrapy's own lines below WARNING are for those who ask with -L. Not sooner: it sets its level anew.
            logging.getLogger("scrapy").setLevel(logging.WARNING)
        if not opts.verbose:
            # Its errors hold a traceback and the whole page; the spider says each in a line (`note_error`).
            logging.getLogger("scrapy.core.scraper").setLevel(logging.CRITICAL)
        try:
            with _sigterm_as_ctrl_c():
                self.exitcode = self.work(args, opts)
            sys.stdout.flush()  # a full disk shows here, and not after the exit code was told
        except (UsageError, SystemExit):
            raise
        except KeyboardInterrupt:
            self.exitcode = _report(EndWith(ExitCode.INTERRUPTED, "interrupted"), opts.verbose)
        except BrokenPipeError:  # whoever read our output has left, as `| head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.exitcode = _report(EndWith(ExitCode.OUTPUT, "nobody reads the output any more"), opts.verbose)
        except Exception as error:  # noqa: BLE001 (the one place where the unexpected ends)
            line = f"unexpected {type(error).__name__}: {error} (--verbose shows where)"
            self.exitcode = _report(end_of(error) or EndWith(ExitCode.UNEXPECTED, line), opts.verbose)

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        """Do what the command is for."""


def is_option(word: str) -> bool:
    """Whether somebody meant an option: its name has no white space, as a question in SQL has behind `--`."""
    name = word.partition("=")[0]
    return word.startswith("-") and word != "-" and name.split() == [name]


@contextlib.contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """Within it SIGTERM ends a command as ctrl-C does; a crawl, a run and an ingest set handlers of their own.

    So does SIGHUP: who loses the connection to his terminal shall not lose what was read. `nohup` ignores it.
    Only the main thread of a program may say what a signal does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    hangs_up = signal.getsignal(signal.SIGHUP)
    if hangs_up == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, hangs_up)
        if signal.getsignal(signal.SIGTERM) is signal.default_int_handler:
            signal.signal(signal.SIGTERM, before)


def _apply(conf: Settings) -> None:
    """Tell Scrapy, under its own names, what our settings say."""
    if conf["CONTACT"]:
        conf.set("USER_AGENT", f"{conf['USER_AGENT']} (+{conf['CONTACT']})", priority="project")
    conf.set("CLOSESPIDER_TIMEOUT", conf["RUN_TIME_LIMIT"], priority="project")
    if conf["PROXY"]:
        os.environ["http_proxy"] = os.environ["https_proxy"] = conf["PROXY"]


def _report(end: EndWith, verbose: bool) -> ExitCode:
    if verbose:
        traceback.print_exc()
    line = " ".join(str(end).split())
    say(line)
    return end.code
