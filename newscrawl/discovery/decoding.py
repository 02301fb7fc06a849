"""Bytes as text, whatever the declaration says: Arabic listings that declare one encoding come in another."""

import codecs
import re
import zlib

from newscrawl.discovery.listing import UnreadableListing
from newscrawl.unpacking import UnpackedTooLarge, torn_gzip

MAX_BYTES = 50 * 1024 * 1024  # sitemaps.org allows no more; a gzip bomb grows a thousandfold
_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's mark, so it is asked first
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# Declarations that are believed. All others (Latin-1 above all) are what a server says when nobody set it.
_BELIEVED = frozenset({"cp1256", "iso8859-6", "mac-arabic", "cp720", "cp864", "utf-16", "utf-16-le", "utf-16-be"})
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page declares its encoding


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a listing: by byte order mark, else UTF-8 where it fits, else as declared, else windows-1256."""
    body = inflate(body)
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    lenient = body.decode("utf-8", "replace")
    if _is_mostly_utf8(lenient):
        return lenient
    return _as_declared(body, content_type) or body.decode("cp1256", "replace")


def inflate(body: bytes) -> bytes:
    """The bytes without their gzip layer, if they have one; what a torn file still gives."""
    if not body.startswith(_GZIP):
        return body
    try:
        return torn_gzip(body, MAX_BYTES)
    except UnpackedTooLarge as error:
        raise UnreadableListing(f"a gzip file that holds more than {MAX_BYTES} bytes") from error
    except zlib.error as error:
        raise UnreadableListing(f"a broken gzip file ({error})") from error


def _is_mostly_utf8(lenient: str) -> bool:
    """Whether what failed to decode is the exception: a page with one foreign block, or cut inside a letter."""
    failed = lenient.count("\ufffd")
    if not failed:
        return True
    foreign = len(lenient) - len(lenient.encode("ascii", "ignore"))
    return failed * 4 < foreign


def _as_declared(body: bytes, content_type: str | None) -> str | None:
    places = ((content_type or "").encode("utf-8", "replace"), body[:_HEAD])
    for match in filter(None, map(_DECLARED.search, places)):
        try:
            codec = codecs.lookup(match[1].decode("ascii"))
            if codec.name in _BELIEVED:
                return body.decode(codec.name)
        except (LookupError, UnicodeError):
            continue
    return None
