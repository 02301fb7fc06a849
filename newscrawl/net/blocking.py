"""Walls that sites put up against robots: named by their marks, which stand in `walls.tsv`. Pure.

A page that merely writes of a wall is not one: marks are whole titles, headers and pieces of the wall's own
program, and they count only on a small page that hardly holds Arabic.
"""

import functools
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

_LARGEST_WALL = 100_000  # bytes; the largest challenge pages have some 40,000, news pages mostly more than this
_MOST_ARABIC = 500  # letters; a wall's Arabic notice has some 200, the shortest news page with its menus more
_TINY = 12_000  # bytes; pages that hold a program which sets a cookie and comes again, and nothing else
_NOT_WALLS = frozenset({404, 410, *range(300, 400)})

_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>?")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class _Mark:
    wall: str
    place: str  # header, title, text: regular expressions; program, cookie: literal, several joined by " & "
    pattern: str

    @property
    def literals(self) -> tuple[bytes, ...]:
        return tuple(part.encode() for part in self.pattern.split(" & "))


@functools.cache
def _marks(place: str) -> tuple[_Mark, ...]:
    text = resources.files("newscrawl.net").joinpath("walls.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line.strip() and not line.startswith("#"))
    return tuple(mark for mark in (_Mark(*row) for row in rows) if mark.place == place)


def blocked_by(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The name of the wall that answered in the site's place, if one did; `body` is free of Content-Encoding."""
    if status in _NOT_WALLS:
        return None
    return _by_headers(headers) or (_by_body(body) if body and len(body) <= _LARGEST_WALL else None)


def _by_headers(headers: Mapping[str, str]) -> str | None:
    lines = "\n".join(f"{name.lower()}: {value}" for name, value in headers.items())
    for mark in _marks("header"):
        if re.search(rf"^{mark.pattern}", lines, re.IGNORECASE | re.MULTILINE):
            return mark.wall
    return None


def _by_body(body: bytes) -> str | None:
    page = _decoded(body)
    wall = _by_program(body) or _by_title(page)
    if wall is None and len(body) > _TINY:
        return None
    seen = " ".join(html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", page))).split())
    if len(_ARABIC.findall(seen)) > _MOST_ARABIC:
        return None
    return wall or _by_text(seen) or (_by_cookie(body) if len(seen) < 300 else None)


def _by_program(body: bytes) -> str | None:
    return next((m.wall for m in _marks("program") if all(part in body for part in m.literals)), None)


def _by_cookie(body: bytes) -> str | None:
    return next((m.wall for m in _marks("cookie") if all(part in body for part in m.literals)), None)


def _by_title(page: str) -> str | None:
    found = _TITLE.search(page)
    title = " ".join(html.unescape(found[1]).split()) if found is not None else ""
    return next((m.wall for m in _marks("title") if re.fullmatch(m.pattern, title, re.IGNORECASE)), None)


def _by_text(seen: str) -> str | None:
    return next((m.wall for m in _marks("text") if re.search(m.pattern, seen, re.IGNORECASE)), None)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1256", errors="replace")
