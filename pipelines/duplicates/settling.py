"""One batch under the index's write lock: each of its articles gets its verdict and becomes an entry."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from pipelines.duplicates.entries import Entries, Entry
from pipelines.duplicates.file import guarded
from pipelines.duplicates.fingerprints import Fingerprint
from pipelines.duplicates.rules import Duplicate, Earlier, Match, choose, match, verdict
from pipelines.records import Article

# Old entries taken out at once: twice what a batch brings, so that they leave faster than new ones come, while the
# others wait for the lock for a second at most.
_LEAVE_PER_NEW = 2
_LEAVE_AT_LEAST = 100


class Settling:
    """Sees what is committed, and what this batch has brought so far; nothing older than the window."""

    def __init__(self, path: Path, db: sqlite3.Connection, day: int, window: int) -> None:
        self._path = path
        self._entries = Entries(db)
        self._day = day
        self._since = day - window
        self._new = 0

    def settle(
        self,
        article: Article,
        fingerprint: Fingerprint,
        of_equal_text: Callable[[], Duplicate | None] = lambda: None,
    ) -> Duplicate | None:
        """The verdict on a new article, which is an entry from now on.

        `of_equal_text` tells what the article is to the cluster of an equal text beyond the window, if the caller
        remembers one; it is asked where nothing in the window is alike.
        """
        with guarded(self._path):
            self._entries.take_out(article.article_id)  # else one that comes again would be a copy of itself
            found = self._entries.alike(fingerprint, self._since)
            decided = self._decide(article.article_id, fingerprint, found.entries)
            duplicate = None if decided is None else verdict(article.source_id, fingerprint, decided)
        if duplicate is None:
            duplicate = of_equal_text()  # what its files say is not said of ours
        with guarded(self._path):
            for pair in decided or ():
                self._entries.refresh(pair.earlier.number, self._day, fingerprint.credits)
            cluster_id = article.article_id if duplicate is None else duplicate.cluster_id
            entry = Entry(article.article_id, cluster_id, article.source_id, fingerprint, self._day)
            self._entries.add(entry, found.full_keys)
            self._new += 1
        return duplicate

    def keep(self, article: Article, fingerprint: Fingerprint) -> None:
        """Enter an article with the verdict that it bears."""
        with guarded(self._path):
            self._entries.take_out(article.article_id)
            full_keys = self._entries.alike(fingerprint, self._since).full_keys
            entry = Entry(article.article_id, article.cluster_id, article.source_id, fingerprint, self._day)
            self._entries.add(entry, full_keys)
            self._new += 1

    def let_leave(self) -> None:
        """Take out some of what is older than the window."""
        self._entries.take_out_older(self._since, max(_LEAVE_AT_LEAST, _LEAVE_PER_NEW * self._new))

    def _decide(
        self, article_id: str, fingerprint: Fingerprint, alike: list[Earlier]
    ) -> tuple[Match, Match] | None:
        matches = [pair for earlier in alike if (pair := match(fingerprint, earlier)) is not None]
        if any(pair.earlier.cluster_id == article_id for pair in matches):
            return None  # its own copies came before it came again: it stays their first
        return choose(fingerprint, matches, lambda copy: self._entries.at(copy.cluster_id))
