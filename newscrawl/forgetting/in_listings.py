"""Whether a listing names what was forgotten: such a listing is not archived, for it carries the headline.

The list of what was forgotten holds no addresses, only what they hash to. So every address that the listing names
is tried, in whatever kind of listing it stands.
"""

import html
import re
from collections.abc import Iterable, Iterator

from newscrawl.discovery.decoding import MAX_BYTES, decode
from newscrawl.discovery.listing import UnreadableListing, web_address
from newscrawl.unpacking import UnpackedTooLarge
from newscrawl.warc.http_block import unpacked
from newscrawl.warc.writing import Answer
from pipelines.addresses.keys import all_keys
from pipelines.addresses.query import unescape_ampersands
from pipelines.records import Outlet
from pipelines.storing.forgotten import Forgotten

_BETWEEN = re.compile(r"<!\[CDATA\[|\]\]>|[\"'<>\r\n]")
_LIKE_AN_ADDRESS = re.compile(r"[/.?]")
_HOME = re.compile(r"\w+://[^/?#]*/?\??(?:#.*)?", re.DOTALL)
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
    return forgotten.holds_any(_keys_of(written, answer.url, outlet))


def _keys_of(written: Iterable[str], base: str, outlet: Outlet) -> Iterator[str]:
    """Each address as it is and canonical: for what is forgotten both are on the list.

    A sitemap names 50,000, and while they are tried the crawl stands still. So none is made canonical twice,
    however its ampersands are written, and one is done with before the next: what was just parsed is remembered.
    """
    done: set[str] = set()
    for address in (web_address(each, base) for each in written):
        # What was forgotten may have led to a home page, as what is gone does; every listing names that one.
        if address is None or _HOME.fullmatch(address) is not None:
            continue
        yield address
        repaired = unescape_ampersands(address)
        if repaired not in done:
            done.add(repaired)
            yield from all_keys(address, outlet)


def _body_of(answer: Answer) -> bytes:
    """Free of Content-Encoding; as it came where it does not decode."""
    try:
        return unpacked(answer.body, answer.headers, MAX_BYTES)
    except UnpackedTooLarge as error:
        raise UnreadableListing(f"an answer that holds more than {MAX_BYTES} bytes") from error
    except Exception:  # noqa: BLE001 (each library has its own; what is not packed at all is read as it is)
        return answer.body


def _written_in(text: str) -> Iterator[str]:
    """All that may be an address: between tags or quotes, as a word of a text, as an attribute without quotes."""
    for piece in filter(_LIKE_AN_ADDRESS.search, _BETWEEN.split(text)):
        yield piece
        for word in filter(_LIKE_AN_ADDRESS.search, piece.split()):
            yield word.rstrip(_BEHIND_IT)
            if _LIKE_AN_ADDRESS.search(value := word.partition("=")[2]):
                yield value
