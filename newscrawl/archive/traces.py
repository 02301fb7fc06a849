"""Where an article lies in its source's archive: its own answers, and the listings that name it."""

import io
import json
import logging
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from newscrawl.archive.members import Member, header_of, kind_of, members_in
from newscrawl.warc.answers import read_answers
from pipelines.layout import Layout
from pipelines.parts.taking_out import Target

log = logging.getLogger(__name__)

_HEX = re.compile(r"%[0-9A-F]{2}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

Places = dict[str, list[tuple[int, int]]]
"""Offsets and lengths in bytes, by the archive file's name in rows."""


def traces_of(layout: Layout, target: Target) -> Places:
    """Look through every archive file of the source: a page may lie there that no row names, after a crash."""
    folder = layout.archive_file(f"archive/source={target.outlet.source_id}")
    found = {}
    for path in sorted(folder.glob("*.warc.gz")):
        log.info("looking through %s", path)
        places = [(member.offset, member.length) for member in _traces_in(path, target)]
        if places:
            found[f"archive/source={target.outlet.source_id}/{path.name}"] = places
    return found


def _traces_in(path: Path, target: Target) -> Iterator[Member]:
    names_it = _naming(target.addresses)
    for answer, said in _with_what_was_said(members_in(path)):
        if target.is_at(header_of(answer.record, "WARC-Target-URI")) or target.is_at(_requested(said)):
            yield from (answer, said) if said is not None else (answer,)
        elif said is None and names_it is not None and _is_named(names_it, answer.record):
            yield answer  # a listing: feeds carry the headline, and often the whole text


def _with_what_was_said(members: Iterable[Member]) -> Iterator[tuple[Member, Member | None]]:
    """Each answer, and the record of what its listing said; a listing has none."""
    waiting: Member | None = None
    for member in members:
        kind = kind_of(member.record)
        if kind == "metadata" and waiting is not None:
            yield waiting, member
            waiting = None
        elif kind == "response":
            if waiting is not None:
                yield waiting, None
            waiting = member
    if waiting is not None:
        yield waiting, None


def _requested(said: Member | None) -> str | None:
    if said is None:
        return None
    try:
        found = json.loads(said.record.partition(b"\r\n\r\n")[2])["requested_url"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def _is_named(names_it: re.Pattern[bytes], record: bytes) -> bool:
    body = next((found.answer.body for found in read_answers(io.BytesIO(record))), b"")
    return names_it.search(body) is not None or names_it.search(record) is not None


def _naming(addresses: Iterable[str]) -> re.Pattern[bytes] | None:
    """What a listing that names one of the addresses holds, in the spellings of HTML, XML, JSON and of browsers."""
    spelled: set[str] = set()
    for address in addresses:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.scheme in ("http", "https") and path not in ("", "/"):
            spelled |= set(_spellings(path))
    if not spelled:
        return None
    words = b"|".join(re.escape(each.encode("utf-8", "replace")) for each in sorted(spelled))
    return re.compile(b"(?:" + words + rb")(?![\w%-])")  # /news/100 does not name /news/1001


def _spellings(path: str) -> Iterator[str]:
    """A path as it may stand in HTML, XML and JSON; WordPress writes `%d8`, others `%D8`, feeds `&#1575;`."""
    letters = unquote(path)
    upper = quote(letters, safe="/?=&%")
    for each in {path, letters, upper, _HEX.sub(lambda found: found[0].lower(), upper)}:
        for written in (each, escape(each)):
            yield written
            yield written.replace("/", "\\/")
    for written in (letters, escape(letters)):
        escaped = json.dumps(written)[1:-1]
        yield escaped
        yield escaped.replace("/", "\\/")
        yield written.encode("ascii", "xmlcharrefreplace").decode()
        yield _BEYOND_ASCII.sub(lambda found: f"&#x{ord(found[0]):x};", written)
