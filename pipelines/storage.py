"""Storing: what is new becomes a row, what is known is looked at again, what is refused is remembered.

The store decides against what is committed and against the batch that waits, so one run never stores an article
twice, whichever of its addresses it comes by.
"""

import dataclasses
from collections.abc import Callable

from pipelines.accounts import Fate
from pipelines.addresses import RefuseAddress, article_id, canonical_url
from pipelines.batches import Batch, commit
from pipelines.layout import Layout
from pipelines.records import Article, Outcome, Outlet, Revision
from pipelines.schema import what_is_wrong
from pipelines.state import Known, Refusal, State

# Below this, equal texts say little: «التفاصيل بعد قليل» stands under many urgent headlines.
WORDS_TO_COMPARE = 20


class Store:
    """Takes one source's articles and outcomes; `commit` makes durable what it has taken."""

    def __init__(
        self,
        layout: Layout,
        state: State,
        outlet: Outlet,
        run_id: str,
        sync_archive: Callable[[], dict[str, int]],
    ) -> None:
        self._layout = layout
        self._state = state
        self._outlet = outlet
        self._run_id = run_id
        self._sync_archive = sync_archive
        self._batches = 0
        self._batch = self._new_batch()

    @property
    def waiting(self) -> int:
        """Rows taken and not yet durable."""
        return len(self._batch.records)

    def take(self, item: Article | Outcome) -> tuple[Fate, str | None]:
        """Decide what becomes of the item; returns its fate and, if it is refused, the reason."""
        if isinstance(item, Outcome):
            return self._refuse(item)
        item.cluster_id = item.article_id  # its own, until it is found to be a copy
        wrong = what_is_wrong(item)
        if wrong is not None:
            return self._refuse(outcome_of(item, "rejected", "invalid_record", wrong))
        known = self._known(item)
        return self._store(item) if known is None else self._look_again(item, known)

    def commit(self) -> None:
        """Raises StopStoring; the batch then still waits, or `recover` finishes it if it was prepared."""
        if not self._batch.records:
            return
        try:
            commit(self._batch, self._layout, self._state, self._sync_archive)
        finally:  # preparing it twice would undo it; a run that was interrupted may take more before it ends
            if self._state.holds(self._batch.batch_id):
                self._batch = self._new_batch()

    def article_at(self, address: str) -> str | None:
        """The stored or waiting article of a canonical address."""
        return self._batch.additions.addresses.get(address) or self._state.article_at(address)

    # New articles

    def _store(self, article: Article) -> tuple[Fate, str | None]:
        self._mark_exact_duplicate(article)
        self._batch.records.append(article)
        self._batch.additions.articles.append(_known_of(article, 0, None))
        self._map_addresses(article, article.article_id)
        return "stored", None

    def _mark_exact_duplicate(self, article: Article) -> None:
        first = self._first_with_text(article)
        if first is not None:
            article.duplicate_kind = "exact"
            article.duplicate_of = article.cluster_id = first.cluster_id
            article.duplicate_score = 1.0

    def _first_with_text(self, article: Article) -> Known | None:
        if article.text_hash is None or (article.words or 0) < WORDS_TO_COMPARE:
            return None
        committed = self._state.first_with_text(article.text_hash)
        if committed is not None:
            return committed
        waiting = self._batch.additions.articles
        return next((known for known in waiting if known.text_hash == article.text_hash), None)

    # Known articles

    def _known(self, article: Article) -> Known | None:
        """The stored article that this one is, by its own addresses or by the one that it states."""
        own = self._canonical(article.url)
        for address in (self._canonical(article.requested_url), own):
            known = self._at(address)
            if known is not None:
                return known
        stated = self._at(article.canonical_url)
        if stated is None or _is_twin(article, stated):
            return stated
        # Many pages share this address: it identifies none of them.
        article.canonical_url = own
        article.article_id = article.cluster_id = article_id(own)
        return None

    def _at(self, address: str) -> Known | None:
        found = self.article_at(address)
        if found is None:
            return None
        additions = self._batch.additions
        waiting = [k for k in (*additions.articles, *additions.revisions) if k.article_id == found]
        return waiting[-1] if waiting else self._state.known(found)

    def _look_again(self, article: Article, known: Known) -> tuple[Fate, str | None]:
        self._map_addresses(article, known.article_id)
        changed = _changes(article, known)
        # AMP and print views drop and reorder text: what differs there is no revision.
        is_twin = self._canonical(article.url) != self._canonical(known.url)
        if not changed or is_twin:
            detail = "another address of this article" if is_twin else None
            outcome = outcome_of(article, "unchanged", None, detail)
            outcome.article_id = known.article_id
            self._batch.records.append(outcome)
            return "unchanged", None
        revision = _revision_of(article, known, changed)
        self._batch.records.append(revision)
        self._batch.additions.revisions.append(_known_of(revision, revision.revision, revision.kind))
        return "revised", None

    # Outcomes

    def _refuse(self, outcome: Outcome) -> tuple[Fate, str | None]:
        _scrub(outcome)
        address = self._canonical(outcome.requested_url)
        before = self._batch.additions.refusals.get(address) or self._state.refusal(address)
        self._batch.records.append(outcome)
        self._batch.additions.refusals[address] = Refusal(
            reason=outcome.reason or outcome.outcome, at=outcome.at, tries=1 if before is None else before.tries + 1
        )
        fate: Fate = "gone" if outcome.outcome == "gone" else "rejected"
        return fate, outcome.reason

    def _map_addresses(self, article: Article, to: str) -> None:
        for address in (
            article.canonical_url,
            self._canonical(article.url),
            self._canonical(article.requested_url),
        ):
            if self.article_at(address) is None:
                self._batch.additions.addresses[address] = to

    def _canonical(self, url: str) -> str:
        return canonical_or_raw(url, self._outlet)

    def _new_batch(self) -> Batch:
        self._batches += 1
        return Batch(f"{self._run_id}-{self._batches:04d}")


