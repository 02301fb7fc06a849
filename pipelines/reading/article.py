"""The article as a row: every field from the page, with where it was read."""

import hashlib
from importlib.metadata import version

from lxml.html import HtmlElement

from pipelines.addresses import RefuseAddress, article_id, believed_canonical, canonical_url
from pipelines.normalising import count_words
from pipelines.reading import metadata
from pipelines.reading.credits import Credits, read_credits
from pipelines.reading.metas import stated_addresses
from pipelines.reading.opened import Opened
from pipelines.reading.published import Dates, Sources, read_dates
from pipelines.reading.rules import texts
from pipelines.reading.standfirst import lead_of, with_lead
from pipelines.reading.text import Reading
from pipelines.records import SCHEMA_VERSION, Article, FieldSource, Page, RejectPage

READER = "newscrawl"
READER_VERSION = f"1+trafilatura-{version('trafilatura')}"

_SHORT_WORDS = 30  # a one-line urgent item; the shortest news in full has more


def article_of(page: Page, opened: Opened, reading: Reading) -> Article:
    node, metas = opened.structured.article, opened.metas
    headline = opened.headline
    titles = [headline.raw, headline.title] if headline is not None else []
    lead = lead_of(opened.tree, reading, opened.rule, titles, metadata.description_of(node, metas))
    body = with_lead(reading.body, lead)
    rule_dates = texts(opened.tree, opened.rule.published) if opened.rule else []
    dates = read_dates(Sources(page.candidate, node, metas, opened.tree, rule_dates), page.outlet, page.fetched_at)
    ruled_authors = texts(opened.tree, opened.rule.author) if opened.rule else []
    credited = read_credits(node, metas, ruled_authors, [page.outlet.name, *page.outlet.domains])
    article = _blank(page, opened)
    article.lead, article.text, article.headings = lead, body.text, list(body.headings)
    article.words = count_words(body.text)
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


def _blank(page: Page, opened: Opened) -> Article:
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
    article: Article, opened: Opened, reading: Reading, dates: Dates, credited: Credits, ruled_section: bool
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
