"""Whether the address that a page states as its own can be that of this page. Both are canonical already."""

import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pipelines.data_files import entries_of

_CONTEXT_PARAMS = frozenset(entries_of(Path(__file__).with_name("context_params.txt")))
_SCRIPT = re.compile(r"\.(?:aspx?|ashx|cfm|cgi|do|jspx?|php\d?)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
# As the BBC's c62x34m1nkzo: letters and digits mixed.
_HASH = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{8,}", re.IGNORECASE)
_LANGUAGE_ROOT = re.compile(r"/(?:[a-z]{2}(?:-[a-z]{2})?|arabic)?", re.IGNORECASE)


def is_credible(own: str, stated: str, keep: Collection[str]) -> bool:
    """False for a home page, a section, or an address that has lost what tells this article from others."""
    mine, theirs = urlsplit(own), urlsplit(stated)
    if not theirs.query and _LANGUAGE_ROOT.fullmatch(theirs.path):
        return False
    if own == stated:
        return True
    ids = _ids(mine, keep)
    if ids:
        left = set(_words(theirs.path) + _words(theirs.query))
        return all(left.issuperset(_words(value)) for value in ids)
    if _is_above(theirs, mine) and not _is_numbered(theirs.path):
        return False
    return _names_an_article(theirs) or not _names_an_article(mine)


def _is_above(upper: SplitResult, lower: SplitResult) -> bool:
    return not upper.query and lower.path.startswith(f"{upper.path}/")


def _names_an_article(parts: SplitResult) -> bool:
    """Whether path or query hold a number, a hash or a headline. Section names have three words at most."""
    if _is_numbered(parts.path) or any(_is_id(name, value) for name, value in parse_qsl(parts.query)):
        return True
    return any(len(_WORD.findall(segment)) > 3 for segment in unquote(parts.path).split("/"))


def _is_numbered(path: str) -> bool:
    """Whether a path holds an article's number or hash; years, months and days are none."""
    words = _WORD.findall(unquote(_SCRIPT.sub("", path)))
    return any(_HASH.fullmatch(word) or _has_long_number(word) for word in words)


def _has_long_number(word: str) -> bool:
    return any(len(number) > 2 and _YEAR.fullmatch(number) is None for number in re.findall(r"\d+", word))


def _is_id(name: str, value: str) -> bool:
    return name.lower() not in _CONTEXT_PARAMS and any(char.isdigit() for char in value)


def _ids(parts: SplitResult, keep: Collection[str]) -> list[str]:
    """Values of parameters that tell this article from others: all that may, unless the path does it already."""
    numbered = _is_numbered(parts.path)
    pairs = parse_qsl(parts.query)
    return [value for name, value in pairs if name.lower() in keep or (not numbered and _is_id(name, value))]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(unquote(text))]
