"""`newscrawl retag [SOURCE…]`: leaders, topics, stories and places again, from the stored text."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import EndWith, ExitCode, most_serious

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.layout import Layout
    from pipelines.records import Outlet
    from pipelines.retagging import Retagging
    from pipelines.schema import Table

_MOST_NAMED = 20  # articles that could not be tagged; a broken rule fails on thousands in the same way

_TAGGED = ("articles", "revisions")


class Command(NewscrawlCommand):
    def syntax(self) -> str:
        return "[options] [SOURCE…]"

    def short_desc(self) -> str:
        return "Tag stored articles again by today's knowledge and corrections, of the sources named or of all"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def work(self, args: list[str], opts: argparse.Namespace) -> ExitCode:
        from newscrawl.corrections import corrections_of
        from newscrawl.maintenance import outlets_with_rows
        from newscrawl.opening import layout_of
        from newscrawl.row_progress import rows_done
        from pipelines.retagging import Retagging
        from pipelines.steps import workers_of
        from pipelines.tags import check_users_knowledge

        layout = layout_of(self.conf)
        outlets = outlets_with_rows(layout, args)
        check_users_knowledge()
        corrections = corrections_of(layout)
        codes, jobs = [], []
        with workers_of(self.conf) as workers, rows_done(_count_rows(layout, outlets)) as tell:
            for outlet in outlets:
                jobs.append(Retagging(workers, corrections, tell))
                codes.append(self._retag(jobs[-1], layout, outlet, is_dry=opts.dry_run))
        _print_changes(jobs)
        return most_serious(codes)

    def _retag(self, job: "Retagging", layout: "Layout", outlet: "Outlet", *, is_dry: bool) -> ExitCode:
        from newscrawl.maintenance import opened_state
        from newscrawl.opening import new_run_id
        from pipelines.batches import StopStoring
        from pipelines.rewriting import FewRows, rewrite, show

        try:
            with opened_state(layout, outlet) as state:
                if is_dry:
                    show(layout, state, outlet, job.change)
                else:
                    name = new_run_id(self.conf, outlet.source_id)
                    rewrite(layout, state, outlet, name, FewRows(job.change, _is_tagged), same_rows=True)
        except StopStoring as error:
            raise EndWith(ExitCode.OUTPUT, str(error)) from error
        except EndWith as end:
            if end.code != ExitCode.LOCKED:
                raise
            return _say(end.code, str(end))  # the other sources need not wait for this one
        what = f"{outlet.source_id}: {job.rows} rows, {job.changed} changed"
        print(what + (" (nothing was written)" if is_dry else ""))
        return _say_failures(outlet.source_id, job.failed)


def _is_tagged(table: "Table", _: "Path") -> bool:
    return table.name in _TAGGED


def _say(code: ExitCode, line: str) -> ExitCode:
    print(f"newscrawl: {line}", file=sys.stderr)
    return code


def _say_failures(source_id: str, failed: dict[str, str]) -> ExitCode:
    for article_id, reason in list(failed.items())[:_MOST_NAMED]:
        print(f"newscrawl: {source_id}: {article_id}: {reason}", file=sys.stderr)
    if not failed:
        return ExitCode.DONE
    return _say(ExitCode.UNEXPECTED, f"{source_id}: {len(failed)} articles were not tagged; they stay as they were")


def _count_rows(layout: "Layout", outlets: "Iterable[Outlet]") -> int:
    from newscrawl.standing.source import committed_files

    parts = [part for outlet in outlets for part in committed_files(layout, outlet.source_id)]
    return sum(part.rows for part in parts if part.final.partition("/")[0] in _TAGGED)


def _print_changes(jobs: "list[Retagging]") -> None:
    """Of each tag how many rows gained and lost it, the most changed first."""
    from rich.console import Console
    from rich.table import Table as Rows

    gained = sum((job.gained for job in jobs), Counter[tuple[str, str]]())
    lost = sum((job.lost for job in jobs), Counter[tuple[str, str]]())
    table = Rows("column", "tag", "gained", "lost")
    for field, tag in sorted(gained | lost, key=lambda key: (key[0], -gained[key] - lost[key], key)):
        table.add_row(field, tag, str(gained[field, tag]), str(lost[field, tag]))
    if table.row_count:
        Console(soft_wrap=True).print(table)
