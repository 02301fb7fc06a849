"""Which wire agencies an article credits: where a credit stands, not wherever an agency is named.

A credit stands in the byline (read into `agencies`), on the dateline («واس - أبها», «القاهرة - د ب أ»), in brackets
at the very end («(رويترز)»), or in a last line that is nothing else («المصدر: وكالات»). What an agency's own site
publishes (its source id is the agency's code) is credited to it. Marks count as whole words: واس is not in واسع.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipelines.normalising import normalise_body
from pipelines.records import Article

Words = tuple[str, ...]

_OPENING = 80  # letters: two places, two agencies and a day; further in, an agency is cited
_CLOSING = 80
_MOST_WORDS = 6  # of a dateline's part: a longer one is a sentence
_MARGIN = re.compile(r"\s*[-–—−:|/()\[\]{}،,;؛\n]\s*")  # a dot stands inside «أ.ف.ب»
_LAST_BRACKET = re.compile(r"[(\[{]([^()\[\]{}]{2,60})[)\]}][\s.،]*\Z")


@cache
def _marks() -> dict[Words, tuple[str, bool]]:
    """Code of each mark, and whether the mark is an agency in any place."""
    found: dict[Words, tuple[str, bool]] = {}
    for line in Path(__file__).with_name("wire_marks.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, *marks = line.split("\t")
            found.update({_words(mark): (code, not mark.startswith("?")) for mark in marks})
    return found


@cache
def _word_list(name: str) -> frozenset[str]:
    data = tomllib.loads(Path(__file__).with_name("wire_words.toml").read_text(encoding="utf-8"))
    return frozenset(word for entry in data[name] for word in _words(entry))


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code, _ in _marks().values()) - {"agencies"}


def credits_of(article: Article) -> tuple[str, ...]:
    """The codes of the agencies credited, each once; `agencies` is «وكالات», which names none."""
    publisher = [article.source_id] if article.source_id in _codes() else []
    text = article.text.strip()
    found = [*(article.agencies or ()), *publisher, *_on_dateline(text), *_at_the_end(text)]
    return tuple(dict.fromkeys(found))


def _on_dateline(text: str) -> Iterator[str]:
    """Agencies in the parts of the opening that a dash, a colon, a bracket or the line's end closes."""
    parts = [_words(part) for part in _MARGIN.split(text[:_OPENING])]
    closed = parts if len(text) < _OPENING else parts[:-1]
    is_after_another = False
    for part in closed:
        if len(part) > _MOST_WORDS or _word_list("reporting") & set(part):
            return
        yield from _in_part(part, doubtful_too=is_after_another)
        is_after_another = is_after_another or bool(part)


def _at_the_end(text: str) -> Iterator[str]:
    bracket = _LAST_BRACKET.search(text[-_CLOSING:])
    last_line = text.rsplit("\n", 1)[-1] if "\n" in text else ""
    for piece in (bracket[1] if bracket is not None else "", last_line[:_CLOSING]):
        parts = [_words(part) for part in _MARGIN.split(piece)]
        if all(_is_nothing_but_credit(part) for part in parts):
            for part in parts:
                yield from _in_part(part, doubtful_too=True)


def _is_nothing_but_credit(part: Words) -> bool:
    return not _rest(part) - _word_list("beside")


def _rest(part: Words) -> set[str]:
    marked = {at for at, length, _ in _places(part) for at in range(at, at + length)}
    return {word for at, word in enumerate(part) if at not in marked}


def _in_part(part: Words, *, doubtful_too: bool) -> Iterator[str]:
    """Agencies among the words; a mark that is also a word or a town only where a credit is expected."""
    for _, _, (code, is_sure) in _places(part):
        if is_sure or doubtful_too:
            yield code


def _places(part: Words) -> Iterator[tuple[int, int, tuple[str, bool]]]:
    """Where marks stand, the longest first at each place, none inside another."""
    at = 0
    while at < len(part):
        length = next((n for n in range(_longest(), 0, -1) if part[at : at + n] in _marks()), 0)
        if length:
            yield at, length, _marks()[part[at : at + length]]
        at += length or 1


@cache
def _longest() -> int:
    return max(map(len, _marks()))


def _words(text: str) -> Words:
    return tuple(normalise_body(text).split())
