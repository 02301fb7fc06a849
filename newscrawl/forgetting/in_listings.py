"""Whether a listing names what was forgotten: such a listing is not archived, for it carries the headline.

The list of what was forgotten holds no addresses, only what they hash to. So every address that the listing names
is tried, in whatever kind of listing it stands.
"""

import html
import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newscrawl.discovery.decoding import decode
from newscrawl.discovery.listing import UnreadableListing, web_address
from newscrawl.warc.answers import read_answers
from newscrawl.warc.writing import Answer, records_of
from pipelines.addresses.keys import canonical_or_raw
from pipelines.records import Outlet
from pipelines.storing.forgotten import Forgotten

_BETWEEN = re.compile(r"<!\[CDATA\[|\]\]>|[\"'<>\r\n]")
_LIKE_AN_ADDRESS = re.compile(r"[/.?]")
_BEHIND_IT = ".,;:!?)»،؛؟"


def names_forgotten(answer: Answer, forgotten: Forgotten, outlet: Outlet) -> bool:
    """Whether any address in the answer's body is on the list. Raises ListDamaged."""
    if forgotten.is_empty():
        return False
    try:
        text = decode(_body_of(answer), dict(answer.headers).get("Content-Type"))
    except UnreadableListing:
        return True  # nobody can say what it holds
    text = text.replace("\\/", "/")
    written = {word for each in {text, html.unescape(text)} for word in _written_in(each)}
    addresses = {address for each in written if (address := web_address(each, answer.url)) is not None}
    return any(forgotten.holds(each, canonical_or_raw(each, outlet)) for each in addresses if not _is_home(each))


def _is_home(address: str) -> bool:
    """What was forgotten may have led to a home page, as what is gone does; every listing names that one."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def _body_of(answer: Answer) -> bytes:
    """Free of Content-Encoding; as it came where it does not decode."""
    record = io.BytesIO(b"".join(records_of(answer, None)))
    return next((found.answer.body for found in read_answers(record)), answer.body)


def _written_in(text: str) -> Iterator[str]:
    """All that may be an address: between tags or quotes, as a word of a text, as an attribute without quotes."""
    for piece in filter(_LIKE_AN_ADDRESS.search, _BETWEEN.split(text)):
        yield piece
        for word in filter(_LIKE_AN_ADDRESS.search, piece.split()):
            yield word.rstrip(_BEHIND_IT)
            yield word.partition("=")[2]
