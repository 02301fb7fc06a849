"""Which wire agencies a text credits: where a credit stands, not wherever an agency is named.

A credit stands on the dateline («واس - أبها», «القاهرة - د ب أ»), in brackets at the very end («(رويترز)»), or in a
last line that is nothing else («المصدر: وكالات»).
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.agencies.marks import Mark, mark_of, word_list, words_in

_DATELINES = 2  # lines: a standfirst may stand before the dateline
_OPENING = 80  # letters: two places, two agencies and a day; further in, an agency is cited
_CLOSING = 80
_MOST_PARTS = 4  # «بيروت، دمشق - رويترز، أ ف ب»; behind more of them stand the commas of a sentence
_WORDS_OF_A_DATELINE = 16
_MOST_WORDS = 6  # of a part: a longer one is a sentence
_MARGIN = re.compile(r"\s*[-–—−:|/()\[\]{}،,;؛]\s*")  # a dot stands inside «أ.ف.ب»
_LAST_BRACKET = re.compile(r"[(\[{]([^()\[\]{}]{2,60})[)\]}][\s.،]*\Z")
_SENTENCE_ENDS = re.compile(r"[.!؟?…»\"”]\s*\Z")
_NAMED_BEFORE = 5  # words: «وكالة أنباء جمهورية … الرسمية (…)»


def credited_in(text: str) -> tuple[str, ...]:
    """The codes of the agencies that a text credits, each once; «وكالات» has a code, too."""
    lines = [line for raw in text.split("\n") if (line := raw.strip())]
    on_datelines = (mark for line in lines[:_DATELINES] for mark in (*_on_dateline(line), *_behind_date(line)))
    return tuple(dict.fromkeys(mark.code for mark in (*on_datelines, *_at_the_end(lines))))


def _on_dateline(line: str) -> Iterator[Mark]:
    """The marks among the parts of an opening that a dash, a colon, a bracket or the line's end closes."""
    pieces = _MARGIN.split(line[:_OPENING])
    closed = pieces if len(line) < _OPENING else pieces[:-1]
    parts = [part for piece in closed if (part := words_in(piece))]
    for number, part in enumerate(parts[:_MOST_PARTS]):
        if len(part) > _MOST_WORDS or word_list("reporting") & set(part):
            return
        mark = mark_of(part)
        if mark is not None and (mark.is_sure or number > 0):
            yield mark


def _behind_date(line: str) -> Iterator[Mark]:
    """The mark that ends a dateline on a line of its own: «عرعر 27 رجب 1447 هـ الموافق 16 يناير 2026 م واس»."""
    words = words_in(line)
    if (
        len(words) <= _WORDS_OF_A_DATELINE
        and not _SENTENCE_ENDS.search(line)
        and any(sign.isdigit() for sign in line)
    ):
        marks = (mark_of(words[-count:]) for count in (1, 2, 3))
        yield from [mark for mark in marks if mark is not None and mark.is_sure][:1]


def _at_the_end(lines: Sequence[str]) -> Iterator[Mark]:
    bracket = _LAST_BRACKET.search(lines[-1][-_CLOSING:]) if lines else None
    if bracket is not None and not _is_named_before(bracket.string[: bracket.start()]):
        yield from _nothing_but_marks(bracket[1])
    if len(lines) > 1 and len(lines[-1]) <= _CLOSING:
        yield from _nothing_but_marks(lines[-1])


def _is_named_before(text: str) -> bool:
    """Whether the sentence that a bracket stands in names the agency itself: then it is cited."""
    if _SENTENCE_ENDS.search(text):
        return False
    return bool(word_list("naming") & set(words_in(text)[-_NAMED_BEFORE:]))


def _nothing_but_marks(piece: str) -> Sequence[Mark]:
    """The marks of a piece of which each part is one, or words that introduce one."""
    parts = [part for raw in _MARGIN.split(piece) if set(part := words_in(raw)) - word_list("introducing")]
    marks = [mark for part in parts if (mark := mark_of(part)) is not None]
    return marks if len(marks) == len(parts) else ()
