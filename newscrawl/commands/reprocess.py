"""`newscrawl reprocess SOURCE…`: the archived pages of a source through today's rules."""

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import ExitCode

if TYPE_CHECKING:
    from pipelines.corrections import ByHand
    from pipelines.layout import Layout


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] SOURCE…"

    def short_desc(self) -> str:
        return "Read a source's archived pages again by today's rules, and replace its rows"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="every source that has rows")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.corrections import by_hand_in
        from newscrawl.maintenance import each_by_itself, ids_with_rows
        from newscrawl.opening import layout_of_corpus
        from pipelines.tagging.tags import check_users_knowledge

        if bool(args) == opts.all:
            raise UsageError("name the sources, or say --all", print_help=False)
        layout = layout_of_corpus(self.conf)
        check_users_knowledge()
        by_hand = by_hand_in(layout)
        return each_by_itself(
            ids_with_rows(layout, args),
            lambda source_id: self._reprocess(layout, source_id, by_hand, is_dry=opts.dry_run),
        )

    def _reprocess(self, layout: "Layout", source_id: str, by_hand: "ByHand | None", *, is_dry: bool) -> ExitCode:
        from newscrawl.archive.continuity import check_all_is_there
        from newscrawl.clock import clock_of
        from newscrawl.judging.run_lines import write_line_of_reprocess
        from newscrawl.maintenance import opened_state, outlet_with_rules
        from newscrawl.opening import look_plan, new_run_id, open_index
        from newscrawl.reprocessing import Reprocessing
        from pipelines.steps import pure_steps, workers_of

        outlet = outlet_with_rules(layout, source_id)
        with (
            opened_state(layout, outlet, look_plan(self.conf)) as state,
            closing(open_index(layout, clock_of(self.conf))) as index,
            workers_of(self.conf) as workers,
        ):
            # Else all rows would stay, as if no rule had changed.
            check_all_is_there(layout, state.archive_lengths())
            now = clock_of(self.conf)
            run_id, began = new_run_id(self.conf, outlet.source_id), now()
            job = Reprocessing(layout, outlet, state, workers, pure_steps(self.conf), run_id)
            job.index, job.by_hand = None if is_dry else index, by_hand
            job.run(is_dry=is_dry)
            if not is_dry:
                write_line_of_reprocess(layout, state, run_id, began, now(), job.counts)
        what = ", ".join(f"{name}: {count}" for name, count in sorted(job.counts.items())) or "no rows"
        print(f"{source_id}: {what}" + (" (nothing was changed)" if is_dry else ""))
        return ExitCode.DONE
