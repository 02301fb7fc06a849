"""`newscrawl ack SOURCE --until DAY --why …`: takes a known failure out of the exit code of `run`."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.terminal import Terminal

if TYPE_CHECKING:
    from newscrawl.acknowledged import Acknowledgement
    from pipelines.layout import Layout


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE]"

    def short_desc(self) -> str:
        return "Take a source's known failure out of run's exit code until a day; without a source: list"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="the last day, in UTC, on which it is known")
        parser.add_argument("--why", help="what is known of it; shown wherever the failure is")
        parser.add_argument("--remove", action="store_true", help="from now on the failure counts again")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.opening import layout_of, layout_of_corpus
        from newscrawl.output_places import check_is_there, layout_in

        today = clock_of(self.conf)().date()
        match (args, opts.remove, opts.until, opts.why):
            case ([], False, None, None):
                output = layout_in(self.conf).output
                check_is_there(output)
                _list(output, today)
            case ([source_id], True, None, None):
                _remove(layout_of_corpus(self.conf), source_id)
            case ([source_id], False, str(until), str(why)) if why.strip():
                # Also where no run was yet: that a source will fail may be known before.
                _add(layout_of(self.conf), _known(source_id), _day(until, today), why.strip())
            case _:
                line = "write ack SOURCE --until YYYY-MM-DD --why …, ack SOURCE --remove, or ack alone to list"
                raise UsageError(line, print_help=False)
        return ExitCode.DONE


def _add(layout: "Layout", source_id: str, until: date, why: str) -> None:
    from newscrawl.acknowledged import Acknowledgement, changing_acknowledged

    with changing_acknowledged(layout) as entries:
        entries[source_id] = Acknowledgement(until, why)
    print(f"{source_id}: its failure is acknowledged until {until}: {why}")


def _remove(layout: "Layout", source_id: str) -> None:
    from newscrawl.acknowledged import changing_acknowledged

    with changing_acknowledged(layout) as entries:
        if entries.pop(source_id, None) is None:
            raise EndWith(ExitCode.USAGE, f"{source_id}: nothing of it is acknowledged; `newscrawl ack` lists")
    print(f"{source_id}: its failures count again")


def _list(output: Path, today: date) -> None:
    from newscrawl.acknowledged import read_acknowledged

    table = Table("source", "until", "why")
    for source_id, entry in sorted(read_acknowledged(output).items()):
        table.add_row(source_id, _until(entry, today), entry.why)
    Terminal(soft_wrap=True).print(table)


def _until(entry: "Acknowledgement", today: date) -> str:
    return f"{entry.until}" + (" (over)" if entry.until < today else "")


def _known(source_id: str) -> str:
    from newscrawl.sources import BrokenSource, UnknownSource, load_source

    try:
        load_source(source_id)
    except UnknownSource as error:
        raise EndWith(ExitCode.USAGE, str(error)) from error
    except BrokenSource:
        pass  # a broken file is a failure that may be known
    return source_id


def _day(text: str, today: date) -> date:
    from newscrawl.scope import day_of

    day = day_of("--until", text)
    if day < today:
        raise EndWith(ExitCode.USAGE, f"--until={day} is over already")
    return day
