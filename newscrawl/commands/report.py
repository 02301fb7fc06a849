"""`newscrawl report`: the corpus and its runs on one HTML page that opens offline."""

import argparse
import os
from pathlib import Path

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE…]"

    def short_desc(self) -> str:
        return "An HTML report with charts: what was stored, what was missed, and who and what it is about"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--into", metavar="FILE", help="where to write it (OUTPUT_DIR/report.html)")
        parser.add_argument(
            "--since", metavar="DAY", help="the first day that it is about (a year before the last)"
        )
        parser.add_argument("--until", metavar="DAY", help="the last day (that of the newest article or run)")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.output_places import layout_in
        from newscrawl.reporting.making import report

        target = Path(opts.into) if opts.into else layout_in(self.conf).output / "report.html"
        page = report(self.conf, args, (opts.since, opts.until), clock_of(self.conf)())
        unborn = target.with_name(f".{target.name}.new")
        try:
            unborn.write_text(page, encoding="utf-8")
            os.replace(unborn, target)  # noqa: PTH105 (whoever has the old page open keeps it whole)
        except OSError as error:
            raise EndWith(ExitCode.OUTPUT, f"{target}: {error}") from error
        print(target)
        return ExitCode.DONE
