"""Our reader and those of others, behind one signature: page -> what it said of it."""

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import html

from benchmarks.scoring import Said
from pipelines.language import keep_arabic
from pipelines.reading import read
from pipelines.records import Article, Page, RejectPage

Reader = Callable[[Page], Said]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A reader of others; `absent` says why it cannot run here."""

    name: str
    reader: Reader | None = None
    absent: str = ""


def ours(page: Page) -> Said:
    """Our reading, and the language step's word on it."""
    try:
        article = keep_arabic(read(page))
    except RejectPage as rejected:
        return Said(refused=rejected.reason, is_ours=True)
    return said_of(article)


def said_of(article: Article) -> Said:
    texts = tuple(article.text.split("\n\n")) if article.text else ()
    return Said(
        texts, article.title, article.published_at, article.published_precision,
        tuple(article.authors or ()), tuple(article.agencies or ()), tuple(article.labels or ()), article.section,
        article.modified_at, tuple(texts[number] for number in article.headings or ()), article.genre, is_ours=True,
    )  # fmt: skip


def baselines() -> list[Baseline]:
    """The other readers, in the order of the tables; trafilatura as the flow would use it is the first."""
    return [
        _baseline("trafilatura", "trafilatura", lambda: _trafilatura),
        _baseline("trafilatura fast", "trafilatura", lambda: _trafilatura_fast),
        _baseline("newspaper4k", "newspaper", _newspaper),
        _baseline("readability-lxml", "readability", _readability),
        _baseline("resiliparse", "resiliparse.extract.html2text", _resiliparse),
    ]


def _baseline(name: str, module: str, make: Callable[[], Reader]) -> Baseline:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # newspaper4k warns of what else could be installed
            importlib.import_module(module)
    except ImportError as why:
        return Baseline(name, absent=f"absent ({why})")
    return Baseline(name, make())


def _trafilatura(page: Page) -> Said:
    from trafilatura import bare_extraction

    found = bare_extraction(page.body, url=page.url, with_metadata=True)
    if found is None:
        return Said(refused="nothing found")
    authors = tuple(found.author.split("; ")) if found.author else ()
    at = datetime.fromisoformat(found.date).replace(tzinfo=UTC) if found.date else None
    return Said(_lines(found.text), found.title, at, "day", authors)


def _trafilatura_fast(page: Page) -> Said:
    from trafilatura import bare_extraction

    found = bare_extraction(page.body, url=page.url, fast=True)
    return Said(_lines(found.text), authors=None) if found is not None else Said(refused="nothing found")


def _newspaper() -> Reader:
    import newspaper

    def reader(page: Page) -> Said:
        article = newspaper.Article(page.url, language="ar", fetch_images=False)
        article.download(input_html=page.body.decode("utf-8", "replace"))
        article.parse()
        at = article.publish_date
        at = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
        return Said(_lines(article.text), article.title or None, at, "second", tuple(article.authors))

    return reader


def _readability() -> Reader:
    import readability

    def reader(page: Page) -> Said:
        document = readability.Document(page.body.decode("utf-8", "replace"), url=page.url)
        summary = html.fromstring(document.summary(html_partial=True))
        for element in summary.iter("p", "div", "br", "li", "h2", "h3", "td"):
            element.tail = f"\n{element.tail or ''}"
        return Said(_lines(summary.text_content()), document.short_title(), authors=None)

    return reader


def _resiliparse() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def reader(page: Page) -> Said:
        tree = HTMLTree.parse(page.body.decode("utf-8", "replace"))
        text = extract_plain_text(tree, main_content=True, preserve_formatting=True, list_bullets=False)
        return Said(_lines(text), tree.title or None, authors=None)

    return reader


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line for line in (text or "").splitlines() if line.strip())
