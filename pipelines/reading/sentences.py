"""Whether a wrapper is part of the sentence around it: its content and its neighbours decide, not its name."""

import re

from lxml.html import HtmlElement

from pipelines.reading.boilerplate import is_furniture
from pipelines.reading.flow import Walk, is_bold
from pipelines.reading.inline import ends_sentence, fold, reads_on
from pipelines.reading.tags import BLOCK, DROPPED, WRAPPER
from pipelines.reading.tree import is_element

_INLINE_STYLE = re.compile(r"display\s*:\s*(?:inline|contents)", re.IGNORECASE)
_NAME_WORDS = 4  # a linked name is this long at most; longer ones read like headlines
_CLAUSE_WORDS = 8


def interrupts(walk: Walk, node: HtmlElement) -> bool:
    """Whether an element puts furniture, such as the word "advertisement", into the middle of a line."""
    if not walk.text_before() or not _text_after(node):
        return False
    inside = _phrase_of(node)
    return inside is not None and is_furniture(inside)


def stands_in_sentence(walk: Walk, node: HtmlElement) -> bool:
    """Whether a wrapper is part of the sentence around it."""
    inside = _phrase_of(node)
    if inside is None:
        return False
    before = walk.text_before()
    if _INLINE_STYLE.search(node.get("style") or ""):
        if not before:
            _reopen_before(walk, node)
        return True
    after = _text_after(node)
    words = len(inside.split())
    if before:
        return _continues(before, after, words)
    # A lone name that opens a sentence; bold would be a subheading.
    starts = bool(after) and words <= _NAME_WORDS and not _all_bold(node) and not ends_sentence(inside)
    return (starts and (_reopen_before(walk, node) or _is_linked(node))) or (starts and reads_on(after))


def _continues(before: str, after: str, words: int) -> bool:
    if after:
        return not ends_sentence(before) or words <= _NAME_WORDS or reads_on(after)
    return not ends_sentence(before) and words <= _CLAUSE_WORDS


def _reopen_before(walk: Walk, node: HtmlElement) -> bool:
    """Takes up the <p> before a wrapper again, if the parser closed it there in the middle of a sentence."""
    previous = node.getprevious()
    if walk.reopenable is None or previous is None or walk.reopenable[0] is not previous or previous.tag != "p":
        return False
    if (previous.tail or "").strip():
        return False
    walk.reopen()
    return True


def _phrase_of(node: HtmlElement) -> str | None:
    """The words inside, if nothing in there is a block with words of its own; None also when they are many."""
    words = [node.text or ""]
    for count, child in enumerate(node.iterdescendants()):
        if (
            count > 12
            or not is_element(child)
            or (child.tag in BLOCK and child.tag not in WRAPPER)
            or child.tag == "br"
        ):
            return None
        if child.tag not in DROPPED:
            words.append(child.text or "")
        words.append(child.tail or "")
    inside = fold("".join(words))
    return inside if inside and len(inside) < 200 else None


def _text_after(node: HtmlElement) -> str:
    """The words that follow on the same line: behind the element, or behind the inline element that it ends."""
    place: HtmlElement | None = node
    while place is not None:
        if tail := (place.tail or "").strip():
            return tail[:200]
        following = place.getnext()
        if following is not None:
            is_inline = is_element(following) and following.tag not in BLOCK | DROPPED | {"br"}
            return fold(following.text_content())[:200] if is_inline else ""
        parent = place.getparent()
        place = parent if parent is not None and parent.tag not in BLOCK else None
    return ""


def _all_bold(node: HtmlElement) -> bool:
    return any(is_bold(child) for child in node.iter() if is_element(child))


def _is_linked(node: HtmlElement) -> bool:
    """Whether an element holds one link and no word beside it."""
    links = list(node.iter("a"))
    return len(links) == 1 and fold(links[0].text_content()) == fold(node.text_content())
