"""Where the article lies: the deepest element that still holds nearly all prose of the page."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.tags import DROPPED
from pipelines.reading.tree import is_element

# Long text nodes outside scripts: cheap to find, and in every layout the article is most of them.
_LONG_TEXTS = etree.XPath(
    "descendant::text()[string-length(.) > 40]"
    "[not(parent::script or parent::style or parent::noscript or parent::textarea)]"
    "[not(parent::title or parent::option)]"
)
_ELSEWHERE_TAGS = {"a", "aside", "footer", "nav", "button", "figcaption", *DROPPED}
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus\w*|respond|related\w*|sidebar|side-bar|cookies?|consent|newsletter|footer"
    r"|most-?read|most-?viewed|recommend\w*|breaking-?news|ticker|popup|modal|menu|nav|navbar)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:entry|article|post|story|news|single|page|paragraph|art)[\s_-]{0,2}"
    r"(?:content|body|text|txt|details|desc|description)(?:[\s_-]|$)|articlebody|articletext|body-?text|longdesc",
    re.IGNORECASE,
)
_NEVER = {
    "p",
    "span",
    "a",
    "b",
    "strong",
    "em",
    "i",
    "u",
    "font",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "table",
}


def container_of(tree: HtmlElement) -> HtmlElement | None:
    """The element to read the article from; None where the page has too little prose to tell."""
    body = tree.find("body")
    top = tree if body is None else body
    prose = _prose_by_element(top)
    total = prose[top]
    if total < 120:
        return None
    named = _named(prose, total)
    return _deepest(top, prose, total) if named is None else named


def _prose_by_element(top: HtmlElement) -> Counter[HtmlElement]:
    """How much prose each element holds, without what stands in parts of the page that are for something else."""
    lines = [(len(text), _line_to(top, holder)) for text, holder in _long_texts(top)]
    every: Counter[HtmlElement] = Counter()
    for length, line in lines:
        for element in line:
            every[element] += length
    # A part that holds most of the page is the article, whatever its class says.
    elsewhere = {
        element
        for element, held in every.items()
        if element is not top and _is_elsewhere(element, held * 2 > every[top])
    }
    prose: Counter[HtmlElement] = Counter()
    for length, line in lines:
        if elsewhere.isdisjoint(line):
            for element in line:
                prose[element] += length
    return prose


def _long_texts(top: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    for text in cast("list[Any]", _LONG_TEXTS(top)):
        holder = text.getparent()
        if text.is_tail and holder is not None:
            holder = holder.getparent()
        if holder is not None and len(text.split()) > 6:
            yield text, holder


def _line_to(top: HtmlElement, holder: HtmlElement) -> list[HtmlElement]:
    """The elements from a holder up to the top."""
    line = [holder]
    while line[-1] is not top:
        parent = line[-1].getparent()
        if parent is None:
            break
        line.append(parent)
    return line


def _is_elsewhere(element: HtmlElement, holds_most: bool = False) -> bool:
    if element.tag in _ELSEWHERE_TAGS:
        return element.tag == "a" or element.tag in DROPPED or not holds_most
    if holds_most:
        return False
    if element.tag in ("article", "main", "p", "html", "body"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip()) and len(names) < 300 and bool(_ELSEWHERE.search(names))


def _named(prose: Counter[HtmlElement], total: int) -> HtmlElement | None:
    """The element that says of itself that it is the body, if it holds most prose."""
    found: HtmlElement | None = None
    for element, held in prose.items():
        if held * 10 < total * 7 or element.tag in _NEVER:
            continue
        if _says_body(element) and (found is None or held > prose[found]):
            found = element
    return found


def named_body(tree: HtmlElement) -> HtmlElement | None:
    """The one element that says of itself that it is the body, however short; None where several do."""
    found = [
        element
        for element in tree.iter("div", "section", "article", "p", "td")
        if _says_body(element) and not _is_elsewhere(element) and (element.text_content() or "").strip()
    ]
    known = set(found)
    inner = [element for element in found if not any(child in known for child in element.iterdescendants())]
    return inner[0] if len(inner) == 1 else None


def _says_body(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.get("itemprop") == "articleBody" or bool(len(names) < 300 and _BODY_NAME.search(names))


def _deepest(top: HtmlElement, prose: Counter[HtmlElement], total: int) -> HtmlElement:
    place = top
    while True:
        heir = next((child for child in place if is_element(child) and prose[child] * 10 >= total * 9), None)
        if heir is None or heir.tag in _NEVER:
            return place
        place = heir
