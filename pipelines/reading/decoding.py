"""From bytes to text: the strongest proof of an encoding wins, never a label alone."""

import codecs
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.data_files import words_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
# Latin-1 is what a server says when it knows nothing; a page of these outlets is never Latin-1 in truth.
_EMPTY_LABELS = {"ascii", "iso8859-1", "cp1252", "utf-8"}
_ARABIC = ("cp1256", "iso8859-6")
_ARABIC_WORD = re.compile(r"[\u0621-\u064A]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text; `replaced` counts the characters that could not be read."""

    text: str
    encoding: str
    replaced: int = 0


@cache
def common_words() -> frozenset[str]:
    return words_of(Path(__file__).with_name("common_words.txt"))


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The page's text: byte order mark, strict UTF-8, damaged UTF-8, header, meta, then plausible Arabic."""
    found = _by_mark(body) or _by_utf8(body) or _by_label(body, content_type) or _by_words(body)
    return Decoded(_clean(found.text), found.encoding, found.replaced)


def plausibility(text: str) -> float:
    """How much a text looks like Arabic prose: common words and word shape, 0 (nonsense) upwards."""
    words = _ARABIC_WORD.findall(text)
    if not words:
        return 0.0
    known = sum(word in common_words() for word in words)
    # A wrong code page puts alef maksura and teh marbuta inside words, where Arabic never has them.
    odd = sum(1 for word in words if re.search("[ىة].", word))
    return (len(words) + 4 * known - 4 * odd) / (len(words) + text.count("\ufffd"))


def _by_mark(body: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _loosely(body[len(mark) :], encoding)
    return None


def _by_utf8(body: bytes) -> Decoded | None:
    try:
        return Decoded(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        found = _loosely(body, "utf-8")
    # Legacy Arabic in UTF-8 is nearly all damage; a cut character or a pasted byte leaves most letters whole.
    whole = sum(1 for letter in found.text if letter > "\x7f") - found.replaced
    return found if whole > 4 * found.replaced else None


def _by_label(body: bytes, content_type: str) -> Decoded | None:
    for label in (_HEADER.search(content_type), _META.search(body[:4096])):
        name = label.group(1) if label else None
        encoding = _known(name.decode("ascii", "replace") if isinstance(name, bytes) else name)
        if encoding is None or encoding in _EMPTY_LABELS:
            continue
        found = _loosely(body, encoding)
        if found.replaced * 50 <= len(body):
            return _better_of(found, body) if encoding in _ARABIC else found
    return None


def _better_of(found: Decoded, body: bytes) -> Decoded:
    """The declared code page, unless the other Arabic one reads plainly better."""
    other = _loosely(body, _ARABIC[1 - _ARABIC.index(found.encoding)])
    return other if plausibility(other.text) > plausibility(found.text) + 1 else found


def _by_words(body: bytes) -> Decoded:
    guesses = [_loosely(body, encoding) for encoding in _ARABIC]
    return max(guesses, key=lambda guess: plausibility(guess.text))


def _known(label: str | None) -> str | None:
    try:
        return codecs.lookup(label).name if label else None
    except (LookupError, ValueError):
        return None


def _loosely(body: bytes, encoding: str) -> Decoded:
    try:
        text = body.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # a codec that is not one of text, such as base64
        return Decoded("", encoding, len(body) + 1)
    return Decoded(text, encoding, text.count("\ufffd"))


def _clean(text: str) -> str:
    """The text without NUL and lone surrogates: neither survives parsing and storing."""
    text = text.replace("\x00", "").removeprefix("\ufeff")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
