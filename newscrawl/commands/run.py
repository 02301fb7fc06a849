"""`newscrawl run [SOURCE…]`: runs of many sources, each in a process and under a lock of its own."""

import argparse
import logging
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import ExitCode, most_serious
from newscrawl.saying import say
from newscrawl.terminal import Terminal

if TYPE_CHECKING:
    from newscrawl.acknowledged import Acknowledgement
    from newscrawl.running.day_log import DayLog
    from newscrawl.running.source_run import SourceRun

log = logging.getLogger(__name__)


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE…]"

    def short_desc(self) -> str:
        return "Crawl many sources: those named, --all that are enabled, or those that are --due"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--all", action="store_true", help="every source that is enabled")
        add(
            "--due", action="store_true", help="of these, those whose `every` has passed since their last run began"
        )
        add("--jobs", type=int, metavar="N", help="crawls at a time (default: the setting JOBS)")
        add("--time-limit", metavar="2h", help="for all of it (s, m, h, d); what was read by then is committed")
        add("--quiet", action="store_true", help="say nothing but one line for each source that failed")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.output_places import layout_in
        from newscrawl.running.day_log import DayLog, logging_to
        from newscrawl.running.heartbeat import Heartbeat

        if args and opts.all:
            raise UsageError("name the sources or say --all, not both", print_help=False)
        if not (args or opts.all or opts.due):
            raise UsageError("name the sources, or say --all or --due", print_help=False)
        day_log = DayLog(layout_in(self.conf).output / "logs", clock_of(self.conf))
        with (
            logging_to(day_log, is_shown=not opts.quiet and not sys.stderr.isatty()),
            Heartbeat(self.conf["HEARTBEAT_URL"]).beating() as heartbeat,
        ):
            heartbeat.code = self._run(args, opts, day_log)
            return heartbeat.code

    def _run(self, args: list[str], opts: argparse.Namespace, day_log: "DayLog") -> ExitCode:
        from newscrawl.acknowledged import read_acknowledged
        from newscrawl.clock import clock_of
        from newscrawl.opening import layout_of
        from newscrawl.running.choice import choose
        from newscrawl.running.display import work_off
        from newscrawl.running.pool import Pool
        from newscrawl.running.rules import rules_of
        from newscrawl.running.source_run import SourceRun
        from newscrawl.running.telling import Telling

        layout = layout_of(self.conf)
        telling = Telling(self.conf, layout)
        known = read_acknowledged(layout.output)  # before hours of work: a slip in it ends the command
        choice = choose(args)
        if opts.due:
            choice.only_due(layout, clock_of(self.conf)())
        rules = rules_of(opts, self.conf, layout, choice)
        day_log.remove_old(self.conf.getint("LOG_DAYS"))
        pool = Pool([SourceRun(source.id) for source in choice.sources], rules, day_log)
        runs = [*choice.refused, *work_off(pool, is_quiet=opts.quiet)]
        code = self._close(runs, known, opts)
        telling.tell(runs, code, clock_of(self.conf)())
        return code

    def _close(
        self, runs: Sequence["SourceRun"], known: Mapping[str, "Acknowledgement"], opts: argparse.Namespace
    ) -> ExitCode:
        """All that came of it is known here: of every source its exit code, why, and its line in `runs/`."""
        from newscrawl.clock import clock_of
        from newscrawl.running.display import closing_table

        today = clock_of(self.conf)().date()
        for run in runs:
            run.acknowledge(known.get(run.source_id), today)
        if runs and not opts.quiet:
            Terminal(soft_wrap=True).print(closing_table(runs))
        # A scheduled run that meets another at work has nothing to complain of.
        counted = [run for run in runs if run.counts and not (opts.due and run.code == ExitCode.LOCKED)]
        for run in counted:
            say(": ".join(filter(None, (run.source_id, run.in_words(), run.why))))
        code = most_serious(run.code for run in counted if run.code is not None)
        log.info("%d sources, exit code %d", len(runs), code)
        return code
