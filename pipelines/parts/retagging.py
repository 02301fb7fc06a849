"""Leaders, topics, stories and places again, from the stored text: which rows that changes, and how.

A row whose tags come out the same stays as it is, to the version of the knowledge that made them: so an edit of the
knowledge changes the rows that it affects, and no others.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import pyarrow as pa

from pipelines.corrections import Corrections, corrected
from pipelines.knowledge.folders import knowledge_folders
from pipelines.knowledge.version import knowledge_version
from pipelines.records import published_on
from pipelines.schema import ARTICLES, OUTCOMES, Table
from pipelines.tagging.tag_entries import TAG_FIELDS, TagEntries, ids_of
from pipelines.tagging.tags import find_tags
from pipelines.workers import Workers

_MADE = (*TAG_FIELDS, "section", "genre", "genre_from", "authors", "field_sources")
_NEEDED = ("article_id", "title", "text", "published_day", "published_at", "outlet_country", *_MADE)
_SCHEMA = pa.schema([ARTICLES.schema.field(name) for name in (*_MADE, "knowledge_version")])
_CHUNK = 100  # rows a trip to a worker: a tenth of a second, far below its deadline


@dataclass(slots=True)
class Retagged:
    """What became of some rows: `rows` are the changed ones by today's tags, `places` where they stood."""

    places: list[int] = field(default_factory=list)
    rows: pa.RecordBatch | None = None
    gained: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)
    """Articles that could not be tagged, each with its reason; their rows stay as they are."""


@dataclass(slots=True)
class Retagging:
    """Tags batches of rows anew in worker processes. The counts say what changed so far."""

    workers: Workers
    corrections: Corrections
    tell: Callable[[int], None]
    """Is told how many rows are done, again and again."""
    rows: int = 0
    changed: int = 0
    gained: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)

    def change(self, table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with today's tags; the very same one where nothing changes."""
        if table is OUTCOMES:
            return batch
        under_way = [(begin, self._send(batch.slice(begin, _CHUNK))) for begin in range(0, batch.num_rows, _CHUNK)]
        places, rows = [], []
        for begin, future in under_way:
            found = self._answer(future, batch.slice(begin, _CHUNK))
            self._count(found)
            if found.rows is not None:
                places += [begin + place for place in found.places]
                rows.append(found.rows)
        self.rows += batch.num_rows
        self.tell(batch.num_rows)
        return _with_rows(batch, places, pa.Table.from_batches(rows)) if rows else batch

    def _send(self, chunk: pa.RecordBatch) -> "Future[Retagged]":
        ids = chunk.column("article_id").to_pylist()
        meant = {name: self.corrections[name] for name in ids if name in self.corrections}
        return self.workers.do(retag, chunk.select(_NEEDED), meant)

    def _answer(self, future: "Future[Retagged]", chunk: pa.RecordBatch) -> Retagged:
        try:
            return future.result(timeout=self.workers.patience)
        except Exception as error:  # noqa: BLE001 (a worker that died or hangs must not cost the other rows)
            reason = f"{type(error).__name__}: {error}"
            return Retagged(failed=dict.fromkeys(chunk.column("article_id").to_pylist(), reason))

    def _count(self, found: Retagged) -> None:
        self.changed += len(found.places)
        self.gained += found.gained
        self.lost += found.lost
        self.failed |= found.failed


def retag(batch: pa.RecordBatch, corrections: Corrections) -> Retagged:
    """The rows of the batch that today's knowledge and the corrections change; runs in a worker."""
    done, changed = Retagged(), []
    for place, row in enumerate(batch.to_pylist()):
        before = {name: row[name] for name in _MADE}
        try:
            made = _made(row, corrections)
        except Exception as error:  # noqa: BLE001 (one row must not cost the others; the command ends with 1)
            done.failed[row["article_id"]] = f"{type(error).__name__}: {error}"
            continue
        if made != before:
            done.places.append(place)
            changed.append(made | {"knowledge_version": knowledge_version(knowledge_folders())})
            _compare(done, before, made)
    if changed:
        done.rows = pa.RecordBatch.from_pylist(changed, schema=_SCHEMA)
    return done


def _made(row: dict[str, Any], corrections: Corrections) -> dict[str, Any]:
    """The columns as they are made today, rounded as the files round them."""
    day = published_on(row["published_day"], row["published_at"])
    tags = find_tags(row["title"], row["text"], day, row["outlet_country"])
    made = {name: row[name] for name in _MADE} | asdict(tags)
    made = corrected(made, corrections.get(row["article_id"], ()), _entries())
    batch = pa.RecordBatch.from_pylist([made], schema=_SCHEMA)
    return {name: batch.column(name)[0].as_py() for name in _MADE}


def _compare(done: Retagged, before: dict[str, Any], made: dict[str, Any]) -> None:
    for name in (*TAG_FIELDS, "section", "genre", "authors"):
        old, new = (_values(name, columns[name]) for columns in (before, made))
        done.gained.update((name, value) for value in new - old)
        done.lost.update((name, value) for value in old - new)


def _values(name: str, value: Any) -> set[str]:  # noqa: ANN401 (of any of these columns)
    if name in TAG_FIELDS:
        return ids_of(name, value)
    return set(value or ()) if name == "authors" else {value} - {None}


def _with_rows(batch: pa.RecordBatch, places: list[int], rows: pa.Table) -> pa.RecordBatch:
    """The batch with these rows' columns at these places."""
    order = list(range(batch.num_rows))
    for number, place in enumerate(places):
        order[place] = batch.num_rows + number
    return pa.RecordBatch.from_arrays(list(_columns(batch, rows, pa.array(order))), schema=batch.schema)


def _columns(batch: pa.RecordBatch, rows: pa.Table, order: pa.Array) -> Iterator[pa.Array]:
    for name in batch.schema.names:
        old = batch.column(name)
        if name in rows.schema.names:
            yield pa.concat_arrays([old, *rows.column(name).chunks]).take(order)
        else:
            yield old


@cache
def _entries() -> TagEntries:
    return TagEntries(knowledge_folders())
