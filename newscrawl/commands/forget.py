"""`newscrawl forget ADDRESS|ID --why …`: remove an article for good, and never fetch it again."""

import argparse
import re
from collections import Counter
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import ExitCode

if TYPE_CHECKING:
    from newscrawl.archive.traces import Places
    from newscrawl.corpus.article_finding import Copy
    from pipelines.layout import Layout
    from pipelines.records import Outlet


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] ADDRESS|ID --why WORDS"

    def short_desc(self) -> str:
        return "Remove an article for good: rows, revisions, outcomes, archived pages; and never fetch it again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--why", metavar="WORDS", help="the reason, for the list of what was forgotten")
        parser.add_argument("--with-copies", action="store_true", help="also its copies, of whatever source")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.opening import layout_of_corpus

        if len(args) != 1 or not (opts.why or "").strip():
            raise UsageError('name one address or article id, and say --why "…"', print_help=False)
        if not re.fullmatch(r"[0-9a-f]{32}|(?i:https?)://\S+", args[0]):
            raise UsageError(f"{args[0]} is neither an http address nor an article id", print_help=False)
        layout = layout_of_corpus(self.conf, may_be_full=True)
        self._forget(layout, args[0], opts)
        return ExitCode.DONE

    def _forget(self, layout: "Layout", wanted: str, opts: argparse.Namespace) -> None:
        from newscrawl.corpus.article_finding import copies_of, holders_of
        from newscrawl.corrections import lines_that_name
        from newscrawl.forgetting.removing import releases_with

        holders = holders_of(layout, wanted)
        ids = frozenset[str]().union(*holders.values())
        copies = copies_of(layout, ids)
        if not holders:
            self._list_only(layout, wanted, opts)
        for outlet in holders:
            self._forget_in(layout, outlet, wanted, opts)
        self._forget_copies(layout, copies, opts)
        gone = [*ids, *(copy.article_id for copy in copies if opts.with_copies)]
        for release in releases_with(layout.output, gone):
            print(f"the release {release} holds it, and stays as it is: withdraw it yourself if you must")
        for line in lines_that_name(layout, gone):
            print(f"corrections.tsv: line {line} names it; take the line out")

    def _forget_copies(self, layout: "Layout", copies: "list[Copy]", opts: argparse.Namespace) -> None:
        from newscrawl.maintenance import outlets_with_rows

        for copy in copies:
            if opts.with_copies:
                (outlet,) = outlets_with_rows(layout, [copy.source_id])
                self._forget_in(layout, outlet, copy.article_id, opts)
            else:
                print(f"a copy of it stays (--with-copies takes it too): {copy.article_id} {copy.url}")

    def _forget_in(self, layout: "Layout", outlet: "Outlet", wanted: str, opts: argparse.Namespace) -> None:
        from newscrawl.archive.continuity import check_all_is_there
        from newscrawl.archive.traces import traces_of
        from newscrawl.clock import clock_of
        from newscrawl.forgetting.removing import forget, note_of
        from newscrawl.maintenance import opened_state
        from newscrawl.opening import new_run_id
        from pipelines.parts.taking_out import known_target, rows_of, with_all_names

        with opened_state(layout, outlet) as state:
            check_all_is_there(layout, state.archive_lengths())  # else the page would come back with its disk
            known = known_target(state, outlet, wanted)
            found = rows_of(layout, state, known)
            target = with_all_names(known, found)
            places = traces_of(layout, target)
            if not opts.dry_run:
                day, name = clock_of(self.conf)().date(), new_run_id(self.conf, outlet.source_id)
                forget(layout, state, outlet, note_of(target, places, name, day, opts.why))
        print(_in_words(outlet, found.rows, places, is_dry=opts.dry_run))

    def _list_only(self, layout: "Layout", wanted: str, opts: argparse.Namespace) -> None:
        """Nothing of it is here; it is not to come."""
        from newscrawl.clock import clock_of
        from newscrawl.hosts import SourceFinder
        from pipelines.addresses.keys import canonical_or_raw
        from pipelines.storing.forgotten import Forgotten, id_of

        ids = {wanted}
        if "://" in wanted:
            outlet = SourceFinder(layout, any_source=True).outlet_of(wanted)
            ids = {id_of(wanted)} | ({id_of(canonical_or_raw(wanted, outlet))} if outlet is not None else set())
        if not opts.dry_run:
            Forgotten(layout).add(ids, clock_of(self.conf)().date(), opts.why)
        would = "would be put" if opts.dry_run else "is"
        print(f"nothing is stored of {wanted}; it {would} on the list of what is never fetched")


def _in_words(outlet: "Outlet", rows: Counter[str], places: "Places", *, is_dry: bool) -> str:
    stored = ", ".join(f"{table} {rows[table]}" for table in ("articles", "revisions", "outcomes"))
    lengths = [length for each in places.values() for _, length in each]
    size = f"archived records {len(lengths)} ({sum(lengths) / 1000:.1f} kB)"
    return f"{outlet.source_id}: {'would be removed' if is_dry else 'removed'} for good: {stored}, {size}"
