"""The index of duplicates as a run opens it: sound, and up to what all sources have committed."""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from pipelines.duplicates.file import IndexDamaged, start_anew
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.replay import replay_missing
from pipelines.layout import Layout
from pipelines.state.file import read_batches
from pipelines.state.source_state import StateDamaged

log = logging.getLogger(__name__)


def opened_index(layout: Layout, now: datetime) -> DuplicateIndex:
    """The shared index, after it was brought what it lacks; a damaged one is put aside and made anew."""
    path = layout.duplicates_file
    try:
        return _up_to_date(path, layout, now)
    except IndexDamaged as error:
        log.warning("%s; it is put aside and made anew from the Parquet files", error)
        start_anew(path)
        return _up_to_date(path, layout, now)


def forget_source(layout: Layout, source_id: str) -> None:
    """Let the next opening bring in a source's articles anew: what was begun with them was never ended."""
    _change(layout, lambda index: index.forget_source(source_id, with_batches=True))


def forget_batch(layout: Layout, batch_id: str) -> None:
    """Let the next opening look for articles that it lacks in a batch that was here: it is made anew."""
    _change(layout, lambda index: index.forget_batch(batch_id))


def forget_articles(layout: Layout, article_ids: Iterable[str]) -> None:
    """Take articles out whose rows are gone: nothing is found to be a copy of them any more."""
    _change(layout, lambda index: index.take_out(article_ids))


def _change(layout: Layout, change: Callable[[DuplicateIndex], None]) -> None:
    """Change the index as it lies there; a damaged one is made anew by the next run."""
    path = layout.duplicates_file
    if not path.exists():
        return
    try:
        with contextlib.closing(DuplicateIndex(path)) as index:
            change(index)
    except IndexDamaged as error:
        log.warning("%s; the next run makes it anew", error)


def note_same_rows(index: DuplicateIndex | None, replacement_id: str) -> None:
    """Tell an index that is up to date that a replacement holds no text that it does not know."""
    if index is None or not index.is_up_to_date:
        return
    try:
        index.note_merged(replacement_id)
    except (IndexDamaged, sqlite3.OperationalError) as error:
        log.warning("%s; the next run reads the replaced files again for the index", error)


def _up_to_date(path: Path, layout: Layout, now: datetime) -> DuplicateIndex:
    index = DuplicateIndex(path)
    try:
        replayed = replay_missing(index, layout.output, _committed(layout), now)
        index.is_up_to_date = not replayed.unread
    except BaseException:
        index.close()
        raise
    return index


def _committed(layout: Layout) -> list[tuple[str, list[str]]]:
    """The committed batches of all sources."""
    batches: list[tuple[str, list[str]]] = []
    for path in sorted((layout.output / "state").glob("[a-z]*.sqlite")):
        try:
            batches += read_batches(path)
        except (StateDamaged, OSError) as error:
            log.warning("%s; its articles are no part of the index until that is mended", error)
    return batches
