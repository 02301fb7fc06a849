"""The runs of a source in its state: which began, and what line each wrote at its end."""

import json
import sqlite3
from datetime import datetime


class Runs:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def begin(self, run_id: str, started_at: datetime, kind: str) -> None:
        self._db.execute("INSERT INTO runs VALUES (?, ?, ?, NULL)", [run_id, started_at.isoformat(), kind])

    def end(self, run_id: str, line: str) -> None:
        self._db.execute("UPDATE runs SET line = ? WHERE run_id = ?", [line, run_id])

    def stored_by(self, run_id: str) -> int:
        """How many articles a run's committed batches hold."""
        pattern = f"{run_id}-*"
        row = self._db.execute("SELECT count(*) FROM looks WHERE revision = 0 AND batch_id GLOB ?", [pattern])
        return int(row.fetchone()[0])

    def unfinished(self) -> list[tuple[str, datetime, str]]:
        """Runs that began and never said how they ended: id, beginning, kind."""
        rows = self._db.execute("SELECT run_id, started_at, kind FROM runs WHERE line IS NULL ORDER BY rowid")
        return [(run_id, datetime.fromisoformat(started_at), kind) for run_id, started_at, kind in rows]

    def recent_lines(self, most: int) -> list[dict[str, object]]:
        """The last lines that runs of this source wrote, newest first."""
        rows = self._db.execute("SELECT line FROM runs WHERE line IS NOT NULL ORDER BY rowid DESC LIMIT ?", [most])
        return [json.loads(line) for (line,) in rows]
