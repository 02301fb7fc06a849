"""Where the headline stands on the page: what comes before it is not the article."""

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from pipelines.reading.inline import fold
from pipelines.reading.labels import key_of
from pipelines.reading.tags import DROPPED
from pipelines.reading.tree import is_element

_FEWEST_LETTERS = 12  # a shorter title is a section's name, which stands in many places
_AWAY = frozenset({"a", "nav", "footer", "aside", "button", *DROPPED})
_TITLED = ("h2", "h3", "h4", "div", "span", "font", "b", "strong", "td", "p")


def headline_element(tree: HtmlElement, titles: Sequence[str]) -> HtmlElement | None:
    """The element that shows the headline; None where no element plainly does."""
    wanted = {key for title in titles if title and len(key := key_of(title)) >= _FEWEST_LETTERS}
    heads = own_headings(tree)
    if not wanted:
        return heads[0] if len(heads) == 1 else None
    for element in heads:
        if _says(element, wanted):
            return element
    starts = tuple(key[:_FEWEST_LETTERS] for key in wanted)
    return next((element for element in tree.iter(*_TITLED) if _is_shown(element, starts, wanted)), None)


def own_headings(tree: HtmlElement) -> list[HtmlElement]:
    """The <h1> that lead nowhere else; some themes set the headlines of other articles as <h1> too."""
    return [element for element in tree.iter("h1") if not leads_away(element)]


def leads_away(element: HtmlElement) -> bool:
    """Whether an element is a link, holds nothing else, or stands where pages keep their links."""
    if any(parent.tag in _AWAY for parent in element.iterancestors()):
        return True
    links = list(element.iter("a"))
    return bool(links) and any(
        link.get("href") and fold(link.text_content()) == fold(element.text_content()) for link in links
    )


def children_before(place: HtmlElement, mark: HtmlElement | None) -> frozenset[HtmlElement]:
    """The children of an element that end before the headline begins; none where the headline is not in it."""
    node = mark
    while node is not None and node.getparent() is not place:
        node = node.getparent()
    return frozenset() if node is None else frozenset(node.itersiblings(preceding=True))


def _is_shown(element: HtmlElement, starts: tuple[str, ...], wanted: Iterable[str]) -> bool:
    own = element.text
    if own is None or not _FEWEST_LETTERS <= len(own) <= 300:
        return False
    key = key_of(own)
    if not any(start in key for start in starts):
        return False
    return not leads_away(element) and not _in_head(element) and _says(element, wanted)


def _says(element: HtmlElement, wanted: Iterable[str]) -> bool:
    said = key_of(fold("".join(text for text in element.itertext())))
    return any(said == key or (len(said) < len(key) + 40 and key in said) for key in wanted)


def _in_head(element: HtmlElement) -> bool:
    return any(is_element(parent) and parent.tag == "head" for parent in element.iterancestors())
