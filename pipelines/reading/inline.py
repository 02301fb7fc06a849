"""Small questions about a stretch of text: white space, ends of sentences, marks that join."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff]")
CLOSING = tuple("،,.؛;:!؟?»”’)]}…٪%")
OPENING = tuple("«“‘([{")
_ENDS_SENTENCE = re.compile(r"""[.!؟?…:؛]["'»”’)\]\s\u200e\u200f\u202c\u2069]*$""")


def ends_sentence(text: str) -> bool:
    return bool(_ENDS_SENTENCE.search(text[-20:]))


def reads_on(text: str) -> bool:
    """Whether a text starts with a mark that only ever follows a word."""
    return text.lstrip().startswith(CLOSING)


def without_controls(text: str) -> str:
    """A text without the characters that XML forbids, and without halves of those that JSON writes in two."""
    return _CONTROL.sub("", text)


def fold(text: str) -> str:
    """A text with its white space folded to single spaces and without control characters."""
    return " ".join(_CONTROL.sub("", text).split())
