"""Where the article lies: the deepest element that still holds nearly all prose of the page.

Parts that are something else do not count: told by their tag or name where these say it, else by what they hold
and where they stand, so that a page with meaningless names is read as well.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.data_files import words_of
from pipelines.reading.boilerplate import is_furniture
from pipelines.reading.foreign import is_card, is_cards, is_form_or_notice, is_mostly_links
from pipelines.reading.inline import fold
from pipelines.reading.kinship import topic_words
from pipelines.reading.naming import is_elsewhere, names_comments, says_body
from pipelines.reading.placing import children_before
from pipelines.reading.tree import is_element

# Long text nodes outside scripts: cheap to find, and in every layout the article is most of them.
_LONG_TEXTS = etree.XPath(
    "descendant::text()[string-length(.) > 40]"
    "[not(parent::script or parent::style or parent::noscript or parent::textarea)]"
    "[not(parent::title or parent::option)]"
)
_NEVER = words_of(Path(__file__).with_name("never_containers.txt"))
_FEWEST = 120  # characters of prose; less is no text to go by
_FEWEST_CARDS = 3  # a single one may be a paragraph under a linked subheading
_FEWEST_TEXTS = 3  # beside the headline; fewer are a lead, whose article stands in the next part
_HEADS = ("h2", "h3", "h4", "h5", "h6", "b", "strong", "legend")
_MOST_HEADS = 20
_FEWEST_OF_MAIN = 250  # characters of prose
_KIN_WORDS = 2  # words of the headline that a part must share to be the article's


@dataclass(frozen=True, slots=True)
class Container:
    """The element that holds the article, and the parts in it that are something else."""

    root: HtmlElement
    without: frozenset[HtmlElement] = frozenset()


@dataclass(slots=True)
class _Prose:
    """The long texts of a page with the elements around each, and how much every element holds."""

    top: HtmlElement
    lines: list[tuple[str, list[HtmlElement]]]
    elsewhere: set[HtmlElement] = field(default_factory=set)
    held: Counter[HtmlElement] = field(default_factory=Counter)

    def count(self) -> None:
        self.held = Counter()
        for text, line in self.lines:
            if self.elsewhere.isdisjoint(line):
                for element in line:
                    self.held[element] += len(text)

    @property
    def total(self) -> int:
        return self.held[self.top]


def container_of(
    tree: HtmlElement, mark: HtmlElement | None = None, titles: Sequence[str] = ()
) -> Container | None:
    """The element to read the article from; None where the page has too little prose to tell.

    `mark` is the element of the headline.
    """
    body = tree.find("body")
    prose = _prose_of(tree if body is None else body, mark)
    if prose.total < _FEWEST:
        return None
    words = topic_words(titles)
    taken_out = {element for element in prose.elsewhere if _is_comments(element, mark)}
    while True:
        named = _named(prose)
        named = _named_beside(prose, mark, words) if named is None else named
        root = _deepest(prose) if named is None else named
        foreign = set() if named is not None else _foreign(prose, root, mark, words)
        if not foreign:
            return Container(root, frozenset(taken_out))
        prose.elsewhere |= foreign
        taken_out |= foreign
        prose.count()


def _prose_of(top: HtmlElement, mark: HtmlElement | None) -> _Prose:
    """How much prose each element holds, without what stands in parts that call themselves something else."""
    prose = _Prose(top, [(text, _line_to(top, holder)) for text, holder in _long_texts(top)])
    prose.count()
    # A part that holds most of the page is the article, whatever its class says.
    prose.elsewhere = {
        element
        for element, held in prose.held.items()
        if element is not top and is_elsewhere(element, held * 2 > prose.total and not _is_comments(element, mark))
    }
    prose.elsewhere -= _around_bodies(prose)
    prose.count()
    return prose


def _is_comments(element: HtmlElement, mark: HtmlElement | None) -> bool:
    """Whether a part is that of the readers: below a film they say more than the page."""
    return names_comments(element) and (mark is None or element not in mark.iterancestors())


def _around_bodies(prose: _Prose) -> set[HtmlElement]:
    """The parts of which the article's body is the most: `nd-sidebar-left` is what has a sidebar, and not one."""
    return {
        element
        for body, held in prose.held.items()
        if held >= _FEWEST_OF_MAIN and body not in prose.elsewhere and says_body(body)
        for element in body.iterancestors()
        if element in prose.elsewhere
        and element.tag not in ("aside", "footer", "nav")
        and held * 2 > prose.held[element]
    }


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


