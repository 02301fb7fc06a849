"""The step itself: one page read, or rejected with a reason."""

from pipelines.reading.article import article_of
from pipelines.reading.decoding import decode
from pipelines.reading.evidence import Evidence
from pipelines.reading.formats import refuse_other_formats
from pipelines.reading.headline import Headline
from pipelines.reading.inline import fold
from pipelines.reading.mojibake import is_mojibake, repair
from pipelines.reading.opened import Opened, open_page, titles_of
from pipelines.reading.placing import own_headings
from pipelines.reading.refusals import is_home_page, refuse
from pipelines.reading.text import Reading, read_named, read_text
from pipelines.records import Article, Page, RejectPage


def read(page: Page) -> Article:
    """The article on a page.

    Raises:
        RejectPage: the page is not one article, with the reason.
    """
    _refuse_home_instead(page)
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


def _refuse_home_instead(page: Page) -> None:
    """So are readers led who ask for an article that was taken down, or for any while a site is in trouble."""
    if is_home_page(page.url) and not is_home_page(page.candidate.url):
        raise RejectPage("http_error", "it leads to the home page")


def _read(page: Page, text: str) -> Article:
    opened = open_page(page, text)
    titles = titles_of(opened)
    headings = [fold(element.text_content()) for element in own_headings(opened.tree)]
    reading = read_text(opened.tree, opened.rule, opened.structured.article, [*titles, *headings[:1]])
    _refuse_mojibake(opened.headline, reading)
    try:
        refuse(_evidence(page, opened, reading, headings))
    except RejectPage as rejected:
        named = read_named(opened.tree, titles) if rejected.reason == "listing_page" else None
        if named is None:
            raise
        refuse(_evidence(page, opened, named, headings))
        reading = named
    return article_of(page, opened, reading)


def _refuse_mojibake(headline: Headline | None, reading: Reading) -> None:
    text = f"{headline.raw if headline else ''} {reading.body.text}"
    if is_mojibake(text):
        raise RejectPage("mojibake", f"begins {text.strip()[:40]!r}")


def _evidence(page: Page, opened: Opened, reading: Reading, headings: list[str]) -> Evidence:
    body = opened.tree.find("body")
    whole = reading.root is body or body is None
    marked = opened.structured.article is not None
    # A page that says it is an article, and has a text, needs no look at what lies around it.
    around = None if whole or (marked and len(reading.body.text) > 1000) else body
    return Evidence(
        page.url, opened.source, opened.metas, opened.structured, opened.headline, headings,
        reading.blocks, reading.taken, reading.body, around, reading.mark,
    )  # fmt: skip
