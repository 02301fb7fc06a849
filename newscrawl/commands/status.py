"""`newscrawl status [SOURCE…]`: how sources stand; `--verify` checks their files, `--rebuild` makes state anew."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.saying import print_json
from newscrawl.terminal import Terminal

if TYPE_CHECKING:
    from pipelines.layout import Layout


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE…]"

    def short_desc(self) -> str:
        return (
            "What ran, what is due, what fell silent, and which days are covered (--verify: are the files whole?)"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--json", action="store_true", help="for other programs: one JSON object")
        add("--verify", action="store_true", help="check every part file, and a sample of the archived pages")
        add("--every-page", action="store_true", help="with --verify: every archived page that a row points to")
        add("--rebuild", action="store_true", help="make state anew from the Parquet and WARC files")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.output_places import check_is_there, layout_in

        if opts.every_page and not opts.verify:
            raise UsageError("--every-page goes with --verify", print_help=False)
        if opts.rebuild:
            self._rebuild(args)
        layout = layout_in(self.conf)
        check_is_there(layout.output)
        if opts.verify:
            return _verify(layout, args, every_page=opts.every_page, as_json=opts.json)
        return self._show(layout, args, as_json=opts.json)

    def _show(self, layout: "Layout", wanted: Sequence[str], *, as_json: bool) -> ExitCode:
        from newscrawl.clock import clock_of
        from newscrawl.standing import read_overview
        from newscrawl.standing.table import LEGEND, growth_table, remarks, standing_table

        found = read_overview(layout, wanted, clock_of(self.conf)(), self.conf.getfloat("DISK_FLOOR"))
        if as_json:
            print_json(found.as_json())
            return ExitCode.DONE
        console = Terminal(soft_wrap=True, highlight=False)
        if found.sources:
            console.print(standing_table(found), Text(LEGEND, "bright_black"), growth_table(found), sep="\n\n")
        for remark in remarks(found):
            console.print(remark)
        return ExitCode.DONE

    def _rebuild(self, wanted: Sequence[str]) -> None:
        from newscrawl.maintenance import outlets_with_rows
        from newscrawl.opening import layout_of_corpus, locked, look_plan, recover_if_sound
        from newscrawl.state_anew import make_state_anew

        layout = layout_of_corpus(self.conf)
        for outlet in outlets_with_rows(layout, wanted):
            with locked(layout, outlet.source_id):
                recover_if_sound(layout, outlet)  # a batch under way is finished first: its files belong to it
                make_state_anew(layout, outlet, look_plan(self.conf))


def _verify(layout: "Layout", wanted: Sequence[str], *, every_page: bool, as_json: bool) -> ExitCode:
    """A line for each damage, as it is found; EndWith(3) when there was any."""
    from newscrawl.corpus.verifying import Verification
    from newscrawl.maintenance import ids_with_rows

    damage: dict[str, list[str]] = {}
    for source_id in ids_with_rows(layout, wanted):
        look = Verification(layout, source_id, every_page)
        found = damage[source_id] = []
        for line in look.damage():
            found.append(line)
            if not as_json:
                print(f"{source_id}: {line}", flush=True)
        if not as_json:
            verdict = f"{len(found)} damages" if found else "sound"
            counts = f"{look.files} files, {look.rows} rows, {look.pages} archived pages looked up"
            print(f"{source_id}: {verdict}; {counts}", flush=True)
    if as_json:
        print_json(damage)
    total = sum(map(len, damage.values()))
    if total:
        raise EndWith(ExitCode.OUTPUT, f"{total} damages: restore these files from a copy")
    return ExitCode.DONE
