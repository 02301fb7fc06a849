"""A run: one execution for one source, from the first listing to its line in `runs/`."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from pipelines.accounts import Accounts, Contents, Fate
from pipelines.addresses.canonical import RefuseAddress
from pipelines.addresses.keys import canonical_or_raw
from pipelines.frontier import Frontier, Wish
from pipelines.records import Article, Candidate, Outcome, Outlet, RunKind
from pipelines.refining import UNEXPECTED
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring
from pipelines.storing.derived_rows import outcome_of
from pipelines.storing.looks import LookPlan
from pipelines.storing.storage import Store

_ADDRESSES_OF_A_PAGE = 3  # one may stand under two sections and in print; under four it answers to any address


@dataclass(slots=True)
class Run:
    """What a crawl or an ingest knows of itself. `take` is the one door by which items reach the store."""

    run_id: str
    outlet: Outlet
    kind: RunKind
    started_at: datetime
    now: Callable[[], datetime]
    state: State
    store: Store
    batch_rows: int
    plan: LookPlan = field(default_factory=LookPlan)
    accounts: Accounts = field(default_factory=Accounts)
    contents: Contents = field(default_factory=Contents)
    listings: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each listing gave, for the run's line."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """What was set that decides what it asks for and stores, for its line too."""
    errors: list[str] = field(default_factory=list)
    """Exceptions that nobody expected: they end the run with 1."""
    stopped_storing: str | None = None
    nearly_full: Callable[[], str | None] = lambda: None
    """Says which disk is nearly full, if one is: asked after each commit, so that what was read is stored first."""
    has_no_room: bool = False
    """Whether that is why storing stopped; all that was taken is stored then, and the run's line can be written."""
    _pages: dict[str, set[str]] = field(default_factory=dict)
    """The articles that were read from the same bytes, by their hash."""
    _led_to: dict[str, set[str]] = field(default_factory=dict)
    """The addresses that led to another, by that other."""
    frontier: Frontier = field(init=False)
    """What is asked for."""

    def __post_init__(self) -> None:
        self.frontier = Frontier(self.outlet, self.state, self.store, self.now, self.plan, self.accounts)

    @property
    def not_written(self) -> int:
        """Rows that were taken and are lost, since storing stopped; not those that recovery will bring."""
        return 0 if self.stopped_storing is None else self.store.waiting

    def wish_for(self, candidate: Candidate) -> Wish:
        """Whether the candidate is to be asked for; each address is counted once a run."""
        try:
            return self.frontier.wish_for(candidate)
        except RefuseAddress as why:
            wish = self.frontier.wish_for_no_address(candidate)
            if wish == "refused":
                self.take(self.outcome(candidate, "rejected", "address_refused", str(why)))
            return wish

    def take(self, item: Article | Outcome) -> Fate | None:
        """Store what became of a candidate; None when storing has stopped for good."""
        if self.stopped_storing is not None:
            return None
        if isinstance(item, Outcome) and (item.detail or "").startswith(UNEXPECTED):
            self.errors.append(f"{item.requested_url}: {item.detail}")
        if isinstance(item, Article) and (why := self._one_page_for_all(item)) is not None:
            item = outcome_of(item, "rejected", "soft_404", why)
        fate: Fate | None = None
        with self._stops_where_it_cannot_store():
            fate, reason = self.store.take(item)
            if fate == "stored":
                self.contents.add(cast(Article, item))
            self.accounts.tombstones += fate == "revised" and isinstance(item, Outcome)
            self.frontier.settle(item.requested_url, fate, reason)
            if self.store.waiting >= self.batch_rows:
                self._commit()
        return None if self.stopped_storing is not None else fate

    @contextmanager
    def _stops_where_it_cannot_store(self) -> Iterator[None]:
        """The disk may refuse before a commit too: a look into the state, or the list of what was forgotten."""
        try:
            yield
        except (StopStoring, OSError) as error:
            self.stopped_storing = str(error)
        except sqlite3.Error as error:  # SQLite names no file
            self.stopped_storing = f"{self.state.path}: {error}"

    def _one_page_for_all(self, article: Article) -> str | None:
        """How a site that answers every address with one page, or leads each to it, did so for this one too."""
        if _is_one_more(self._pages.setdefault(article.page_sha256, set()), article.article_id):
            return "the very bytes of the pages of several other addresses"
        asked, came = (canonical_or_raw(url, self.outlet) for url in (article.requested_url, article.url))
        if asked != came and _is_one_more(self._led_to.setdefault(came, set()), asked):
            return "several other addresses led to this page too"
        return None

    def commit(self) -> None:
        if self.stopped_storing is None:
            with self._stops_where_it_cannot_store():
                self._commit()

    def _commit(self) -> None:
        self.store.commit()
        full = self.nearly_full()
        if full is not None:
            self.has_no_room = True
            raise StopStoring(f"{full}; what was read is stored")

    def close(self) -> None:
        """Commit what waits, then remember the listings that need not be read again."""
        self.commit()
        if self.stopped_storing is None:
            with self._stops_where_it_cannot_store():
                self.frontier.remember_listings()

    def outcome(self, candidate: Candidate, outcome: str, reason: str | None, detail: str | None) -> Outcome:
        """The outcome of a candidate for which there is no page."""
        return Outcome(
            source_id=self.outlet.source_id,
            requested_url=candidate.url,
            listing_url=candidate.listing_url,
            found_in=candidate.found_in,
            run_id=self.run_id,
            at=self.now(),
            outcome=outcome,
            reason=reason,
            detail=detail,
        )


def _is_one_more(met: set[str], name: str) -> bool:
    """Whether it is beyond the few that are let pass; else it is one of these from now on."""
    if len(met) < _ADDRESSES_OF_A_PAGE:
        met.add(name)
    return name not in met
