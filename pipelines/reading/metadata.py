"""Keywords, image, reservations: what a page says beside its text."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.reading.inline import fold
from pipelines.reading.metas import Metas, first
from pipelines.reading.structured import Node, text_of
from pipelines.records import Candidate

_SPLIT = re.compile(r"\s*[,،;؛|]\s*")
_ROBOTS = ("robots", "googlebot", "googlebot-news", "bingbot")
# What reserves rights against text mining or the training of models; noindex speaks of search engines only.
_RESERVING = {"noai", "noimageai", "notrain", "noml", "nocache-ai"}
_MOST_KEYWORDS = 60


def keywords_of(article: Node | None, metas: Metas, candidate: Candidate) -> tuple[list[str], str | None]:
    """The outlet's own keywords, verbatim, from the first place that has some, and which that is."""
    value = (article or {}).get("keywords")
    listed = (
        [text_of(item) or "" for item in value] if isinstance(value, list) else _SPLIT.split(text_of(value) or "")
    )
    places = (listed, metas.get("article:tag", []), metas.get("news_keywords", []), metas.get("keywords", []))
    for number, place in enumerate(places):
        words = [fold(word) for item in place for word in _SPLIT.split(item)]
        if found := list(dict.fromkeys(word for word in words if word)):
            return found[:_MOST_KEYWORDS], "json_ld" if number == 0 else "meta"
    return list(candidate.keywords), "listing" if candidate.keywords else None


def image_of(article: Node | None, metas: Metas, url: str, candidate: Candidate) -> tuple[str, str] | None:
    """The address of the main image, and where it stands: on the page at `url`, else in its listing."""
    stated = _stated_image(article, metas, url)
    return (candidate.image_url, "listing") if stated is None and candidate.image_url else stated


def _stated_image(article: Node | None, metas: Metas, url: str) -> tuple[str, str] | None:
    value = (article or {}).get("image")
    first_image = value[0] if isinstance(value, list) and value else value
    named = (
        first_image.get("url") or first_image.get("contentUrl") if isinstance(first_image, dict) else first_image
    )
    stated = named if isinstance(named, str) else first(metas, ("og:image", "og:image:url", "twitter:image"))
    try:
        address = urljoin(url, fold(stated or ""))
        is_one = bool(stated) and urlsplit(address).scheme in ("http", "https")
        return (address, "json_ld" if isinstance(named, str) else "meta") if is_one else None
    except ValueError:
        return None


def reservations_of(tree: HtmlElement, metas: Metas, headers: Mapping[str, str]) -> list[str]:
    """The AI and text-mining reservations of the page and its answer, as `where: what`."""
    found: list[str] = []
    for where, value in [("X-Robots-Tag", headers.get("x-robots-tag", ""))] + [
        (f"meta {name}", value) for name in _ROBOTS for value in metas.get(name, [])
    ]:
        words = [word.strip().lower() for word in re.split(r"[,;\s:]+", value)]
        found += [f"{where}: {word}" for word in words if word in _RESERVING]
    stated = [("meta", value) for value in metas.get("tdm-reservation", [])]
    stated.append(("header", headers.get("tdm-reservation", "")))
    found += [f"{where} tdm-reservation: 1" for where, value in stated if value.strip() == "1"]
    policy = first(metas, ("tdm-policy",)) or headers.get("tdm-policy")
    if policy and any("tdm-reservation" in line for line in found):
        found.append(f"tdm-policy: {fold(policy)[:300]}")
    found += [f"rel={rel}" for rel in ("tdm-policy",) if tree.find(f".//link[@rel='{rel}']") is not None]
    return list(dict.fromkeys(found))


def description_of(article: Node | None, metas: Metas) -> str | None:
    """The page's own summary."""
    return first(metas, ("og:description", "description", "twitter:description")) or text_of(
        (article or {}).get("description")
    )
