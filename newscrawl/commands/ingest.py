"""`newscrawl ingest WARC…`: pages of WARC files (ours, Common Crawl's) through the same steps as a crawl's."""

import argparse
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode, most_serious
from newscrawl.saying import say

if TYPE_CHECKING:
    from newscrawl.ingesting.ingest import Ingest
    from newscrawl.ingesting.reading import Opener
    from newscrawl.ingesting.reading_ahead import ReadingAhead
    from newscrawl.ingesting.selection import Selection
    from pipelines.layout import Layout

_MOST_JOBS = 64  # each reads ahead; more threads than this only wait for each other


class Command(NewscrawlCommand):
    _is_over = False

    def syntax(self) -> str:
        return "[options] WARC…"

    def short_desc(self) -> str:
        return "Read the pages of WARC files (a path, a URL, or - for standard input) into the corpus"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--any-source",
            action="store_true",
            help="also pages of hosts that no source claims, each by its domain",
        )
        parser.add_argument(
            "--hosts", metavar="HOST,…", help="only pages of these hosts and of all below them; @FILE: one a line"
        )
        parser.add_argument(
            "--since", metavar="DAY", help="only pages fetched on this day (YYYY-MM-DD, UTC) or later"
        )
        parser.add_argument("--until", metavar="DAY", help="only pages fetched on this day or before")
        parser.add_argument("--jobs", metavar="N", default="1", help="so many files are read at a time")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from scrapy.utils.log import configure_logging

        from newscrawl.ingesting.ingest import Ingest
        from newscrawl.ingesting.reading_ahead import ReadingAhead
        from newscrawl.opening import layout_of

        if not args:
            raise UsageError("name a WARC file, a URL, or - for standard input", print_help=False)
        configure_logging(self.conf)  # Scrapy does it for a crawl
        jobs, selection = _jobs(opts.jobs), _selection(opts)
        layout = layout_of(self.conf)
        opener, names = _opener(layout, selection), list(dict.fromkeys(args))
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        with Ingest(self.conf, layout, opener) as ingest, ReadingAhead(names, opener.open, jobs) as ahead:
            codes = self._ingest(ingest, ahead, names)
        own = ExitCode.INTERRUPTED if self._is_over else ExitCode.DONE
        return most_serious([own, *codes, *_told(ingest, ahead, names)])

    def _stop(self, *_signal_and_frame: object) -> None:
        self._is_over = True  # the pages under way are finished and committed

    def _ingest(self, ingest: "Ingest", ahead: "ReadingAhead", names: Sequence[str]) -> list[ExitCode]:
        from rich.console import Console

        from newscrawl.ingesting.progress import IngestProgress

        try:
            with IngestProgress(names, ahead, ingest, Console(file=sys.stderr)) as progress:
                ingest.read(progress.watch(ahead), lambda: self._is_over)
        except EndWith:  # a source under lock: what was read before is kept
            ingest.close(is_interrupted=True)
            raise
        return list(ingest.close(is_interrupted=self._is_over).values())


def _told(ingest: "Ingest", ahead: "ReadingAhead", names: Sequence[str]) -> list[ExitCode]:
    """Tell what came of the archives; the code of those that could not be opened or read to their end."""
    if len(ahead.unopened) == len(names):  # nothing of what was named is there
        raise EndWith(ExitCode.USAGE, "; ".join(ahead.unopened))
    print("\n".join(ingest.summary(ahead.readings)))
    problems = [*ahead.unopened, *(each.problem for each in ahead.readings if each.problem is not None)]
    if problems:
        say(" ".join("; ".join(problems).split()))
    return [ExitCode.NOTHING_FOUND] if problems else []


def _opener(layout: "Layout", selection: "Selection") -> "Opener":
    from newscrawl.hosts import SourceFinder
    from newscrawl.ingesting.reading import Opener
    from newscrawl.ingesting.remembered import FinishedWarcs, Positions

    finder = SourceFinder(layout, any_source=selection.claimed is None)
    return Opener(selection, finder, FinishedWarcs(layout), Positions(layout))


def _selection(opts: argparse.Namespace) -> "Selection":
    from newscrawl.ingesting.selection import Selection, hosts_named
    from newscrawl.scope import day_in
    from newscrawl.sources import claimed_domains

    days = {name: value for name in ("since", "until") if (value := getattr(opts, name)) is not None}
    since, until = day_in(days, "since"), day_in(days, "until")
    if since is not None and until is not None and since > until:
        raise EndWith(ExitCode.USAGE, f"since={since} is after until={until}")
    return Selection(
        claimed=None if opts.any_source else claimed_domains(),
        hosts=None if opts.hosts is None else hosts_named(opts.hosts),
        since=since,
        until=until,
    )


def _jobs(text: str) -> int:
    if text.isdecimal() and text.isascii() and 1 <= int(text[:4]) <= _MOST_JOBS:
        return int(text)
    raise EndWith(ExitCode.USAGE, f"--jobs {text}: write a number from 1 to {_MOST_JOBS}")
