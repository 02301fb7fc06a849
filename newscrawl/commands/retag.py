"""`newscrawl retag [SOURCE…]`: leaders, topics, stories and places again, from the stored text."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from newscrawl.command_base import NewscrawlCommand
from newscrawl.exit_codes import ExitCode
from newscrawl.saying import say

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.layout import Layout
    from pipelines.parts.retagging import Retagging
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
        from newscrawl.maintenance import ids_with_rows
        from newscrawl.opening import layout_of_corpus
        from newscrawl.progress_bar import bar
        from pipelines.parts.retagging import Retagging
        from pipelines.steps import tagging_workers_of
        from pipelines.tagging.tags import check_users_knowledge

        layout = layout_of_corpus(self.conf)
        source_ids = ids_with_rows(layout, args)
        check_users_knowledge()
        corrections = corrections_of(layout)
        with tagging_workers_of(self.conf) as workers, bar(_count_rows(layout, source_ids), "rows") as tell:
            begin = partial(Retagging, workers, corrections, tell)
            code, done = self._retag_all(source_ids, begin, layout, is_dry=opts.dry_run)
        _print_changes(done)
        return code

    def _retag_all(
        self, source_ids: list[str], begin: "Callable[[], Retagging]", layout: "Layout", *, is_dry: bool
    ) -> "tuple[ExitCode, list[Retagging]]":
        """The most serious code, and those that were done: one that was refused has changed nothing."""
        from newscrawl.maintenance import each_by_itself

        done = []

        def retag(source_id: str) -> ExitCode:
            job = begin()
            self._retag(job, layout, source_id, is_dry=is_dry)
            done.append(job)
            return _say_failures(source_id, job.failed)

        return each_by_itself(source_ids, retag), done

    def _retag(self, job: "Retagging", layout: "Layout", source_id: str, *, is_dry: bool) -> None:
        from newscrawl.maintenance import opened_state, outlet_of
        from newscrawl.opening import look_plan, new_run_id
        from pipelines.parts.rewriting import FewRows, rewrite, show

        outlet = outlet_of(layout, source_id)
        with opened_state(layout, outlet, look_plan(self.conf)) as state:
            if is_dry:
                show(layout, state, outlet, job.change)
            else:
                name = new_run_id(self.conf, source_id)
                rewrite(layout, state, outlet, name, FewRows(job.change, _is_tagged), same_rows=True)
        what = f"{source_id}: {job.rows} rows, {job.changed} changed"
        print(what + (" (nothing was written)" if is_dry else ""))


def _is_tagged(table: "Table", _: "Path") -> bool:
    return table.name in _TAGGED


def _say_failures(source_id: str, failed: dict[str, str]) -> ExitCode:
    for article_id, reason in list(failed.items())[:_MOST_NAMED]:
        say(f"{source_id}: {article_id}: {reason}")
    if not failed:
        return ExitCode.DONE
    say(f"{source_id}: {len(failed)} articles were not tagged; they stay as they were")
    return ExitCode.UNEXPECTED


def _count_rows(layout: "Layout", source_ids: Iterable[str]) -> int:
    """For the bar alone: of a file that cannot be read, its source's turn tells."""
    from pipelines.parts.errors import PartDamaged, PartIsNewer
    from pipelines.parts.reading import count_rows

    rows = 0
    for source_id in source_ids:
        for table in _TAGGED:
            for file in (layout.output / table / f"source={source_id}").glob("month=*/*.parquet"):
                with suppress(PartDamaged, PartIsNewer, FileNotFoundError):
                    rows += count_rows(file)
    return rows


def _print_changes(jobs: "list[Retagging]") -> None:
    """Of each tag how many rows gained and lost it, the most changed first."""
    from rich.table import Table as Rows

    from newscrawl.terminal import Terminal

    gained = sum((job.gained for job in jobs), Counter[tuple[str, str]]())
    lost = sum((job.lost for job in jobs), Counter[tuple[str, str]]())
    table = Rows("column", "tag or value", "gained", "lost")
    for field, tag in sorted(gained | lost, key=lambda key: (key[0], -gained[key] - lost[key], key)):
        table.add_row(field, tag, str(gained[field, tag]), str(lost[field, tag]))
    if table.row_count:
        Terminal(soft_wrap=True).print(table)
