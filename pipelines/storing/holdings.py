"""What is held of one source: what is committed, and the batch that waits, asked as one.

So one run never stores an article twice, and each look is compared with the last one, committed or not.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from pipelines.addresses.keys import canonical_or_raw
from pipelines.layout import Layout
from pipelines.parts.errors import PartIsNewer
from pipelines.parts.reading import rows_of_article
from pipelines.records import Article, Outcome, Outlet, Revision
from pipelines.schema import ARTICLES, REVISIONS, row_of
from pipelines.state.known import Known, Refusal, Visit
from pipelines.state.source_state import State
from pipelines.storing.batches import Batch, StopStoring
from pipelines.storing.derived_rows import known_of


class Holdings:
    def __init__(self, layout: Layout, state: State, outlet: Outlet, run_id: str) -> None:
        self.layout = layout
        self.state = state
        self.outlet = outlet
        self._run_id = run_id
        self._batches = 0
        self.batch = self._new_batch()
        """What was taken and is not yet durable."""

    # What is known

    def key(self, url: str) -> str:
        """The address by which a page of this source is known."""
        return canonical_or_raw(url, self.outlet)

    def article_at(self, key: str) -> str | None:
        """The id of the article that an address leads to."""
        return self.batch.additions.addresses.get(key) or self.state.article_at(key)

    def known_at(self, key: str) -> Known | None:
        found = self.article_at(key)
        return None if found is None else self.known(found)

    def known(self, article_id: str) -> Known | None:
        """The article as its last look left it."""
        additions = self.batch.additions
        waiting = [k for k in (*additions.articles, *additions.revisions) if k.article_id == article_id]
        return waiting[-1] if waiting else self.state.known(article_id)

    def first_with_text(self, text_hash: str) -> Known | None:
        """The first article whose text, as first published, has this hash."""
        committed = self.state.first_with_text(text_hash)
        if committed is not None:
            return committed
        return next((known for known in self.batch.additions.articles if known.text_hash == text_hash), None)

    def visit(self, article_id: str) -> Visit | None:
        return self.batch.additions.visits.get(article_id) or self.state.visits.of(article_id)

    def refusal(self, key: str) -> Refusal | None:
        return self.batch.additions.refusals.get(key) or self.state.refusal(key)

    def row_of_look(self, known: Known) -> dict[str, Any] | None:
        """The row that a look became; a rare look into the files. Raises StopStoring for a damaged one."""
        waiting = [row_of(row) for row in self.batch.records if isinstance(row, Article)]
        for row in chain(waiting, self._committed_rows(known)):
            if row["article_id"] == known.article_id and row.get("revision", 0) == known.revision:
                return row
        return None

    def _committed_rows(self, known: Known) -> Iterator[dict[str, Any]]:
        """Of the article, in that look's table; first from the files that it was stored in, then the newest."""
        table = REVISIONS if known.revision else ARTICLES
        stored_in = self.state.batches.parts_of_look(known.article_id, known.revision)
        names = dict.fromkeys([*stored_in, *reversed(self.state.batches.parts())])
        try:
            for name in names:
                if name.startswith(f"{table.name}/"):
                    yield from rows_of_article(self.layout.output / name, known.article_id)
        except (OSError, PartIsNewer) as error:
            raise StopStoring(str(error)) from error

    # The batch that waits

    def add(self, row: Article | Outcome) -> None:
        """Let a row wait; an article's row is what is known of it from now on."""
        self.batch.records.append(row)
        if isinstance(row, Revision):
            self.batch.additions.revisions.append(known_of(row, row.revision, row.kind))
        elif isinstance(row, Article):
            self.batch.additions.articles.append(known_of(row))

    def map_addresses(self, page: Article, article_id: str) -> None:
        """Let all addresses of a page lead to the article; those that lead to another stay with it."""
        for key in (page.canonical_url, self.key(page.url), self.key(page.requested_url)):
            if self.article_at(key) is None:
                self.batch.additions.addresses[key] = article_id

    def refuse(self, refused: Outcome) -> None:
        """Let a refusal wait, with how often its address was refused."""
        key = self.key(refused.requested_url)
        before = self.refusal(key)
        self.batch.records.append(refused)
        self.batch.additions.refusals[key] = Refusal(
            reason=refused.reason or refused.outcome, at=refused.at, tries=1 if before is None else before.tries + 1
        )

    def begin_new_batch(self) -> None:
        """Leave the batch, if it was prepared: preparing it twice would undo it. Else it waits on."""
        if self.state.batches.holds(self.batch.batch_id):
            self.batch = self._new_batch()

    def _new_batch(self) -> Batch:
        self._batches += 1
        return Batch(f"{self._run_id}-{self._batches:04d}")
