"""Which listings to try, and which of those that were tried are worth a line in the source file. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from newscrawl.proposing.home import Stated

# Asked for only where the site names none: each costs a request that it may not have.
_USUAL_FEEDS = ("/feed", "/rss.xml", "/rss")
_USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap.xml")
# Sites link a feed for each section, and name a sitemap for each year.
_MOST_FEEDS, _MOST_SITEMAPS = 5, 3


@dataclass(frozen=True, slots=True)
class ToTry:
    home: str
    feeds: Sequence[str]
    sitemaps: Sequence[str]
    usual: frozenset[str]
    """Those of them that the site does not name."""


@dataclass(slots=True)
class Chosen:
    feeds: tuple[Stated, ...] = ()
    sitemaps: tuple[Stated, ...] = ()
    sections: tuple[Stated, ...] = ()
    remarks: list[str] = field(default_factory=list)
    """What the site names and was left out, and why."""


def to_try(home: str, feeds: Iterable[str], sitemaps: Iterable[str]) -> ToTry:
    linked, named = list(feeds)[:_MOST_FEEDS], list(sitemaps)[:_MOST_SITEMAPS]
    usual_feeds = [] if linked else [urljoin(home, path) for path in _USUAL_FEEDS]
    usual_sitemaps = [] if named else [urljoin(home, path) for path in _USUAL_SITEMAPS]
    return ToTry(home, linked or usual_feeds, named or usual_sitemaps, frozenset(usual_feeds + usual_sitemaps))


def choose(tried: ToTry, facts: Sequence[dict[str, Any]]) -> Chosen:
    """By what a run's line says of each listing.

    A feed is small and dated. A sitemap that is not one of news may have fifty thousand entries, and is fetched on
    every run: it serves where there is nothing else, as does the home page.
    """
    chosen = Chosen()
    feeds, sitemaps = (
        _that_work(tried, tried.feeds, facts, chosen),
        _that_work(tried, tried.sitemaps, facts, chosen),
    )
    news = [each for each in sitemaps if "news" in urlsplit(each.value).path.lower()]
    chosen.feeds, chosen.sitemaps = tuple(feeds), tuple(news if feeds or news else sitemaps)
    chosen.remarks += [
        f"also answers: {each.value}: {each.where}" for each in sitemaps if each not in chosen.sitemaps
    ]
    if not (chosen.feeds or chosen.sitemaps):
        chosen.sections = tuple(_that_work(tried, [tried.home], facts, chosen))
    return chosen


def _that_work(tried: ToTry, urls: Sequence[str], facts: Sequence[dict[str, Any]], chosen: Chosen) -> list[Stated]:
    found: list[Stated] = []
    for url in urls:
        works, words = _what_it_gave(url, facts)
        if works and not (url in tried.usual and found):  # one feed answers under many addresses
            found.append(Stated(url, words))
        elif not works and url not in tried.usual:
            chosen.remarks.append(f"left out: {url}: {words}")
    return found


def _what_it_gave(url: str, facts: Sequence[dict[str, Any]]) -> tuple[bool, str]:
    tree = [each for each in facts if url in (each["url"], each.get("root"))]
    problem = next((each["problem"] for each in tree if each["url"] == url and each.get("problem")), None)
    if problem is not None or not tree:
        return False, problem or "not asked for"
    entries = sum(each.get("entries") or 0 for each in tree)
    candidates = sum(each.get("new") or 0 for each in tree)
    newest = max((each["newest"] for each in tree if each.get("newest")), default=None)
    words = f"{entries} entries, {candidates} to ask for" + (f", newest {newest[:10]}" if newest else "")
    return candidates > 0, words
