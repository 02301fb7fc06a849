"""The gold pages made strange: other names, furniture of others, more wrappers; the article stays what it is.

The elements that hold the article's words are marked on the original page, by the gold's selectors. Before a
changed page is written out, the words under the marks must still be the same; then the marks are taken off, so
that no reader sees them.
"""

import random
from functools import cache
from statistics import fmean

from lxml import etree, html
from lxml.html import HtmlElement

from benchmarks.cases import Case, articles, saved_pages, with_body
from benchmarks.changes import CHANGES, MARK, Furniture, marked
from benchmarks.gold import Gold
from benchmarks.measuring import readings, summary
from benchmarks.readers import ours
from benchmarks.resolving import open_page, paragraphs, select

# What is transplanted depends on chance, so that one look is none.
SEEDS = {"names": (1,), "furniture": (1, 2, 3), "wrappers": (1,), "all three": (1, 2, 3)}
_SMALLEST = 15  # words; less is a button


class ArticleLost(AssertionError):  # noqa: N818 (named by its effect)
    """Raised when a change has touched the article's own words: then the bench is wrong, not the reader."""


def changeable(cases: list[Case]) -> list[Case]:
    """The article pages on which anything stands beside the text; a bare text in <body> has no place of its own."""
    return [case for case, _ in articles(cases) if case.gold is not None and case.gold.find.furniture]


def changed(cases: list[Case], change: str, seed: int) -> list[Case]:
    """The changeable pages, each changed by its own stream of chances."""
    return [_changed(case, case.gold, change, seed) for case in changeable(cases) if case.gold is not None]


def falls(looks: int = 3) -> dict[str, float]:
    """By how much the mean F1 falls for each change of the pages, by the first so many looks at each."""
    cases = changeable(saved_pages())
    before = summary(readings(cases, ours))["f1"]
    return {
        change: before
        - fmean(summary(readings(changed(cases, change, seed), ours))["f1"] for seed in seeds[:looks])
        for change, seeds in SEEDS.items()
    }


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
    for element in marked(tree):
        del element.attrib[MARK]
    return with_body(case, html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _marked_words(tree: HtmlElement) -> list[str]:
    return ["".join(element.xpath("text()")) for element in marked(tree)]


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
