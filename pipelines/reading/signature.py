"""What signs a text below its last sentence: initials, an agency, a desk's mark of the end."""

import re

from pipelines.agencies.marks import agency_of
from pipelines.reading.boilerplate import normalised
from pipelines.reading.moments import months, plain_digits

_MOST_WORDS = 12
_END = re.compile(r"^[\s=_ـ\-–—*#/(]*(?:(?:انتهي|النهايه|يتبع)[\s)/]*)?")
_MONTH = "|".join(re.escape(name) for name in sorted(months(), key=len, reverse=True))
_WHEN = re.compile(rf"\d[\d/:.\-]*(?: ?(?:ت م|جمت|ص|م|(?:{_MONTH})(?: \d{{4}})?)(?![^\W_]))?")
_PARTS = re.compile(r"[/()\[\]،,+|–—-]+|\s{2,}|:")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}[.\s]+){0,4}[^\W\d_]{1,2}\.?")


def is_signature(line: str) -> bool:
    """Whether a last line only signs: «// انتهى // 13:05 ت م», «ع.ف», «وام/ منى … / عاصم …», «… / أ ف ب»."""
    if len(line.split()) > _MOST_WORDS or not line.strip():
        return False
    is_closed, parts = _parts(line)
    if not parts:
        return is_closed
    told = [part for part in parts if agency_of(part) is not None or _INITIALS.fullmatch(part)]
    is_marked = is_closed or any(mark in line for mark in "/().:")
    if len(told) == len(parts):
        return is_marked
    # Beside an agency stand who wrote and who edited; in a sentence that names one stand no bars.
    return "/" in line and any(agency_of(part) is not None for part in told) and all(_is_short(p) for p in parts)


def signing_agencies(line: str) -> list[str]:
    """The agencies in a line that only signs."""
    return [part for part in _parts(line)[1] if agency_of(part) is not None] if is_signature(line) else []


def _parts(line: str) -> tuple[bool, list[str]]:
    """Whether a line opens with a mark of the end, and what else it says, without times."""
    plain = normalised(plain_digits(line), edges=False)
    found = _END.match(plain)
    start = found.end() if found else 0
    is_closed = any(sign.isalnum() for sign in plain[:start]) or plain[:2] in ("--", "==", "__", "//")
    rest = _WHEN.sub(" ", plain[start:])
    return is_closed, [part for raw in _PARTS.split(rest) if (part := raw.strip(" ."))]


def _is_short(part: str) -> bool:
    return len(part.split()) <= 3
