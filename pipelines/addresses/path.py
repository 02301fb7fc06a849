"""The path of an article in one spelling, whichever view of it an address asks for."""

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from pipelines.addresses.spelling import one_spelling
from pipelines.data_files import entries_of

_IN_PATH = "!$&'()*+,;=:@"

# A path deeper than this is a trap, and folding `/amp/amp/amp…` step by step would cost its square.
MAX_FOLDED_SEGMENTS = 40

_SESSION_SUFFIX = re.compile(r";(?:jsessionid|phpsessid|sessionid)=[^;]*", re.IGNORECASE)
_SESSION_SEGMENT = re.compile(r"\((?:[A-Z]\([^()]*\))+\)", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"(?P<name>.*?[^.])(?:\.amp)+(?P<ext>\.html?|\.aspx?|\.php)?", re.IGNORECASE)
_INDEX_FILE = re.compile(r"index\.(?:html?|php|aspx?|jsp)|default\.(?:html?|aspx?)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}|arabic", re.IGNORECASE)
_PRINT_WORDS = "|".join(entries_of(Path(__file__).with_name("print_words.txt")))
_PRINT_VIEW = re.compile(
    rf"(?:(?P<before>{_PRINT_WORDS})[-_]?print|print[-_]?(?P<after>{_PRINT_WORDS}))(?P<ext>\.[a-z]+)?",
    re.IGNORECASE,
)


def identifying_path(path: str, *, has_query: bool) -> str:
    """The path in one spelling: no empty or dotted segments, no session, no AMP or print view, no index file."""
    path = path.replace("\\", "/")
    while True:
        segments = _resolved(one_spelling(raw, _IN_PATH) for raw in path.split("/"))
        folded = [_without_session(segment) for segment in segments]
        if len(segments) <= MAX_FOLDED_SEGMENTS:
            folded = _without_view(folded, has_query)
        path = "/" + "/".join(folded)
        # What was behind a view or a session may be another one, or be spelled in need of folding itself.
        if folded == segments:
            return path


def _resolved(found: Iterable[str]) -> list[str]:
    segments: list[str] = []
    for segment in found:
        if segment == "..":
            del segments[-1:]
        elif segment not in {"", "."}:
            segments.append(segment)
    return segments


def _without_session(segment: str) -> str:
    if "(" not in segment and ";" not in segment:
        return segment
    return "" if _SESSION_SEGMENT.fullmatch(segment) else _SESSION_SUFFIX.sub("", segment)


def _without_view(segments: list[str], has_query: bool) -> list[str]:
    """One step from an AMP or print view towards the article; the same list when there is nothing to do."""
    if not segments:
        return segments
    if _INDEX_FILE.fullmatch(segments[-1]):
        return segments[:-1]
    place = _place_of_view(segments, has_query)
    if place is not None:
        return segments[:place] + segments[place + 1 :]
    return [*map(_article_page, segments[:-1]), _without_amp_suffix(_article_page(segments[-1]))]


def _place_of_view(segments: list[str], has_query: bool) -> int | None:
    """Where a segment stands that only names a view. Alone it is a page of its own, and `print?id=5` a script."""
    if len(segments) == 1:
        return None
    last = len(segments) - 1
    for place, segment in enumerate(segments):
        name = segment.lower()
        if name == "amp" and (place in {0, last} or (place == 1 and _LANGUAGE.fullmatch(segments[0]))):
            return place
        if name == "print" and not (place == last and has_query):
            return place
    return None


@functools.lru_cache(maxsize=1024)
def _article_page(segment: str) -> str:
    view = _PRINT_VIEW.fullmatch(segment) if "rint" in segment.lower() else None
    return segment if view is None else (view["before"] or view["after"]) + (view["ext"] or "")


def _without_amp_suffix(segment: str) -> str:
    view = _AMP_SUFFIX.fullmatch(segment) if ".amp" in segment.lower() else None
    return segment if view is None else view["name"] + (view["ext"] or "")
