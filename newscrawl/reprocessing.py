"""The archived pages of a source through today's rules.

Every row leads to its page in the archive. The pages are read again in the order in which they were fetched, and
stored into a folder of their own by the same store as a crawl's; then the folders are exchanged for the source's.
Rows without a page (no answer, no whole answer, a file that has aged out) are carried over. Ids never change.
"""

import contextlib
import shutil
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newscrawl.archive.erasing import erase_answer
from newscrawl.archive.pages import page_of
from newscrawl.archive.responses import read_answer
from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.part_columns import empty, read_columns
from newscrawl.renewing import Renewal
from pipelines.corrections import ByHand
from pipelines.duplicates.index import DuplicateIndex
from pipelines.layout import Layout, make_folder
from pipelines.parts.files import promised_parts
from pipelines.parts.reading import read_through
from pipelines.parts.replacing import exchange, new_folder
from pipelines.parts.rows_in_order import rows_in_order
from pipelines.reading.version import rules_of_reading
from pipelines.records import Article, Outcome, Outlet, Page, Revision, WarcPlace
from pipelines.refining import Step
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, TABLES, Table
from pipelines.state.source_state import State
from pipelines.storing.forgotten import Forgotten
from pipelines.storing.holdings import Holdings
from pipelines.storing.looks import LookPlan
from pipelines.storing.storage import Store
from pipelines.workers import Workers

