"""The memory of copies that all sources' runs share: one SQLite file, derived from committed batches.

A batch is settled under the write lock, and is known here exactly when its rows are durable:

    with index.settling(batch_id, moment) as settling:
        duplicate = settling.settle(article, fingerprint)      # for each new article, in its order
        ...                                                    # commit the batch's rows

An exception inside takes everything back. A crash between the rows' commit and this one leaves a batch that
`missing` names and `replay` brings in, before a run settles anything itself.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipelines.duplicates.entries import Entries, Entry
from pipelines.duplicates.file import guarded, open_file
from pipelines.duplicates.fingerprints import fingerprint_of
from pipelines.duplicates.numbers import VERDICT
from pipelines.duplicates.rules import moment_of
from pipelines.duplicates.settling import Settling
from pipelines.records import Article

_AT_ONCE = 500  # articles forgotten in one transaction: the others wait for it


class DuplicateIndex:
    """Any method raises IndexDamaged when the file turns out to be no index."""

    def __init__(self, path: Path, window_days: int = VERDICT.window_days) -> None:
        self.path = path
        self.is_up_to_date = True
        """Whether all that was committed could be read when it was opened."""
        self._window = window_days
        self._db = open_file(path)
        self._entries = Entries(self._db)

    def close(self) -> None:
        self._db.close()

    def __len__(self) -> int:
        with guarded(self.path):
            return len(self._entries)

    def missing(self, batches: Iterable[tuple[str, datetime]], now: datetime) -> list[str]:
        """Which committed batches are not here, in their order; those older than the window need not be."""
        since = _day(now) - self._window
        with guarded(self.path):
            return [name for name, moment in batches if _day(moment) >= since and not self._has(name)]

    def replay(self, batch_id: str, moment: datetime, rows: Iterable[Article]) -> int:
        """Bring in what is not here of a committed batch, with the verdicts of its rows; returns how many came.

        A row is as old as the run that made it, for a merged file has rows of many days; reprocessed, as its page.
        """
        came = 0
        with self._transaction(), guarded(self.path):
            if self._has(batch_id):
                return 0
            for row in rows:
                day = _day(row.fetched_at if row.run_kind == "reprocess" else moment_of(row.run_id))
                if day >= _day(moment) - self._window and self._entries.at(row.article_id) is None:
                    self._bring_in(row, day)
                    came += 1
            self._note(batch_id, _day(moment))
        return came

    @contextmanager
    def settling(self, batch_id: str, moment: datetime) -> Iterator[Settling]:
        """Hold the write lock while a batch is settled and committed."""
        with self._transaction():
            settling = Settling(self.path, self._db, _day(moment), self._window)
            yield settling
            with guarded(self.path):
                self._note(batch_id, _day(moment))
                self._db.execute("DELETE FROM batches WHERE day < ?", [_day(moment) - self._window])
                settling.let_leave()

    def take_out(self, article_ids: Iterable[str]) -> None:
        """Forget articles: they are gone, or come again with other texts."""
        with self._transaction(), guarded(self.path):
            for article_id in article_ids:
                self._entries.take_out(article_id)

    def note_merged(self, batch_id: str) -> None:
        """The batch holds rows of batches that are here, and no others: nobody need replay it."""
        with self._transaction(), guarded(self.path):
            self._note(batch_id, _day(moment_of(batch_id)))

    def forget_batch(self, batch_id: str) -> None:
        """Forget that a batch was here, and nothing of what it brought."""
        with self._transaction(), guarded(self.path):
            self._db.execute("DELETE FROM batches WHERE batch_id = ?", [batch_id])

    def knows(self, article_id: str) -> bool:
        with guarded(self.path):
            return self._entries.at(article_id) is not None

    def forget_source(self, source_id: str, *, with_batches: bool) -> None:
        """Forget a source's articles; and, so that they are replayed, that its batches were here."""
        with guarded(self.path):
            found = self._db.execute("SELECT article_id FROM entries WHERE source_id = ?", [source_id])
            ids = [article_id for (article_id,) in found]
        for begin in range(0, len(ids), _AT_ONCE):
            self.take_out(ids[begin : begin + _AT_ONCE])
        if with_batches:
            with self._transaction(), guarded(self.path):
                self._db.execute("DELETE FROM batches WHERE batch_id GLOB ?", [f"{source_id}-*"])

    def _bring_in(self, row: Article, day: int) -> None:
        fingerprint = fingerprint_of(row)
        full_keys = self._entries.alike(fingerprint, since=0).full_keys
        self._entries.add(Entry(row.article_id, row.cluster_id, row.source_id, fingerprint, day), full_keys)
        first = None if row.cluster_id == row.article_id else self._entries.at(row.cluster_id)
        if first is not None:
            self._entries.refresh(first.number, day, fingerprint.credits)

    def _has(self, batch_id: str) -> bool:
        return self._db.execute("SELECT 1 FROM batches WHERE batch_id = ?", [batch_id]).fetchone() is not None

    def _note(self, batch_id: str, day: int) -> None:
        self._db.execute("INSERT OR IGNORE INTO batches VALUES (?, ?)", [batch_id, day])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with guarded(self.path):
            self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            with guarded(self.path):
                self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # else a failing ROLLBACK would hide what happened
                self._db.execute("ROLLBACK")
            raise


def _day(moment: datetime) -> int:
    return moment.astimezone(UTC).toordinal()
