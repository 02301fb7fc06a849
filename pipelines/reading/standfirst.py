"""The standfirst: what stands between the headline and the text, and belongs to the article."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.reading.blocks import Block, segment
from pipelines.reading.body import Body, is_dateline
from pipelines.reading.boilerplate import is_furniture, is_named_furniture, normalised
from pipelines.reading.inline import ends_sentence, fold
from pipelines.reading.prose import is_prose
from pipelines.reading.rules import select
from pipelines.reading.tags import HEADING
from pipelines.reading.text import Reading
from pipelines.reading.tree import is_element
from pipelines.records import ReadingRule

_LONGEST = 700  # characters; more is the article itself
_FEWEST_WORDS = 5  # of a line that only its class calls a standfirst
_LEAD_NAME = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|summary|sub-?title|sub-?head(?:ing|line)?|stand-?first|deck|chapo|teaser-?text|intro"
    r"|announce(?:-text)?|tag-?line|short-?desc(?:ription)?|excerpt|brief)(?:[\s_-]|$)|(?:Summary|Subtitle|SubTitle|Lead|Intro)(?:[\s_-]|$)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE = re.compile(r"\d[:/-]\d|\d\.\d{1,2}\.\d")  # 2.7% is none
_MOST_LINES = 2
_MOST_STEPS = 40  # elements between headline and text; further up stands the page's head
_AROUND = frozenset({"figure", "figcaption", "aside", "nav", "footer", "form", "a"})


def lead_of(
    tree: HtmlElement, reading: Reading, rule: ReadingRule | None, titles: Sequence[str], description: str | None
) -> str | None:
    """What the rule names, else the lines below the headline, else the line that is the page's own summary."""
    ruled = [fold(element.text_content()) for element in select(tree, rule.lead)] if rule else []
    if any(ruled):
        return " ".join(ruled)
    if normalised(description or "") in {normalised(title) for title in titles}:
        description = None  # it says the headline once more
    return _below_headline(reading, titles, description) or _as_described(tree, reading.body, description)


def with_lead(body: Body, lead: str | None) -> Body:
    """The body opened by its standfirst."""
    if lead is None or (body.paragraphs and normalised(body.paragraphs[0]).startswith(normalised(lead))):
        return body
    return Body((lead, *body.paragraphs), tuple(number + 1 for number in body.headings))


def _below_headline(reading: Reading, titles: Sequence[str], description: str | None) -> str | None:
    wanted = {normalised(title) for title in titles if title}
    found: list[str] = []
    for block in _upwards(reading):
        if normalised(block.text) in wanted:
            return " ".join(reversed(found)) if 0 < len(found) <= _MOST_LINES else None
        is_under_headline = block.tag in HEADING and block.element.getprevious() is reading.mark is not None
        if _is_standfirst(block, reading.body, normalised(description or ""), is_told=is_under_headline):
            found.append(block.text)
    return None  # no headline: whatever stands before the text may be anything


def _upwards(reading: Reading) -> Iterator[Block]:
    """The lines before the first that was taken, nearest first: in the text's own element, then above it."""
    first = reading.taken[0] if reading.taken else None
    number = next((n for n, block in enumerate(reading.blocks) if block is first), 0)
    yield from reversed(reading.blocks[:number])
    for element in _before(reading.root):
        yield from reversed(segment(element))


def _before(root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements before the text in the page's order, nearest first."""
    steps, node = 0, root
    while node is not None and node.tag != "body":
        for before in node.itersiblings(preceding=True):
            is_furniture_by_name = is_element(before) and is_named_furniture(before) and not _says_lead(before)
            if is_element(before) and before.tag not in _AROUND and not is_furniture_by_name:
                yield before
            steps += 1
            if steps > _MOST_STEPS:
                return
        node = node.getparent()


def _is_standfirst(block: Block, body: Body, description: str, *, is_told: bool) -> bool:
    """Whether a line is one; `is_told`: its place says that it is the headline's second line."""
    if block.tag in HEADING and is_dateline(block.text):
        return False  # «المصدر أونلاين – خليل المقطري»
    is_sentence = is_prose(block) and ends_sentence(block.text)
    is_told = (
        len(block.text.split()) >= _FEWEST_WORDS
        and not _DATE.search(block.text)
        and (is_told or _says_lead(block.element) or _is_described(block, description))
    )
    if not (is_sentence or is_told) or block.link_share > 0.3:
        return False
    if len(block.text) > _LONGEST or is_furniture(block.text, block.link_share):
        return False
    is_named = block.tag in HEADING or _says_lead(block.element)  # then a picture beside it is the writer's
    if any(_is_caption(parent, is_named=is_named) for parent in _near(block.element)):
        return False
    return normalised(block.text) not in normalised(body.text[:3000])


def _is_described(block: Block, description: str) -> bool:
    """Whether a line is a part of the page's description, and more than a writer's name that opens it."""
    words = _WORD.findall(block.text)
    return len(words) >= _FEWEST_WORDS and normalised(block.text) in description


def _is_caption(parent: HtmlElement, *, is_named: bool) -> bool:
    return parent.tag in _AROUND or (not is_named and parent.find(".//img") is not None)


def _says_lead(element: HtmlElement) -> bool:
    """Whether class or id of a line, or of what holds it and nothing else, calls it a standfirst."""
    parent = element.getparent()
    holders = [element, parent] if parent is not None and len(parent) == 1 else [element]
    return any(_LEAD_NAME.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:200]) for node in holders)


def _near(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    parent = element.getparent()
    if parent is not None and len(parent) <= 3:
        yield parent


def _as_described(tree: HtmlElement, body: Body, description: str | None) -> str | None:
    wanted = normalised(description or "")
    opening = normalised(body.paragraphs[0]) if body.paragraphs else ""
    if len(wanted.split()) < 6 or wanted[:40] in opening or opening[:40] in wanted:
        return None
    for element in tree.iter("p", "h2", "h3", "h4", "h5", "div"):
        own = element.text or ""
        if own.strip()[:4] and len(element) < 4 and normalised(own[:400])[:40] == wanted[:40]:
            line = fold(element.text_content())
            return line if len(line) < _LONGEST and normalised(line) not in normalised(body.text[:3000]) else None
    return None
