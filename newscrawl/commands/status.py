"""`newscrawl status [SOURCE…]`: what is stored and how the last run went; `--rebuild` makes state anew."""

import argparse
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode

if TYPE_CHECKING:
    from pipelines.layout import Layout
    from pipelines.records import Outlet


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE…]"

    def short_desc(self) -> str:
        return "What is stored of each source and how its last run went (--rebuild: make its state anew)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--rebuild", action="store_true", help="make state anew from the Parquet and WARC files"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.maintenance import outlets_with_rows
        from newscrawl.opening import layout_of

        layout = layout_of(self.conf)
        table = Table("source", "articles", "revisions", "outcomes", "last run", "its exit code")
        for outlet in outlets_with_rows(layout, args):
            if opts.rebuild:
                self._rebuild(layout, outlet)
            table.add_row(outlet.source_id, *_facts(layout, outlet))
        Console(soft_wrap=True).print(table)
        return ExitCode.DONE

    def _rebuild(self, layout: "Layout", outlet: "Outlet") -> None:
        from newscrawl.opening import locked, recover_if_sound
        from pipelines.rebuilding import rebuild_state

        with locked(layout, outlet.source_id):
            recover_if_sound(layout, outlet)  # a batch under way is finished first: its files belong to it
            rebuild_state(layout, outlet)


def _facts(layout: "Layout", outlet: "Outlet") -> tuple[str, ...]:
    import pyarrow.parquet as pq

    parts, last = _remembered(layout, outlet)
    rows = {"articles": 0, "revisions": 0, "outcomes": 0}
    for part in parts:
        rows[part.partition("/")[0]] += pq.read_metadata(layout.output / part).num_rows
    counts = [str(count) for count in rows.values()]
    return (*counts, str(last.get("started_at") or "-"), str(last.get("exit_code", "-")))


def _remembered(layout: "Layout", outlet: "Outlet") -> tuple[list[str], dict[str, object]]:
    """The part files and the last run's line; of a source whose state is gone, what lies there."""
    from contextlib import closing

    from pipelines.rebuilding import parts_of
    from pipelines.state import State, StateDamaged

    path = layout.state_file(outlet.source_id)
    if not path.exists():  # opening it would make an empty one, and all would be fetched again
        return [part.final for part in parts_of(layout, outlet.source_id)], {}
    try:
        with closing(State(path)) as state:
            return state.parts(), next(iter(state.recent_lines(1)), {})
    except StateDamaged as error:
        line = f"state is damaged: {error}; `newscrawl status {outlet.source_id} --rebuild` makes it anew"
        raise EndWith(ExitCode.OUTPUT, line) from error
