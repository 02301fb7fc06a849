"""A source's reading rules: its own selectors, tried before what is generic."""

import logging
from collections.abc import Sequence
from datetime import date

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from pipelines.reading.inline import fold
from pipelines.records import ReadingRule

_LOGGER = logging.getLogger(__name__)


def rules_for(rules: Sequence[ReadingRule], day: date) -> list[ReadingRule]:
    """The rules that hold for a page of that day, the first one first."""
    return [rule for rule in rules if rule.until is None or day < rule.until]


def rule_for(tree: HtmlElement, rules: Sequence[ReadingRule]) -> ReadingRule | None:
    """The first rule whose body is on the page; where none is, the first one, for its other fields."""
    return next((rule for rule in rules if rule.body and select(tree, rule.body)), rules[0] if rules else None)


def select(tree: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """The elements that the first matching selector finds."""
    for selector in selectors:
        found = _matches(tree, selector)
        elements = [node for node in found if isinstance(node, HtmlElement)]
        if elements:
            return elements
    return []


def texts(tree: HtmlElement, selectors: Sequence[str]) -> list[str]:
    """The words that the first matching selector finds; an XPath may end at an attribute or a text."""
    for selector in selectors:
        found = [_words(node) for node in _matches(tree, selector)]
        if any(found):
            return [words for words in found if words]
    return []


def prepare(tree: HtmlElement, rule: ReadingRule) -> None:
    """Takes out what the rule prunes and the tags that it unwraps; the words around both stay."""
    for selector in rule.prune:
        for element in _matches(tree, selector):
            if isinstance(element, HtmlElement) and element.getparent() is not None:
                element.drop_tree()
    for selector in rule.unwrap:
        for element in _matches(tree, selector):
            if isinstance(element, HtmlElement) and element.getparent() is not None:
                element.drop_tag()


def _matches(tree: HtmlElement, selector: str) -> list[object]:
    """What a selector finds; a broken one finds nothing and says so, since one rule must not stop a source."""
    try:
        if selector.startswith(("/", "./", "(")):
            found: object = tree.xpath(selector)
        else:
            found = CSSSelector(selector, translator="html")(tree)
    except (etree.XPathError, etree.LxmlError, SyntaxError, ValueError) as why:
        _LOGGER.warning("reading rule %r cannot be applied: %s", selector, why)
        return []
    return list(found) if isinstance(found, list) else [found]


def _words(node: object) -> str:
    if isinstance(node, HtmlElement):
        if node.tag == "meta":
            return fold(node.get("content") or "")
        return fold(node.get("datetime") or node.text_content())
    return fold(node) if isinstance(node, str) else ""
