"""What is known of one source, in one SQLite file: addresses, texts, listings, and which batches are whole.

Derived: `pipelines/rebuilding.py` makes it anew from the Parquet files. What a batch adds is written together with
the batch (`prepare`), so that an address is known exactly when its row is stored.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.known import Additions, Known, ListingMemory, Refusal, StagedFile, Visit
from pipelines.state_file import FORMAT, StateDamaged, committed_batches, create, damaged_or_refused

__all__ = ["Additions", "Known", "ListingMemory", "Refusal", "StagedFile", "State", "StateDamaged", "Visit"]


class State:
    def __init__(self, path: Path, domain: str = "") -> None:
        self.path = path
        try:
            if not path.exists():
                create(path, domain)
            # Autocommit: transactions are opened where they are meant, with BEGIN IMMEDIATE.
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        except sqlite3.DatabaseError as error:
            raise damaged_or_refused(path, error) from error
        try:
            self._check()  # first: what follows writes into the file, whatever it is
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")  # a known address outlives a power cut, as its row does
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise damaged_or_refused(path, error) from error
        except StateDamaged:
            self._db.close()
            raise

    def _check(self) -> None:
        if self._db.execute("SELECT name FROM sqlite_master WHERE name = 'marker'").fetchone() is None:
            raise StateDamaged(f"{self.path}: it holds no state")  # an empty file opens as an empty database
        if self._db.execute("SELECT format FROM marker").fetchall() != [(FORMAT,)]:
            raise StateDamaged(f"{self.path}: it is not of the format {FORMAT}")
        problem = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise StateDamaged(f"{self.path}: {problem}")

    @property
    def domain(self) -> str:
        """The registered domain of the outlet: ids made from hosts must not collide unseen."""
        return str(self._db.execute("SELECT domain FROM marker").fetchone()[0])

    def close(self) -> None:
        self._db.close()

    # What is known

    def article_at(self, address: str) -> str | None:
        row = self._db.execute("SELECT article_id FROM addresses WHERE address = ?", [address]).fetchone()
        return None if row is None else str(row[0])

    def addresses_of(self, article_id: str) -> list[str]:
        """Every known address of an article, in canonical form."""
        rows = self._db.execute("SELECT address FROM addresses WHERE article_id = ?", [article_id])
        return [address for (address,) in rows]

    def known(self, article_id: str) -> Known | None:
        row = self._db.execute(
            "SELECT article_id, cluster_id, url, title, text_hash, words, revision, kind FROM looks"
            " WHERE article_id = ? ORDER BY revision DESC LIMIT 1",
            [article_id],
        ).fetchone()
        return None if row is None else Known(*row)

    def first_with_text(self, text_hash: str) -> Known | None:
        """The first stored article whose text, as first published, has this hash."""
        row = self._db.execute(
            "SELECT article_id, cluster_id, url, title, text_hash, words, revision, kind FROM looks"
            " WHERE text_hash = ? AND revision = 0 ORDER BY rowid LIMIT 1",
            [text_hash],
        ).fetchone()
        return None if row is None else Known(*row)

    def refusal(self, address: str) -> Refusal | None:
        row = self._db.execute(
            "SELECT reason, at, tries FROM refusals WHERE address = ? ORDER BY tries DESC LIMIT 1", [address]
        ).fetchone()
        return None if row is None else Refusal(row[0], datetime.fromisoformat(row[1]), row[2])

    def archive_lengths(self) -> dict[str, int]:
        """How long each archive file was when last synced."""
        return dict(self._db.execute("SELECT name, length FROM archives"))

    def forget_archives(self, names: Iterable[str]) -> None:
        """Archive files that are gone: one that is made anew under its name begins at nothing."""
        self._db.executemany("DELETE FROM archives WHERE name = ?", [(name,) for name in names])

    def wipe_traces(self) -> None:
        """Write the file anew: what was deleted stays in a database's free pages until then."""
        for order in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            self._db.execute(order)

    # Batches: prepared, then committed or undone

    def prepare(self, batch_id: str, files: Sequence[StagedFile], additions: Additions) -> None:
        """Write down, in one transaction, that these files belong in place, and all that they make known."""
        with self._transaction():
            self._db.execute("INSERT INTO batches VALUES (?, 'prepared', ?)", [batch_id, _listed(files)])
            self._add(batch_id, additions)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # else a failing ROLLBACK would hide what happened
                self._db.execute("ROLLBACK")
            raise

    def _add(self, batch_id: str, additions: Additions) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)",
            [(address, article_id, batch_id) for address, article_id in additions.addresses.items()],
        )
        self._db.executemany(
            "INSERT INTO looks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (k.article_id, k.revision, k.cluster_id, k.url, k.title, k.text_hash, k.words, k.kind, batch_id)
                for k in [*additions.articles, *additions.revisions]
            ],
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO refusals (address, batch_id, reason, at, tries) VALUES (?, ?, ?, ?, ?)",
            [(a, batch_id, r.reason, r.at.isoformat(), r.tries) for a, r in additions.refusals.items()],
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*_as_row(visit), batch_id) for visit in additions.visits.values()],
        )
        self._db.executemany("INSERT OR REPLACE INTO archives VALUES (?, ?)", additions.archive_lengths.items())

    def commit(self, batch_id: str) -> None:
        self._db.execute("UPDATE batches SET stage = 'committed' WHERE batch_id = ?", [batch_id])

    def undo(self, batch_id: str) -> None:
        with self._transaction():
            self._db.execute("DELETE FROM addresses WHERE batch_id = ?", [batch_id])
            self._db.execute("DELETE FROM looks WHERE batch_id = ?", [batch_id])
            self._db.execute("DELETE FROM refusals WHERE batch_id = ?", [batch_id])
            self._db.execute("DELETE FROM visits WHERE batch_id = ?", [batch_id])
            self._db.execute("DELETE FROM batches WHERE batch_id = ?", [batch_id])

    def holds(self, batch_id: str) -> bool:
        """Whether the batch was prepared; whatever happened then, it is no longer its maker's."""
        return self._db.execute("SELECT 1 FROM batches WHERE batch_id = ?", [batch_id]).fetchone() is not None

    def prepared(self) -> dict[str, list[StagedFile]]:
        """Batches that a crash left between `prepare` and `commit`."""
        rows = self._db.execute("SELECT batch_id, files FROM batches WHERE stage = 'prepared' ORDER BY rowid")
        return {batch_id: [StagedFile(*each) for each in json.loads(files)] for batch_id, files in rows}

    def parts(self) -> list[str]:
        """The manifest: every part file that holds committed rows, relative to OUTPUT_DIR."""
        return [part for _, parts in committed_batches(self._db) for part in parts]

    # Replacing: all part files of the source by others

    def begin_replacing(self, replacement_id: str, files: Sequence[StagedFile], *, same_rows: bool = False) -> None:
        """Write down that these files are to take the place of all others: from here on it will be finished."""
        stage = "merging" if same_rows else "replacing"
        self._db.execute("INSERT INTO batches VALUES (?, ?, ?)", [replacement_id, stage, _listed(files)])

    def replacing(self) -> list[str]:
        """Replacements that a crash left unfinished."""
        rows = self._db.execute(
            "SELECT batch_id FROM batches WHERE stage IN ('replacing', 'merging') ORDER BY rowid"
        )
        return [replacement_id for (replacement_id,) in rows]

    def replaces_by_same_rows(self, replacement_id: str) -> bool:
        row = self._db.execute("SELECT stage FROM batches WHERE batch_id = ?", [replacement_id]).fetchone()
        return row is not None and row[0] == "merging"

    def finish_replacing(self, replacement_id: str, additions: Iterable[Additions] | None) -> None:
        """The new files are the manifest, and what they make known is all that is known; None: it is the same."""
        with self._transaction():
            if additions is not None:
                self._forget_all_but_visits()
                for some in additions:
                    self._add(replacement_id, some)
                self._db.execute("DELETE FROM visits WHERE article_id NOT IN (SELECT article_id FROM looks)")
            self._db.execute("UPDATE batches SET files = '[]' WHERE batch_id != ?", [replacement_id])
            self._db.execute("UPDATE batches SET stage = 'committed' WHERE batch_id = ?", [replacement_id])

    def _forget_all_but_visits(self) -> None:
        for name in ("addresses", "looks", "refusals"):
            self._db.execute(f"DELETE FROM {name}")  # noqa: S608 (three names of ours)

    # Looks at known articles

    def due(self, now: datetime, most: int) -> list[Visit]:
        """Articles whose next look is due, those first that waited longest."""
        rows = self._db.execute(
            "SELECT article_id, url, found_in, found_at, listing_url, first_at, due_at, etag, last_modified"
            " FROM visits WHERE due_at <= ? ORDER BY due_at, article_id LIMIT ?",
            [_utc(now), most],
        )
        return [_visit_of(row) for row in rows]

    def forget_looks(self, article_ids: Iterable[str]) -> None:
        """Take articles off the plan."""
        with self._transaction():
            self._db.executemany(
                "UPDATE visits SET due_at = NULL WHERE article_id = ?", [(each,) for each in article_ids]
            )

    def visit(self, article_id: str) -> Visit | None:
        row = self._db.execute(
            "SELECT article_id, url, found_in, found_at, listing_url, first_at, due_at, etag, last_modified"
            " FROM visits WHERE article_id = ?",
            [article_id],
        ).fetchone()
        return None if row is None else _visit_of(row)

    # Listings

    def listing(self, url: str) -> ListingMemory | None:
        row = self._db.execute(
            "SELECT url, etag, last_modified, modified_at, fetched_at FROM listings WHERE url = ?", [url]
        ).fetchone()
        if row is None:
            return None
        modified_at = None if row[3] is None else datetime.fromisoformat(row[3])
        return ListingMemory(row[0], row[1], row[2], modified_at, datetime.fromisoformat(row[4]))

    def remember_listings(self, memories: Iterable[ListingMemory]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?)",
            [
                (
                    m.url,
                    m.etag,
                    m.last_modified,
                    m.modified_at and m.modified_at.isoformat(),
                    m.fetched_at.isoformat(),
                )
                for m in memories
            ],
        )

    # Runs

    def begin_run(self, run_id: str, started_at: datetime, kind: str) -> None:
        self._db.execute("INSERT INTO runs VALUES (?, ?, ?, NULL)", [run_id, started_at.isoformat(), kind])

    def end_run(self, run_id: str, line: str) -> None:
        self._db.execute("UPDATE runs SET line = ? WHERE run_id = ?", [line, run_id])

    def stored_by(self, run_id: str) -> int:
        """How many articles a run's committed batches hold."""
        pattern = f"{run_id}-*"
        row = self._db.execute("SELECT count(*) FROM looks WHERE revision = 0 AND batch_id GLOB ?", [pattern])
        return int(row.fetchone()[0])

    def unfinished_runs(self) -> list[tuple[str, datetime, str]]:
        """Runs that began and never said how they ended: id, beginning, kind."""
        rows = self._db.execute("SELECT run_id, started_at, kind FROM runs WHERE line IS NULL ORDER BY rowid")
        return [(run_id, datetime.fromisoformat(started_at), kind) for run_id, started_at, kind in rows]

    def recent_lines(self, most: int) -> list[dict[str, object]]:
        """The last lines that runs of this source wrote, newest first."""
        rows = self._db.execute("SELECT line FROM runs WHERE line IS NOT NULL ORDER BY rowid DESC LIMIT ?", [most])
        return [json.loads(line) for (line,) in rows]


def _listed(files: Sequence[StagedFile]) -> str:
    return json.dumps([[each.staged, each.final, each.rows] for each in files])


def _utc(at: datetime) -> str:
    """As text that sorts by time: one zone, one length."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _as_row(visit: Visit) -> tuple[str | None, ...]:
    due_at = None if visit.due_at is None else _utc(visit.due_at)
    before = (visit.article_id, visit.url, visit.found_in, _utc(visit.found_at), visit.listing_url)
    return (*before, _utc(visit.first_at), due_at, visit.etag, visit.last_modified)


def _visit_of(row: tuple[Any, ...]) -> Visit:
    article_id, url, found_in, found_at, listing_url, first_at, due_at, etag, last_modified = row
    times = [None if text is None else datetime.fromisoformat(text) for text in (found_at, first_at, due_at)]
    assert times[0] is not None
    assert times[1] is not None
    return Visit(article_id, url, found_in, times[0], listing_url, times[1], times[2], etag, last_modified)
