"""`newscrawl forget ADDRESS|ID --why …`: remove an article for good, and never fetch it again."""

import argparse
import contextlib
import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import ExitCode

if TYPE_CHECKING:
    from newscrawl.forgetting.looking import Plan
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
        from newscrawl.maintenance import outlet_of

        holders = holders_of(layout, wanted)
        ids = frozenset[str]().union(*holders.values())
        copies = copies_of(layout, ids)
        if not holders:
            self._list_only(layout, wanted, opts)
        going = [(outlet, wanted) for outlet in holders]
        if opts.with_copies:
            going += [(outlet_of(layout, copy.source_id), copy.article_id) for copy in copies]
        self._forget_all(layout, going, opts)
        for copy in () if opts.with_copies else copies:
            print(f"a copy of it stays (--with-copies takes it too): {copy.article_id} {copy.url}")
        gone = [*ids, *(copy.article_id for copy in copies if opts.with_copies)]
        for release in releases_with(layout.output, gone):
            print(f"the release {release} holds it, and stays as it is: withdraw it yourself if you must")
        for line in lines_that_name(layout, gone):
            print(f"corrections.tsv: line {line} names it; take the line out")

    def _forget_all(
        self, layout: "Layout", going: "Sequence[tuple[Outlet, str]]", opts: argparse.Namespace
    ) -> None:
        """All sources are looked through before anything goes of the first."""
        from newscrawl.forgetting.looking import check_is_whole, plan_for, state_as_it_lies
        from newscrawl.maintenance import opened_state
        from newscrawl.opening import look_plan

        opened = state_as_it_lies if opts.dry_run else partial(opened_state, plan=look_plan(self.conf))
        with contextlib.ExitStack() as stack:
            outlets = {outlet.source_id: outlet for outlet, _ in going}
            states = {name: stack.enter_context(opened(layout, each)) for name, each in outlets.items()}
            for name, state in states.items():
                check_is_whole(layout, state, outlets[name])
            plans = [plan_for(layout, states[outlet.source_id], outlet, wanted) for outlet, wanted in going]
            for plan in plans:
                if not opts.dry_run:
                    self._do(layout, plan, opts.why)
                print(_in_words(plan, is_dry=opts.dry_run))

    def _do(self, layout: "Layout", plan: "Plan", why: str) -> None:
        from newscrawl.clock import clock_of
        from newscrawl.forgetting.removing import forget, note_of
        from newscrawl.opening import new_run_id

        day, name = clock_of(self.conf)().date(), new_run_id(self.conf, plan.outlet.source_id)
        forget(layout, plan.state, plan.outlet, note_of(plan.target, plan.places, name, day, why))

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


def _in_words(plan: "Plan", *, is_dry: bool) -> str:
    stored = ", ".join(f"{table} {plan.found.rows[table]}" for table in ("articles", "revisions", "outcomes"))
    lengths = [length for each in plan.places.values() for _, length in each]
    size = f"archived records {len(lengths)} ({sum(lengths) / 1000:.1f} kB)"
    return f"{plan.outlet.source_id}: {'would be removed' if is_dry else 'removed'} for good: {stored}, {size}"
