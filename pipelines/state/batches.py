"""The batches of a source in its state: which are whole, which files hold them, and what each made known.

What a batch makes known is written together with the batch (`prepare`), and goes with it (`undo`).
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from pipelines.state.file import committed_batches, transaction
from pipelines.state.known import Additions, StagedFile
from pipelines.state.visits import Visits


class Batches:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    # Prepared, then committed or undone

    def prepare(self, batch_id: str, files: Sequence[StagedFile], additions: Additions) -> None:
        """Write down, in one transaction, that these files belong in place, and all that they make known."""
        with transaction(self._db):
            self._db.execute("INSERT INTO batches VALUES (?, 'prepared', ?)", [batch_id, _listed(files)])
            self._add(batch_id, additions)

    def _add(self, batch_id: str, additions: Additions) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)",
            [(address, article_id, batch_id) for address, article_id in additions.addresses.items()],
        )
        self._db.executemany(
            "INSERT INTO looks (article_id, cluster_id, url, title, text_hash, words, revision, kind, page_sha256,"
            " batch_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*astuple(known), batch_id) for known in [*additions.articles, *additions.revisions]],
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO refusals (address, batch_id, reason, at, tries) VALUES (?, ?, ?, ?, ?)",
            [(a, batch_id, r.reason, r.at.isoformat(), r.tries) for a, r in additions.refusals.items()],
        )
        Visits(self._db).plan(additions.visits.values(), batch_id)
        self._db.executemany("INSERT OR REPLACE INTO archives VALUES (?, ?)", additions.archive_lengths.items())

    def commit(self, batch_id: str) -> None:
        self._db.execute("UPDATE batches SET stage = 'committed' WHERE batch_id = ?", [batch_id])

    def undo(self, batch_id: str) -> None:
        with transaction(self._db):
            self._db.execute("DELETE FROM addresses WHERE batch_id = ?", [batch_id])
            self._db.execute("DELETE FROM looks WHERE batch_id = ?", [batch_id])
            self._db.execute("DELETE FROM refusals WHERE batch_id = ?", [batch_id])
            Visits(self._db).unplan(batch_id)
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

    def parts_of_look(self, article_id: str, revision: int) -> list[str]:
        """The part files of the batch that a look was stored with; none where others have taken their place."""
        query = "SELECT files FROM looks JOIN batches USING (batch_id) WHERE article_id = ? AND revision = ?"
        row = self._db.execute(query, [article_id, revision]).fetchone()
        return [] if row is None else [final for _, final, _ in json.loads(row[0])]

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
        with transaction(self._db):
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


def _listed(files: Sequence[StagedFile]) -> str:
    return json.dumps([[each.staged, each.final, each.rows] for each in files])
