"""What is no HTML page: told by how the bytes begin, since labels lie."""

import re
from collections.abc import Sequence

from pipelines.records import RejectPage

_SIGNATURES: Sequence[tuple[bytes, str]] = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG image"), (b"GIF8", "GIF image"), (b"\xff\xd8\xff", "JPEG image"),
    (b"RIFF", "RIFF media"), (b"PK\x03\x04", "ZIP archive"), (b"\x1f\x8b", "gzip data"), (b"ID3", "MP3 audio"),
    (b"OggS", "Ogg media"), (b"\xd0\xcf\x11\xe0", "Office document"), (b"wOFF", "font"),
)  # fmt: skip
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|p|span|table|meta|article|section|br|h1|title|script|a)\b",
    re.IGNORECASE,
)
_FEED = re.compile(
    rb"(?:<\?xml[^>]*>\s*|<!--.{0,500}?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb"[\[{]\s*[\[{\"\]}]")
_SCRIPT = re.compile(
    rb"[\w.$]+\s*=[^=]|document\.write|(?:var|let|const)\s+\w|function\b|\(function|!function|window\."
    rb"|['\"]use strict|/\*|//|[\w.$]+\("
)


def refuse_other_formats(body: bytes, content_type: str) -> None:
    """Raises `RejectPage` for bytes that are no HTML page, by their beginning and not by a label alone."""
    start = body.lstrip(b"\xef\xbb\xbf\x00 \t\r\n")[:2000]
    if not start:  # an overloaded server's trouble, which passes
        raise RejectPage("http_error", "an empty answer")
    for mark, name in _SIGNATURES:
        if start.startswith(mark):
            raise RejectPage("not_article", name)
    if not _TAG.search(body[:200_000].replace(b"\x00", b"")):
        raise RejectPage("not_article", f"no HTML, labelled {content_type[:60] or 'nothing'}")
    if _FEED.match(start):
        raise RejectPage("not_article", "a feed or sitemap")
    if not start.startswith(b"<") and (_JSON.match(start) or _SCRIPT.match(start)):
        raise RejectPage("not_article", "JSON or a script")
