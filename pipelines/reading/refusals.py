"""Why a page is not an article: challenge, consent wall, shell, lost page, list of headlines."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.reading.boilerplate import normalised
from pipelines.reading.evidence import Evidence, is_teaser
from pipelines.reading.prose import is_prose
from pipelines.records import Reason, RejectPage

_BAR = re.compile(r"\s[|–—-]\s")
_APOLOGY = re.compile(r"^(?:عفوا|عذرا|نعتذر|ناسف|للاسف)[^\w]*")
_FEW_WORDS = 120  # a challenge or an error page says less; an article that merely speaks of cookies says more
_FEWEST_TEASERS = 5  # fewer stand below an article that lost its text
_OPENING = 5  # lines where the article should be
_WORDS_OF_A_NOTICE = 20
_HEADLINE_WORDS = 4
_FEW_SENTENCES = 3  # say what a topic is about
_PHRASES: tuple[Reason, ...] = ("blocked", "parked", "http_error", "soft_404", "consent", "js_shell", "not_article")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("refusals.toml").read_text(encoding="utf-8"))


@cache
def _pattern(kind: str, part: str) -> re.Pattern[str] | None:
    listed = _table()[kind].get(part, [])
    return re.compile("|".join(f"(?:{pattern})" for pattern in listed)) if listed else None


def refuse(evidence: Evidence) -> None:
    """Raises `RejectPage` if the page is not one article."""
    _refuse_by_title(evidence)
    _refuse_apology(evidence)
    if not _is_sound(evidence):
        _refuse_by_phrase(evidence)
    if not evidence.words and _is_film(evidence):
        raise RejectPage("media_only", "a video or gallery without text")
    _refuse_lists(evidence)
    if not evidence.words:
        _refuse_empty(evidence)


def _is_sound(evidence: Evidence) -> bool:
    is_told = evidence.is_marked or (evidence.is_headed and evidence.is_coherent)
    return evidence.words > _FEW_WORDS or (is_told and evidence.sentences > 1)


def _refuse_by_title(evidence: Evidence) -> None:
    lost = _pattern("soft_404", "certain")
    opening = [normalised(block.text).lower() for block in evidence.blocks[:_OPENING]]
    if lost and (said := next((line for line in [*_titles(evidence), *opening] if lost.fullmatch(line)), None)):
        raise RejectPage("soft_404", f"says {said[:80]!r}")
    for kind in _PHRASES:
        pattern = _pattern(kind, "title")
        if pattern is None or (evidence.is_marked and evidence.sentences):
            continue
        for title in _titles(evidence):
            if pattern.fullmatch(title):
                raise RejectPage(kind, f"title {title[:80]!r}")


def _refuse_apology(evidence: Evidence) -> None:
    """A page without a headline whose text begins with an apology is lost, whatever teasers follow."""
    pattern = _pattern("soft_404", "text")
    if evidence.headline is not None or pattern is None or not evidence.taken:
        return
    said = _APOLOGY.sub("", normalised(evidence.taken[0].text).lower())
    if len(said.split()) <= _WORDS_OF_A_NOTICE and pattern.match(said):
        raise RejectPage("soft_404", f"says {said[:80]!r}")


def _titles(evidence: Evidence) -> list[str]:
    headline = evidence.headline
    titles = [headline.raw, headline.title] if headline else []
    found = [normalised(title).lower() for title in [*titles, *evidence.headings]]
    heads = [_BAR.split(title)[0] for title in found]
    return list(dict.fromkeys(title for title in [*found, *heads] if title))


def _refuse_by_phrase(evidence: Evidence) -> None:
    for kind in _PHRASES:
        # A spinner's words stand somewhere on many pages; only a text that is nothing else is a shell.
        text, most = (evidence.core, 80) if kind == "js_shell" else (evidence.text, 4 * _FEW_WORDS)
        pattern = _pattern(kind, "text")
        found = pattern.search(text) if pattern and len(text.split()) < most else None
        # A list of headlines may have a cookie banner too; a wall has no headlines.
        if found and not (kind == "consent" and _leading_on(evidence) >= _FEWEST_TEASERS):
            raise RejectPage(kind, f"says {found.group()[:80]!r}")
    marker = next(
        (mark for mark in _table()["blocked"]["source"] if mark in evidence.source[:200_000].lower()), None
    )
    if marker is not None and evidence.words < 40 and not evidence.is_marked:
        raise RejectPage("blocked", f"holds {marker!r}")


def _refuse_lists(evidence: Evidence) -> None:
    reason = _home_page(evidence) or _list_by_shape(evidence) or _list_by_name(evidence)
    if reason:
        _refuse_lost(evidence)
        raise RejectPage("listing_page", reason)


def _refuse_lost(evidence: Evidence) -> None:
    """A lost page may offer headlines: one line of its own says what it is."""
    pattern = _pattern("soft_404", "text")
    for block in evidence.around[:60]:
        line = normalised(block.text).lower()
        if len(line.split()) <= _WORDS_OF_A_NOTICE and not is_teaser(block) and pattern and pattern.match(line):
            raise RejectPage("soft_404", f"says {line[:80]!r}")


def _list_by_shape(evidence: Evidence) -> str | None:
    if evidence.is_headed and evidence.is_coherent:
        return None
    return _list_within(evidence) or _list_around(evidence)


def _list_within(evidence: Evidence) -> str | None:
    """By what was taken for the text: headlines among the paragraphs, items, paragraphs that are cut off."""
    if evidence.structured.article is not None and evidence.is_headed:
        return None  # a short item among boxes: JSON-LD, headline and text are about the same
    prose = max(1, evidence.sentences)
    teasers = evidence.teasers
    # Related boxes interrupt an article too, but a list has a headline over nearly every paragraph. What JSON-LD
    # says weighs more than og:type, which many systems print on every page.
    share = 2.0 if evidence.structured.article is not None else 0.8 if evidence.is_marked else 0.6
    if teasers >= 3 and teasers >= prose * share:
        return f"{teasers} headlines among {prose} paragraphs"
    if evidence.is_marked:
        return None
    items = sum(1 for block in evidence.taken if block.tag == "li")
    if items >= 8 and items * 5 >= len(evidence.taken) * 4:
        return f"{items} of {len(evidence.taken)} lines are items of a list"
    cut = [block for block in evidence.taken if is_prose(block) and block.text.rstrip().endswith(("...", "…"))]
    return f"{len(cut)} of {prose} paragraphs are cut off" if len(cut) >= 3 and len(cut) * 2 > prose else None


def _list_around(evidence: Evidence) -> str | None:
    """By how little text the page has for its headlines."""
    is_weak = not evidence.words and evidence.structured.article is None
    if evidence.is_marked and not is_weak:
        return None
    links = sum(1 for block in evidence.around if is_teaser(block))
    few = evidence.words < 60 and links >= 8 and not evidence.is_short_item
    many = links >= 40 and links > 4 * max(1, evidence.sentences) and evidence.words < 12 * links
    return f"{links} headlines and {evidence.words} words of text" if few or many else None


def _list_by_name(evidence: Evidence) -> str | None:
    """By what the page calls itself; only where it does not also call itself an article."""
    if evidence.structured.article is None and (reason := _page_of_label_or_writer(evidence)):
        return reason
    if evidence.is_marked:
        return None
    kinds = sorted(evidence.structured.types & set(_table()["listing"]["types"]))
    if kinds:
        return f"JSON-LD says {kinds[0]}"
    if evidence.structured.articles > 2:
        return f"{evidence.structured.articles} articles in JSON-LD"
    pattern = _pattern("listing", "title")
    title = next((title for title in _titles(evidence) if pattern and pattern.fullmatch(title)), None)
    if title is not None:
        return f"title {title[:80]!r}"
    return _list_by_address(evidence)


def _home_page(evidence: Evidence) -> str | None:
    """No article has the address of a home page, whatever the page says of itself."""
    return "address of a home page" if is_home_page(evidence.url) else None


def is_home_page(url: str) -> bool:
    """By its address."""
    parts = urlsplit(url)
    return not parts.path.strip("/") and not parts.query


def _list_by_address(evidence: Evidence) -> str | None:
    parts = urlsplit(evidence.url)
    segments = [unquote(part).lower() for part in parts.path.split("/") if part]
    named = any(part in _table()["listing"]["paths"] for part in segments[:-1])
    return "address of a section" if named and evidence.sentences < 3 else None


def _page_of_label_or_writer(evidence: Evidence) -> str | None:
    """No article lies right under `/tags/` or `/writer/`, though og:type may say `article` on every page."""
    parts = (unquote(part).lower() for part in urlsplit(evidence.url).path.split("/") if part)
    *_, higher, above, _ = ["", "", "", *parts]
    above = higher if above.isdigit() else above  # `/topic/4410/…`
    table = _table()["listing"]
    is_list = above in table["labels"] or (above in table["topics"] and evidence.sentences <= _FEW_SENTENCES)
    return f"address under /{above}/" if is_list else None


def _leading_on(evidence: Evidence) -> int:
    return sum(1 for block in evidence.around if block.link_share > 0.4 and len(block.text.split()) > 3)


def _is_film(evidence: Evidence) -> bool:
    """Whether a page without text is one video: JSON-LD says so, and a headline in full stands on it."""
    title = evidence.headline.title if evidence.headline is not None else ""
    is_one = evidence.mark is not None and len(title.split()) >= _HEADLINE_WORDS
    return is_one and bool(evidence.structured.types & {"videoobject", "imagegallery"})


def _refuse_empty(evidence: Evidence) -> None:
    kinds = evidence.structured.types
    led_on = _leading_on(evidence)
    if led_on >= _FEWEST_TEASERS and not evidence.is_marked:
        raise RejectPage("listing_page", f"{led_on} lines lead on and none is a text")
    if "liveblogposting" in kinds:
        raise RejectPage("live_shell", "a live page without its entries")
    if kinds & {"videoobject", "imagegallery", "mediagallery", "audioobject"} or evidence.metas.get("og:video"):
        raise RejectPage("media_only", "a video or gallery without text")
    scripts = evidence.source.lower().count("<script")
    if scripts and len(evidence.text.split()) < 30:
        raise RejectPage("js_shell", f"{scripts} scripts and no text")
    raise RejectPage("no_text", "no paragraph of an article")
