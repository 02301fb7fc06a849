"""`newscrawl ingest WARC…`: pages of WARC files (ours, Common Crawl's) through the same steps as a crawl's."""

import argparse
import logging
import signal
from contextlib import closing
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode, most_serious

if TYPE_CHECKING:
    from newscrawl.ingesting import Ingest
    from newscrawl.warc_input import FinishedWarcs, WarcInput

log = logging.getLogger(__name__)


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

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.hosts import SourceFinder
        from newscrawl.ingesting import Ingest
        from newscrawl.opening import layout_of
        from newscrawl.warc_input import FinishedWarcs
        from pipelines.batches import StopStoring

        if not args:
            raise UsageError("name a WARC file, a URL, or - for standard input", print_help=False)
        layout = layout_of(self.conf)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        try:
            with Ingest(self.conf, layout, SourceFinder(layout, any_source=opts.any_source)) as ingest:
                try:
                    problems = [
                        self._read_one(ingest, name, FinishedWarcs(layout), opts.any_source) for name in args
                    ]
                except EndWith:  # an input that is not there, a source under lock: what was read before is kept
                    ingest.close(is_interrupted=True)
                    raise
                codes = ingest.close(is_interrupted=self._is_over)
        except StopStoring as error:
            raise EndWith(ExitCode.OUTPUT, str(error)) from error
        print("\n".join(ingest.summary()))
        if any(problems):
            raise EndWith(ExitCode.NOTHING_FOUND, "; ".join(filter(None, problems)))
        return most_serious([*codes.values(), ExitCode.INTERRUPTED if self._is_over else ExitCode.DONE])

    def _stop(self, *_signal_and_frame: object) -> None:
        self._is_over = True  # the pages under way are finished and committed

    def _read_one(self, ingest: "Ingest", name: str, finished: "FinishedWarcs", any_source: bool) -> str | None:
        """Read one input; returns what was wrong with it."""
        from newscrawl.clock import clock_of
        from newscrawl.warc_input import WarcInput

        if self._is_over:
            return None
        with closing(WarcInput(name)) as warc:
            before = finished.when(warc, any_source=any_source)
            if before is not None:
                log.info("%s: read to its end on %s; nothing to do", name, before)
                return None
            problem = self._read(ingest, warc)
            if problem is None and not self._is_over:
                ingest.commit()
                finished.remember(warc, clock_of(self.conf)(), any_source=any_source)
        return problem

    def _read(self, ingest: "Ingest", warc: "WarcInput") -> str | None:
        from newscrawl.warc_answers import CutShort, NoWarc, read_answers

        try:
            ingest.read(read_answers(warc.stream, ingest.passed_over), lambda: self._is_over)
        except CutShort as error:
            return f"{warc.name}: it is cut short ({error}); what was whole has been read"
        except NoWarc as error:
            return f"{warc.name}: it is no WARC file ({error})"
        if warc.broke_off is not None:
            return f"{warc.name}: it is cut short ({warc.broke_off}); what was whole has been read"
        return None
