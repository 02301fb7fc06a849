"""Brings the index of duplicates up to what is committed: from the part files, with the verdicts in their rows."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.rules import moment_of
from pipelines.parts.errors import PartDamaged, PartIsNewer
from pipelines.parts.reading import opened_part
from pipelines.records import Article
from pipelines.schema import ARTICLES

_COLUMNS = [
    "article_id",
    "source_id",
    "cluster_id",
    "title",
    "text",
    "agencies",
    "run_id",
    "run_kind",
    "fetched_at",
]
_ROWS = 500  # read at once: a merged file holds a month

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Replayed:
    """How many articles came in; and batches with a file that is gone or damaged: asked for again next time."""

    articles: int = 0
    unread: list[str] = field(default_factory=list)


def replay_missing(
    index: DuplicateIndex, output: Path, batches: Iterable[tuple[str, Sequence[str]]], now: datetime
) -> Replayed:
    """Replay the committed batches that the index lacks; each is its id and its files, relative to `output`.

    A damaged file of one source stops no other's run: whoever rewrites that source, or checks it, ends with 3 or 4.
    """
    files_of = dict(batches)
    replayed = Replayed()
    for batch_id in index.missing([(name, _moment(name, now)) for name in files_of], now):
        files = [output / name for name in files_of[batch_id] if name.startswith(f"{ARTICLES.name}/")]
        try:
            replayed.articles += index.replay(batch_id, _moment(batch_id, now), _articles_in(files))
        except FileNotFoundError:  # merged or exchanged meanwhile; the file that took its place names them again
            replayed.unread.append(batch_id)
        except (PartDamaged, PartIsNewer) as error:
            log.warning("the index of duplicates: %s; until then it lacks what batch %s holds", error, batch_id)
            replayed.unread.append(batch_id)
    return replayed


def _articles_in(files: Sequence[Path]) -> Iterator[Article]:
    for file in files:
        with opened_part(file) as part:
            for rows in part.iter_batches(_ROWS, columns=_COLUMNS):
                yield from (Article(**row) for row in rows.to_pylist())


def _moment(batch_id: str, now: datetime) -> datetime:
    try:
        return moment_of(batch_id)
    except ValueError:  # not named after a run: its rows say how old they are
        return now
