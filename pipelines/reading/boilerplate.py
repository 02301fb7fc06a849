"""Lines of furniture inside an article: told by anchored phrases, never by a word."""

import re
from functools import cache, lru_cache
from pathlib import Path

from lxml.html import HtmlElement

from pipelines.data_files import entries_of, values_of
from pipelines.reading.inline import fold

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LETTERS = str.maketrans("أإآٱىةؤئ", "ااااي\u0647وي")
_EDGES = " \t:.،,؛;!؟?…-–—|/\\•*«»\"'“”()[]<>←→»›‹▪●■►◄"
_WORD_OF_NAME = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WORDS_OF_A_FACT = 8
_LONGEST = 400  # letters of a phrase; longer lines are prose
_GOES_ON = re.compile(r"^\s*[\"«“]?\s*(?:[:：|…\-–—>»]|\.\.)")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, patterns in values_of(Path(__file__).with_name("boilerplate.tsv")):
        kinds.setdefault(kind, []).extend(normalised(pattern, edges=False) for pattern in patterns)
    kinds["whole"] += kinds["wall"]
    return {kind: re.compile("(?:" + "|".join(patterns) + ")", re.IGNORECASE) for kind, patterns in kinds.items()}


@cache
def _names() -> frozenset[str]:
    return frozenset(entries_of(Path(__file__).with_name("furniture_names.txt")))


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element says that nobody sees it; one above it may say so, too."""
    return "display:none" in (element.get("style") or "").replace(" ", "") or element.get("hidden") is not None


def is_named_furniture(element: HtmlElement) -> bool:
    """Whether an element says by class, id or style that it is no text of the article."""
    if is_hidden(element):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return any(word.lower() in _names() for word in _WORD_OF_NAME.findall(names))


@lru_cache(maxsize=1024)  # the lines of a page are looked at from several sides
def normalised(text: str, *, edges: bool = True) -> str:
    """A line as the phrases are written: letter variants as one, without marks and punctuation around it."""
    plain = fold(_MARKS.sub("", text).translate(_LETTERS))
    return plain.strip(_EDGES) if edges else plain


def is_wall(text: str) -> bool:
    """Whether a line says that the rest of this very article is for subscribers."""
    return len(text) <= _LONGEST and _rules()["wall"].fullmatch(normalised(text)) is not None


def _is_line_of_facts(text: str) -> bool:
    """Whether bars part a line that opens with furniture: «نشر في : 7/3/2026 | قراءة : 6312 | الكاتب : …»."""
    parts = text.split(" | ")
    short = all(len(part.split()) <= _WORDS_OF_A_FACT for part in parts)
    return len(parts) > 1 and short and is_furniture(parts[0])


def is_furniture(text: str, link_share: float = 0.0, *, at_tail: bool = False) -> bool:
    """Whether a line is a related-story lead, a share prompt, a tag list or the like."""
    rules = _rules()
    if at_tail and rules["promise"].match(normalised(text)):
        return True
    if len(text) > _LONGEST:
        return False
    plain = normalised(text)
    if not plain or rules["whole"].fullmatch(plain) or (at_tail and rules["tail"].fullmatch(plain)):
        return True
    if _is_line_of_facts(text):
        return True
    found = rules["opening"].match(plain)
    if found is None or len(plain.split()) > 40:
        return False
    rest = plain[found.end() :]
    return bool(_GOES_ON.match(rest)) or (link_share > 0.4 and not rest[:1].isalnum())