_RECORDS: dict[str, type[Article | Outcome]] = {
    ARTICLES.name: Article,
    REVISIONS.name: Revision,
    OUTCOMES.name: Outcome,
}
_BATCH = 2000  # rows; nobody waits for them, so fewer files are better


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it stands, and what its page gives today; None where there is no page to read."""

    table: Table
    columns: dict[str, Any]
    today: "Future[Article | Outcome] | None"


class _Archived:
    """The pages lie in the archive already; what turns out to be forgotten goes when the new rows are in place."""

    def __init__(self) -> None:
        self._forgotten: list[tuple[str, int]] = []

    def sync(self) -> dict[str, int]:
        return {}

    def keep(self, _requested_url: str, /) -> None:
        return None

    def let_go(self, _requested_url: str, /) -> None:
        return None

    def erase(self, file: str, offset: int, /) -> None:
        self._forgotten.append((file, offset))

    def erase_now(self, layout: Layout) -> None:
        for file, offset in self._forgotten:
            erase_answer(layout.archive_file(file), offset)


@dataclass(slots=True)
class Reprocessing:
    """One source's rows made anew. `counts` says what changed."""

    layout: Layout
    outlet: Outlet
    state: State
    workers: Workers
    steps: tuple[Step, ...]
    run_id: str
    index: DuplicateIndex | None = None
    by_hand: ByHand | None = None
    counts: Counter[str] = field(default_factory=Counter)
    _pages: _Archived = field(default_factory=_Archived)
    _parts: list[str] = field(default_factory=list)
    _named: frozenset[str] = frozenset()

    def run(self, *, is_dry: bool) -> None:
        """Build the new rows and exchange them for the old; a dry run only counts.

        Raises PartDamaged and PartIsNewer before anything is changed.
        """
        self._look_at_what_stands()
        build = self.layout.staging / self.outlet.source_id / f"{self.run_id}-build"
        # While it lies there, the next to open the source lets the index forget what is begun here.
        make_folder(build)
        try:
            self._forget_in_index(with_batches=False)  # from here on nobody finds a copy of what may go
            self._build(Layout(build), is_dry=is_dry)
            if not is_dry:
                self._exchange(Layout(build))
                self.state.note_rules("reading", rules_of_reading(self.outlet))
                self._pages.erase_now(self.layout)
        finally:
            self._forget_in_index(with_batches=True)  # the next run replays what stands then
            shutil.rmtree(build, ignore_errors=True)

    def _look_at_what_stands(self) -> None:
        """Read all that will be needed of the old rows, to the last page: damage costs nothing yet."""
        self._parts = promised_parts(self.layout, self.state, self.outlet.source_id)
        for name in self._parts:
            read_through(self.layout.output / name)
        self._named = self._named_by_others()

    def _forget_in_index(self, *, with_batches: bool) -> None:
        if self.index is not None:
            self.index.forget_source(self.outlet.source_id, with_batches=with_batches)

    def _build(self, layout: Layout, *, is_dry: bool) -> None:
        with contextlib.closing(State(layout.state_file(self.outlet.source_id))) as state:
            renewal = self._renewal(layout, state)
            renewal.store.forgotten = Forgotten(self.layout, is_kept=not is_dry)
            under_way: deque[_Row] = deque()
            for row in self._rows():
                under_way.append(row)
                while len(under_way) > 2 * self.workers.count:
                    self._settle(renewal, under_way.popleft())
            while under_way:
                self._settle(renewal, under_way.popleft())
            renewal.store.commit()

    def _renewal(self, layout: Layout, state: State) -> Renewal:
        store = Store(Holdings(layout, state, self.outlet, self.run_id), self._pages, LookPlan(after=()))
        store.duplicates.index = self.index
        return Renewal(
            store,
            self.counts,
            own=frozenset(self._ids_in(ARTICLES)),
            named=self._named,
            gone=dict.fromkeys(self._ids_in(REVISIONS, kind="gone")),
            by_hand=self.by_hand,
        )

    def _exchange(self, built: Layout) -> None:
        source_id = self.outlet.source_id
        for table in TABLES:
            folder = new_folder(self.layout, source_id, self.run_id, table)
            for month in (built.output / table.name / f"source={source_id}").glob("month=*"):
                month.rename(folder / month.name)
        exchange(self.layout, self.state, self.outlet, self.run_id)

    def _rows(self) -> Iterator[_Row]:
        """All rows of the source in the order in which their pages came, each with its page under way."""
        for table, columns in rows_in_order(self.layout, self._parts):
            page = self._page(table, columns)
            yield _Row(table, columns, None if page is None else self.workers.refine(page, self.steps))

    def _ids_in(self, table: Table, **which: str) -> list[str]:
        """The articles of this source's rows, of those where each of these columns has that value."""
        found = self._columns(table, ["article_id", *which], self._parts)
        for name, value in which.items():
            found = found.filter(pc.equal(found[name], value))
        return list(found["article_id"].to_pylist())

    def _page(self, table: Table, columns: dict[str, Any]) -> Page | None:
        if columns["warc_file"] is None or columns["reader_version"] is None or columns.get("kind") == "gone":
            return None
        path = self.layout.archive_file(columns["warc_file"])
        archived = read_answer(path, columns["warc_offset"]) if path.exists() else None
        if archived is None or not archived.said:  # without it, what the listing said would be lost
            return None
        page = page_of(archived, self.outlet, self.run_id, "reprocess")
        fetched_at = columns["at" if table is OUTCOMES else "fetched_at"]
        place = WarcPlace(columns["warc_file"], columns["warc_offset"], columns.get("warc_length") or 0)
        return replace(page, fetched_at=fetched_at, warc=place)

    def _settle(self, renewal: Renewal, row: _Row) -> None:
        before = _RECORDS[row.table.name](**row.columns)
        renewal.take(before, None if row.today is None else row.today.result(timeout=self.workers.patience))
        if renewal.store.waiting >= _BATCH:
            renewal.store.commit()

    def _named_by_others(self) -> frozenset[str]:
        """The articles that a row of any source names as first of its cluster, or a revision as what it revises."""
        names = manifest(self.layout.output)
        copies = self._columns(ARTICLES, ["article_id", "cluster_id"], names)
        firsts = copies.filter(pc.not_equal(copies["cluster_id"], copies["article_id"]))["cluster_id"]
        revised = self._columns(REVISIONS, ["article_id"], names)["article_id"]
        return frozenset([*firsts.to_pylist(), *revised.to_pylist()])

    def _columns(self, table: Table, columns: list[str], names: list[str]) -> pa.Table:
        return pa.concat_tables([empty(table, columns), *read_columns(self.layout.output, table, names, columns)])
