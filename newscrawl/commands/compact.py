"""`newscrawl compact [SOURCE…]`: many small files of a month become one, and what is too old to be kept goes."""

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import ExitCode

if TYPE_CHECKING:
    from pipelines.layout import Layout


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE…]"

    def short_desc(self) -> str:
        return "Merge the small files of each month into one, of the sources named or of all"

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:  # noqa: ARG002 (a command's signature)
        from newscrawl.archive.ageing import keep_pages_days
        from newscrawl.maintenance import each_by_itself, ids_with_rows
        from newscrawl.opening import layout_of_corpus

        keep_days = keep_pages_days(self.conf)
        layout = layout_of_corpus(self.conf, may_be_full=keep_days is not None)
        return each_by_itself(
            ids_with_rows(layout, args), lambda source_id: self._compact(layout, source_id, keep_days)
        )

    def _compact(self, layout: "Layout", source_id: str, keep_days: int | None) -> ExitCode:
        """The archive first: it makes the room that merging needs."""
        from datetime import timedelta

        from newscrawl.archive.ageing import age_out
        from newscrawl.clock import clock_of
        from newscrawl.maintenance import opened_state, outlet_of
        from newscrawl.opening import look_plan, new_run_id, open_index
        from pipelines.parts.compacting import compact
        from pipelines.parts.files import promised_parts

        now, done, outlet = clock_of(self.conf), [], outlet_of(layout, source_id)
        plan = look_plan(self.conf)
        with opened_state(layout, outlet, plan) as state, closing(open_index(layout, now)) as index:
            promised_parts(layout, state, outlet.source_id)  # where nothing is crowded too: 0 would say «sound»
            if keep_days is not None:
                name, before = new_run_id(self.conf, outlet.source_id), now().date() - timedelta(days=keep_days)
                aged = age_out(layout, state, outlet, name, before, index)
                done += [str(aged)] if aged.files else []
            months = compact(layout, state, outlet, new_run_id(self.conf, outlet.source_id), index=index)
        print("; ".join([f"{source_id}: {months} months merged", *done]))
        return ExitCode.DONE
