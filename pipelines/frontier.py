"""The frontier of a run: which addresses it asks for, each once, and which listings have to be read again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

from pipelines.accounts import Accounts, Fate
from pipelines.addresses.canonical import RefuseAddress, canonical_url, former_addresses, looks_like_trap
from pipelines.addresses.keys import canonical_or_raw
from pipelines.merged_candidates import merged
from pipelines.records import Candidate, FoundIn, Outlet
from pipelines.state.known import ListingMemory, Visit
from pipelines.state.source_state import State
from pipelines.storing.asking_again import OF_THE_ANSWER, ONCE_MORE, PASSING, is_given_up, next_try
from pipelines.storing.looks import LookPlan
from pipelines.storing.storage import Store

Wish = Literal["wanted", "known", "again", "refused"]
"""`again`: this run has met the address before and waits for it; `refused`: it is no address to ask for."""


@dataclass(slots=True)
class Frontier:
    """Counts into `accounts` each address that it is shown, once a run."""

    outlet: Outlet
    state: State
    store: Store
    now: Callable[[], datetime]
    plan: LookPlan
    accounts: Accounts
    _seen: set[str] = field(default_factory=set)
    _candidates: dict[str, Candidate] = field(default_factory=dict)
    _memories: dict[str, ListingMemory] = field(default_factory=dict)
    _unsettled: set[str] = field(default_factory=set)
    """Listings to be read again, though nothing of theirs is left in this run."""
    _resting: set[str] = field(default_factory=set)
    """Addresses that a later run asks for again."""
    _failed_before: set[str] = field(default_factory=set)
    """Addresses that this run asks for only because an earlier one did in vain."""
    _refused: dict[str, str] = field(default_factory=dict)
    """Why an address of this run's listings has no article: refused now, or before and to be asked for again."""

    @property
    def waits(self) -> bool:
        """Whether a later run asks again for something that did not come."""
        return bool(self._resting)

    # What is asked for

    def wish_for(self, candidate: Candidate) -> Wish:
        """Whether the candidate is to be asked for. Raises RefuseAddress for what is no address, or a trap."""
        address = canonical_url(candidate.url, self.outlet)
        if address in self._seen:
            self._also_named_by(address, candidate)
            return "again" if address in self.accounts.wanted else "known"
        is_known = self._is_known(address, candidate)
        if not is_known:
            self._refuse_trap(address, candidate)
        self._see(address)
        if is_known:
            self.accounts.known += 1
            return "known"
        self.accounts.wanted[address] = set()
        self._candidates[address] = candidate
        self._also_named_by(address, candidate)
        return "wanted"

    def wish_for_no_address(self, candidate: Candidate) -> Wish:
        """The same of what is not to be asked for: `refused` when its refusal is still to be noted."""
        address = canonical_or_raw(candidate.url, self.outlet)
        if address in self._seen:
            return "again"
        self._see(address)
        if self.state.refusal(address) is not None or self._is_forgotten(address):
            self.accounts.known += 1
            return "known"
        self.accounts.wanted[address] = set()
        return "refused"

    def _refuse_trap(self, address: str, candidate: Candidate) -> None:
        """Raises RefuseAddress. What an archive holds was asked for already, and can lead nobody on."""
        trap = None if candidate.found_in == "warc" else looks_like_trap(address, now=self.now())
        if trap is not None:
            raise RefuseAddress(trap)

    def _see(self, address: str) -> None:
        self._seen.add(address)
        self.accounts.seen += 1

    def _is_known(self, address: str, candidate: Candidate) -> bool:
        if self.store.article_at(address) is not None or self._is_forgotten(address, candidate.url):
            return True
        refusal = self.state.refusal(address)
        if refusal is None:
            return False
        if is_given_up(refusal):
            return True
        if not refusal.at <= self.now() < next_try(refusal):  # one of the future is a wrong clock's
            self._failed_before.add(address)
            return False
        self._resting.add(address)
        self._refused[address] = refusal.reason
        self._candidates[address] = candidate
        if candidate.listing_url is not None:  # a later run has to meet the address there again
            self._unsettled.add(candidate.listing_url)
        return True

    def _is_forgotten(self, address: str, *as_written: str) -> bool:
        return self.store.forgotten.holds(address, *as_written, *former_addresses(address, self.outlet))

    def _also_named_by(self, address: str, candidate: Candidate) -> None:
        if address in self._resting and candidate.listing_url is not None:
            self._unsettled.add(candidate.listing_url)
        if address not in self.accounts.wanted or address not in self._candidates:
            return
        if candidate.listing_url is not None:
            self.accounts.wanted[address].add(candidate.listing_url)
        self._candidates[address] = merged(self._candidates[address], candidate)

    def has_met(self, candidate: Candidate) -> bool:
        """Whether this run has met the address before."""
        return canonical_or_raw(candidate.url, self.outlet) in self._seen

    def wish_again(self, candidate: Candidate) -> bool:
        """Whether another answer of an address is wanted, since those before it brought no article."""
        address = canonical_or_raw(candidate.url, self.outlet)
        is_settled = address not in self.accounts.wanted and self.store.article_at(address) is None
        if not is_settled or self._refused.get(address) not in OF_THE_ANSWER:
            return False
        self.accounts.seen += 1
        self.accounts.wanted[address] = set()
        self._candidates[address] = candidate
        return True

    def wanted(self) -> list[Candidate]:
        """What is to be asked for, in the order found, each with all that its listings said."""
        return [self._candidates[address] for address in self.accounts.wanted if address in self._candidates]

    def due(self, most: int) -> list[tuple[Candidate, Visit]]:
        """Known articles to look at again, at most so many; what a long pause made pointless is counted."""
        looks = []
        now = self.now()
        self._drop_looks_that_are_over(now, most)
        for visit in self.state.visits.due(now, most):
            address = canonical_or_raw(visit.url, self.outlet)
            if address in self.accounts.wanted:  # two articles that today's rules find under one address
                self.accounts.looks_dropped += 1
                self.state.visits.drop([visit.article_id])
                continue
            self.accounts.looks_dropped += self.plan.missed(visit, now)
            found_in = cast(FoundIn, visit.found_in)
            looks.append((Candidate(visit.url, found_in, visit.found_at, visit.listing_url), visit))
            self.accounts.due += 1
            self.accounts.wanted[address] = set()
        return looks

    def _drop_looks_that_are_over(self, now: datetime, most: int) -> None:
        """After a long pause these are thousands, and have waited longest: they would use up every budget."""
        while over := [visit for visit in self.state.visits.due(now, most) if self.plan.is_over(visit, now)]:
            self.accounts.looks_dropped += sum(self.plan.missed(visit, now) for visit in over)
            self.state.visits.drop(visit.article_id for visit in over)

    # What became of it

    def settle(self, requested_url: str, fate: Fate, reason: str | None) -> None:
        """An address that was asked for has met its fate."""
        address = canonical_or_raw(requested_url, self.outlet)
        if reason is not None:
            self._refused[address] = reason
        is_second = address in self._failed_before
        if reason in PASSING or (reason in ONCE_MORE and not is_second):  # its listing has to be read again for it
            self._unsettled |= self.accounts.wanted.get(address, set())
            self._resting.add(address)
        if is_second and address in self.accounts.wanted and _has_failed(fate, reason):
            self.accounts.failed_again[reason or fate] += 1
        self.accounts.settle(address, fate, reason)

    def without_article(self) -> list[tuple[Candidate, str]]:
        """What the listings named and no article came of yet: each with its reason, or `pending`."""
        left = dict.fromkeys(self.accounts.wanted, "pending") | self._refused
        return [(self._candidates[address], why) for address, why in left.items() if address in self._candidates]

    # Listings

    def remember_listing(self, memory: ListingMemory) -> None:
        """Keep a listing's validators, for the end of the run."""
        self._memories[memory.url] = memory

    def remember_listings(self) -> None:
        """Remember for the next run the listings of which nothing is left to ask for.

        A listing that is remembered too early would answer 304 and hide what a crash or a limit left undone.
        """
        left = set().union(*self.accounts.wanted.values()) | self._unsettled
        self.state.listings.remember(m for url, m in self._memories.items() if url not in left)


def _has_failed(fate: Fate, reason: str | None) -> bool:
    """A page that came at last, and is no article, has not."""
    return fate == "gone" or reason in PASSING
