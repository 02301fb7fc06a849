"""From the gold's selectors to the words on the page, by a parse and a segmentation that are not our reader's."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from lxml import html
from lxml.html import HtmlElement

from benchmarks.gold import HERE, Gold, Wanted

# What ends a paragraph. An unknown element (<bannerinjection>) ends none: sites put them into sentences.
_BLOCKS = frozenset((HERE / "block_tags.txt").read_text("utf-8").split())
_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "svg"})


class GoldPointsElsewhere(ValueError):  # noqa: N818 (named by its effect)
    """Raised when the selectors find something else than what was read when the gold was written."""


@dataclass(slots=True)
class Paragraph:
    """Pieces of text, and the elements that own them."""

    pieces: list[str] = field(default_factory=list)
    owners: list[HtmlElement] = field(default_factory=list)

    @property
    def words(self) -> str:
        return fold("".join(self.pieces))


def fold(words: str) -> str:
    """Without the line breaks and spaces of the markup."""
    return re.sub(r"[\s\u200b\ufeff]+", " ", words).strip()


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def open_page(body: bytes, encoding: str) -> HtmlElement:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", body.decode(encoding, "replace"))
    return cast("HtmlElement", html.document_fromstring(text))


def resolve(gold: Gold, tree: HtmlElement) -> Wanted:
    """What the gold's selectors find on its page.

    Raises:
        GoldPointsElsewhere: the text or the headline is not the one that was read.
    """
    found = paragraphs(gold, tree)
    texts = tuple(paragraph.words for paragraph in found)
    title = _title(gold, tree)
    _check(gold, texts, title)
    return Wanted(
        texts,
        gold.say,
        frozenset(_numbers(found, tree, gold.find.optional)),
        tuple(_numbers(found, tree, gold.find.headings)),
        title.removeprefix(gold.label_words) if title is not None else None,
    )


def select(tree: HtmlElement, selectors: Iterable[str]) -> list[HtmlElement]:
    """The elements that any of the selectors finds, in document order."""
    found = {element for selector in selectors for element in tree.xpath(selector)}
    return [element for element in tree.iter() if element in found]


def paragraphs(gold: Gold, tree: HtmlElement) -> list[Paragraph]:
    """The article's paragraphs: they end at block elements and at line breaks."""
    dropped = {node for selector in gold.find.drop for node in tree.xpath(selector) if not isinstance(node, str)}
    texts = [node for selector in gold.find.drop for node in tree.xpath(selector) if isinstance(node, str)]
    tails = {node.getparent() for node in texts}  # type: ignore[attr-defined]  # lxml's strings know their element
    made = []
    for element in select(tree, gold.find.text):
        if element in dropped:
            continue
        made.append(Paragraph())
        _walk(element, made, dropped, tails)
    return [paragraph for paragraph in made if paragraph.words]


def _walk(element: HtmlElement, made: list[Paragraph], dropped: set[HtmlElement], tails: set[HtmlElement]) -> None:
    _add(made[-1], element.text, element)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT and child not in dropped:
            _enter(child, made, dropped, tails)
        if child not in tails:
            _add(made[-1], child.tail, element)


def _enter(child: HtmlElement, made: list[Paragraph], dropped: set[HtmlElement], tails: set[HtmlElement]) -> None:
    if child.tag not in _BLOCKS:
        _walk(child, made, dropped, tails)
        return
    made.append(Paragraph())
    _walk(child, made, dropped, tails)
    made.append(Paragraph())


def _add(paragraph: Paragraph, piece: str | None, owner: HtmlElement) -> None:
    if piece:
        paragraph.pieces.append(piece)
    if piece and piece.strip():
        paragraph.owners.append(owner)


def _title(gold: Gold, tree: HtmlElement) -> str | None:
    if gold.find.title is None:
        return None
    found = tree.xpath(gold.find.title)[0]
    return fold(found if isinstance(found, str) else found.text_content())


def _check(gold: Gold, texts: tuple[str, ...], title: str | None) -> None:
    words, sha256 = len(" ".join(texts).split()), digest("\n\n".join(texts))
    if (words, sha256) != (gold.words, gold.sha256):
        raise GoldPointsElsewhere(f'{gold.path}: found words = {words}, sha256 = "{sha256}"')
    if title is not None and digest(title) != gold.title_sha256:
        raise GoldPointsElsewhere(f'{gold.path}: found title_sha256 = "{digest(title)}"')


def _numbers(found: list[Paragraph], tree: HtmlElement, selectors: tuple[str, ...]) -> list[int]:
    marked = set(select(tree, selectors))
    return [
        number
        for number, paragraph in enumerate(found)
        if any(owner in marked or not marked.isdisjoint(owner.iterancestors()) for owner in paragraph.owners)
    ]
