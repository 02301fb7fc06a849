"""`newscrawl sources`: which are known; `check`: what would be stored; `add`: a new one; `enable`: one to crawl."""

import argparse
import sys
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode, most_serious
from newscrawl.saying import say, write_utf8
from newscrawl.terminal import Terminal

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("table", "csv", "jsonl")
_SAMPLE = 3  # pages: enough to see that articles are read, and nothing that a site would notice
_OF_ADD = ("country", "timezone", "write")


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[check [SOURCE…] | add URL | enable SOURCE…] [options]"

    def short_desc(self) -> str:
        return "Tell which sources are known; check: what would be stored; add: propose a new one; enable: take one"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--format", choices=FORMATS, help="how it is written; a table on a terminal, else CSV")
        add(
            "--sample", type=int, metavar="N", help=f"check, add: pages of a source to look at (default: {_SAMPLE})"
        )
        add("--country", metavar="CC", help="add: the outlet's country, where nothing on the page states it")
        add("--timezone", metavar="ZONE", help="add: its time zone, such as Africa/Cairo, where nothing states it")
        add("--write", action="store_true", default=None, help="add: put the file where your own sources lie")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        match args:
            case []:
                _refuse(opts, "sample", *_OF_ADD)
                return _tell_known(_form(opts))
            case ["check", *named]:
                _refuse(opts, *_OF_ADD)
                return self._check(named, opts)
            case ["add", url]:
                _refuse(opts, "format")
                return self._add(url, opts)
            case ["enable", _, *_]:
                _refuse(opts, "format", "sample", *_OF_ADD)
                return self._enable(args[1:])
            case ["enable"]:
                raise UsageError("enable takes the ids of sources that are disabled", print_help=False)
            case ["add", *_]:
                raise UsageError("add takes one address: that of the outlet's home page", print_help=False)
        line = f"unknown word {args[0]}; `newscrawl sources -h` shows what can be said"
        raise UsageError(line, print_help=False)

    def _check(self, named: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.checking.checking import check

        rows = check(named, _sample(opts), opts, self.conf)
        form = _form(opts)
        if form == "table":
            _show_check(rows)
        else:
            _write(rows, form)
        return most_serious(ExitCode(code) for code in rows["exit_code"].to_pylist() if code is not None)

    def _add(self, url: str, opts: argparse.Namespace) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.proposing.proposal import as_toml
        from newscrawl.proposing.proposing import propose
        from newscrawl.proposing.told import told_by
        from newscrawl.sources.own_files import own_folder, write_own

        told, folder = told_by(opts.country, opts.timezone), own_folder() if opts.write else None
        proposal = propose(url, told, _sample(opts), opts, self.conf)
        written = as_toml(proposal, clock_of(self.conf)().date())
        print(written, end="", flush=True)
        if proposal.missing:
            options = " and ".join(f"--{name}" for name in proposal.missing)
            line = f"not a whole source yet, since no page states it: say {options}"
            raise EndWith(ExitCode.CONFIGURATION, line)
        if folder is not None:
            say(f"written to {write_own(folder, proposal.place, written)}")
        if proposal.why_disabled is not None:
            raise EndWith(ExitCode.CONFIGURATION, f"{proposal.id} is proposed as disabled: {proposal.why_disabled}")
        return ExitCode.DONE

    def _enable(self, named: list[str]) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.sources import UnknownSource, load_source
        from newscrawl.sources.own_files import as_enabled, own_folder, write_own

        folder, today = own_folder(), clock_of(self.conf)().date()
        try:
            sources = [load_source(source_id) for source_id in dict.fromkeys(named)]
        except UnknownSource as error:
            raise EndWith(ExitCode.USAGE, str(error)) from error
        for source in sources:
            if source.enabled:
                say(f"{source.id} is enabled already")
                continue
            path = write_own(folder, f"{source.country}/{source.id}.toml", as_enabled(source, today))
            say(f"{source.id} was disabled ({source.why}); enabled in {path}")
        return ExitCode.DONE


def _sample(opts: argparse.Namespace) -> int:
    sample: int = _SAMPLE if opts.sample is None else opts.sample
    if sample < 0:
        raise UsageError(f"--sample {sample}: write a number of pages", print_help=False)
    return sample


def _refuse(opts: argparse.Namespace, *names: str) -> None:
    """An option of another word would be passed over in silence."""
    for name in names:
        if getattr(opts, name) is not None:
            raise UsageError(f"--{name} means nothing here; `newscrawl sources -h` shows where", print_help=False)


def _tell_known(form: str) -> ExitCode:
    import pyarrow.compute as pc

    from newscrawl.corpus.known_sources import known_sources, remarks, table_for_screen

    known = known_sources()
    if form == "table":
        console = Terminal()
        console.print(table_for_screen(known))
        for remark in remarks(known):
            console.print(remark, highlight=False, soft_wrap=True)
    else:
        _write(known, form)
    broken = known.filter(pc.equal(known["state"], "broken"))["why"].to_pylist()
    if broken:
        more = f" (and {len(broken) - 1} more)" if broken[1:] else ""
        raise EndWith(ExitCode.CONFIGURATION, f"{broken[0]}{more}")
    return ExitCode.DONE


def _show_check(rows: "pa.Table") -> None:
    from newscrawl.checking.screen import closing_table, lines_of

    console, told = Terminal(), rows.to_pylist()
    for line in lines_of(told):
        console.print(line, highlight=False, soft_wrap=True)
    console.print(closing_table(told))


def _form(opts: argparse.Namespace) -> str:
    return opts.format or ("table" if sys.stdout.isatty() else "csv")


def _write(rows: "pa.Table", form: str) -> None:
    from newscrawl.corpus.answers import write_csv, write_jsonl

    write_utf8()
    (write_csv if form == "csv" else write_jsonl)(rows.to_reader(), sys.stdout)
    sys.stdout.flush()  # here, where a reader that has had enough is no error
