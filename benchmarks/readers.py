"""Our reader and those of others, behind one signature: page -> what it said of it."""

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import trafilatura
from lxml import html
from lxml.html import HtmlElement
from trafilatura.utils import decode_file  # for readers that want text; it tells windows-1256 from UTF-8

from benchmarks.scoring import Said
from pipelines.language.judging import keep_arabic
from pipelines.reading import read
from pipelines.records import Article, Page, RejectPage

Reader = Callable[[Page], Said]
_META = ("title", "published", "day", "authors")


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
        return Said(refused=rejected.reason)
    return said_of(article)


def only_reading(page: Page) -> object:
    """Our reading without the language step, as its time is measured."""
    try:
        return read(page)
    except RejectPage as rejected:
        return rejected


def said_of(article: Article) -> Said:
    texts = tuple(article.text.split("\n\n")) if article.text else ()
    return Said(
        texts, article.title, article.published_at, article.published_precision,
        tuple(article.authors or ()), tuple(article.agencies or ()), tuple(article.labels or ()), article.section,
        article.modified_at, tuple(texts[number] for number in article.headings or ()), article.genre,
    )  # fmt: skip


def baselines() -> list[Baseline]:
    """The other readers, in the order of the tables; trafilatura as the flow would use it is the first."""
    return [
        _baseline("trafilatura", "trafilatura", lambda: trafilatura_default),
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


def trafilatura_default(page: Page) -> Said:
    found = _extract(page, with_metadata=True)
    if found is None:
        return Said(refused="nothing found", says=_META)
    authors = tuple(found.author.split("; ")) if found.author else ()
    at = datetime.fromisoformat(found.date).replace(tzinfo=UTC) if found.date else None
    return Said(_lines(found.text), found.title, at, "day", authors, says=_META)


def _trafilatura_fast(page: Page) -> Said:
    found = _extract(page, fast=True)
    return Said(_lines(found.text), says=()) if found is not None else Said(refused="nothing found", says=())


def _extract(page: Page, *, with_metadata: bool = False, fast: bool = False) -> Any:  # noqa: ANN401 (its own type is wider)
    return trafilatura.bare_extraction(page.body, url=page.url, with_metadata=with_metadata, fast=fast)


def _newspaper() -> Reader:
    newspaper: Any = importlib.import_module("newspaper")

    def reader(page: Page) -> Said:
        article = newspaper.Article(page.url, language="ar", fetch_images=False)
        article.download(input_html=decode_file(page.body))
        article.parse()
        at = article.publish_date
        at = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
        return Said(_lines(article.text), article.title or None, at, None, tuple(article.authors), says=_META)

    return reader


def _readability() -> Reader:
    readability: Any = importlib.import_module("readability")

    def reader(page: Page) -> Said:
        document = readability.Document(decode_file(page.body), url=page.url)
        summary = cast("HtmlElement", html.fromstring(document.summary(html_partial=True)))
        for element in summary.iter("p", "div", "br", "li", "h2", "h3", "td"):
            element.tail = f"\n{element.tail or ''}"
        return Said(_lines(summary.text_content()), document.short_title(), says=("title",))

    return reader


def _resiliparse() -> Reader:
    extract: Any = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    parse: Any = importlib.import_module("resiliparse.parse.html").HTMLTree.parse

    def reader(page: Page) -> Said:
        tree = parse(decode_file(page.body))
        text = extract(tree, main_content=True, preserve_formatting=True, list_bullets=False)
        return Said(_lines(text), tree.title or None, says=("title",))

    return reader


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line for line in (text or "").splitlines() if line.strip())
