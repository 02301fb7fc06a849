"""What can be done to a page without touching its article: other names, furniture of others, more wrappers.

The article is known by the marks on the elements that hold its words, never by names.
"""

import copy
import random
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

MARK = "data-gold"
_PIECES = 6  # as many as a page of its own has
# A <div> around these is no longer the page that was meant: the parser would move it.
_FIXED = frozenset(
    ["html", "head", "body", "tbody", "thead", "tfoot", "tr", "td", "th", "li", "dt", "dd", "option", "summary"]
)
_INLINE = frozenset(["a", "b", "br", "em", "font", "i", "span", "strong"])

Furniture = dict[str, list[HtmlElement]]  # by outlet
Change = Callable[[HtmlElement, random.Random, Furniture], None]


def rename(tree: HtmlElement, chance: random.Random, _: Furniture) -> None:
    """Every class and id name becomes a meaningless one, the same everywhere on the page."""
    names: dict[str, str] = {}
    for element in tree.iter(etree.Element):
        for attribute in ("class", "id"):
            words = element.get(attribute, "").split()
            if words:
                new = [
                    names.setdefault(word, f"{chance.choice('bcdfghk')}{chance.getrandbits(32):08x}")
                    for word in words
                ]
                element.set(attribute, " ".join(new))


def transplant(tree: HtmlElement, chance: random.Random, furniture: Furniture) -> None:
    """Menus, related boxes, sidebars, comments and footers of other outlets around and beside the article."""
    body, home = tree.find("body"), _home(tree)
    for outlet in chance.sample(sorted(furniture), _PIECES):
        new = copy.deepcopy(chance.choice(furniture[outlet]))
        new.tail = None
        place = chance.choice(("before", "after", "first", "last"))
        if home is body:
            place = {"before": "first", "after": "last"}.get(place, place)
        _PLACES[place](body, home, new)


def wrap(tree: HtmlElement, chance: random.Random, _: Furniture) -> None:
    """One or two <div> more around half of the blocks from the article's paragraphs up to the body."""
    home = _home(tree)
    line = [home, *home.iterancestors(), *home, *tree.find("body")]
    for element in dict.fromkeys(line):
        if isinstance(element.tag, str) and element.tag not in _FIXED | _INLINE and chance.random() < 0.5:
            for _turn in range(chance.choice((1, 2))):
                _wrap(element)


def everything(tree: HtmlElement, chance: random.Random, furniture: Furniture) -> None:
    for change in (wrap, transplant, rename):
        change(tree, chance, furniture)


CHANGES: dict[str, Change] = {
    "names": rename,
    "furniture": transplant,
    "wrappers": wrap,
    "all three": everything,
}


def _first(body: HtmlElement, _: HtmlElement, new: HtmlElement) -> None:
    new.tail, body.text = body.text, None
    body.insert(0, new)


def _after(_: HtmlElement, home: HtmlElement, new: HtmlElement) -> None:
    new.tail, home.tail = home.tail, None
    home.getparent().insert(home.getparent().index(home) + 1, new)


_PLACES: dict[str, Callable[[HtmlElement, HtmlElement, HtmlElement], None]] = {
    "first": _first,
    "last": lambda body, _, new: body.append(new),
    "before": lambda _, home, new: home.addprevious(new),
    "after": _after,
}


def _wrap(element: HtmlElement) -> None:
    parent = element.getparent()
    wrapper = element.makeelement("div")
    wrapper.tail, element.tail = element.tail, None
    parent.insert(parent.index(element), wrapper)
    wrapper.append(element)


def _home(tree: HtmlElement) -> HtmlElement:
    """The smallest block that holds all of the article."""
    lines = [list(reversed([element, *element.iterancestors()])) for element in marked(tree)]
    shared = [level[0] for level in zip(*lines, strict=False) if len(set(level)) == 1]
    return next(element for element in reversed(shared) if element.tag not in _INLINE)


def marked(tree: HtmlElement) -> list[HtmlElement]:
    return [element for element in tree.iter(etree.Element) if MARK in element.attrib]
