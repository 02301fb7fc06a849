"""The headline: chosen among what the page offers, without the outlet's name and labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

from lxml.html import HtmlElement

from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas, first
from pipelines.reading.structured import Node, text_of

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SEPARATOR = re.compile(r"\s+[|–—•·«»:-]{1,2}\s+|\s*[|•·]\s*")
_LABEL = re.compile(
    r"^\s*[\[({«]?\s*([^\W\d_][\w\s]{1,24}?)\s*(?:[\])}»]\s*[:|\-–—]?|\s*(?:[:|–—]|\.{2,}|…|\s-\s|//+|!+))\s*"
)
_END_LABEL = re.compile(
    r"\s*(?:[\[({]\s*([^\W\d_][\w\s+&]{1,24}?)\s*[\])}]|(?:\.{2,}|…|\s[|–—-])\s*([^\W\d_][\w\s]{1,24}?))\s*$"
)
_MOST_LABELS = 3
_LONGEST = 400  # a longer "headline" is a paragraph in the wrong place


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline as written, without furniture, its labels, and where it was read."""

    raw: str
    title: str
    labels: tuple[str, ...]
    origin: str


@cache
def _labels() -> frozenset[str]:
    lines = Path(__file__).with_name("labels.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(normalised(line) for line in lines if line and not line.startswith("#"))


def read_headline(tree: HtmlElement, metas: Metas, article: Node | None, names: Sequence[str]) -> Headline | None:
    """The headline that the page gives its article."""
    offers = _offers(tree, metas, article)
    known = [*names, *metas.get("og:site_name", []), *metas.get("application-name", [])]
    for origin, raw in offers:
        headline = make_headline(raw, origin, known, [text for _, text in offers])
        if headline is not None:
            return headline
    return None


def make_headline(raw: str, origin: str, names: Sequence[str], others: Sequence[str] = ()) -> Headline | None:
    """A headline from its raw words; None if nothing but the outlet's name is in them."""
    bare = _without_outlet(_OVERRIDES.sub("", raw), names, others)
    title, labels = _without_labels(bare)
    return (
        Headline(raw, title, labels, origin)
        if title and _key(title) not in {_key(name) for name in names}
        else None
    )


def _offers(tree: HtmlElement, metas: Metas, article: Node | None) -> list[tuple[str, str]]:
    """What might be the headline, the most telling first."""
    h1 = [fold(element.text_content()) for element in tree.iter("h1")]
    offers = [
        ("json_ld", _plain(text_of((article or {}).get("headline")))),
        ("meta", _plain(first(metas, ("og:title",)))),
        ("meta", _plain(first(metas, ("twitter:title", "dc.title", "title", "headline")))),
        ("markup", next(filter(None, h1), "")),
        ("markup", _title_element(tree)),
    ]
    sound = [(origin, text) for origin, text in offers if 3 <= len(text) <= _LONGEST]
    return _uncut(sound)


def _uncut(offers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The offers with a cut headline behind the whole one: share cards end in dots where h1 goes on."""
    if len(offers) < 2:
        return offers
    start = offers[0][1].rstrip(".… ")
    whole = next(
        (offer for offer in offers[1:] if offer[1].startswith(start) and len(offer[1]) > len(start) + 3), None
    )
    cut = offers[0][1].endswith(("...", "…", ".."))
    return [whole, *offers] if cut and whole else offers


def _plain(text: str | None) -> str:
    """A value without the markup and references that some put into it."""
    if not text:
        return ""
    if "&" in text:
        text = unescape(text)
    return fold(re.sub(r"</?[a-zA-Z][^<>]{0,80}>", " ", text))


def _title_element(tree: HtmlElement) -> str:
    return next((fold(element.text_content()) for element in tree.iter("title") if element.text), "")


def _key(text: str) -> str:
    """A text as it is compared: outlets set other quotation marks in each place."""
    return normalised(re.sub("[\"'“”„«»‘’`]", "", text)).casefold()


def _is_section(parts: list[str], marks: list[str]) -> bool:
    """Whether the last part is a section's name: bars part no headline, and a section is a few words."""
    return "|" in marks[-1] and len(parts[-1].split()) <= 3 and len(_joined(parts[:-1], marks[:-1]).split()) >= 4


def _without_outlet(raw: str, names: Sequence[str], others: Sequence[str]) -> str:
    """The words without the parts at either end that name the outlet or that no other offer has."""
    parts = _SEPARATOR.split(raw)
    marks = _SEPARATOR.findall(raw)
    known = {_key(name) for name in names} - {""}
    shorter = {_key(text) for text in others if len(text) < len(raw)}
    named = False
    while len(parts) > 1 and (
        _names(parts[-1], known) or _is_extra(parts, marks, shorter) or (named and _is_section(parts, marks))
    ):
        named = named or _names(parts[-1], known)
        parts, marks = parts[:-1], marks[:-1]
    while len(parts) > 1 and _names(parts[0], known):
        parts, marks = parts[1:], marks[1:]
    return _joined(parts, marks)


def _joined(parts: list[str], marks: list[str]) -> str:
    pairs = zip(parts, [*marks, ""], strict=False)
    return "".join(part + mark for part, mark in pairs).strip()


def _names(part: str, names: set[str]) -> bool:
    plain = _key(part)
    if not plain:
        return True
    return plain in names or any(
        len(name) > 3
        and (name in plain or plain in name)
        and len(plain.split()) <= len(name.split()) + 3
        and len(plain) > 3
        for name in names
    )


def _is_extra(parts: list[str], marks: list[str], shorter: set[str]) -> bool:
    """Whether another offer is exactly this one without the last part."""
    return any(_key(_joined(parts[:end], marks[: end - 1])) in shorter for end in range(1, len(parts)))


def _without_labels(text: str) -> tuple[str, tuple[str, ...]]:
    labels: list[str] = []
    for _ in range(_MOST_LABELS):
        found = _LABEL.match(text)
        if found is None or normalised(found.group(1)) not in _labels() or not text[found.end() :].strip():
            break
        labels.append(fold(found.group(1)))
        text = text[found.end() :]
    found = _END_LABEL.search(text)
    if found is not None and found.start() > 0:
        label = fold(found.group(1) or found.group(2))
        if all(normalised(part) in _labels() for part in re.split(r"\s*[+&]\s*|\sو(?=\w)", label)):
            labels.append(label)
            text = text[: found.start()]
    return text.strip(), tuple(labels)
