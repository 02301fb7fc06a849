"""A row beside what its page gives today: which of the two is stored, and what has changed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from pipelines.corrections import ByHand
from pipelines.duplicates.rules import verdict_in
from pipelines.records import Article, Outcome, Revision
from pipelines.refining import UNEXPECTED
from pipelines.storing.derived_rows import read_anew
from pipelines.storing.storage import Store
from pipelines.tagging.tag_entries import TAG_FIELDS, ids_of

_LOOKED_AT = ("title", "text", "published_at", "authors", "section", "genre", "canonical_url")


@dataclass(slots=True)
class Renewal:
    """Takes a source's rows in their order into `store`. `counts` says what changed."""

    store: Store
    counts: Counter[str]
    own: frozenset[str]
    """The source's articles, by id."""
    named: frozenset[str]
    """Articles that other rows name."""
    gone: dict[str, Article | None]
    """Articles that vanished: a tombstone repeats what was read last, as today's rules read it."""
    by_hand: ByHand | None = field(default=None)

    def take(self, before: Article | Outcome, today: Article | Outcome | None) -> None:
        """Store the row, or what its page gives today; None where there is no page to read."""
        self._correct(before if today is None else today, before)
        if today is None:
            self._carry_over(before)
            return
        if isinstance(today, Article) and before.article_id in self.gone:
            self.gone[before.article_id] = today
        self._compare_and_store(before, today)

    def _correct(self, item: Article | Outcome, before: Article | Outcome) -> None:
        if self.by_hand is not None and isinstance(item, Article):
            self.by_hand.correct(item, before.article_id)

    def _carry_over(self, before: Article | Outcome) -> None:
        last = self.gone.get(before.article_id or "")
        if isinstance(before, Revision) and before.kind == "gone" and last is not None:
            read_anew(before, last)
        elif isinstance(before, Article) or _had_a_page(before):
            self.counts["carried over: no page to read"] += 1
        self.store.carry_over(before)

    def _compare_and_store(self, before: Article | Outcome, today: Article | Outcome) -> None:
        if isinstance(today, Outcome) and _is_no_verdict(today):
            self.counts[f"carried over: {today.reason}"] += 1
            self.store.carry_over(before)
        elif isinstance(before, Article) and not isinstance(before, Revision):
            self._store_article(before, today)
        else:
            if isinstance(before, Outcome) and before.outcome == "rejected" and isinstance(today, Article):
                self.counts[f"{before.reason} before, today an article"] += 1
            self.store.take(today)

    def _store_article(self, before: Article, today: Article | Outcome) -> None:
        what = self._why_no_article(before, today)
        if what is None:
            self._count_changes(before, cast(Article, today))
            self._settle_copy(before, cast(Article, today))
        elif before.article_id in self.named and not self.store.is_forgotten(today):
            self.counts["withdrawn, but named by other rows"] += 1
            before.is_withdrawn = True
            self.store.carry_over(before)
            return
        else:
            self.counts[f"article before, today {what}"] += 1
        self.store.take(today)

    def _why_no_article(self, before: Article, today: Article | Outcome) -> str | None:
        """What its page is today, when it is no article of its own any more."""
        if self.store.is_forgotten(today):
            return "what was removed for good"
        if isinstance(today, Outcome):
            return today.reason or today.outcome
        today.article_id = before.article_id
        return "another address of an article" if self.store.knows(today) else None

    def _settle_copy(self, before: Article, today: Article) -> None:
        """The verdict stays with the text; another text is compared anew.

        Not so where other rows name this one as their first, nor where the first that it names can no longer be
        compared with: the index forgets what its window has left.
        """
        is_same = before.text_hash == today.text_hash
        if is_same or before.article_id in self.named or self._names_what_left_the_index(before):
            self.store.duplicates.kept_verdicts[before.article_id] = verdict_in(before)

    def _names_what_left_the_index(self, before: Article) -> bool:
        index = self.store.duplicates.index
        if index is None or before.duplicate_of is None or before.duplicate_of in self.own:
            return False
        return not index.knows(before.duplicate_of)

    def _count_changes(self, before: Article, today: Article) -> None:
        changed = [name for name in _LOOKED_AT if getattr(before, name) != getattr(today, name)]
        changed += [
            name for name in TAG_FIELDS if ids_of(name, getattr(before, name)) != ids_of(name, getattr(today, name))
        ]
        for name in changed:
            self.counts[f"{name} changed"] += 1
        self.counts["articles that changed" if changed else "articles as before"] += 1


def _had_a_page(before: Outcome) -> bool:
    """Of most outcomes no page ever came, or a refusal that nobody read."""
    return before.warc_file is not None and before.reader_version is not None


def _is_no_verdict(today: Outcome) -> bool:
    """Whether it says something of us, not of the page: a slow machine must not cost an article."""
    return today.reason == "reading_deadline" or (today.detail or "").startswith(UNEXPECTED)
