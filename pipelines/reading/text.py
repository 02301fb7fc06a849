"""The article's text: by the source's rule, else generic, else as JSON-LD or the page's program state has it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml.html import HtmlElement

from pipelines.reading.app_state import body_in_state
from pipelines.reading.blocks import Block, segment
from pipelines.reading.body import Body, everything, find_body, sentences
from pipelines.reading.boilerplate import normalised
from pipelines.reading.container import container_of
from pipelines.reading.inline import ends_sentence, fold
from pipelines.reading.kinship import topic_words
from pipelines.reading.naming import named_body, names_comments
from pipelines.reading.placing import headline_element
from pipelines.reading.prose import is_prose
from pipelines.reading.rules import select
from pipelines.reading.structured import Node
from pipelines.reading.tags import HEADING
from pipelines.reading.translation import without_translation
from pipelines.records import ReadingRule

_TAG = re.compile(r"<[^<>]{1,200}>")
_BREAK = re.compile(r"(?:</p>|<br\s*/?>|\r?\n)\s*", re.IGNORECASE)
_KIN_WORDS = 2  # words of the headline
_FEWEST_WORDS = 20  # a shorter articleBody is a caption or a repeated headline


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a page, the lines it was chosen from, and what found it."""

    body: Body
    taken: Sequence[Block]
    blocks: Sequence[Block]
    origin: str
    root: HtmlElement
    mark: HtmlElement | None = None  # the element of the headline


def read_text(tree: HtmlElement, rule: ReadingRule | None, article: Node | None, titles: Sequence[str]) -> Reading:
    """The best text of a page; its body may be empty."""
    mark = headline_element(tree, titles)
    found = replace(_by_rule(tree, rule, titles) or _generic(tree, titles, mark), mark=mark)
    stated = body_stated(article)
    if stated is not None and len(found.body.text) * 2 < len(stated.text):
        return Reading(stated, [], found.blocks, "json_ld", found.root, mark)
    if not found.body.paragraphs:
        carried = body_in_state(tree)
        if carried is not None:
            return Reading(carried, [], found.blocks, "app_state", found.root, mark)
    return found


def read_named(tree: HtmlElement, titles: Sequence[str]) -> Reading | None:
    """What the one element holds that calls itself the body and is about what the headline is; None without one.

    The way to a line or two on a page of many teasers, such as that of a video.
    """
    named, mark = named_body(tree), headline_element(tree, titles)
    if named is None or mark is None:
        return None
    if len(topic_words([named.text_content()]) & topic_words(titles)) < _KIN_WORDS:
        return None
    blocks = segment(named)
    body, taken = everything(blocks, titles)
    is_text = any(map(is_prose, taken))
    return Reading(body, taken, blocks, "generic", named, mark) if is_text else None


def body_stated(article: Node | None) -> Body | None:
    """The text that JSON-LD carries, where it keeps its paragraphs or is one."""
    raw = (article or {}).get("articleBody")
    if not isinstance(raw, str) or len(raw.split()) < _FEWEST_WORDS:
        return None
    paragraphs = tuple(text for part in _BREAK.split(raw) if (text := fold(_TAG.sub(" ", part))))
    return Body(paragraphs, ()) if paragraphs else None


def _by_rule(tree: HtmlElement, rule: ReadingRule | None, titles: Sequence[str]) -> Reading | None:
    if rule is None or not rule.body:
        return None
    roots = _outermost(select(tree, rule.body))
    blocks = [block for root in roots for block in segment(root)]
    body, taken = everything(blocks, titles)
    return Reading(body, taken, blocks, "rule", roots[0]) if body.paragraphs else None


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The elements that lie in no other of them, so that nothing is read twice."""
    known = set(elements)
    return [element for element in elements if not any(parent in known for parent in element.iterancestors())]


def _generic(tree: HtmlElement, titles: Sequence[str], mark: HtmlElement | None) -> Reading:
    container = container_of(tree, mark, titles)
    if container is None:
        return _short(tree, titles)
    root = container.root
    blocks = without_translation(_first_story(segment(root, container.without)))
    body, taken = find_body(blocks, root, titles)
    has_prose = any(is_prose(block) for block in taken)
    if has_prose and len(body.text) >= 200:
        return Reading(body, taken, blocks, "generic", root)
    short = _short(tree, titles)
    if short.body.paragraphs or not has_prose:  # a counter or a byline is no article
        return short
    return Reading(body, taken, blocks, "generic", root)


def _first_story(blocks: list[Block]) -> list[Block]:
    """The lines up to the next story, on pages that load one article under another."""
    heads = [number for number, block in enumerate(blocks) if block.tag == "h1" and block.link_share < 0.5]
    for before, head in pairwise(heads):
        prose = {block.element.getparent() for block in blocks[before:head] if is_prose(block)}
        # A headline among the paragraphs, in the same element as they, is a subheading in the wrong size.
        if prose and blocks[head].element.getparent() not in prose:
            return blocks[:head]
    return blocks


def _short(tree: HtmlElement, titles: Sequence[str]) -> Reading:
    """A text of a line or two: what the element named as the body holds, else the sentences below the headline."""
    named = named_body(tree)
    if named is not None:
        blocks = segment(named)
        body, taken = everything(blocks, titles)
        if body.paragraphs:
            return Reading(body, taken, blocks, "generic", named)
    page = tree.find("body")
    top = tree if page is None else page
    blocks = segment(top)
    body, taken = sentences(_below_headline(blocks, titles), titles)
    found = body if any(is_prose(block) for block in taken) else Body((), ())
    return Reading(found, taken if found.paragraphs else [], blocks, "generic", top)


def _below_headline(blocks: Sequence[Block], titles: Sequence[str]) -> list[Block]:
    """The sentences that follow the headline, up to the first link or heading that leads on."""
    wanted = {normalised(title) for title in titles if title}
    heads = [number for number, block in enumerate(blocks) if normalised(block.text) in wanted]
    found: list[Block] = []
    for block in blocks[heads[0] + 1 :] if heads else blocks:
        follows = bool(found) and block.link_share < 0.5 and ends_sentence(block.text)
        if (is_prose(block) or follows) and not _is_around(block):
            found.append(block)
        elif found and (block.link_share > 0.5 or block.tag in HEADING):
            break
    return found


def _is_around(block: Block) -> bool:
    return any(
        parent.tag in ("footer", "nav", "aside", "a") or names_comments(parent)
        for parent in block.element.iterancestors()
    )
