"""Storing: what is new becomes a row, what is known is looked at again, what is refused is remembered."""

import sqlite3

from pipelines.accounts import Fate
from pipelines.addresses.keys import all_keys
from pipelines.duplicates.file import IndexDamaged
from pipelines.duplicates.marking import DuplicateMarking
from pipelines.duplicates.rules import verdict_in
from pipelines.records import Article, Outcome, Revision
from pipelines.schema import what_is_wrong
from pipelines.state.known import Known
from pipelines.storing.batches import StopStoring, commit
from pipelines.storing.derived_rows import outcome_of, scrub
from pipelines.storing.forgotten import Forgotten, id_of
from pipelines.storing.holdings import Holdings
from pipelines.storing.identity import leads_elsewhere, stored_article
from pipelines.storing.kept_answers import KeepsAnswers, keep_answer
from pipelines.storing.looking_again import LookingAgain
from pipelines.storing.looks import LookPlan


class Store:
    """Takes one source's articles and outcomes; `commit` makes durable what it has taken."""

    def __init__(self, holdings: Holdings, archive: KeepsAnswers, plan: LookPlan | None = None) -> None:
        self._holdings = holdings
        self._archive = archive
        self.duplicates = DuplicateMarking(holdings)
        self.looks = LookingAgain(holdings, archive, plan or LookPlan())
        self.forgotten = Forgotten(holdings.layout)
        """Nothing of what is on this list becomes a row."""

    @property
    def waiting(self) -> int:
        """Rows taken and not yet durable."""
        return len(self._holdings.batch.records)

    def article_at(self, address: str) -> str | None:
        """The stored or waiting article of a canonical address."""
        return self._holdings.article_at(address)

    def knows(self, article: Article) -> bool:
        """Whether the article is one that was taken before, by any of its addresses."""
        return stored_article(article, self._holdings) is not None

    def is_forgotten(self, item: Article | Outcome) -> bool:
        """By any of its addresses: a new one may lead to a page that was removed for good."""
        if self.forgotten.is_empty():
            return False
        own = [each for each in (item.requested_url, item.url, item.canonical_url) if each]
        return self.forgotten.holds(*own, *(key for each in own for key in all_keys(each, self._holdings.outlet)))

    # What becomes of an item

    def take(self, item: Article | Outcome) -> tuple[Fate, str | None]:
        """Decide what becomes of the item; returns its fate and, if it is refused, the reason."""
        try:
            return self._take(item)
        finally:
            self._archive.let_go(item.requested_url)
            self.looks.validators.pop(item.requested_url, None)

    def _take(self, item: Article | Outcome) -> tuple[Fate, str | None]:
        if self.is_forgotten(item):
            return self._drop(item)
        if isinstance(item, Outcome):
            return self._take_outcome(item)
        item.cluster_id = item.article_id  # its own, until it is found to be a copy
        wrong = what_is_wrong(item)
        if wrong is not None:
            return self._take_outcome(outcome_of(item, "rejected", "invalid_record", wrong))
        known = stored_article(item, self._holdings)
        if known is None:
            return self._store(item), None
        if leads_elsewhere(item, known, self._holdings):
            return self._take_outcome(outcome_of(item, "rejected", "soft_404", "it leads to another article"))
        return self.looks.see_page(item, known), None

    def _store(self, article: Article) -> Fate:
        self.duplicates.mark_equal(article)
        keep_answer(self._archive, article)
        self._holdings.add(article)
        self._holdings.map_addresses(article, article.article_id)
        self.looks.plan_first(article)
        return "stored"

    def _take_outcome(self, outcome: Outcome) -> tuple[Fate, str | None]:
        """What was found without reading: of a known article «the same as before» or «gone», else a refusal."""
        known = self._holdings.known_at(self._holdings.key(outcome.requested_url))
        if outcome.canonical_url is None:  # no page was read that could have stated one
            outcome.canonical_url = self._holdings.key(outcome.url or outcome.requested_url)
        if known is not None:
            self.looks.plan_next(known, outcome.at)
            self._doubt_another_address(outcome, known)
        if known is None or outcome.outcome == "rejected":
            return self._refuse(outcome)
        return self.looks.see_outcome(outcome, known), None

    def _doubt_another_address(self, outcome: Outcome, known: Known) -> None:
        """«The same as before», said at an address that is not the article's, is said of something else."""
        if outcome.outcome != "unchanged" or outcome.url is None:
            return
        if self._holdings.article_at(self._holdings.key(outcome.url)) != known.article_id:
            outcome.outcome, outcome.reason = "rejected", "soft_404"
            outcome.detail = f"it leads to another address: {outcome.detail}"

    def _refuse(self, outcome: Outcome) -> tuple[Fate, str | None]:
        scrub(outcome)
        self._holdings.refuse(outcome)
        return ("gone" if outcome.outcome == "gone" else "rejected"), outcome.reason

    def _drop(self, item: Article | Outcome) -> tuple[Fate, str | None]:
        """Leave no trace of it but an id on the list, so that the address that led here is not asked for again."""
        if item.warc_file is not None and item.warc_offset is not None:
            self._archive.erase(item.warc_file, item.warc_offset)
        address = self._holdings.key(item.requested_url)
        if not self.forgotten.holds(address):
            at = item.at if isinstance(item, Outcome) else item.fetched_at
            self.forgotten.add([id_of(address)], at.date(), "it leads to what was forgotten")
        return "known", None

    def carry_over(self, row: Article | Outcome) -> None:
        """Take a row of an older run as it is: its page is not there to be read again."""
        if isinstance(row, Revision):
            before = self._holdings.known(row.article_id)
            if before is not None:  # looks before it may have come out otherwise
                row.revision, row.cluster_id = before.revision + 1, before.cluster_id
        elif isinstance(row, Article):
            self.duplicates.kept_verdicts[row.article_id] = verdict_in(row)
        self._holdings.add(row)
        if isinstance(row, Article):
            self._holdings.map_addresses(row, row.article_id)

    # Committing

    def commit(self) -> None:
        """Raises StopStoring; the batch then still waits, or `recover` finishes it if it was prepared."""
        if not self.waiting:
            return
        try:
            self._commit()
        except IndexDamaged as error:
            self.duplicates.renew(error)
            if not self._holdings.state.batches.holds(self._holdings.batch.batch_id):
                self._commit()  # else the rows were durable before the damage showed, and came with the new index
        finally:  # a run that was interrupted may take more before it ends
            self._holdings.begin_new_batch()

    def _commit(self) -> None:
        try:
            with self.duplicates.settled() as batch:
                commit(batch, self._holdings.layout, self._holdings.state, self._archive.sync)
        except sqlite3.OperationalError as error:  # another run holds the index for minutes, or the disk is full
            path = self._holdings.layout.duplicates_file
            raise StopStoring(f"the index of duplicates: {path}: {error}") from error
