"""The listings of a source in its state: what makes the next look at each cheap."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from pipelines.state.known import ListingMemory


class Listings:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def memory_of(self, url: str) -> ListingMemory | None:
        row = self._db.execute(
            "SELECT url, etag, last_modified, modified_at, fetched_at FROM listings WHERE url = ?", [url]
        ).fetchone()
        if row is None:
            return None
        modified_at = None if row[3] is None else datetime.fromisoformat(row[3])
        return ListingMemory(row[0], row[1], row[2], modified_at, datetime.fromisoformat(row[4]))

    def remember(self, memories: Iterable[ListingMemory]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?)", map(_as_row, memories))


def _as_row(memory: ListingMemory) -> tuple[str | None, ...]:
    modified_at = None if memory.modified_at is None else memory.modified_at.isoformat()
    return (memory.url, memory.etag, memory.last_modified, modified_at, memory.fetched_at.isoformat())
