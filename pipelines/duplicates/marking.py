"""Marking a source's duplicates: equal texts of its own as they come, all others when their batch is committed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from pipelines.duplicates.file import IndexDamaged
from pipelines.duplicates.fingerprints import Fingerprint, fingerprint_of
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.numbers import VERDICT
from pipelines.duplicates.rules import Duplicate, mark, moment_of
from pipelines.duplicates.settling import Settling
from pipelines.records import Article, Revision
from pipelines.state.known import Known
from pipelines.storing.batches import Batch, StopStoring
from pipelines.storing.holdings import Holdings


class DuplicateMarking:
    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self.index: DuplicateIndex | None = None
        """Shared with the runs of all sources; without it only equal texts within this source are marked."""
        self.renew_index: Callable[[], DuplicateIndex] | None = None
        """Makes the index anew when it turns out to be damaged."""
        self._renewed: DuplicateIndex | None = None
        self.kept_verdicts: dict[str, Duplicate | None] = {}
        """Of articles that come again with the text they had: by id."""

    def mark_equal(self, article: Article) -> None:
        """Mark a new article whose text this source has had before; where there is an index, settling does."""
        if article.article_id in self.kept_verdicts:
            mark(article, self.kept_verdicts[article.article_id])
        elif self.index is None:
            mark(article, self._verdict_of_equal_text(article, self._holdings.first_with_text))

    @contextmanager
    def settled(self) -> Iterator[Batch]:
        """The batch that waits, with the index's verdicts in its rows; the index's write lock is held meanwhile."""
        batch = self._holdings.batch
        if self.index is None:
            yield batch
            return
        with self.index.settling(batch.batch_id, moment_of(batch.batch_id)) as settling:
            new = [r for r in batch.records if isinstance(r, Article) and not isinstance(r, Revision)]
            for article in new:
                self._settle(article, settling)
            _follow(batch, {article.article_id: article.cluster_id for article in new})
            yield batch

    def renew(self, damage: IndexDamaged) -> None:
        """Open an index made anew; StopStoring where nobody can make one."""
        if self.renew_index is None:
            raise StopStoring(str(damage)) from damage
        self.close()
        self.index = self._renewed = self.renew_index()

    def close(self) -> None:
        """Close the index that was made anew, if one was; the one before is its opener's, and others may use it."""
        if self._renewed is not None:
            self._renewed.close()

    def _settle(self, article: Article, settling: Settling) -> None:
        if article.article_id in self.kept_verdicts:
            settling.keep(article, _fingerprint(article))
        else:
            # Of all that was stored, however old: the index forgets what its window has left.
            first_with = self._holdings.state.first_with_text
            of_equal_text = partial(self._verdict_of_equal_text, article, first_with)
            mark(article, settling.settle(article, _fingerprint(article), of_equal_text))

    def _verdict_of_equal_text(
        self, article: Article, first_with: Callable[[str], Known | None]
    ) -> Duplicate | None:
        """By this source's first article with the text: an exact copy of a first, else what that one is."""
        text_hash = _telling_hash(article)
        first = None if text_hash is None else first_with(text_hash)
        if first is None:
            return None
        if first.cluster_id == first.article_id:
            return Duplicate("exact", first.cluster_id, 1.0)
        row = self._holdings.row_of_look(first)
        if row is None or row["duplicate_of"] is None:
            return None
        return Duplicate(row["duplicate_kind"], row["duplicate_of"], row["duplicate_score"])


def _follow(batch: Batch, clusters: dict[str, str]) -> None:
    """Let what else the batch says of its new articles name the clusters that they have now."""
    for row in batch.records:
        if isinstance(row, Revision):
            row.cluster_id = clusters.get(row.article_id, row.cluster_id)
    more = batch.additions
    for known in (more.articles, more.revisions):
        known[:] = [replace(each, cluster_id=clusters.get(each.article_id, each.cluster_id)) for each in known]


def _telling_hash(article: Article) -> str | None:
    """The hash of a text that is long enough for an equal one to be its copy."""
    return None if (article.words or 0) < VERDICT.words_to_compare else article.text_hash


def _fingerprint(article: Article) -> Fingerprint:
    """As the worker made it; a row that did not come from a worker has none yet."""
    made = getattr(article, "fingerprint", None)
    return made if isinstance(made, Fingerprint) else fingerprint_of(article)
