"""What a home page and a robots.txt state of their outlet. Pure; nothing is guessed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from protego import Protego

from newscrawl.net.robots import rules_in
from newscrawl.sources import web_checks
from newscrawl.sources.checks import Refused
from newscrawl.sources.countries import country_of_domain, is_listed
from pipelines.addresses.canonical import on_site
from pipelines.reading.decoding import decode
from pipelines.reading.inline import fold
from pipelines.reading.metadata import reservations_of
from pipelines.reading.metas import Metas, read_metas
from pipelines.reading.structured import Node, nodes_in, text_of, types_of
from pipelines.reading.tree import parse

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_WORDPRESS = "https://api.w.org/"
_PUBLISHERS = {"newsmediaorganization", "organization", "website"}
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LONGEST_NAME = 100  # letters; a <title> may hold a whole advertisement
_WITH_COUNTRY = re.compile(r"[a-z]{2,3}[-_]([a-z]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value, and where it stands."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Home:
    name: Stated | None
    country: Stated | None
    feeds: tuple[str, ...]
    reservations: tuple[str, ...]
    posts: str | None = None
    """Where the site, a WordPress, says that machines find its posts."""


def read_home(url: str, body: bytes, headers: Mapping[str, str], domain: str) -> Home:
    """What a home page states. `headers` have names in lower case; `domain` is the registered one."""
    tree = parse(decode(body, headers.get("content-type", "")).text)
    if tree is None:
        return Home(None, _country(domain, [], [], None), (), ())
    metas, nodes = read_metas(tree), [node for node, _ in nodes_in(tree)]
    return Home(
        name=_name(tree, metas, nodes),
        country=_country(domain, nodes, metas.get("og:locale", []), tree.get("lang")),
        feeds=tuple(on_its_site(_linked_feeds(tree), domain, url)),
        reservations=tuple(reservations_of(tree, metas, headers)),
        posts=next((each for each in on_its_site(_apis(tree), domain, url) if _is_of_site(each)), None),
    )


def sitemaps_in(status: int, body: bytes, domain: str) -> list[str]:
    """The sitemaps that a robots.txt names: those of news first."""
    lines = rules_in(status, body) or b""
    named = Protego.parse(lines.decode("utf-8", "replace")).sitemaps
    return sorted(on_its_site(named, domain), key=lambda url: "news" not in urlsplit(url).path.lower())


def on_its_site(written: Iterable[str], domain: str, page: str = "") -> Iterator[str]:
    """The addresses, as written on `page`, that a source file may name, each once."""
    for each in dict.fromkeys(written):
        try:
            url = web_checks.url(urljoin(page, each))
        except (Refused, ValueError):
            continue
        if on_site(url, [domain]):
            yield url


def _name(tree: HtmlElement, metas: Metas, nodes: list[Node]) -> Stated | None:
    """The outlet's name: where it names itself in Arabic, else where it names itself first."""
    found = [Stated(name, "og:site_name") for name in metas.get("og:site_name", [])]
    found += [Stated(name, "JSON-LD") for node in nodes if types_of(node) & _PUBLISHERS and (name := _named(node))]
    title = fold(tree.findtext(".//title") or "")
    found += [Stated(title, "<title>: shorten it to the name")] if title else []
    short = [each for each in found if len(each.value) <= _LONGEST_NAME and each.value.isprintable()]
    return next((each for each in short if _ARABIC.search(each.value)), short[0] if short else None)


def _named(node: Node) -> str | None:
    return text_of(node.get("name"))


def _country(domain: str, nodes: list[Node], locales: list[str], language: str | None) -> Stated | None:
    by_domain = country_of_domain(domain)
    if by_domain is not None:
        return Stated(by_domain, f".{domain.rpartition('.')[2]}")
    addresses = [node.get("addressCountry") for node in nodes if types_of(node) & {"postaladdress"}]
    stated = [Stated(text_of(each) or "", "JSON-LD") for each in addresses]
    stated += [Stated(_country_in(each), "og:locale") for each in locales]
    stated.append(Stated(_country_in(language or ""), f'lang="{language}"'))
    known = (Stated(each.value.lower(), each.where) for each in stated)
    return next((each for each in known if is_listed(each.value)), None)


def _country_in(locale: str) -> str:
    found = _WITH_COUNTRY.fullmatch(locale.strip())
    return "" if found is None else found[1]


def _linked_feeds(tree: HtmlElement) -> Iterator[str]:
    for link in tree.iter("link"):
        is_feed = (link.get("type") or "").strip().lower() in _FEED_TYPES
        if is_feed and "alternate" in (link.get("rel") or "").lower().split():
            href = (link.get("href") or "").strip()
            if href and "comment" not in href.lower():  # WordPress links a feed of what readers say
                yield href


def _apis(tree: HtmlElement) -> Iterator[str]:
    for link in tree.iter("link"):
        if (link.get("rel") or "").strip().lower() == _WORDPRESS:
            yield (link.get("href") or "").strip()


def _is_of_site(api: str) -> bool:
    """Whether it is where a source file can mean: not of a blog in a folder of the site."""
    return urlsplit(api).path == "/wp-json/"
