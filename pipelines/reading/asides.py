"""Lines among the paragraphs that are none: captions below pictures, clocks, signatures, what is said twice."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC

from pipelines.reading.blocks import Block
from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import ends_sentence
from pipelines.reading.signature import is_signature
from pipelines.reading.tags import HEADING
from pipelines.reading.written_dates import dates_in, is_clock

_WORDS_OF_A_CAPTION = 20
_WORDS_WITH_CREDIT = 40
_CREDIT = re.compile(r"\([^()/]{2,30}/[^()/]{2,40}\)\s*$")  # «… 12 مارس 2026. (شينخوا/وانغ رويتشي)»
_WORDS_BELOW = 12  # in an element of its own; many outlets end no paragraph with a full stop
_FEWEST_WORDS = 5  # fewer words may well stand in another paragraph
_LONGEST = 300  # characters; no summary in points and no pull quote is longer
_MOST_LINES = 400  # each is sought in all others
_LAST = 2
_FIRST = 3  # lines of the text; below a lead may stand who wrote it, and when
_WORDS_OF_A_STAMP = 16
_SAME = 0.75  # of the words of a quotation that is said in a paragraph, too
_QUOTING = re.compile("quote|pull", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")


def without_asides(taken: Sequence[Block]) -> list[Block]:
    """The lines without captions, the clocks of a live page, repetitions, and the signatures at the end."""
    twice = _said_within_another(taken) | _quoted_again(taken)
    kept = [
        block
        for number, block in enumerate(taken)
        if not (
            _is_caption(block) or is_clock(block.text) or block in twice or (number < _FIRST and _is_stamp(block))
        )
    ]
    for _ in range(_LAST):
        if len(kept) > 1 and is_signature(kept[-1].text):
            kept.pop()
    return kept


def _is_caption(block: Block) -> bool:
    """Whether a line is no sentence and stands in one element with the picture, or in no paragraph of its own."""
    if block.picture is None or block.tag in HEADING or block.is_bold or ends_sentence(block.text):
        return False
    if _CREDIT.search(block.text) and len(block.text.split()) <= _WORDS_WITH_CREDIT:
        return True
    most = _WORDS_OF_A_CAPTION if block.element is block.picture else _WORDS_BELOW if block.tag != "p" else 0
    return len(block.text.split()) <= most


def _is_stamp(block: Block) -> bool:
    """Whether a line is who wrote and when: «العين الإخبارية - أنس الكتبي السبت 2026/2/21 10:47 م»."""
    text = block.text
    if len(text.split()) > _WORDS_OF_A_STAMP or ends_sentence(text) or block.tag in (*HEADING, "row", "li"):
        return False
    return any(written.moment.precision != "day" for written in dates_in(text, UTC))


def _quoted_again(taken: Sequence[Block]) -> set[Block]:
    """The quotations set large that a paragraph says too, in nearly the same words."""
    if len(taken) > _MOST_LINES:
        return set()
    quoted = [block for block in taken if _is_quotation(block) and len(block.text.split()) >= _FEWEST_WORDS]
    if not quoted:
        return set()
    said = [(block, Counter(_WORD.findall(normalised(block.text)))) for block in taken]
    found: set[Block] = set()
    for block in quoted:
        words = Counter(_WORD.findall(normalised(block.text)))
        if any(other is not block and (words & held).total() >= _SAME * words.total() for other, held in said):
            found.add(block)
    return found


def _is_quotation(block: Block) -> bool:
    """Whether what holds a line, and nothing else, is a quotation by its tag or name."""
    node, around = block.element, block.element.getparent()
    holders = [node, around] if around is not None and len(around) == 1 else [node]
    return len(block.text) <= _LONGEST and any(
        holder.tag in ("blockquote", "q")
        or holder.find("q") is not None
        or _QUOTING.search(holder.get("class") or "")
        for holder in holders
    )


def _said_within_another(taken: Sequence[Block]) -> set[Block]:
    """The lines whose words stand in a longer one too: a summary in points, a pull quote."""
    if len(taken) > _MOST_LINES:
        return set()
    said = [normalised(block.text) for block in taken]
    whole, alike = "\n".join(said), Counter(said)
    return {
        block
        for block, words in zip(taken, said, strict=True)
        if block.tag not in HEADING
        and len(words) <= _LONGEST
        and len(words.split()) >= _FEWEST_WORDS
        and whole.count(words) > alike[words]
    }
