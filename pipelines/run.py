"""A run: one execution for one source, from the first listing to its line in `runs/`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from pipelines.accounts import Accounts, Contents, Fate
from pipelines.address_keys import canonical_or_raw
from pipelines.addresses import RefuseAddress, canonical_url
from pipelines.batches import StopStoring
from pipelines.looks import LookPlan
from pipelines.records import Article, Candidate, FoundIn, Outcome, Outlet, RunKind
from pipelines.refining import UNEXPECTED
from pipelines.state import ListingMemory, State, Visit
from pipelines.storage import Store

# What may pass by itself is asked for again in a later run: first after an hour, then after four times as long,
# five times in all, so that a dead address costs five requests and an outage of a day costs no article.
PASSING = frozenset(
    {"blocked", "consent", "http_error", "network_error", "robots_denied", "timeout", "reading_deadline"}
)
FIRST_RETRY = timedelta(hours=1)
RETRY_FACTOR = 4
MOST_TRIES = 5

Wish = Literal["wanted", "known", "again", "refused"]


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
    errors: list[str] = field(default_factory=list)
    """Exceptions that nobody expected: they end the run with 1."""
    stopped_storing: str | None = None
    nearly_full: Callable[[], str | None] = lambda: None
    """Says which disk is nearly full, if one is: asked after each commit, so that what was read is stored first."""
    has_no_room: bool = False
    """Whether that is why storing stopped; all that was taken is stored then, and the run's line can be written."""
    _seen: set[str] = field(default_factory=set)
    _candidates: dict[str, Candidate] = field(default_factory=dict)
    _memories: dict[str, ListingMemory] = field(default_factory=dict)
    _unsettled: set[str] = field(default_factory=set)
    """Listings to be read again, though nothing of theirs is left in this run."""
    _resting: set[str] = field(default_factory=set)
    """Addresses that a later run asks for again."""
    _refused: dict[str, str] = field(default_factory=dict)
    """Why an address of this run's listings has no article: refused now, or before and to be asked for again."""

    def wish_for(self, candidate: Candidate) -> Wish:
        """Whether the candidate is to be asked for; each address is counted once a run.

        `again` says that this run has met the address before and waits for it; `refused` that it is no address to
        ask for.
        """
        try:
            address = canonical_url(candidate.url, self.outlet)
        except RefuseAddress as why:
            return self._refuse(candidate, str(why))
        if address in self._seen:
            self._also_named_by(address, candidate)
            return "again" if address in self.accounts.wanted else "known"
        self._seen.add(address)
        self.accounts.seen += 1
        if self._is_known(address, candidate):
            self.accounts.known += 1
            return "known"
        self.accounts.wanted[address] = set()
        self._candidates[address] = candidate
        self._also_named_by(address, candidate)
        return "wanted"

    def wanted(self) -> list[Candidate]:
        """What is to be asked for, in the order found, each with all that its listings said."""
        return [self._candidates[address] for address in self.accounts.wanted if address in self._candidates]

    def due(self, most: int) -> list[tuple[Candidate, Visit]]:
        """Known articles to look at again, at most so many; what a long pause made pointless is counted."""
        looks = []
        now = self.now()
        self._drop_looks_that_are_over(now, most)
        for visit in self.state.visits.due(now, most):
            self.accounts.looks_dropped += self.plan.missed(visit, now)
            found_in = cast(FoundIn, visit.found_in)
            looks.append((Candidate(visit.url, found_in, visit.found_at, visit.listing_url), visit))
            self.accounts.due += 1
            self.accounts.wanted[canonical_or_raw(visit.url, self.outlet)] = set()
        return looks

    def _drop_looks_that_are_over(self, now: datetime, most: int) -> None:
        """After a long pause these are thousands, and have waited longest: they would use up every budget."""
        while over := [visit for visit in self.state.visits.due(now, most) if self.plan.is_over(visit, now)]:
            self.accounts.looks_dropped += sum(self.plan.missed(visit, now) for visit in over)
            self.state.visits.drop(visit.article_id for visit in over)

    def take(self, item: Article | Outcome) -> Fate | None:
        """Store what became of a candidate; None when storing has stopped for good."""
        if self.stopped_storing is not None:
            return None
        if isinstance(item, Outcome) and (item.detail or "").startswith(UNEXPECTED):
            self.errors.append(f"{item.requested_url}: {item.detail}")
        try:
            fate, reason = self.store.take(item)
            if fate == "stored":
                self.contents.add(cast(Article, item))
            self._settle(canonical_or_raw(item.requested_url, self.outlet), fate, reason)
            if self.store.waiting >= self.batch_rows:
                self._commit()
        except StopStoring as error:
            self.stopped_storing = str(error)
            return None
        return fate

    def commit(self) -> None:
        if self.stopped_storing is None:
            try:
                self._commit()
            except StopStoring as error:
                self.stopped_storing = str(error)

    def _commit(self) -> None:
        self.store.commit()
        full = self.nearly_full()
        if full is not None:
            self.has_no_room = True
            raise StopStoring(f"{full}; what was read is stored")

    def without_article(self) -> list[tuple[Candidate, str]]:
        """What the listings named and no article came of yet: each with its reason, or `pending`."""
        left = dict.fromkeys(self.accounts.wanted, "pending") | self._refused
        return [(self._candidates[address], why) for address, why in left.items() if address in self._candidates]

    def remember_listing(self, memory: ListingMemory) -> None:
        """Keep a listing's validators, for the end of the run."""
        self._memories[memory.url] = memory

    def close(self) -> None:
        """Commit what waits, then remember the listings of which nothing is left to ask for.

        A listing that is remembered too early would answer 304 and hide what a crash or a limit left undone.
        """
        self.commit()
        if self.stopped_storing is None:
            left = set().union(*self.accounts.wanted.values()) | self._unsettled
            self.state.listings.remember(m for url, m in self._memories.items() if url not in left)

    def _refuse(self, candidate: Candidate, why: str) -> Wish:
        address = canonical_or_raw(candidate.url, self.outlet)
        if address in self._seen:
            return "again"
        self._seen.add(address)
        self.accounts.seen += 1
        if self.state.refusal(address) is not None or self.store.forgotten.holds(address):
            self.accounts.known += 1
            return "known"
        self.accounts.wanted[address] = set()
        self.take(self.outcome(candidate, "rejected", "address_refused", why))
        return "refused"

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

    def _is_known(self, address: str, candidate: Candidate) -> bool:
        if self.store.article_at(address) is not None or self.store.forgotten.holds(address, candidate.url):
            return True
        refusal = self.state.refusal(address)
        if refusal is None:
            return False
        if refusal.reason not in PASSING or refusal.tries >= MOST_TRIES:
            return True
        if self.now() >= refusal.at + FIRST_RETRY * RETRY_FACTOR ** (refusal.tries - 1):
            return False
        self._resting.add(address)
        self._refused[address] = refusal.reason
        self._candidates[address] = candidate
        if candidate.listing_url is not None:  # a later run has to meet the address there again
            self._unsettled.add(candidate.listing_url)
        return True

    def _also_named_by(self, address: str, candidate: Candidate) -> None:
        if address in self._resting and candidate.listing_url is not None:
            self._unsettled.add(candidate.listing_url)
        if address not in self.accounts.wanted or address not in self._candidates:
            return
        if candidate.listing_url is not None:
            self.accounts.wanted[address].add(candidate.listing_url)
        self._candidates[address] = merged(self._candidates[address], candidate)

    def _settle(self, address: str, fate: Fate, reason: str | None) -> None:
        if reason is not None:
            self._refused[address] = reason
        if reason in PASSING:  # its listing has to be read again for it
            self._unsettled |= self.accounts.wanted.get(address, set())
            self._resting.add(address)
        self.accounts.settle(address, fate, reason)


_SAYS_MOST = ("feed", "news_sitemap", "archive", "warc", "sitemap", "section")


def merged(first: Candidate, second: Candidate) -> Candidate:
    """One candidate of two listings: the one that dates it, else the kind that says most; gaps from the other."""
    by_worth = sorted((first, second), key=lambda c: (c.published_raw is None, _SAYS_MOST.index(c.found_in)))
    best, other = by_worth
    gaps = {
        name: getattr(other, name)
        for name in ("title", "authors", "keywords", "section", "image_url", "summary")
        if not getattr(best, name)
    }
    return replace(best, **gaps)
