"""Phrases as people write them in knowledge files -> the strings to look for.

`[x]` may stand or not, `(a|b)` is one of these, `[a|b]` is one of these or nothing, `A … B` is A and soon after B.
"""

import contextlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.tagging.normalised import fold

GAP = "…"
MOST_FORMS = 4000  # one phrase of many brackets must not fill the memory
_MANY_FORMS = 24  # thirty verbs before forty nouns are seventy words to look for, but twelve hundred pairs
_SHORT = 2  # letters: في, من, عن, أن
_GROUP = re.compile(r"[\[(][^\[\]()]*[\])]")
_TOKEN = re.compile(r"[\[\]()|]|[^\[\]()|]+")
# A slip for `;` or the gap, or nothing that stands inside a phrase: it would never be found.
_SLIP = re.compile(r"[؛;،,/\\\"]|\.\.")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one written phrase looks for: whole forms, or openings and what may follow them.

    `at_once`: what follows stands right behind, with one space between. `spelled` are whole forms besides.
    """

    written: str
    forms: tuple[str, ...]
    followed_by: tuple[str, ...] = ()
    at_once: bool = False
    spelled: tuple[str, ...] = ()


def parse_phrase(written: str) -> Phrase:
    """The phrase with its folded forms; ValueError says what is wrong with it."""
    # Letter by letter, folding is the same before the brackets are opened, when there is less to fold.
    parts = written.split(GAP)
    if len(parts) > 2:
        raise ValueError(f"more than one {GAP}")
    forms, *behind = (_forms(fold(part)) for part in parts)
    return Phrase(written.strip(), forms, behind[0] if behind else ())


def parse_in_two(written: str) -> Phrase:
    """The same, but as two halves to be found beside each other where that leaves far less to look for."""
    if GAP in written or _about(written) <= _MANY_FORMS:
        return parse_phrase(written)
    halves = _halves(fold(written))
    first, second = min(halves, key=_cost, default=((), ()))
    if len(first) * len(second) <= len(first) + len(second):
        return parse_phrase(written)
    # في and its like would be found in every line.
    spelled = tuple(f"{one} {other}" for one in first for other in second if _is_short(one) or _is_short(other))
    return Phrase(written.strip(), _long(first), _long(second), at_once=True, spelled=spelled)


def _about(written: str) -> int:
    """How many forms the brackets allow, if none lies in another; less than there are, if one does."""
    groups = _GROUP.findall(written)
    return math.prod(group.count("|") + 1 + (group[0] == "[") for group in groups)


def _cost(halves: tuple[tuple[str, ...], tuple[str, ...]]) -> int:
    """How much there is to look for."""
    first, second = halves
    short = [sum(map(_is_short, half)) for half in halves]
    return len(first) + len(second) + short[0] * len(second) + short[1] * len(first)


def _is_short(form: str) -> bool:
    return len(form) <= _SHORT


def _long(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for form in forms if not _is_short(form))


def _halves(folded: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What stands before and after each space that lies in no brackets and never at an end."""
    depth = 0
    for place, letter in enumerate(folded):
        depth += (letter in "[(") - (letter in ")]")
        if letter == " " and not depth:
            with contextlib.suppress(ValueError):  # a half may be empty
                yield _forms(folded[:place]), _forms(folded[place:])


def _forms(folded: str) -> tuple[str, ...]:
    if (slip := _SLIP.search(folded)) is not None:
        raise ValueError(f"holds {slip[0]}; a gap is written {GAP}, and ; parts phrases")
    forms = dict.fromkeys(" ".join(form.split()) for form in expand(folded))
    if "" in forms:
        raise ValueError("may be empty")
    return tuple(forms)


def expand(written: str) -> list[str]:
    """Every string that the brackets allow."""
    tokens = _TOKEN.findall(written)
    forms, rest = _alternatives(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"a bracket is closed that was not opened: {written}")
    return forms


def _alternatives(tokens: list[str], at: int) -> tuple[list[str], int]:
    """The forms from `at` to the closing bracket or the end, and where that is."""
    chosen: list[str] = []
    current = [""]
    while at < len(tokens) and tokens[at] not in ")]":
        if tokens[at] == "|":
            chosen += current
            current, at = [""], at + 1
            continue
        pieces, at = _piece(tokens, at)
        if len(current) * len(pieces) > MOST_FORMS:
            raise ValueError(f"more than {MOST_FORMS} forms")
        current = [head + tail for head in current for tail in pieces]
    return chosen + current, at


def _piece(tokens: list[str], at: int) -> tuple[list[str], int]:
    opening = tokens[at]
    if opening not in _CLOSING:
        return [opening], at + 1
    forms, end = _alternatives(tokens, at + 1)
    if end == len(tokens) or tokens[end] != _CLOSING[opening]:
        raise ValueError(f"{opening} is not closed by {_CLOSING[opening]}")
    return (["", *forms] if opening == "[" else forms), end + 1
