"""From a tree to its blocks: the lines of text of a page, in order, each with its place.

A block is what a reader sees as one paragraph, whatever elements it is made of. What an element is in the flow is
decided by its content and neighbours: a <div> in the middle of running text is part of the sentence.
"""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.flow import Block, Walk, is_bold
from pipelines.reading.inline import ends_sentence, fold
from pipelines.reading.joining import Joint, Piece
from pipelines.reading.rows import rows_joined
from pipelines.reading.sentences import interrupts, stands_in_sentence
from pipelines.reading.tags import BLOCK, DROPPED, EMBED, PICTURE, WRAPPER

__all__ = ["Block", "segment"]

_NEVER_TEXT = re.compile(
    r"(?:^|[\s_-])(?:pull-?quote|post-?navigation|nav-?links|prev-?next|ai-?summary|summary-?ai)(?:[\s_-]|$)",
    re.IGNORECASE,
)


def segment(root: HtmlElement, without: AbstractSet[HtmlElement] = frozenset()) -> list[Block]:
    """The blocks under an element, in the order of reading; `without` holds the parts to leave out."""
    walk = Walk()
    if root.tag not in BLOCK:
        walk.holders.append(root)  # a byline in a <span> is a line too
    events = etree.iterwalk(root, events=("start", "end"))
    for event, node in events:
        tag = node.tag
        if not isinstance(tag, str) or not isinstance(node, HtmlElement):
            continue
        if event == "start":
            if tag in DROPPED or node in without or _is_embedded(node, tag) or _interrupts(walk, node, tag):
                walk.skipped.add(node)
                if tag in PICTURE and not walk.has_words:
                    walk.pictured = node.getparent()
                events.skip_subtree()
            else:
                _open(walk, node, tag)
        else:
            if node not in walk.skipped:
                _close(walk, node, tag)
            if node is not root:
                walk.say(node.tail)
    walk.flush()
    return rows_joined(walk.blocks)


def _interrupts(walk: Walk, node: HtmlElement, tag: str) -> bool:
    """Whether an element is furniture amid a line; it parts that where a sentence has ended, and not within one."""
    if tag not in WRAPPER or not interrupts(walk, node):
        return False
    if ends_sentence(walk.text_before()):
        walk.pieces.append(Piece("", joint=Joint.BREAK))
    return True


def _open(walk: Walk, node: HtmlElement, tag: str) -> None:
    if tag == "br":
        walk.pieces.append(Piece("", joint=Joint.BREAK))
    elif tag in BLOCK:
        _open_block(walk, node, tag)
    walk.links += tag == "a"
    if is_bold(node):
        walk.bold += 1
        walk.bolds.add(node)
    walk.say(node.text)


def _open_block(walk: Walk, node: HtmlElement, tag: str) -> None:
    if tag in WRAPPER and stands_in_sentence(walk, node):
        walk.joined.add(node)
        walk.pieces.append(Piece("", joint=Joint.BLOCK))
        return
    walk.flush()
    if tag == "p" and len(node) == 0 and not (node.text or "").strip():
        walk.reopenable = None  # an empty paragraph: what follows begins anew
    walk.holders.append(node)


def _close(walk: Walk, node: HtmlElement, tag: str) -> None:
    walk.links -= tag == "a"
    if node in walk.bolds:
        walk.bold -= 1
    if node in walk.joined:
        walk.pieces.append(Piece("", joint=Joint.BLOCK))
    elif tag in BLOCK:
        walk.flush()
        walk.holders.pop()


@lru_cache(maxsize=4096)  # a page has few classes, and sites share them
def _is_never_text(names: str) -> bool:
    return _NEVER_TEXT.search(names) is not None


def _is_embedded(node: HtmlElement, tag: str) -> bool:
    """Whether an element is set into an article and none of it.

    A post of a social network, a figure of no more than a picture and its caption, a pull quote, links to the posts
    before and after.
    """
    if (names := node.get("class")) and _is_never_text(names):
        return True
    if tag == "figure":
        return node.find(".//table") is None and len(fold(node.text_content())) < 300
    return tag == "blockquote" and not EMBED.isdisjoint((node.get("class") or "").split())
