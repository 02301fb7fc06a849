"""`newscrawl compact [SOURCE…]`: many small files of a month become one."""

import argparse
from contextlib import closing

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE…]"

    def short_desc(self) -> str:
        return "Merge the small files of each month into one, of the sources named or of all"

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:  # noqa: ARG002 (a command's signature)
        from newscrawl.clock import clock_of
        from newscrawl.maintenance import opened_state, outlets_with_rows
        from newscrawl.opening import layout_of, new_run_id, open_index
        from pipelines.batches import StopStoring
        from pipelines.compacting import compact

        layout, now = layout_of(self.conf), clock_of(self.conf)
        for outlet in outlets_with_rows(layout, args):
            try:
                with opened_state(layout, outlet) as state, closing(open_index(layout, now)) as index:
                    name = new_run_id(self.conf, outlet.source_id)
                    months = compact(layout, state, outlet, name, index=index)
            except StopStoring as error:
                raise EndWith(ExitCode.OUTPUT, str(error)) from error
            print(f"{outlet.source_id}: {months} months merged")
        return ExitCode.DONE