def canonical_or_raw(url: str, outlet: Outlet) -> str:
    """The key of an address in state; an address that is refused is its own key, as its outcome's row has it."""
    url = _storable(url)
    try:
        return canonical_url(url, outlet)
    except RefuseAddress:
        return url


def outcome_of(article: Article, outcome: str, reason: str | None, detail: str | None) -> Outcome:
    """The outcome of a page that was read and did not become a row of its own."""
    shared = {field.name for field in dataclasses.fields(Outcome)} & {f.name for f in dataclasses.fields(Article)}
    same = {name: getattr(article, name) for name in shared - {"article_id"}}
    at = article.fetched_at
    return Outcome(**same, at=at, http_status=200, outcome=outcome, reason=reason, detail=detail)


def _scrub(outcome: Outcome) -> None:
    """Escape or leave out what cannot be stored: an outcome that cost its batch would hide them all."""
    for field in dataclasses.fields(Outcome):
        value = getattr(outcome, field.name)
        if isinstance(value, str):
            setattr(outcome, field.name, _storable(value))
    if what_is_wrong(outcome) is not None:  # an impossible offset or status: nothing that an outcome needs
        for name in ("http_status", "warc_file", "warc_offset", "listing_url", "reader_version"):
            setattr(outcome, name, None)


def _storable(text: str) -> str:
    """The text with escapes for what neither Parquet nor SQLite take; leaving it out could make another address."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def _is_twin(article: Article, known: Known) -> bool:
    """Whether a page that states the address of a known article is another view of it."""
    pairs = ((article.title, known.title), (article.text_hash, known.text_hash))
    return any(now is not None and now == before for now, before in pairs)


def _changes(article: Article, known: Known) -> list[str]:
    pairs = {"title": (article.title, known.title), "text": (article.text_hash, known.text_hash)}
    return [name for name, (now, before) in pairs.items() if now != before]


def _known_of(article: Article, revision: int, kind: str | None) -> Known:
    return Known(
        article_id=article.article_id,
        cluster_id=article.cluster_id,
        url=article.url,
        title=article.title,
        text_hash=article.text_hash,
        words=article.words,
        revision=revision,
        kind=kind,
    )


def _revision_of(article: Article, known: Known, changed: list[str]) -> Revision:
    columns = {field.name: getattr(article, field.name) for field in dataclasses.fields(Article)}
    columns |= {"article_id": known.article_id, "cluster_id": known.cluster_id}
    summary = f"{' and '.join(changed)} changed; {known.words or 0} -> {article.words or 0} words"
    return Revision(**columns, revision=known.revision + 1, kind="changed", changed=changed, change_summary=summary)
