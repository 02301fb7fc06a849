"""The plan of looks at a source's stored articles in its state: which article is due when."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pipelines.state.file import transaction
from pipelines.state.known import Visit

_COLUMNS = "article_id, url, found_in, found_at, listing_url, first_at, due_at, etag, last_modified"


class Visits:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of(self, article_id: str) -> Visit | None:
        query = f"SELECT {_COLUMNS} FROM visits WHERE article_id = ?"  # noqa: S608 (names of ours)
        row = self._db.execute(query, [article_id]).fetchone()
        return None if row is None else _visit_in(row)

    def due(self, now: datetime, most: int) -> list[Visit]:
        """Articles whose next look is due, those first that waited longest."""
        order = "ORDER BY due_at, article_id LIMIT ?"
        query = f"SELECT {_COLUMNS} FROM visits WHERE due_at <= ? {order}"  # noqa: S608 (names of ours)
        return [_visit_in(row) for row in self._db.execute(query, [_utc(now), most])]

    def drop(self, article_ids: Iterable[str]) -> None:
        """Take articles off the plan."""
        with transaction(self._db):
            self._db.executemany(
                "UPDATE visits SET due_at = NULL WHERE article_id = ?", [(each,) for each in article_ids]
            )

    def put(self, visits: Iterable[Visit], batch_id: str) -> None:
        """Write down looks that belong to no batch under way."""
        with transaction(self._db):
            self.plan(visits, batch_id)

    def plan(self, visits: Iterable[Visit], batch_id: str) -> None:
        """Write down a batch's looks, within its transaction."""
        self._db.executemany(
            "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*_as_row(visit), batch_id) for visit in visits],
        )

    def unplan(self, batch_id: str) -> None:
        """Take a batch's looks back, within its transaction, when its articles are gone.

        Of articles that are still known the looks before are not known any more: they are due now.
        """
        of_it = "batch_id = ? AND article_id {} (SELECT article_id FROM looks)"
        self._db.execute(f"UPDATE visits SET due_at = first_at WHERE {of_it.format('IN')}", [batch_id])  # noqa: S608 (ours)
        self._db.execute(f"DELETE FROM visits WHERE {of_it.format('NOT IN')}", [batch_id])  # noqa: S608 (ours)


def _utc(at: datetime) -> str:
    """As text that sorts by time: one zone, one length."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _as_row(visit: Visit) -> tuple[str | None, ...]:
    due_at = None if visit.due_at is None else _utc(visit.due_at)
    before = (visit.article_id, visit.url, visit.found_in, _utc(visit.found_at), visit.listing_url)
    return (*before, _utc(visit.first_at), due_at, visit.etag, visit.last_modified)


def _visit_in(row: tuple[Any, ...]) -> Visit:
    article_id, url, found_in, found_at, listing_url, first_at, due_at, etag, last_modified = row
    times = [None if text is None else datetime.fromisoformat(text) for text in (found_at, first_at, due_at)]
    assert times[0] is not None
    assert times[1] is not None
    return Visit(article_id, url, found_in, times[0], listing_url, times[1], times[2], etag, last_modified)
