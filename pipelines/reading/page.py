"""The step itself: one page read field by field into one article."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC
from importlib.metadata import version

from lxml.html import HtmlElement

from pipelines.addresses import RefuseAddress, article_id, believed_canonical, canonical_url
from pipelines.reading import metadata
from pipelines.reading.blocks import segment
from pipelines.reading.credits import Credits, read_credits
from pipelines.reading.decoding import decode
from pipelines.reading.evidence import Evidence
from pipelines.reading.headline import Headline, make_headline, read_headline
from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas, first, read_metas, stated_addresses
from pipelines.reading.mojibake import is_mojibake, repair
from pipelines.reading.published import Dates, Sources, read_dates
from pipelines.reading.refusals import refuse, refuse_other_formats
from pipelines.reading.rules import prepare, rule_for, rules_for, texts
from pipelines.reading.structured import Structured, read_structured
from pipelines.reading.text import Reading, lead_of, read_text, with_lead
from pipelines.reading.tree import parse
from pipelines.records import SCHEMA_VERSION, Article, FieldSource, Page, ReadingRule, RejectPage

READER = "newscrawl"
READER_VERSION = f"1+trafilatura-{version('trafilatura')}"

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d])*")
_SHORT_WORDS = 30  # a one-line urgent item; the shortest news in full has more


@dataclass(frozen=True, slots=True)
class _Page:
    """A page opened once: its tree and what stands in its head."""

    tree: HtmlElement
    source: str
    metas: Metas
    structured: Structured
    rule: ReadingRule | None
    headline: Headline | None


def read(page: Page) -> Article:
    """The article on a page.

    Raises:
        RejectPage: the page is not one article, with the reason.
    """
    content_type = page.headers.get("content-type", "")
    refuse_other_formats(page.body, content_type)
    text = decode(page.body, content_type).text
    try:
        return _read(page, text)
    except RejectPage as rejected:
        fixed = repair(text) if rejected.reason == "mojibake" else None
        if fixed is None:
            raise
    return _read(page, fixed)


def _read(page: Page, text: str) -> Article:
    opened = _open(page, text)
    titles = [opened.headline.raw, opened.headline.title] if opened.headline else []
    headings = [fold(element.text_content()) for element in opened.tree.iter("h1")]
    reading = read_text(opened.tree, opened.rule, opened.structured.article, [*titles, *headings])
    _refuse_mojibake(opened.headline, reading)
    refuse(_evidence(page, opened, reading, headings))
    return _article(page, opened, reading)


def _open(page: Page, text: str) -> _Page:
    tree = parse(text)
    if tree is None:
        raise RejectPage("no_text", "no element in the page")
    metas = read_metas(tree)
    structured = read_structured(tree, page.url, first(metas, ("og:title", "twitter:title")))
    rule = rule_for(tree, rules_for(page.outlet.reading, page.fetched_at.astimezone(UTC).date()))
    if rule is not None:
        prepare(tree, rule)
    return _Page(tree, text, metas, structured, rule, _headline(page, tree, metas, structured, rule))


def _headline(
    page: Page, tree: HtmlElement, metas: Metas, structured: Structured, rule: ReadingRule | None
) -> Headline | None:
    names = [page.outlet.name, *page.outlet.domains]
    ruled = texts(tree, rule.title) if rule else []
    found = make_headline(ruled[0], "rule", names) if ruled else None
    found = found or read_headline(tree, metas, structured.article, names)
    if found is None and page.candidate.title:
        return make_headline(fold(page.candidate.title), page.candidate.found_in, names)
    return found


def _refuse_mojibake(headline: Headline | None, reading: Reading) -> None:
    text = f"{headline.raw if headline else ''} {reading.body.text}"
    if is_mojibake(text):
        raise RejectPage("mojibake", f"begins {text.strip()[:40]!r}")


def _evidence(page: Page, opened: _Page, reading: Reading, headings: list[str]) -> Evidence:
    body = opened.tree.find("body")
    whole = reading.root is body or body is None
    marked = opened.structured.article is not None
    # A page that says it is an article, and has a text, needs no look at what lies around it.
    around = reading.blocks if whole or (marked and len(reading.body.text) > 1000) else segment(body)
    return Evidence(
        page.url, opened.source, opened.metas, opened.structured, opened.headline, headings,
        reading.blocks, reading.taken, reading.body, around,
    )  # fmt: skip


def _article(page: Page, opened: _Page, reading: Reading) -> Article:
    node, metas = opened.structured.article, opened.metas
    lead = lead_of(opened.tree, reading.body, opened.rule, metadata.description_of(node, metas))
    body = with_lead(reading.body, lead)
    rule_dates = texts(opened.tree, opened.rule.published) if opened.rule else []
    dates = read_dates(Sources(page.candidate, node, metas, opened.tree, rule_dates), page.outlet, page.fetched_at)
    ruled_authors = texts(opened.tree, opened.rule.author) if opened.rule else []
    credited = read_credits(node, metas, ruled_authors, [page.outlet.name, *page.outlet.domains])
    article = _blank(page, opened)
    article.lead, article.text, article.headings = lead, body.text, list(body.headings)
    article.words = sum(1 for _ in _WORD.finditer(body.text))
    article.is_short = article.words < _SHORT_WORDS
    article.is_truncated = metadata.is_truncated(node, metas)
    ruled_section = texts(opened.tree, opened.rule.section) if opened.rule else []
    article.section = next(iter(ruled_section), None) or metadata.section_of(node, metas) or page.candidate.section
    article.keywords = metadata.keywords_of(node, metas) or list(page.candidate.keywords)
    article.image_url = metadata.image_of(node, metas, page.url) or page.candidate.image_url
    article.reservations = metadata.reservations_of(opened.tree, metas, page.headers)
    _fill_credits(article, credited)
    _fill_dates(article, dates)
    article.field_sources = _field_sources(article, opened, reading, dates, credited, bool(ruled_section))
    return article


def _blank(page: Page, opened: _Page) -> Article:
    """The article with what the page and its candidate say without reading the text."""
    canonical = _canonical(page, opened.tree)
    candidate, headline, warc = page.candidate, opened.headline, page.warc
    return Article(
        article_id=article_id(canonical), canonical_url=canonical,
        source_id=page.outlet.source_id, outlet=page.outlet.name,
        url=page.url, requested_url=candidate.url, listing_url=candidate.listing_url,
        found_in=candidate.found_in, found_at=candidate.found_at, run_kind=page.run_kind, run_id=page.run_id,
        title=headline.title if headline else None,
        title_raw=headline.raw if headline else None,
        labels=list(headline.labels) if headline else [],
        fetched_at=page.fetched_at, page_sha256=hashlib.sha256(page.body).hexdigest(),
        warc_file=warc.file if warc else None,
        warc_offset=warc.offset if warc else None,
        warc_length=warc.length if warc else None,
        reader=READER, reader_version=READER_VERSION, schema_version=SCHEMA_VERSION,
    )  # fmt: skip


def _canonical(page: Page, tree: HtmlElement) -> str:
    try:
        believed = believed_canonical(page.url, stated_addresses(tree), page.outlet)
        return believed or canonical_url(page.url, page.outlet)
    except RefuseAddress as why:
        raise RejectPage("address_refused", str(why)) from why


def _fill_credits(article: Article, credited: Credits) -> None:
    article.authors = list(credited.authors)
    article.agencies = list(credited.agencies)


def _fill_dates(article: Article, dates: Dates) -> None:
    published, modified = dates.published, dates.modified
    if published is not None and published.moment is not None:
        article.published_at = published.moment.at
        article.published_raw = published.raw
        article.published_from = published.origin
        article.published_precision = published.moment.precision
        article.published_day = dates.day
    if modified is not None and modified.moment is not None:
        article.modified_at = modified.moment.at
        article.modified_raw = modified.raw
    article.date_evidence = dates.evidence


def _field_sources(
    article: Article, opened: _Page, reading: Reading, dates: Dates, credited: Credits, ruled_section: bool
) -> list[FieldSource]:
    """Where each filled field was read; a rule that found nothing shows by its absence."""
    ruled_lead = bool(opened.rule and opened.rule.lead and article.lead)
    origins: dict[str, str | None] = {
        "text": reading.origin,
        "title": opened.headline.origin if opened.headline else None,
        "lead": ("rule" if ruled_lead else "markup") if article.lead else None,
        "published_at": dates.published.origin if dates.published else None,
        "modified_at": dates.modified.origin if dates.modified else None,
        "authors": credited.origin if credited.authors else None,
        "agencies": credited.origin if credited.agencies else None,
        "section": ("rule" if ruled_section else "page") if article.section else None,
    }
    return [{"field": field, "from": origin} for field, origin in origins.items() if origin is not None]
