"""Tells by its shape whether an address is likely an article's, for sources that state no rule of their own.

Built for recall: what is taken for an article and is none becomes a counted outcome, what is missed is lost.
"""

import re
from importlib.resources import files
from urllib.parse import parse_qsl, unquote, urlsplit

from pipelines.addresses import public_suffixes
from pipelines.addresses.covering import host_or_none

_NUMBER = re.compile(r"\d{4,}")  # an id; a year alone is not one
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DATED = re.compile(r"/(?:19|20)\d{2}[/-]\d{1,2}(?:[/-]\d{1,2})?/[^/]*[^\W\d_]|/(?:19|20)\d{6}-[^/]")
_OPAQUE_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{20,}|(?=(?:[a-z]*\d){3})[0-9a-z]{10,}|(?=[a-z]*\d+[a-z]+\d)[0-9a-z]{7,}", re.IGNORECASE
)
_SLUG_WORDS = 4  # «الشرق-الأوسط» is a section, a headline has more words
_LONGER_THAN_NAMES = 5  # «د-محمد-عبد-الله»
_HYPHENS = re.compile(r"[-_+ ]+")
_FILE = re.compile(r"\.(\w{2,5})$")


def _not_articles() -> frozenset[tuple[str, str]]:
    lines = files(__package__).joinpath("not_articles.tsv").read_text("utf-8").splitlines()
    return frozenset((kind, word) for kind, _, word in (line.partition("\t") for line in lines) if kind[:1] != "#")


_NOT_ARTICLES = _not_articles()


def site_of(url: str) -> str:
    """The registered domain of an address, or its host where there is none (an IP address, localhost)."""
    return public_suffixes.site(host_or_none(url) or "")


def looks_like_article(url: str) -> bool:
    """Whether path or query carry what articles have: an id, a date with a slug, or a slug like a headline."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    segments = _segments(path)
    return not _is_none(path, segments) and (
        _has_id(segments)
        or _DATED.search(path) is not None
        or _words(segments) >= _SLUG_WORDS
        or _has_id_parameter(parts.query)
    )


def may_be_article(url: str) -> bool:
    """Whether nothing in the path says that it is no article's: enough where a headline links to it."""
    path = unquote(urlsplit(url).path)
    segments = _segments(path)
    return bool(segments) and not _is_none(path, segments)


def _segments(path: str) -> list[str]:
    return [segment for segment in path.lower().split("/") if segment]


def _is_none(path: str, segments: list[str]) -> bool:
    return _is_listed(segments) or _is_person(segments) or _is_other_file(path)


def _is_listed(segments: list[str]) -> bool:
    anywhere = any(("anywhere", _stem(segment)) in _NOT_ARTICLES for segment in segments)
    return anywhere or any(("last", segment) in _NOT_ARTICLES for segment in segments[-2:])


def _is_person(segments: list[str]) -> bool:
    """Whether it is a writer's page: some papers put the columns there too, under slugs longer than a name."""
    return _words(segments) < _LONGER_THAN_NAMES and any(("person", _stem(s)) in _NOT_ARTICLES for s in segments)


def _stem(segment: str) -> str:
    """The name of a page without its ending: `search.aspx` is `search`."""
    return _FILE.sub("", segment)


def _is_other_file(path: str) -> bool:
    ending = _FILE.search(path)
    return ending is not None and ("ending", ending[1].lower()) in _NOT_ARTICLES


def _has_id(segments: list[str]) -> bool:
    stems = [_stem(segment) for segment in segments]
    numbers = (number for stem in stems for number in _NUMBER.findall(stem))
    return any(not _YEAR.fullmatch(number) for number in numbers) or any(map(_OPAQUE_ID.fullmatch, stems))


def _words(segments: list[str]) -> int:
    return sum(1 for word in _HYPHENS.split(_stem(segments[-1])) if word) if segments else 0


def _has_id_parameter(query: str) -> bool:
    """Whether a parameter that is not a page number holds an id: `?id=2627223`, `?q=node/33500`."""
    for name, value in parse_qsl(query):
        last = value.rsplit("/", 1)[-1]
        is_id = re.fullmatch(r"\d{3,}", last) is not None or _OPAQUE_ID.fullmatch(last) is not None
        if is_id and ("parameter", name.lower()) not in _NOT_ARTICLES:
            return True
    return False
