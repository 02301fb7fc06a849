"""Which selectors can be evaluated: one that starts with `/`, `./` or `(` is XPath, any other is CSS.

An XPath with an unknown function compiles and fails only on a page that reaches it, which would be every page of a
crawl at night. So what would fail there is looked for here.
"""

import re
from functools import cache
from pathlib import Path

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

XPATH_STARTS = ("/", "./", "(")
_LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
_CALL = re.compile(r"([\w.-]+)\s*\(")
_PREFIX = re.compile(r"(?<!:):(?!:)")


def selector_fault(selector: str) -> str | None:
    """What is wrong with a selector, or None."""
    if selector.startswith(XPATH_STARTS):
        return _xpath_fault(selector)
    return _css_fault(selector)


def _css_fault(selector: str) -> str | None:
    try:
        CSSSelector(selector, translator="html")
    except (SelectorError, etree.XPathError, ValueError, RecursionError) as error:
        hint = " (pseudo-elements such as ::text are not CSS: write XPath)" if "::" in selector else ""
        return f"is not CSS: {error}{hint}; XPath starts with /, ./ or ("
    return None


def _xpath_fault(selector: str) -> str | None:
    try:
        found = etree.XPath(selector)(etree.Element("html"))
    except (etree.XPathError, ValueError) as error:
        return f"is not XPath: {error}"
    if isinstance(found, bool | float):
        return "selects no nodes but a number or a truth value"
    return _unbound_name(_LITERAL.sub("''", selector))


def _unbound_name(bare: str) -> str | None:
    if "$" in bare:
        return "has a variable, and none is defined"
    if _PREFIX.search(bare) is not None:
        return "has a namespace prefix, and none is defined"
    unknown = [name for name in _CALL.findall(bare) if name not in _xpath_functions()]
    return f"calls {unknown[0]}(), which is not in XPath 1.0" if unknown else None


@cache
def _xpath_functions() -> frozenset[str]:
    lines = Path(__file__).with_name("xpath_functions.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
