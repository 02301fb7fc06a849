"""Parts of a page that are no article, told by what they hold: class names are other on every site, and lie."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from lxml.html import HtmlElement

from pipelines.data_files import entries_of
from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold
from pipelines.reading.tags import DROPPED
from pipelines.reading.tree import is_element

_FEWEST_LINKS = 3
_HEADLINE_WORDS = 4
_LONG = 40  # characters of a text that may be a sentence
_MOST_TEXTS = 2  # below a headline; an article has more in a row
_TEASER = 1.5  # texts below each headline on average; articles that boxes interrupt have more in a row
_LITTLE = 1500  # characters of prose; more than a notice or a form ever says
_FIELDS = frozenset({"text", "email", "search", "password", "tel"})


@cache
def _phrases() -> re.Pattern[str]:
    phrases = entries_of(Path(__file__).with_name("foreign_phrases.txt"))
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


def is_form_or_notice(element: HtmlElement, prose: int) -> bool:
    """Whether a part asks for words or consent, and says little else."""
    if prose > _LITTLE:
        return False
    if any(True for _ in element.iter("textarea")):
        return True
    if any((field.get("type") or "text").lower() in _FIELDS for field in element.iter("input")):
        return True
    return bool(_phrases().search(normalised("".join(element.itertext())[: 2 * _LITTLE]).lower()))


def is_cards(element: HtmlElement, *, is_kin: bool) -> bool:
    """Whether a part is teasers: headlines that lead elsewhere, each with a sentence or two below it.

    `is_kin` says that it is about what the headline is: it may be the article, with boxes between its paragraphs.
    """
    runs = [(kind, len(list(run))) for kind, run in groupby(_headlines_and_texts(element))]
    texts = [length for kind, length in runs if kind == "text"]
    heads = sum(length for kind, length in runs if kind == "headline")
    if len(texts) < _FEWEST_LINKS or heads < len(texts) or max(texts) > _MOST_TEXTS:
        return False
    return not is_kin or sum(texts) <= _TEASER * len(texts)


def is_card(element: HtmlElement) -> bool:
    """Whether a part is one teaser: a headline that leads elsewhere, and a sentence or two below it."""
    found = list(_headlines_and_texts(element))
    return (
        found[:1] == ["headline"] and found.count("headline") == 1 and 1 <= found.count("text") <= _FEWEST_LINKS - 1
    )


def _headlines_and_texts(element: HtmlElement) -> Iterator[str]:
    linked: set[HtmlElement] = set()
    for node in element.iter():
        if not is_element(node) or node.tag in DROPPED:
            continue
        if node.tag == "a":
            linked.update(node.iter())
            if _stands_alone(node):
                yield "headline"
        elif node not in linked and len((node.text or "").strip()) > _LONG:
            yield "text"
        if node not in linked and len((node.tail or "").strip()) > _LONG and node is not element:
            yield "text"


def _stands_alone(link: HtmlElement) -> bool:
    """Whether a link is a headline's length and no words run into it or on from it."""
    parent, previous = link.getparent(), link.getprevious()
    if parent is None or not link.get("href") or (link.tail or "").strip():
        return False
    before = parent.text if previous is None else previous.tail
    return not (before or "").strip() and len("".join(link.itertext()).split()) >= _HEADLINE_WORDS


def is_mostly_links(element: HtmlElement, prose: int) -> bool:
    """Whether a part says more in links than in sentences, as boxes of related articles do."""
    links = [fold("".join(link.itertext())) for link in element.iter("a") if link.get("href")]
    return sum(1 for link in links if link) >= _FEWEST_LINKS and sum(map(len, links)) > prose
