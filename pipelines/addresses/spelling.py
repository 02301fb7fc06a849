"""One spelling of the text in paths and queries, and the lists of words about them."""

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes

from pipelines.addresses.registered_domains import INVISIBLE

_PLAIN = re.compile(r"[A-Za-z0-9._~!$'()*,:@/-]*")

# Lists copied from lists are encoded three times at most; a bound keeps `%2525252525…` from costing its square.
MAX_ENCODINGS = 4


def one_spelling(raw: str, unescaped: str) -> str:
    """Percent-encoded UTF-8 in NFC, whichever way it was written; bytes that are not UTF-8 stay as they are."""
    if _PLAIN.fullmatch(raw):
        return raw
    data = unquote_to_bytes(raw)
    while (cleaned := _decode_twice_encoded(_without_invisible(data))) != data:
        data = cleaned
    return quote(data, safe=unescaped)


def _without_invisible(data: bytes) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text).strip())
    return text.encode("utf-8", "surrogateescape")


def _decode_twice_encoded(data: bytes) -> bytes:
    """Undoes further encodings only where they hide letters beyond ASCII: a plain `%2520` may be meant."""
    decoded = data
    for _ in range(MAX_ENCODINGS):
        if b"%" not in decoded:
            break
        decoded = unquote_to_bytes(decoded)
        if _beyond_ascii(decoded) > _beyond_ascii(data):
            return decoded if _is_utf8(decoded) else data
    return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _beyond_ascii(data: bytes) -> int:
    return sum(byte > 127 for byte in data)
