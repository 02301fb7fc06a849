"""The article as a row: every field from the page, with where it was read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.addresses.canonical import (
    ADDRESS_RULES_VERSION,
    RefuseAddress,
    article_id,
    believed_canonical,
    canonical_url,
)
from pipelines.duplicates.normalising import count_words
from pipelines.reading import metadata
from pipelines.reading.body import Body, unsigned
from pipelines.reading.boilerplate import normalised
from pipelines.reading.credits import Credits, CreditSources, read_credits
from pipelines.reading.genre import GenreSigns, genre_of
from pipelines.reading.kickers import kicker_of
from pipelines.reading.mail import without_mail
from pipelines.reading.marked_authors import marked_authors
from pipelines.reading.metas import stated_addresses
from pipelines.reading.opened import Opened, titles_of
from pipelines.reading.paywall import is_for_subscribers
from pipelines.reading.published import Dates, Sources, read_dates
from pipelines.reading.rules import texts
from pipelines.reading.section import shown_section, stated_section
from pipelines.reading.standfirst import lead_of, with_lead
from pipelines.reading.state_facts import facts_in_state
from pipelines.reading.structured import Node, text_of, types_of
from pipelines.reading.text import Reading
from pipelines.reading.version import READER_VERSION
from pipelines.reading.vicinity import Near, lines_near
from pipelines.records import SCHEMA_VERSION, Article, FieldSource, Page, RejectPage

READER = "newscrawl"

_SHORT_WORDS = 30  # a one-line urgent item; the shortest news in full has more


def article_of(page: Page, opened: Opened, reading: Reading) -> Article:
    """The article that a reading makes, with every field that the page states."""
    node, metas = opened.structured.article, opened.metas
    lead = lead_of(opened.tree, reading, opened.rule, titles_of(opened), metadata.description_of(node, metas))
    body = without_mail(with_lead(reading.body, lead))
    found = _found(page, opened, reading, body)
    body = unsigned(body, found.shown)
    article = _blank(page, opened)
    article.labels = list(dict.fromkeys((*(article.labels or ()), *kicker_of(reading))))
    article.lead = lead if lead is not None and body.paragraphs[0].startswith(lead) else None
    article.text, article.headings = body.text, list(body.headings)
    article.words = count_words(body.text)
    article.is_short = article.words < _SHORT_WORDS
    article.is_truncated = found.is_for_subscribers
    article.section = found.section[0] if found.section else None
    article.keywords = found.keywords[0]
    article.image_url = found.image[0] if found.image else None
    article.reservations = metadata.reservations_of(opened.tree, metas, page.headers)
    article.genre, article.genre_from = _genre_of(page, opened, body, article)
    article.authors = list(found.credited.authors)
    article.agencies = list(found.credited.agencies)
    _fill_dates(article, found.dates)
    article.field_sources = _field_sources(article, opened, reading, found)
    return article


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read beside the text."""

    dates: Dates
    credited: Credits
    shown: frozenset[str]  # the lines beside the headline, and the writers
    is_for_subscribers: bool
    section: tuple[str, str] | None
    keywords: tuple[list[str], str | None]
    image: tuple[str, str] | None


def _found(page: Page, opened: Opened, reading: Reading, body: Body) -> _Found:
    node, metas, rule = opened.structured.article, opened.metas, opened.rule
    near = lines_near(reading)
    state = facts_in_state(opened.tree, titles_of(opened)) if node is None else None
    ruled_dates = texts(opened.tree, rule.published) if rule else ()
    film = opened.structured.film
    dated = Sources(page.candidate, node, metas, opened.tree, ruled_dates, near, page.url, state, film)
    section = _section(page, opened, near, state)
    names = [page.outlet.name, *page.outlet.domains, *metas.get("og:site_name", [])[:1], *_sections(node)]
    names += [section[0]] if section else []
    ruled = texts(opened.tree, rule.author) if rule else []
    marked = marked_authors(opened.tree)
    credited = read_credits(
        CreditSources(node, metas, names, ruled, page.candidate.authors, near, body.paragraphs, state, marked)
    )
    beside = [words for item in near if item.place != "after" for words in (*item.pieces, item.text)]
    shown = frozenset(normalised(words) for words in [*beside, *credited.authors])
    is_walled = is_for_subscribers(node, metas, near)
    return _Found(
        dates=read_dates(dated, page.outlet, page.fetched_at),
        credited=credited,
        shown=shown,
        is_for_subscribers=is_walled,
        section=section,
        keywords=metadata.keywords_of(node, metas, page.candidate),
        image=metadata.image_of(node, metas, page.url, page.candidate),
    )


def _sections(node: Node | None) -> list[str]:
    """All sections that an article is filed under: none of them is a person."""
    value = (node or {}).get("articleSection")
    return [name for item in (value if isinstance(value, list) else [value]) if (name := text_of(item))]


def _section(page: Page, opened: Opened, near: Sequence[Near], state: Node | None) -> tuple[str, str] | None:
    ruled = texts(opened.tree, opened.rule.section) if opened.rule else []
    if ruled:
        return ruled[0], "rule"
    names = {normalised(name).lower() for name in (page.outlet.name, *page.outlet.domains)}
    stated = stated_section(opened.structured, opened.metas, names, state)
    if stated is not None:
        return stated
    if page.candidate.section:
        return page.candidate.section, "listing"
    return shown_section(opened.tree, opened.structured, near, titles_of(opened), names)


def _genre_of(page: Page, opened: Opened, body: Body, article: Article) -> tuple[str, str | None]:
    node = opened.structured.article
    types = frozenset(types_of(node)) if node is not None else frozenset[str]()
    return genre_of(
        GenreSigns(
            types,
            article.labels or (),
            article.section,
            page.url,
            opened.metas,
            body.paragraphs,
            opened.structured.types,
        )
    )


def _blank(page: Page, opened: Opened) -> Article:
    """The article with what the page and its candidate say without reading the text."""
    canonical = _canonical(page, opened.tree)
    candidate, headline, warc = page.candidate, opened.headline, page.warc
    return Article(
        article_id=article_id(canonical), canonical_url=canonical, address_rules_version=ADDRESS_RULES_VERSION,
        source_id=page.outlet.source_id, outlet=page.outlet.name, outlet_country=page.outlet.country,
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


def _field_sources(article: Article, opened: Opened, reading: Reading, found: _Found) -> list[FieldSource]:
    """Where each filled field was read; a rule that found nothing shows by its absence."""
    ruled_lead = bool(opened.rule and opened.rule.lead and article.lead)
    dates, credited = found.dates, found.credited
    origins: dict[str, str | None] = {
        "text": reading.origin,
        "title": opened.headline.origin if opened.headline else None,
        "lead": ("rule" if ruled_lead else "markup") if article.lead else None,
        "published_at": dates.published.origin if dates.published else None,
        "modified_at": dates.modified.origin if dates.modified else None,
        "authors": credited.origin if credited.authors else None,
        "agencies": credited.agencies_origin if credited.agencies else None,
        "section": found.section[1] if found.section else None,
        "genre": article.genre_from,
        "keywords": found.keywords[1],
        "image_url": found.image[1] if found.image else None,
    }
    return [{"field": field, "from": origin} for field, origin in origins.items() if origin is not None]
