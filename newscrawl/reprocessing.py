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
from pathlib import Path
from typing import Any, cast

import pyarrow.dataset as ds

from newscrawl.archive import read_answer
from newscrawl.ingesting import candidate_of
from pipelines.corrections import ByHand
from pipelines.derived_rows import read_anew
from pipelines.duplicate_index import DuplicateIndex
from pipelines.duplicates import verdict_in
from pipelines.forgotten import Forgotten
from pipelines.layout import Layout, make_folder
from pipelines.looks import LookPlan
from pipelines.records import Article, Outcome, Outlet, Page, Revision, WarcPlace
from pipelines.refining import UNEXPECTED, Step
from pipelines.replacing import exchange, new_folder
from pipelines.rows_in_order import rows_in_order
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
    by_hand: ByHand | None = None
    counts: Counter[str] = field(default_factory=Counter)
    _named: set[str] = field(default_factory=set)
    _own: set[str] = field(default_factory=set)
    _gone: dict[str, Article | None] = field(default_factory=dict)
    """Articles that vanished: a tombstone repeats what was read last, as today's rules read it."""

    def run(self, *, is_dry: bool) -> None:
        """Build the new rows and exchange them for the old; a dry run only counts."""
        build = self.layout.staging / self.outlet.source_id / f"{self.run_id}-build"
        make_folder(
            build
        )  # while it lies there, the next to open the source lets the index forget what is begun here
        try:
            self._forget_in_index(with_batches=False)  # from here on nobody finds a copy of what may go
            self._named = self._named_by_others()
            self._build(Layout(build))
            if not is_dry:
                self._exchange(Layout(build))
        finally:
            self._forget_in_index(with_batches=True)  # the next run replays what stands then
            shutil.rmtree(build, ignore_errors=True)

    def _forget_in_index(self, *, with_batches: bool) -> None:
        if self.index is not None:
            self.index.forget_source(self.outlet.source_id, with_batches=with_batches)

    def _build(self, layout: Layout) -> None:
        state = State(layout.state_file(self.outlet.source_id))
        store = Store(layout, state, self.outlet, self.run_id, _NothingHeld(), LookPlan(after=()))
        store.forgotten = Forgotten(self.layout)
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
        self._own = set(self._ids_in(ARTICLES))
        self._gone = dict.fromkeys(self._ids_in(REVISIONS, ds.field("kind") == "gone"))
        for table, columns in rows_in_order(self.layout, self.outlet.source_id):
            page = self._page(table, columns)
            yield _Row(table, columns, None if page is None else self.workers.refine(page, self.steps))

    def _ids_in(self, table: Table, which: ds.Expression | None = None) -> list[str]:
        folder = self.layout.output / table.name / f"source={self.outlet.source_id}"
        rows = ds.dataset(folder, schema=table.schema, format="parquet") if folder.exists() else _nothing(table)
        ids: list[str] = rows.to_table(columns=["article_id"], filter=which)["article_id"].to_pylist()
        return ids

    def _page(self, table: Table, columns: dict[str, Any]) -> Page | None:
        if columns["warc_file"] is None or columns["reader_version"] is None or columns.get("kind") == "gone":
            return None
        path = self.layout.archive_file(columns["warc_file"])
        archived = read_answer(path, columns["warc_offset"]) if path.exists() else None
        if archived is None or not archived.said:  # without it, what the listing said would be lost
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
            self._correct(record, record)
            self._carry_over(store, record)
        else:
            today = row.today.result(timeout=self.workers.patience)
            self._correct(today, record)
            if isinstance(today, Article) and record.article_id in self._gone:
                self._gone[record.article_id] = today
            self._compare_and_store(store, record, today)
        if store.waiting >= _BATCH:
            store.commit()

    def _correct(self, item: Article | Outcome, record: Article | Outcome) -> None:
        if self.by_hand is not None and isinstance(item, Article):
            self.by_hand.correct(item, record.article_id)

    def _carry_over(self, store: Store, record: Article | Outcome) -> None:
        last = self._gone.get(record.article_id or "")
        if isinstance(record, Revision) and record.kind == "gone" and last is not None:
            read_anew(record, last)
        else:
            self.counts["carried over: no page to read"] += 1
        store.carry_over(record)

    def _compare_and_store(self, store: Store, before: Article | Outcome, today: Article | Outcome) -> None:
        if isinstance(today, Outcome) and _is_no_verdict(today):
            self.counts[f"carried over: {today.reason}"] += 1
            store.carry_over(before)
        elif isinstance(before, Article) and not isinstance(before, Revision):
            self._store_article(store, before, today)
        else:
            if isinstance(before, Outcome) and before.outcome == "rejected" and isinstance(today, Article):
                self.counts[f"{before.reason} before, today an article"] += 1
            store.take(today)

    def _store_article(self, store: Store, before: Article, today: Article | Outcome) -> None:
        what = self._why_no_article(store, before, today)
        if what is None:
            self._count_changes(before, cast(Article, today))
            self._settle_copy(store, before, cast(Article, today))
        elif before.article_id in self._named:
            self.counts["withdrawn, but named by other rows"] += 1
            before.is_withdrawn = True
            store.carry_over(before)
            return
        else:
            self.counts[f"article before, today {what}"] += 1
        store.take(today)

    def _why_no_article(self, store: Store, before: Article, today: Article | Outcome) -> str | None:
        """What its page is today, when it is no article of its own any more."""
        if isinstance(today, Outcome):
            return today.reason or today.outcome
        today.article_id = before.article_id
        return "another address of an article" if store.knows(today) else None

    def _settle_copy(self, store: Store, before: Article, today: Article) -> None:
        """The verdict stays with the text; another text is compared anew.

        Not so where other rows name this one as their first, nor where the first that it names can no longer be
        compared with: the index forgets what its window has left.
        """
        is_same = before.text_hash == today.text_hash
        if is_same or before.article_id in self._named or self._names_what_is_forgotten(before):
            store.kept_verdicts[before.article_id] = verdict_in(before)

    def _names_what_is_forgotten(self, before: Article) -> bool:
        if self.index is None or before.duplicate_of is None or before.duplicate_of in self._own:
            return False
        return not self.index.knows(before.duplicate_of)

    def _count_changes(self, before: Article, today: Article) -> None:
        looked_at = ("title", "text", "published_at", "authors", "section", "genre", "canonical_url")
        changed = [name for name in looked_at if getattr(before, name) != getattr(today, name)]
        for name in changed:
            self.counts[f"{name} changed"] += 1
        self.counts["articles that changed" if changed else "articles as before"] += 1

    def _named_by_others(self) -> set[str]:
        """The articles that a row of any source names as first of its cluster, or a revision as what it revises."""
        is_copy = ds.field("cluster_id") != ds.field("article_id")
        copies = self._all(ARTICLES).to_table(columns=["cluster_id"], filter=is_copy)
        revised = self._all(REVISIONS).to_table(columns=["article_id"])
        return {*copies["cluster_id"].to_pylist(), *revised["article_id"].to_pylist()}

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

    def erase(self, _file: str, _offset: int, /) -> None:
        return None


def _is_no_verdict(today: Outcome) -> bool:
    """Whether it says something of us, not of the page: a slow machine must not cost an article."""
    return today.reason == "reading_deadline" or (today.detail or "").startswith(UNEXPECTED)


def _nothing(table: Table) -> ds.Dataset:
    return ds.dataset(table.schema.empty_table())
