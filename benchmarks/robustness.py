"""The gold pages made strange: other names, other people's furniture, more wrappers; the article stays what it is.

The elements that hold the article's words are marked on the original page, by the gold's selectors. A change may use
the marks to know where the article is, never its names; before the page is written out, the words under the marks
must still be the same, and the marks are taken off, so that no reader sees them.
"""

import copy
import random
from collections.abc import Callable
from functools import cache

from lxml import etree, html
from lxml.html import HtmlElement

from benchmarks.cases import Case, articles, saved_pages, with_body
from benchmarks.gold import Gold
from benchmarks.resolving import open_page, paragraphs, select

MARK = "data-gold"
SEEDS = (1, 2, 3)
_PIECES = 6  # as many as a page of its own has
_SMALLEST = 15  # words; less is a button
# A <div> around these is no longer the page that was meant: the parser would move it.
_FIXED = frozenset("html head body tbody thead tfoot tr td th li dt dd option legend summary".split())
_INLINE = frozenset("a b br em font i span strong".split())

Furniture = dict[str, list[HtmlElement]]  # by outlet
Change = Callable[[HtmlElement, random.Random, Furniture], None]


class ArticleLost(AssertionError):  # noqa: N818 (named by its effect)
    """Raised when a change has touched the article's own words: then the bench is wrong, not the reader."""


def changeable(cases: list[Case]) -> list[Case]:
    """The article pages on which something stands beside the text; a bare text in <body> has no place of its own."""
    return [case for case, _ in articles(cases) if case.gold is not None and case.gold.find.furniture]


def changed(cases: list[Case], change: str, seed: int) -> list[Case]:
    """The changeable pages, each changed by its own stream of chances."""
    return [_changed(case, case.gold, change, seed) for case in changeable(cases) if case.gold is not None]


def _changed(case: Case, gold: Gold, change: str, seed: int) -> Case:
    tree = open_page(case.page.body, gold.encoding)
    for paragraph in paragraphs(gold, tree):
        for owner in paragraph.owners:
            owner.set(MARK, "")
    before = _marked_words(tree)
    chance = random.Random(f"{change} {seed} {gold.path}")
    CHANGES[change](tree, chance, _furniture_of_others(gold.path))
    if _marked_words(tree) != before:
        raise ArticleLost(f"{change} {seed}: {gold.path}")
    for element in _marked(tree):
        del element.attrib[MARK]
    return with_body(case, html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))


def rename(tree: HtmlElement, chance: random.Random, _: Furniture) -> None:
    """Every class and id name becomes a meaningless one, the same everywhere on the page."""
    names: dict[str, str] = {}
    for element in tree.iter(etree.Element):
        for attribute in ("class", "id"):
            words = element.get(attribute, "").split()
            if words:
                new = [names.setdefault(word, f"{chance.choice('bcdfghk')}{chance.getrandbits(32):08x}") for word in words]
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
            for _ in range(chance.choice((1, 2))):
                _wrap(element)


def everything(tree: HtmlElement, chance: random.Random, furniture: Furniture) -> None:
    for change in (wrap, transplant, rename):
        change(tree, chance, furniture)


CHANGES: dict[str, Change] = {
    "written out again": lambda tree, chance, furniture: None,  # noqa: ARG005 (a change that changes nothing)
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
    marked = _marked(tree)
    lines = [list(reversed([element, *element.iterancestors()])) for element in marked]
    shared = [level[0] for level in zip(*lines, strict=False) if len(set(level)) == 1]
    return next(element for element in reversed(shared) if element.tag not in _INLINE)


def _marked(tree: HtmlElement) -> list[HtmlElement]:
    return [element for element in tree.iter(etree.Element) if MARK in element.attrib]


def _marked_words(tree: HtmlElement) -> list[str]:
    marked = _marked(tree)
    return ["".join(element.xpath("text()")) for element in marked]


def _furniture_of_others(path: str) -> Furniture:
    own = path.split("/")[1]
    return {outlet: pieces for outlet, pieces in _furniture().items() if outlet != own}


@cache
def _furniture() -> Furniture:
    found: Furniture = {}
    for case in changeable(saved_pages()):
        if case.gold is not None:
            tree = open_page(case.page.body, case.gold.encoding)
            etree.strip_elements(tree, "script", "style", "noscript", "iframe", with_tail=False)
            pieces = select(tree, case.gold.find.furniture)
            found[case.outlet] = [piece for piece in pieces if len(piece.text_content().split()) >= _SMALLEST]
    return found
