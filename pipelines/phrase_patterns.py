"""Phrases as people write them in knowledge files -> the strings to look for.

`[x]` may stand or not, `(a|b)` is one of these, `[a|b]` is one of these or nothing, `A … B` is A and soon after B.
"""

import re
from dataclasses import dataclass

from pipelines.tagging.normalised import fold

GAP = "…"
MOST_FORMS = 4000  # one phrase of many brackets must not fill the memory
_TOKEN = re.compile(r"[\[\]()|]|[^\[\]()|]+")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one written phrase looks for: whole forms, or openings and what may follow them."""

    written: str
    forms: tuple[str, ...]
    followed_by: tuple[str, ...] = ()


def parse_phrase(written: str) -> Phrase:
    """The phrase with its folded forms; ValueError says what is wrong with it."""
    parts = written.split(GAP)
    if len(parts) > 2:
        raise ValueError(f"more than one {GAP}")
    forms = [_folded(part) for part in parts]
    return Phrase(written.strip(), *forms)


def _folded(part: str) -> tuple[str, ...]:
    # Letter by letter, folding is the same before the brackets are opened, when there is less to fold.
    folded = dict.fromkeys(" ".join(form.split()) for form in expand(fold(part)))
    if "" in folded:
        raise ValueError("may be empty")
    return tuple(folded)


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
