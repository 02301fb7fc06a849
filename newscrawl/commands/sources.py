"""`newscrawl sources`: which sources are known."""

import argparse
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("table", "csv", "jsonl")


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Tell which sources are known"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--format", choices=FORMATS, help="how it is written; a table on a terminal, else CSV")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        if args:
            raise UsageError(
                f"unknown word {args[0]}; `newscrawl sources -h` shows what can be said", print_help=False
            )
        return _tell_known(_form(opts))


def _tell_known(form: str) -> ExitCode:
    import pyarrow.compute as pc

    from newscrawl.known_sources import known_sources, remarks, table_for_screen

    known = known_sources()
    if form == "table":
        console = Console()
        console.print(table_for_screen(known))
        for remark in remarks(known):
            console.print(remark, markup=False, highlight=False, soft_wrap=True)
    else:
        _write(known, form)
    broken = known.filter(pc.equal(known["state"], "broken"))["why"].to_pylist()
    if broken:
        more = f" (and {len(broken) - 1} more)" if broken[1:] else ""
        raise EndWith(ExitCode.CONFIGURATION, f"{broken[0]}{more}")
    return ExitCode.DONE


def _form(opts: argparse.Namespace) -> str:
    return opts.format or ("table" if sys.stdout.isatty() else "csv")


def _write(rows: "pa.Table", form: str) -> None:
    from newscrawl.answers import write_csv, write_jsonl

    (write_csv if form == "csv" else write_jsonl)(rows.to_reader(), sys.stdout)
    sys.stdout.flush()  # here, where a reader that has had enough is no error
