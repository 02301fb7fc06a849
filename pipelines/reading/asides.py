"""Lines among the paragraphs that are none: captions below pictures, clocks, signatures, what is said twice."""

from collections import Counter
from collections.abc import Sequence

from pipelines.reading.blocks import Block
from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import ends_sentence
from pipelines.reading.signature import is_signature
from pipelines.reading.tags import HEADING
from pipelines.reading.written_dates import is_clock

_WORDS_OF_A_CAPTION = 20
_WORDS_BELOW = 12  # in an element of its own; many outlets end no paragraph with a full stop
_FEWEST_WORDS = 5  # fewer words may well stand in another paragraph
_LONGEST = 300  # characters; no summary in points and no pull quote is longer
_MOST_LINES = 400  # each is sought in all others
_LAST = 2


def without_asides(taken: Sequence[Block]) -> list[Block]:
    """The lines without captions, the clocks of a live page, repetitions, and the signatures at the end."""
    twice = _said_within_another(taken)
    kept = [block for block in taken if not (_is_caption(block) or is_clock(block.text) or block in twice)]
    for _ in range(_LAST):
        if len(kept) > 1 and is_signature(kept[-1].text):
            kept.pop()
    return kept


def _is_caption(block: Block) -> bool:
    """Whether a line is no sentence and stands in one element with the picture, or in no paragraph of its own."""
    if block.picture is None or block.tag in HEADING or block.is_bold or ends_sentence(block.text):
        return False
    most = _WORDS_OF_A_CAPTION if block.element is block.picture else _WORDS_BELOW if block.tag != "p" else 0
    return len(block.text.split()) <= most


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
