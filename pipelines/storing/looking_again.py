"""Another look at a stored article: it is as before, changed, gone, or back; and the next look is planned."""

from datetime import datetime

from pipelines.accounts import Fate
from pipelines.records import Article, Outcome
from pipelines.state.known import Known
from pipelines.storing.derived_rows import changes, outcome_of, revision_of, scrub, tombstone_of
from pipelines.storing.holdings import Holdings
from pipelines.storing.identity import doubt_new_address
from pipelines.storing.kept_answers import KeepsAnswers, keep_answer
from pipelines.storing.looks import LookPlan, Validators

_READ_OTHERWISE = "the same page; today's rules read it otherwise: `newscrawl reprocess` makes the row anew"


class LookingAgain:
    def __init__(self, holdings: Holdings, archive: KeepsAnswers, plan: LookPlan) -> None:
        self._holdings = holdings
        self._archive = archive
        self._plan = plan
        self.validators: dict[str, Validators] = {}
        """Of the answers under way, by the address asked for: for the next look."""

    def plan_first(self, article: Article) -> None:
        """Plan the first look at an article that is stored now."""
        visit = self._plan.first(article, self.validators.pop(article.requested_url, (None, None)))
        self._holdings.batch.additions.visits[article.article_id] = visit

    def see_page(self, page: Article, known: Known) -> Fate:
        """The article's page was read again."""
        doubt_new_address(page, known, self._holdings)
        self._holdings.map_addresses(page, known.article_id)
        # AMP and print views drop and reorder text: what differs there is no revision.
        if self._holdings.key(page.url) != self._holdings.key(known.url):
            self._note_move(page, known)
            return self._unchanged(outcome_of(page, "unchanged", None, "another address of this article"), known)
        self.plan_next(known, page.fetched_at, self.validators.pop(page.requested_url, (None, None)))
        changed = changes(page, known)
        if not changed and known.kind != "gone":
            return self._unchanged(outcome_of(page, "unchanged", None, None), known)
        if known.kind != "gone" and page.page_sha256 == known.page_sha256:
            return self._unchanged(outcome_of(page, "unchanged", None, _READ_OTHERWISE), known)
        keep_answer(self._archive, page)
        self._holdings.add(revision_of(page, known, changed))
        return "revised"

    def _note_move(self, page: Article, known: Known) -> None:
        """Plan the next look where this was one that a move of the article led to another address.

        The same page met in a listing, as an AMP view is, was no look. The validators are of the new address.
        """
        visit = self._holdings.visit(known.article_id)
        if visit is not None and self._holdings.key(page.requested_url) == self._holdings.key(visit.url):
            self.plan_next(known, page.fetched_at, (None, None))

    def see_outcome(self, outcome: Outcome, known: Known) -> Fate:
        """The outlet said «the same as before» or «no longer here»."""
        scrub(outcome)
        return self._unchanged(outcome, known) if outcome.outcome == "unchanged" else self._bury(outcome, known)

    def plan_next(self, known: Known, at: datetime, validators: Validators | None = None) -> None:
        """Whatever a look found, the next one is planned: a page that always fails would stay due for ever."""
        if not self._plan.after:  # a backfill or an ingest met the article: the looks of live runs stay as they are
            return
        visit = self._holdings.visit(known.article_id)
        if visit is not None:
            looked = self._plan.looked(visit, at, validators)
            self._holdings.batch.additions.visits[known.article_id] = looked

    def _unchanged(self, outcome: Outcome, known: Known) -> Fate:
        outcome.article_id = known.article_id
        self._holdings.add(outcome)
        return "unchanged"

    def _bury(self, gone: Outcome, known: Known) -> Fate:
        last = self._holdings.row_of_look(known) if known.kind != "gone" else None
        if last is None:  # it is known to be gone
            gone.article_id = known.article_id
            self._holdings.add(gone)
            return "gone"
        keep_answer(self._archive, gone)
        self._holdings.add(tombstone_of(last, known, gone))
        return "revised"