def _named(prose: _Prose) -> HtmlElement | None:
    """The element that says of itself that it is the body, if it holds most prose."""
    found: HtmlElement | None = None
    for element, held in prose.held.items():
        if held * 10 < prose.total * 7 or element.tag in _NEVER:
            continue
        if says_body(element) and (found is None or held > prose.held[found]):
            found = element
    return found


def _named_beside(prose: _Prose, mark: HtmlElement | None, words: frozenset[str]) -> HtmlElement | None:
    """The one body by name in the <article> of the headline, and about the same: a flash among longer teasers."""
    article = next((node for node in mark.iterancestors("article")), None) if mark is not None else None
    if article is None or not prose.held[article]:
        return None
    within = [node for node, held in prose.held.items() if held * 3 > prose.held[article] and says_body(node)]
    bodies = {node for node in within if article in node.iterancestors()}
    inner = [node for node in bodies if not any(child in bodies for child in node.iterdescendants())]
    if len(inner) != 1 or inner[0].tag in _NEVER:
        return None
    texts = [text for text, line in prose.lines if inner[0] in line]
    return inner[0] if len(topic_words(texts) & words) >= _KIN_WORDS else None


def _deepest(prose: _Prose) -> HtmlElement:
    place = prose.top
    while True:
        heir = next(
            (child for child in place if is_element(child) and prose.held[child] * 10 >= prose.total * 9), None
        )
        if heir is None or heir.tag in _NEVER:
            return place
        place = heir


def _foreign(
    prose: _Prose, place: HtmlElement, mark: HtmlElement | None, words: frozenset[str]
) -> set[HtmlElement]:
    """The children of a place that are something else than the article; never all of them."""
    held_by = {part: texts for part, texts in _texts_of(prose, place).items() if part.tag not in _NEVER}
    around_mark = {mark, *mark.iterancestors()} if mark is not None else set()
    before = children_before(place, mark)
    cards = {part for part in held_by if is_card(part)}
    found = cards if len(cards) >= _FEWEST_CARDS else set()
    for part, texts in held_by.items():
        if part not in around_mark and part not in cards:
            is_kin = len(topic_words(texts) & words) >= _KIN_WORDS
            if part in before or _is_foreign(part, prose.held[part], is_kin=is_kin):
                found.add(part)
    found |= _columns(prose, held_by, around_mark, words)
    left = prose.held[place] - sum(prose.held[part] for part in found)
    return found if left >= _FEWEST // 2 else set()


def _columns(
    prose: _Prose,
    held_by: Mapping[HtmlElement, Sequence[str]],
    around_mark: AbstractSet[HtmlElement | None],
    words: frozenset[str],
) -> set[HtmlElement]:
    """The parts beside the one that holds headline and text: a side column may say more than the article."""
    main = next(
        (part for part, texts in held_by.items() if part in around_mark and len(texts) >= _FEWEST_TEXTS), None
    )
    if main is None or prose.held[main] < _FEWEST_OF_MAIN or len(topic_words(held_by[main]) & words) < _KIN_WORDS:
        return set()
    return {
        part
        for part, texts in held_by.items()
        if part not in around_mark and len(topic_words(texts) & words) < _KIN_WORDS and _is_headed_as_box(part)
    }


def _is_headed_as_box(part: HtmlElement) -> bool:
    """Whether a heading in a part is that of a box: «الأكثر قراءة»; an article may go on beside its first part."""
    return any(
        is_furniture(fold("".join(head.itertext())[:100])) for head in islice(part.iter(*_HEADS), _MOST_HEADS)
    )


def _texts_of(prose: _Prose, place: HtmlElement) -> dict[HtmlElement, list[str]]:
    """The prose of each child of a place."""
    found: dict[HtmlElement, list[str]] = {}
    for text, line in prose.lines:
        if place in line and prose.elsewhere.isdisjoint(line):
            number = line.index(place)
            if number > 0:
                found.setdefault(line[number - 1], []).append(text)
    return found


def _is_foreign(part: HtmlElement, held: int, *, is_kin: bool) -> bool:
    if is_cards(part, is_kin=is_kin):
        return True
    return not is_kin and (is_mostly_links(part, held) or is_form_or_notice(part, held))
