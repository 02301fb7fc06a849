"""Why a page is not an article: challenge, consent wall, shell, lost page, list of headlines."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.reading.body import is_prose
from pipelines.reading.boilerplate import normalised
from pipelines.reading.evidence import Evidence, is_teaser
from pipelines.records import Reason, RejectPage

_FEW_WORDS = 120  # a challenge or an error page says less; an article that merely speaks of cookies says more
_PHRASES: tuple[Reason, ...] = ("blocked", "parked", "soft_404", "consent", "js_shell")


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
    if not _is_sound(evidence):
        _refuse_by_phrase(evidence)
    _refuse_lists(evidence)
    if not evidence.words:
        _refuse_empty(evidence)


def _is_sound(evidence: Evidence) -> bool:
    return evidence.words > _FEW_WORDS or (evidence.is_marked and evidence.sentences > 1)


def _refuse_by_title(evidence: Evidence) -> None:
    for kind in _PHRASES:
        pattern = _pattern(kind, "title")
        if pattern is None or (evidence.is_marked and evidence.sentences):
            continue
        for title in _titles(evidence):
            if pattern.fullmatch(title):
                raise RejectPage(kind, f"title {title[:80]!r}")


def _titles(evidence: Evidence) -> list[str]:
    headline = evidence.headline
    titles = [headline.raw, headline.title] if headline else []
    found = [normalised(title).lower() for title in [*titles, *evidence.headings]]
    heads = [re.split(r"\s[|–—-]\s", title)[0] for title in found]
    return list(dict.fromkeys(title for title in [*found, *heads] if title))


def _refuse_by_phrase(evidence: Evidence) -> None:
    for kind in _PHRASES:
        # A spinner's words stand somewhere on many pages; only a text that is nothing else is a shell.
        text, most = (evidence.core, 80) if kind == "js_shell" else (evidence.text, 4 * _FEW_WORDS)
        pattern = _pattern(kind, "text")
        found = pattern.search(text) if pattern and len(text.split()) < most else None
        if found:
            raise RejectPage(kind, f"says {found.group()[:80]!r}")
    marker = next(
        (mark for mark in _table()["blocked"]["source"] if mark in evidence.source[:200_000].lower()), None
    )
    if marker is not None and evidence.words < 40 and not evidence.is_marked:
        raise RejectPage("blocked", f"holds {marker!r}")


def _refuse_lists(evidence: Evidence) -> None:
    reason = _list_by_shape(evidence) or _list_by_name(evidence)
    if reason:
        raise RejectPage("listing_page", reason)


def _list_by_shape(evidence: Evidence) -> str | None:
    prose = max(1, evidence.sentences)
    teasers = evidence.teasers
    # Related boxes interrupt an article too, but a list has a headline over nearly every paragraph.
    if teasers >= 3 and teasers * 5 >= prose * (10 if evidence.is_marked else 3):
        return f"{teasers} headlines among {prose} paragraphs"
    items = sum(1 for block in evidence.taken if block.tag == "li")
    if items >= 8 and items * 5 >= len(evidence.taken) * 4 and not evidence.is_marked:
        return f"{items} of {len(evidence.taken)} lines are items of a list"
    cut = [block for block in evidence.taken if is_prose(block) and block.text.rstrip().endswith(("...", "…"))]
    if len(cut) >= 3 and len(cut) * 2 > prose and not evidence.is_marked:
        return f"{len(cut)} of {prose} paragraphs are cut off"
    links = sum(1 for block in evidence.around if is_teaser(block))
    if not evidence.is_marked and links >= 8 and links > 2 * prose and evidence.words < 25 * links:
        return f"{links} headlines and {evidence.words} words of text"
    return None


def _list_by_name(evidence: Evidence) -> str | None:
    """By what the page calls itself; only where it does not also call itself an article."""
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


def _list_by_address(evidence: Evidence) -> str | None:
    parts = urlsplit(evidence.url)
    segments = [unquote(part).lower() for part in parts.path.split("/") if part]
    if not segments and not parts.query:
        return "address of a home page"
    named = any(part in _table()["listing"]["paths"] for part in segments[:-1])
    return "address of a section" if named and evidence.sentences < 3 else None


def _refuse_empty(evidence: Evidence) -> None:
    kinds = evidence.structured.types
    if "liveblogposting" in kinds:
        raise RejectPage("live_shell", "a live page without its entries")
    if kinds & {"videoobject", "imagegallery", "mediagallery", "audioobject"} or evidence.metas.get("og:video"):
        raise RejectPage("media_only", "a video or gallery without text")
    scripts = evidence.source.lower().count("<script")
    if scripts and len(evidence.text.split()) < 30:
        raise RejectPage("js_shell", f"{scripts} scripts and no text")
    raise RejectPage("no_text", "no paragraph of an article")


def refuse_other_formats(body: bytes, content_type: str) -> None:
    """Raises `RejectPage` for bytes that are no HTML page, by their beginning and not by a label alone."""
    start = body[:2000].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    if not start:
        raise RejectPage("no_text", "an empty answer")
    for mark, name in _SIGNATURES:
        if start.startswith(mark):
            raise RejectPage("not_article", name)
    if not _TAG.search(body[:200_000].replace(b"\x00", b"")):
        raise RejectPage("not_article", f"no HTML, labelled {content_type[:60] or 'nothing'}")
    if _FEED.match(start):
        raise RejectPage("not_article", "a feed or sitemap")
    if not start.startswith(b"<") and (_JSON.match(start) or _SCRIPT.match(start)):
        raise RejectPage("not_article", "JSON or a script")


_SIGNATURES: Sequence[tuple[bytes, str]] = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG image"), (b"GIF8", "GIF image"), (b"\xff\xd8\xff", "JPEG image"),
    (b"RIFF", "RIFF media"), (b"PK\x03\x04", "ZIP archive"), (b"\x1f\x8b", "gzip data"), (b"ID3", "MP3 audio"),
    (b"OggS", "Ogg media"), (b"\xd0\xcf\x11\xe0", "Office document"), (b"wOFF", "font"),
)  # fmt: skip
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|p|span|table|meta|article|section|br|h1|title|script|a)\b",
    re.IGNORECASE,
)
_FEED = re.compile(
    rb"(?:<\?xml[^>]*>\s*|<!--.{0,500}?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb"[\[{]\s*[\[{\"\]}]")
_SCRIPT = re.compile(
    rb"[\w.$]+\s*=[^=]|document\.write|(?:var|let|const)\s+\w|function\b|\(function|!function|window\.|['\"]use strict|/\*|//|[\w.$]+\("
)
