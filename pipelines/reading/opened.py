"""A page opened once: its tree, what stands in its head, and the rule of its source that holds."""

from dataclasses import dataclass
from datetime import UTC

from lxml.html import HtmlElement

from pipelines.reading.headline import Headline, make_headline, read_headline
from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas, first, read_metas
from pipelines.reading.rules import prepare, rule_for, rules_for, texts
from pipelines.reading.structured import Structured, read_structured
from pipelines.reading.tree import parse
from pipelines.records import Page, ReadingRule, RejectPage


@dataclass(frozen=True, slots=True)
class Opened:
    """A page opened once: its tree and what stands in its head."""

    tree: HtmlElement
    source: str
    metas: Metas
    structured: Structured
    rule: ReadingRule | None
    headline: Headline | None


def titles_of(opened: Opened) -> list[str]:
    """The headline as written, with the outlet's name and without it."""
    headline = opened.headline
    return [headline.raw, headline.title] if headline is not None else []


def open_page(page: Page, text: str) -> Opened:
    tree = parse(text)
    if tree is None:
        raise RejectPage("no_text", "no element in the page")
    metas = read_metas(tree)
    structured = read_structured(tree, page.url, first(metas, ("og:title", "twitter:title")))
    rule = rule_for(tree, rules_for(page.outlet.reading, page.fetched_at.astimezone(UTC).date()))
    if rule is not None:
        prepare(tree, rule)
    return Opened(tree, text, metas, structured, rule, _headline(page, tree, metas, structured, rule))


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
