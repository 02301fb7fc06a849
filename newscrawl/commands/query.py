"""`newscrawl query SQL`: DuckDB over the views of the corpus; it only reads."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.saying import say, write_utf8
from newscrawl.terminal import Terminal

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("table", "csv", "jsonl", "parquet")
_HINT = "`newscrawl query --tables` lists views and columns"


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] SQL"

    def short_desc(self) -> str:
        return "Ask the corpus in SQL (--tables: what can be asked about)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--format", choices=FORMATS, help="how the answer is written; a table on a terminal, else CSV"
        )
        parser.add_argument(
            "--tables", action="store_true", help="list the views, their columns and what they mean"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.corpus.asking import opened, rows_for
        from newscrawl.views import described

        if len(args) != (0 if opts.tables else 1):
            raise UsageError("write one question in SQL, or - to read it from standard input", print_help=False)
        form = opts.format or ("table" if sys.stdout.isatty() else "csv")
        with opened(Path(self.conf["OUTPUT_DIR"]), clock_of(self.conf)()) as corpus:
            session = corpus.session
            if opts.tables and form == "table":
                _print_views(described(session))
                return ExitCode.DONE
            question = sys.stdin.read() if args == ["-"] else "".join(args)
            rows = described(session).to_reader() if opts.tables else rows_for(session, question, hint=_HINT)
            _write(rows, form)
        return ExitCode.DONE


def _write(rows: "pa.RecordBatchReader", form: str) -> None:
    from newscrawl.corpus.answers import write_csv, write_jsonl, write_parquet, write_table

    if form == "parquet":
        if sys.stdout.isatty():
            raise EndWith(ExitCode.USAGE, "Parquet is not for a terminal: add > FILE")
        write_parquet(rows, sys.stdout.buffer)
    elif form == "table":
        if write_table(rows, Terminal()):
            say("there are more rows; --format csv gives all")
    else:
        write_utf8()
        (write_csv if form == "csv" else write_jsonl)(rows, sys.stdout)
    sys.stdout.flush()  # here, where a reader that has had enough is no error


def _print_views(columns: "pa.Table") -> None:
    import pyarrow.compute as pc
    from rich.text import Text

    from newscrawl.corpus.answers import write_table

    console = Terminal()
    for view in pc.unique(columns["view"]).to_pylist():
        own = columns.filter(pc.equal(columns["view"], view))
        console.print(Text.assemble((view, "bold"), f"  {own['about'][0]}"))
        write_table(own.select(["column", "type", "meaning"]).to_reader(), console, most=own.num_rows)
