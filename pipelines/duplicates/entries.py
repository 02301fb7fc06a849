"""Entries of the index of duplicates: written, found by a shared key, taken out; in the caller's transaction."""

import sqlite3
from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pipelines.duplicates.fingerprints import Fingerprint, id_key
from pipelines.duplicates.numbers import BANDS
from pipelines.duplicates.rules import Earlier

_READ = (
    "SELECT number, article_id, cluster_id, source_id, credits, words, title_key, text_key, keys, shingles"
    " FROM entries WHERE number = ? AND day >= ?"
)
_WRITE = (
    "INSERT INTO entries"
    " (article_id, cluster_id, source_id, credits, words, title_key, text_key, keys, shingles, day)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the index keeps it, stored on `day`; `cluster_id` is its own id for the first of a cluster."""

    article_id: str
    cluster_id: str
    source_id: str
    fingerprint: Fingerprint
    day: int


@dataclass(slots=True)
class Found:
    """What shares a key with a fingerprint, the likest first by number of keys; and keys that are full."""

    entries: list[Earlier]
    full_keys: set[int]


class Entries:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM entries").fetchone()[0])

    def at(self, article_id: str) -> Earlier | None:
        for number in self._numbers(id_key(article_id)):
            entry = self._read(number, 0)
            if entry is not None and entry.article_id == article_id:
                return entry
        return None

    def alike(self, fingerprint: Fingerprint, since: int) -> Found:
        """Entries of day `since` or later that share a key.

        What is older waits only to be taken out, and takes no other's place here. Until it is, it fills its keys.
        """
        shared: Counter[int] = Counter()
        full = set()
        for key in fingerprint.keys:
            numbers = self._numbers(key)
            shared.update(numbers)
            if len(numbers) >= BANDS.most_postings:
                full.add(key)
        likest = sorted(shared, key=lambda number: (-shared[number], number))
        entries = (entry for number in likest if (entry := self._read(number, since)) is not None)
        return Found(list(islice(entries, BANDS.most_compared)), full)

    def add(self, entry: Entry, full_keys: set[int]) -> None:
        """Full keys get no more entries: what is known under them is found, and by its other keys this one is."""
        print_ = entry.fingerprint
        cluster = None if entry.cluster_id == entry.article_id else entry.cluster_id
        row = (
            entry.article_id, cluster, entry.source_id, " ".join(print_.credits), print_.words,
            print_.title_key, print_.text_key, array("q", print_.keys).tobytes(), print_.shingles, entry.day,
        )  # fmt: skip
        written = self._db.execute(_WRITE, row)
        number = written.lastrowid
        keys = {id_key(entry.article_id), *print_.keys} - full_keys
        self._db.executemany("INSERT INTO postings VALUES (?, ?)", [(key, number) for key in sorted(keys)])

    def refresh(self, number: int, day: int, credited: tuple[str, ...]) -> None:
        """A copy has come: the entry stays as long as the copy does, and its cluster is credited as the copy is."""
        self._db.execute("UPDATE entries SET day = ? WHERE number = ? AND day < ?", [day, number, day])
        if credited:
            row = self._db.execute("SELECT credits FROM entries WHERE number = ?", [number]).fetchone()
            codes = dict.fromkeys([*row[0].split(), *credited])
            self._db.execute("UPDATE entries SET credits = ? WHERE number = ?", [" ".join(codes), number])

    def take_out_older(self, than: int, most: int) -> int:
        """Take out at most so many entries whose day is before `than`; returns how many went."""
        rows = self._db.execute(
            "SELECT number, article_id, keys FROM entries WHERE day < ? ORDER BY day LIMIT ?", [than, most]
        ).fetchall()
        for number, article_id, keys in rows:
            self._take_out(number, article_id, array("q", keys))
        return len(rows)

    def take_out(self, article_id: str) -> None:
        entry = self.at(article_id)
        if entry is not None:
            self._take_out(entry.number, article_id, entry.fingerprint.keys)

    def _take_out(self, number: int, article_id: str, keys: "array[int] | tuple[int, ...]") -> None:
        pairs = [(key, number) for key in (*keys, id_key(article_id))]
        self._db.executemany("DELETE FROM postings WHERE key = ? AND number = ?", pairs)
        self._db.execute("DELETE FROM entries WHERE number = ?", [number])

    def _numbers(self, key: int) -> list[int]:
        found = self._db.execute(
            "SELECT number FROM postings WHERE key = ? ORDER BY number LIMIT ?", [key, BANDS.most_postings]
        )
        return [number for (number,) in found]

    def _read(self, number: int, since: int) -> Earlier | None:
        row = self._db.execute(_READ, [number, since]).fetchone()
        return None if row is None else _earlier(row)


def _earlier(row: tuple[Any, ...]) -> Earlier:
    number, article_id, cluster_id, source_id, credited, words, title_key, text_key, keys, shingles = row
    fingerprint = Fingerprint(
        tuple(array("q", keys)), shingles, text_key, title_key, words, tuple(credited.split())
    )
    return Earlier(number, article_id, cluster_id or article_id, source_id, fingerprint)
