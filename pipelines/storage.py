"""Storing: what is new becomes a row, what is known is looked at again, what is refused is remembered.

The store decides against what is committed and against the batch that waits, so one run never stores an article
twice, whichever of its addresses it comes by.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from pipelines.accounts import Fate
from pipelines.addresses import RefuseAddress, article_id, canonical_url
from pipelines.batches import Batch, StopStoring, commit
from pipelines.derived_rows import changes, known_of, outcome_of, revision_of, scrub, storable, tombstone_of
from pipelines.duplicate_file import IndexDamaged
from pipelines.duplicate_index import DuplicateIndex
from pipelines.duplicates import Duplicate, mark, moment_of, verdict_in
from pipelines.fingerprints import Fingerprint, fingerprint_of
from pipelines.forgotten import Forgotten, id_of
from pipelines.layout import Layout
from pipelines.looks import LookPlan, Validators
from pipelines.records import Article, Outcome, Outlet, Revision, WarcPlace
from pipelines.schema import ARTICLES, REVISIONS, row_of, what_is_wrong
from pipelines.state import Known, Refusal, State, Visit

# Below this, equal texts say little: «التفاصيل بعد قليل» stands under many urgent headlines.
WORDS_TO_COMPARE = 20


class KeepsAnswers(Protocol):
    """The archive, as far as storing needs it."""

    def sync(self) -> dict[str, int]:
        """Make durable what was written; returns the length of each file touched."""

    def keep(self, requested_url: str, /) -> WarcPlace | None:
        """Write the answer that was held back until its fate was known; None if none was."""

    def let_go(self, requested_url: str, /) -> None:
        """Forget the answer that was held back."""

    def erase(self, file: str, offset: int, /) -> None:
        """Overwrite an answer that was written, and what its listing said of it."""


class Store:
    """Takes one source's articles and outcomes; `commit` makes durable what it has taken."""

    def __init__(
        self,
        layout: Layout,
        state: State,
        outlet: Outlet,
        run_id: str,
        archive: KeepsAnswers,
        plan: LookPlan | None = None,
    ) -> None:
        self._layout = layout
        self._state = state
        self._outlet = outlet
        self._run_id = run_id
        self._archive = archive
        self._plan = plan or LookPlan()
        self.index: DuplicateIndex | None = None
        """Shared with the runs of all sources; without it only equal texts within this source are marked."""
        self.renew_index: Callable[[], DuplicateIndex] | None = None
        """Makes the index anew when it turns out to be damaged."""
        self.forgotten = Forgotten(layout)
        """Nothing of what is on this list becomes a row."""
        self.kept_verdicts: dict[str, Duplicate | None] = {}
        """Of articles that come again with the text they had: by id."""
        self.validators: dict[str, Validators] = {}
        """Of the answers under way, by the address asked for: for the next look."""
        self._batches = 0
        self._batch = self._new_batch()

    @property
    def waiting(self) -> int:
        """Rows taken and not yet durable."""
        return len(self._batch.records)

    def take(self, item: Article | Outcome) -> tuple[Fate, str | None]:
        """Decide what becomes of the item; returns its fate and, if it is refused, the reason."""
        try:
            return self._take(item)
        finally:
            self._archive.let_go(item.requested_url)

    def _take(self, item: Article | Outcome) -> tuple[Fate, str | None]:
        if self.is_forgotten(item):
            return self._drop(item)
        if isinstance(item, Outcome):
            return self._take_outcome(item)
        item.cluster_id = item.article_id  # its own, until it is found to be a copy
        wrong = what_is_wrong(item)
        if wrong is not None:
            return self._take_outcome(outcome_of(item, "rejected", "invalid_record", wrong))
        known = self._known(item)
        return self._store(item) if known is None else self._look_again(item, known)

    def is_forgotten(self, item: Article | Outcome) -> bool:
        """By any of its addresses: a new one may lead to a page that was removed for good."""
        if self.forgotten.is_empty():
            return False
        own = (item.requested_url, item.url, item.canonical_url)
        return self.forgotten.holds(*own, *(self._canonical(each) for each in own if each))

    def _drop(self, item: Article | Outcome) -> tuple[Fate, str | None]:
        """Leave no trace of it but an id on the list, so that the address that led here is not asked for again."""
        if item.warc_file is not None and item.warc_offset is not None:
            self._archive.erase(item.warc_file, item.warc_offset)
        address = self._canonical(item.requested_url)
        if not self.forgotten.holds(address):
            at = item.at if isinstance(item, Outcome) else item.fetched_at
            self.forgotten.add([id_of(address)], at.date(), "it leads to what was forgotten")
        return "known", None

    def carry_over(self, row: Article | Outcome) -> None:
        """Take a row of an older run as it is: its page is not there to be read again."""
        self._batch.records.append(row)
        if isinstance(row, Revision):
            before = self._known_by_id(row.article_id)
            if before is not None:  # looks before it may have come out otherwise
                row.revision, row.cluster_id = before.revision + 1, before.cluster_id
            self._batch.additions.revisions.append(known_of(row, row.revision, row.kind))
            self._map_addresses(row, row.article_id)
        elif isinstance(row, Article):
            self.kept_verdicts[row.article_id] = verdict_in(row)
            self._batch.additions.articles.append(known_of(row))
            self._map_addresses(row, row.article_id)

    def knows(self, article: Article) -> bool:
        """Whether the article is one that was taken before, by any of its addresses."""
        return self._known(article) is not None

    def commit(self) -> None:
        """Raises StopStoring; the batch then still waits, or `recover` finishes it if it was prepared."""
        if not self._batch.records:
            return
        try:
            self._commit()
        except IndexDamaged as error:
            if self.renew_index is None:
                raise StopStoring(str(error)) from error
            self.index = self.renew_index()
            self._commit()
        finally:  # preparing it twice would undo it; a run that was interrupted may take more before it ends
            if self._state.holds(self._batch.batch_id):
                self._batch = self._new_batch()

    def _commit(self) -> None:
        try:
            with self._settled():
                commit(self._batch, self._layout, self._state, self._archive.sync)
        except sqlite3.OperationalError as error:  # another run holds the index for minutes, or the disk is full
            raise StopStoring(f"the index of duplicates: {error}") from error

    @contextmanager
    def _settled(self) -> Iterator[None]:
        """Hold the index's write lock, with the batch's verdicts written into its rows."""
        if self.index is None:
            yield
            return
        with self.index.settling(self._batch.batch_id, moment_of(self._batch.batch_id)) as settling:
            new = [r for r in self._batch.records if isinstance(r, Article) and not isinstance(r, Revision)]
            for article in new:
                if article.article_id in self.kept_verdicts:
                    settling.keep(article, _fingerprint(article))
                else:
                    mark(article, settling.settle(article, _fingerprint(article), self._cluster_of_text(article)))
            clusters = {article.article_id: article.cluster_id for article in new}
            self._batch.additions.articles = [
                replace(known, cluster_id=clusters[known.article_id]) for known in self._batch.additions.articles
            ]
            yield

    def _cluster_of_text(self, article: Article) -> str | None:
        """The cluster of an equal text of this source, however old: the index forgets what its window has left."""
        if article.text_hash is None or (article.words or 0) < WORDS_TO_COMPARE:
            return None
        first = self._state.first_with_text(article.text_hash)
        return None if first is None else first.cluster_id

    def article_at(self, address: str) -> str | None:
        """The stored or waiting article of a canonical address."""
        return self._batch.additions.addresses.get(address) or self._state.article_at(address)

    # New articles

    def _store(self, article: Article) -> tuple[Fate, str | None]:
        self._mark_exact_duplicate(article)
        self._place(article)
        self._batch.records.append(article)
        self._batch.additions.articles.append(known_of(article))
        visit = self._plan.first(article, self.validators.pop(article.requested_url, (None, None)))
        self._batch.additions.visits[article.article_id] = visit
        self._map_addresses(article, article.article_id)
        return "stored", None

    def _place(self, article: Article) -> None:
        place = self._archive.keep(article.requested_url)
        if place is not None:
            article.warc_file, article.warc_offset, article.warc_length = place.file, place.offset, place.length

    def _mark_exact_duplicate(self, article: Article) -> None:
        if article.article_id in self.kept_verdicts:
            mark(article, self.kept_verdicts[article.article_id])
            return
        first = self._first_with_text(article)
        mark(article, None if first is None else Duplicate("exact", first.cluster_id, 1.0))

    def _first_with_text(self, article: Article) -> Known | None:
        if article.text_hash is None or (article.words or 0) < WORDS_TO_COMPARE:
            return None
        committed = self._state.first_with_text(article.text_hash)
        if committed is not None:
            return committed
        waiting = self._batch.additions.articles
        return next((known for known in waiting if known.text_hash == article.text_hash), None)

    # Known articles

    def _known(self, article: Article) -> Known | None:
        """The stored article that this one is, by its own addresses or by the one that it states."""
        own = self._canonical(article.url)
        for address in (self._canonical(article.requested_url), own):
            known = self._at(address)
            if known is not None:
                return known
        stated = self._at(article.canonical_url)
        if stated is None or _is_twin(article, stated):
            return stated
        # Many pages share this address: it identifies none of them.
        if article.article_id == article_id(article.canonical_url):  # else it has its id from an older row
            article.article_id = article.cluster_id = article_id(own)
        article.canonical_url = own
        return None

    def _at(self, address: str) -> Known | None:
        found = self.article_at(address)
        return None if found is None else self._known_by_id(found)

    def _known_by_id(self, article_id: str) -> Known | None:
        additions = self._batch.additions
        waiting = [k for k in (*additions.articles, *additions.revisions) if k.article_id == article_id]
        return waiting[-1] if waiting else self._state.known(article_id)

    def _look_again(self, article: Article, known: Known) -> tuple[Fate, str | None]:
        self._map_addresses(article, known.article_id)
        # AMP and print views drop and reorder text: what differs there is no revision.
        is_twin = self._canonical(article.url) != self._canonical(known.url)
        if not is_twin:
            self._looked(known, article.fetched_at, self.validators.pop(article.requested_url, (None, None)))
        changed = changes(article, known)
        if is_twin or not (changed or known.kind == "gone"):
            detail = "another address of this article" if is_twin else None
            return self._unchanged(outcome_of(article, "unchanged", None, detail), known)
        self._place(article)
        revision = revision_of(article, known, changed)
        self._batch.records.append(revision)
        self._batch.additions.revisions.append(known_of(revision, revision.revision, revision.kind))
        return "revised", None

    def _unchanged(self, outcome: Outcome, known: Known) -> tuple[Fate, str | None]:
        outcome.article_id = known.article_id
        self._batch.records.append(outcome)
        return "unchanged", None

    def _looked(self, known: Known, at: datetime, validators: Validators | None = None) -> None:
        visit = self._visit(known.article_id)
        if visit is not None:
            self._batch.additions.visits[known.article_id] = self._plan.looked(visit, at, validators)

    def _visit(self, article_id: str) -> Visit | None:
        return self._batch.additions.visits.get(article_id) or self._state.visit(article_id)

    # Outcomes

    def _take_outcome(self, outcome: Outcome) -> tuple[Fate, str | None]:
        """What was found without reading: of a known article «the same as before» or «gone», else a refusal."""
        known = self._at(self._canonical(outcome.requested_url))
        if known is not None:  # whatever it found: a page that always fails would stay due for ever
            self._looked(known, outcome.at)
        if known is None or outcome.outcome == "rejected":
            return self._refuse(outcome)
        scrub(outcome)
        if outcome.outcome == "unchanged":
            return self._unchanged(outcome, known)
        return self._bury(outcome, known)

    def _bury(self, gone: Outcome, known: Known) -> tuple[Fate, str | None]:
        last = self._last_row(known.article_id) if known.kind != "gone" else None
        if last is None:  # it is known to be gone
            gone.article_id = known.article_id
            self._batch.records.append(gone)
            return "gone", None
        place = self._archive.keep(gone.requested_url)
        if place is not None:
            gone.warc_file, gone.warc_offset = place.file, place.offset
        tombstone = tombstone_of(last, known, gone)
        self._batch.records.append(tombstone)
        self._batch.additions.revisions.append(known_of(tombstone, tombstone.revision, tombstone.kind))
        return "revised", None

    def _last_row(self, article_id: str) -> dict[str, Any] | None:
        """The article as its last page had it; a rare look into the files."""
        rows = [row_of(row) for row in self._batch.records if isinstance(row, Article)]
        for found in ([row for row in rows if row["article_id"] == article_id], *self._stored(article_id)):
            with_text = [row for row in found if row.get("kind") != "gone"]
            if with_text:
                return max(with_text, key=lambda row: row.get("revision", 0))
        return None

    def _stored(self, article_id: str) -> Iterator[list[dict[str, Any]]]:
        # Seldom asked, and it imports pandas where there is one: a third of what a run takes to begin.
        import pyarrow.dataset as ds

        for table in (REVISIONS, ARTICLES):
            folder = self._layout.output / table.name / f"source={self._outlet.source_id}"
            if folder.exists():
                dataset = ds.dataset(folder, schema=table.schema, format="parquet")
                yield dataset.to_table(filter=ds.field("article_id") == article_id).to_pylist()

    def _refuse(self, outcome: Outcome) -> tuple[Fate, str | None]:
        scrub(outcome)
        address = self._canonical(outcome.requested_url)
        before = self._batch.additions.refusals.get(address) or self._state.refusal(address)
        self._batch.records.append(outcome)
        self._batch.additions.refusals[address] = Refusal(
            reason=outcome.reason or outcome.outcome, at=outcome.at, tries=1 if before is None else before.tries + 1
        )
        fate: Fate = "gone" if outcome.outcome == "gone" else "rejected"
        return fate, outcome.reason

    def _map_addresses(self, article: Article, to: str) -> None:
        for address in (
            article.canonical_url,
            self._canonical(article.url),
            self._canonical(article.requested_url),
        ):
            if self.article_at(address) is None:
                self._batch.additions.addresses[address] = to

    def _canonical(self, url: str) -> str:
        return canonical_or_raw(url, self._outlet)

    def _new_batch(self) -> Batch:
        self._batches += 1
        return Batch(f"{self._run_id}-{self._batches:04d}")


def _fingerprint(article: Article) -> Fingerprint:
    """As the worker made it; a row that did not come from a worker has none yet."""
    made = getattr(article, "fingerprint", None)
    return made if isinstance(made, Fingerprint) else fingerprint_of(article)


def canonical_or_raw(url: str, outlet: Outlet) -> str:
    """The key of an address in state; an address that is refused is its own key, as its outcome's row has it."""
    url = storable(url)
    try:
        return canonical_url(url, outlet)
    except RefuseAddress:
        return url


def _is_twin(article: Article, known: Known) -> bool:
    """Whether a page that states the address of a known article is another view of it."""
    pairs = ((article.title, known.title), (article.text_hash, known.text_hash))
    return any(now is not None and now == before for now, before in pairs)
