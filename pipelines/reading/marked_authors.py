"""Writers in microdata: itemprop="author", outside comments and teasers."""

from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.inline import fold
from pipelines.reading.naming import is_elsewhere

_MARKED = etree.XPath("//@itemprop[. = 'author']/..")  # a third of what a look at every element costs
_NAME = etree.XPath("descendant-or-self::*[@itemprop = 'name']")
_AROUND = frozenset({"aside", "footer", "nav"})
_MOST = 3  # different ones; more are those of other articles
_LONGEST = 80


def marked_authors(tree: HtmlElement) -> list[str]:
    """The names as written; none where the page marks many."""
    elements = cast("list[HtmlElement]", _MARKED(tree))
    names = [name for element in elements if not _is_of_others(element) and (name := _name_of(element))]
    found = list(dict.fromkeys(names))
    return found if len(found) <= _MOST else []


def _name_of(element: HtmlElement) -> str:
    named = cast("list[HtmlElement]", _NAME(element))
    holder = named[0] if named else element
    name = fold(holder.get("content") or holder.text_content())
    return name if len(name) <= _LONGEST else ""


def _is_of_others(element: HtmlElement) -> bool:
    return any(parent.tag in _AROUND or is_elsewhere(parent) for parent in element.iterancestors())
