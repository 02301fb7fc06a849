"""The archived pages of a source through today's rules.

Every row leads to its page in the archive. The pages are read again in the order in which they were fetched, and
stored into a folder of their own by the same store as a crawl's; then the folders are exchanged for the source's.
Rows without a page (no answer, no whole answer, an archive that was thinned) are carried over. Ids never change.
"""

import shutil
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pyarrow.dataset as ds

from newscrawl.archive import read_answer
from newscrawl.ingesting import candidate_of
from pipelines.duplicate_index import DuplicateIndex
from pipelines.duplicates import Duplicate, Kind
from pipelines.layout import Layout
from pipelines.looks import LookPlan
from pipelines.records import Article, Outcome, Outlet, Page, Revision, WarcPlace
from pipelines.refining import Step
from pipelines.replacing import exchange, new_folder
from pipelines.schema import ARTICLES, OUTCOMES, REVISIONS, TABLES, Table
from pipelines.state import State
from pipelines.storage import Store
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
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, *, is_dry: bool) -> None:
        """Build the new rows and exchange them for the old; a dry run only counts."""
        build = self.layout.staging / self.outlet.source_id / f"{self.run_id}-build"
        shutil.rmtree(build, ignore_errors=True)
        try:
            self._build(Layout(build))
            if not is_dry:
                self._exchange(Layout(build))
        finally:
            shutil.rmtree(build, ignore_errors=True)

    def _build(self, layout: Layout) -> None:
        state = State(layout.state_file(self.outlet.source_id))
        store = Store(layout, state, self.outlet, self.run_id, _NothingHeld(), LookPlan(after=()))
        store.index = self.index
        under_way: deque[_Row] = deque()
        for row in self._rows():
            under_way.append(row)
            while len(under_way) > 2 * self.workers.count:
                self._settle(store, under_way.popleft())
        while under_way:
            self._settle(store, under_way.popleft())
        store.commit()
        state.close()

    def _exchange(self, built: Layout) -> None:
        source_id = self.outlet.source_id
        for table in TABLES:
            folder = new_folder(self.layout, source_id, self.run_id, table)
            for month in (built.output / table.name / f"source={source_id}").glob("month=*"):
                month.rename(folder / month.name)
        exchange(self.layout, self.state, self.outlet, self.run_id)

    def _rows(self) -> Iterator[_Row]:
        """All rows of the source in the order in which their pages came, each with its page under way."""
        rows = [(table, columns) for table in TABLES for columns in self._stored(table)]
        rows.sort(key=lambda row: _time_and_place(row[1]))
        for table, columns in rows:
            page = self._page(table, columns)
            yield _Row(table, columns, None if page is None else self.workers.refine(page, self.steps))

    def _stored(self, table: Table) -> list[dict[str, Any]]:
        folder = self.layout.output / table.name / f"source={self.outlet.source_id}"
        if not folder.exists():
            return []
        return [
            dict(row) for row in ds.dataset(folder, schema=table.schema, format="parquet").to_table().to_pylist()
        ]

    def _page(self, table: Table, columns: dict[str, Any]) -> Page | None:
        if columns["warc_file"] is None or columns["reader_version"] is None or columns.get("kind") == "gone":
            return None
        path = self.layout.archive_file(columns["warc_file"])
        archived = read_answer(path, columns["warc_offset"]) if path.exists() else None
        if archived is None:
            return None
        answer = archived.answer
        return Page(
            outlet=self.outlet,
            candidate=candidate_of(archived),
            url=answer.url,
            status=answer.status,
            headers={name.lower(): value for name, value in answer.headers},
            body=answer.body,
            fetched_at=columns["at" if table is OUTCOMES else "fetched_at"],
            run_id=self.run_id,
            run_kind="reprocess",
            warc=WarcPlace(columns["warc_file"], columns["warc_offset"], columns.get("warc_length") or 0),
        )

    def _settle(self, store: Store, row: _Row) -> None:
        record = _RECORDS[row.table.name](**row.columns)
        if row.today is None:
            self.counts["carried over: no page to read"] += 1
            store.carry_over(record)
        else:
            self._compare_and_store(store, record, row.today.result(timeout=self.workers.patience))
        if store.waiting >= _BATCH:
            store.commit()

    def _compare_and_store(self, store: Store, before: Article | Outcome, today: Article | Outcome) -> None:
        if isinstance(before, Article) and not isinstance(before, Revision):
            if isinstance(today, Article):
                today.article_id = before.article_id
                self._count_changes(before, today)
                self._settle_copy(store, before, today)
            elif self._is_named_by_others(before):
                self.counts["withdrawn, but named by other rows"] += 1
                before.is_withdrawn = True
                store.carry_over(before)
                return
            else:
                self.counts[f"article before, today {today.reason}"] += 1
        elif isinstance(before, Outcome) and isinstance(today, Article) and before.outcome == "rejected":
            self.counts[f"{before.reason} before, today an article"] += 1
        store.take(today)

    def _settle_copy(self, store: Store, before: Article, today: Article) -> None:
        """The verdict stays with the text; another text is compared anew, unless others name this one as first."""
        is_first_of_others = before.cluster_id == before.article_id and self._is_named_by_others(before)
        if before.text_hash == today.text_hash or is_first_of_others:
            store.kept_verdicts[before.article_id] = _verdict_of(before)
        elif self.index is not None:
            self.index.take_out([before.article_id])

    def _count_changes(self, before: Article, today: Article) -> None:
        looked_at = ("title", "text", "published_at", "authors", "section", "genre", "canonical_url")
        changed = [name for name in looked_at if getattr(before, name) != getattr(today, name)]
        for name in changed:
            self.counts[f"{name} changed"] += 1
        self.counts["articles that changed" if changed else "articles as before"] += 1

    def _is_named_by_others(self, article: Article) -> bool:
        """Whether a row of any source names it as the first of its cluster, or as what it revises."""
        named = (ds.field("duplicate_of") == article.article_id) | (
            (ds.field("cluster_id") == article.article_id) & (ds.field("article_id") != article.article_id)
        )
        articles = self._all(ARTICLES).count_rows(filter=named)
        return bool(
            articles or self._all(REVISIONS).count_rows(filter=ds.field("article_id") == article.article_id)
        )

    def _all(self, table: Table) -> ds.Dataset:
        folder: Path = self.layout.output / table.name
        return ds.dataset(folder, schema=table.schema, format="parquet") if folder.exists() else _nothing(table)


class _NothingHeld:
    """The pages lie in the archive already."""

    def sync(self) -> dict[str, int]:
        return {}

    def keep(self, _requested_url: str, /) -> None:
        return None

    def let_go(self, _requested_url: str, /) -> None:
        return None


def _verdict_of(row: Article) -> Duplicate | None:
    if row.duplicate_of is None:
        return None
    return Duplicate(cast(Kind, row.duplicate_kind), row.duplicate_of, row.duplicate_score or 0.0)


def _nothing(table: Table) -> ds.Dataset:
    return ds.dataset(table.schema.empty_table())


def _time_and_place(columns: dict[str, Any]) -> tuple[datetime, str, int]:
    """The order in which things were found; of one moment, that of the archive."""
    return columns.get("at") or columns["fetched_at"], columns["warc_file"] or "", columns["warc_offset"] or 0
