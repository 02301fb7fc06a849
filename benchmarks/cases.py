"""What is read: the saved pages with their gold, and the pages of the demo newsroom with their truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.gold import Facts, Gold, Wanted, golds, refusals
from benchmarks.pages_to_warc import PAGES, answers_in
from benchmarks.resolving import open_page, resolve
from newscrawl.sources import claiming_source, load_source, parse_source
from newscrawl.warc.writing import Answer
from pipelines.records import Candidate, Outlet, Page
from tests.newsroom.content import NOW, Edition
from tests.newsroom.rendering import Reply, fill, target_key
from tests.newsroom.truth import Truth, expected, site

PORT = 80
# Decided before any page is read.
_NOT_FOR_READING = frozenset({"robots_denied", "http_error", "network_error", "address_refused", "offsite"})

# To what the newsroom's pages state their dates: one in JSON-LD, the others in a visible line.
_PRECISION = {"fajr": "second", "marsad": "minute", "sada": "minute"}


@dataclass(frozen=True, slots=True)
class Case:
    """One page: what a right reading holds, or for which reasons it may be refused (`article`: it may be read)."""

    name: str
    outlet: str
    page: Page
    wanted: Wanted | None = None
    reasons: frozenset[str] = frozenset({"article"})
    gold: Gold | None = None


def saved_pages(*, with_rules: bool = False) -> list[Case]:
    """The saved pages. With rules, a page is read as the shipped source that claims its host would have it read."""
    found = {gold.path: gold for gold in golds()}
    return [_saved(path, answer, found.get(path), with_rules) for path, answer in answers_in(PAGES)]


def newsroom_pages() -> list[Case]:
    """The demo newsroom's articles, and its pages that only reading can refuse."""
    edition = Edition(1, PORT)
    truth, pages = expected(1, PORT), site(edition)
    cases = [_article(article, pages) for article in truth.articles]
    for address, reason in truth.refused.items():
        reply = _reply(address, pages)
        if reason not in _NOT_FOR_READING and reply is not None:
            page = _page(address, reply.body, reply.content_type, NOW, _newsroom_outlet(_id_of(address)))
            cases.append(Case(address, page.outlet.source_id, page, reasons=frozenset({reason})))
    return cases


def _saved(path: str, answer: Answer, gold: Gold | None, with_rules: bool) -> Case:
    host = urlsplit(answer.url).hostname or ""
    outlet = Outlet("bench", gold.outlet if gold else host, (host,), gold.timezone if gold else "UTC")
    claimed = claiming_source(answer.url) if with_rules else None
    if claimed is not None:
        outlet = load_source(claimed).outlet()
    page = _page(answer.url, answer.body, dict(answer.headers)["Content-Type"], answer.at, outlet)
    name = path.split("/", 1)[1] if gold else path
    if gold is None:
        return Case(name, path.split("/")[1], page, reasons=refusals()[path])
    wanted = resolve(gold, open_page(answer.body, gold.encoding))
    return Case(name, path.split("/")[1], page, wanted, gold=gold)


def _article(truth: Truth, pages: dict[tuple[str, str], Reply]) -> Case:
    reply = _reply(truth.address, pages)
    if reply is None:
        raise LookupError(f"the newsroom has no page {truth.address}")
    say = Facts(
        truth.labels, truth.section, truth.authors, truth.agencies,
        truth.published_at, _PRECISION[truth.source_id], truth.modified_at, (truth.genre,),
    )  # fmt: skip
    wanted = Wanted(truth.paragraphs, say, headings=truth.headings, title=truth.title)
    page = _page(truth.address, reply.body, reply.content_type, NOW, _newsroom_outlet(truth.source_id))
    may = {"article", truth.may_be_rejected} if truth.may_be_rejected else {"article"}
    return Case(f"{truth.source_id}/{truth.id}", truth.source_id, page, wanted, frozenset(may))


def _reply(address: str, pages: dict[tuple[str, str], Reply]) -> Reply | None:
    parts = urlsplit(address)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    reply = pages.get((parts.hostname or "", target_key(target)))
    return reply if reply is not None and reply.status == 200 else None


def _id_of(address: str) -> str:
    return (urlsplit(address).hostname or "").partition(".")[0]


def _newsroom_outlet(source_id: str) -> Outlet:
    file = fill(f"sources/{source_id}.toml", port=PORT)
    return parse_source(file.encode(), Path("xx") / f"{source_id}.toml").outlet()


def _page(url: str, body: bytes, content_type: str, at: datetime, outlet: Outlet) -> Page:
    candidate = Candidate(url=url, found_in="warc", found_at=at)
    headers = {"content-type": content_type}
    at = at.astimezone(UTC)
    return Page(outlet, candidate, url, 200, headers, body, at, "bench-20200101T000000Z-0000", "ingest")


def with_body(case: Case, body: bytes) -> Case:
    """The same case on a page that was changed; it is in UTF-8 and says so."""
    headers = {"content-type": "text/html; charset=utf-8"}
    return replace(case, page=replace(case.page, body=body, headers=headers))


def articles(cases: list[Case]) -> Iterator[tuple[Case, Wanted]]:
    """The cases that are articles, with what a right reading of each holds."""
    for case in cases:
        if case.wanted is not None:
            yield case, case.wanted
