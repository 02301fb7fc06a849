"""The headline: chosen among what the page offers, without the outlet's name and labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.inline import fold
from pipelines.reading.kinship import topic_words
from pipelines.reading.labels import key_of, without_labels, without_outlet
from pipelines.reading.metas import Metas, first
from pipelines.reading.persons import is_person
from pipelines.reading.placing import leads_away, own_headings
from pipelines.reading.structured import Node, text_of

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PRINTED = re.compile(r"^\s*(?:طباعة|نسخة للطباعة|نسخة الطباعة|print)\s*[:|-]\s*", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_WORD = re.compile(r"[^\W_]+")
_GOING_ON = re.compile(r"(?:\s*(?:\.{2,}|…))?\s+[^\W\d_]")
_ADDED = re.compile(r"\s*[|،,•·–—-]\s+")
_BEGUN = etree.XPath(
    "//body//text()[starts-with(normalize-space(.), $word)]"
    "[not(ancestor::a or ancestor::script or ancestor::style or ancestor::option)]"
)
_FEWEST_WORDS = 4  # a shorter <h1> is a section's name
_LONGEST = 400  # a longer "headline" is a paragraph in the wrong place


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline as written, without furniture, its labels, and where it was read."""

    raw: str
    title: str
    labels: tuple[str, ...]
    origin: str


def read_headline(tree: HtmlElement, metas: Metas, article: Node | None, names: Sequence[str]) -> Headline | None:
    """The headline that the page gives its article."""
    known = [*names, *metas.get("og:site_name", []), *metas.get("application-name", [])]
    offers = _offers(tree, metas, article, known)
    for origin, raw in offers:
        headline = make_headline(raw, origin, known, [text for _, text in offers])
        if headline is not None:
            found = _in_place_of_name(headline, tree, known) or headline
            return replace(found, title=_as_shown(tree, found.title))
    return None


def _as_shown(tree: HtmlElement, title: str) -> str:
    """The headline without what only its page's title adds: a writer, a section, the outlet in other words.

    That is told by a text of the page that is its beginning and nothing else, as in layouts without headings.
    """
    ends = [found.start() for found in _ADDED.finditer(title)]
    if not ends or any(fold(element.text_content()) == title for element in tree.iter("h1")):
        return title
    begun = cast("list[str]", _BEGUN(tree, word=title.split(maxsplit=1)[0]))
    shown = {fold(text) for text in begun}
    if title in shown:
        return title
    parts = (title[:end].rstrip() for end in reversed(ends))
    return next((part for part in parts if part in shown and len(part.split()) >= _FEWEST_WORDS), title)


def _in_place_of_name(headline: Headline, tree: HtmlElement, names: Sequence[str]) -> Headline | None:
    """The headline below, where the stated one is a part of the outlet's name: every page of Petra is «بترا»."""
    words = set(key_of(headline.title).split())
    if len(words) >= _FEWEST_WORDS:
        return None
    named = {word for name in names for word in _WORD.findall(key_of(name))}
    is_name = words <= named
    return make_headline(_lesser_heading(tree), "markup", names) if is_name and not own_headings(tree) else None


def make_headline(raw: str, origin: str, names: Sequence[str], others: Sequence[str] = ()) -> Headline | None:
    """A headline from its raw words; None if nothing but the outlet's name is in them."""
    bare = without_outlet(_PRINTED.sub("", _OVERRIDES.sub("", raw)), names, others)
    title, labels = without_labels(bare)
    return (
        Headline(raw, title, labels, origin)
        if title and key_of(title) not in {key_of(name) for name in names}
        else None
    )


def _offers(tree: HtmlElement, metas: Metas, article: Node | None, names: Sequence[str]) -> list[tuple[str, str]]:
    """What might be the headline, the most telling first."""
    h1 = [fold(element.text_content()) for element in own_headings(tree)]
    offers = [
        ("json_ld", _plain(text_of((article or {}).get("headline")))),
        ("meta", _plain(first(metas, ("og:title",)))),
        ("meta", _plain(first(metas, ("twitter:title", "dc.title", "title", "headline")))),
        *(("shown", text) for text in list(filter(None, h1))[:1]),
        ("markup", _title_element(tree, names)),
    ]
    sound = [(origin, text) for origin, text in offers if 3 <= len(text) <= _LONGEST]
    return _uncut(_shown_first(sound))


def _shown_first(offers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The offers with the headline over the text first, where the stated one was made for search engines.

    The two must be about the same, and neither the other with something added.
    """
    shown = [offer for offer in offers if offer[0] == "shown"]
    if len(shown) != 1 or offers[0] is shown[0]:
        return _in_order(offers)
    others = [offer for offer in offers if offer[0] != "shown"]
    mine = ("markup", shown[0][1])
    return [mine, *others] if _is_other_wording(mine[1], others[0][1]) else _in_order(offers)


def _in_order(offers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("markup" if origin == "shown" else origin, text) for origin, text in offers]


def _is_other_wording(shown: str, stated: str) -> bool:
    mine, theirs = key_of(shown), key_of(stated)
    if _is_signed(shown, stated) or _goes_on(shown, stated):
        return True
    if mine in theirs or theirs in mine or len(shown.split()) < _FEWEST_WORDS:
        return False
    words, other = topic_words([shown]), topic_words([stated])
    return len(words & other) * 2 >= min(len(words), len(other)) > 0


def _goes_on(shown: str, stated: str) -> bool:
    """Whether the shown headline goes on, in words or behind dots, where the stated one was cut."""
    rest = shown[len(stated) :] if shown.startswith(stated) else ""
    begins = _GOING_ON.match(rest)
    return begins is not None and len(rest[begins.end() - 1 :].split()) >= _FEWEST_WORDS


def _is_signed(shown: str, stated: str) -> bool:
    """Whether the stated headline is the shown one behind its writer's name: «جمال …: عنوان»."""
    before, colon, after = stated.partition(":")
    return bool(colon) and key_of(after).startswith(key_of(shown)) and is_person(before.strip(), set())


def _uncut(offers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The offers with a cut headline behind the whole one: share cards end in dots where h1 goes on."""
    if len(offers) < 2:
        return offers
    start = offers[0][1].rstrip(".… ")
    whole = next(
        (offer for offer in offers[1:] if offer[1].startswith(start) and len(offer[1]) > len(start) + 3), None
    )
    # Google reads 110 characters of a JSON-LD headline, and some systems cut theirs there without dots.
    cut = offers[0][1].endswith(("...", "…", "..")) or len(offers[0][1]) >= 100
    return [whole, *offers] if cut and whole else offers


def _lesser_heading(tree: HtmlElement) -> str:
    """The first <h2> or <h3> of a headline's length that leads nowhere."""
    heads = (element for element in tree.iter("h2", "h3") if not leads_away(element))
    texts = (fold(element.text_content()) for element in heads)
    return next((text for text in texts if len(text.split()) >= _FEWEST_WORDS), "")


def _plain(text: str | None) -> str:
    """A value without the markup and references that some put into it."""
    if not text:
        return ""
    if "&" in text:
        text = unescape(text)
    return fold(_TAG.sub(" ", text))


def _title_element(tree: HtmlElement, names: Sequence[str]) -> str:
    """The page's title; Blogger's opens with the name of the blog and a colon."""
    title = next((fold(element.text_content()) for element in tree.iter("title") if element.text), "")
    before, colon, after = title.partition(": ")
    is_name = bool(colon) and key_of(before) in {key_of(name) for name in names}
    return after if is_name and len(after.split()) >= _FEWEST_WORDS else title
