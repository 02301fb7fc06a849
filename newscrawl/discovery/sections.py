"""Reads HTML listing pages: the links that lead to articles, in page order, with their headlines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from urllib.parse import unquote, urldefrag

from lxml import etree

from newscrawl.discovery.article_addresses import looks_like_article, may_be_article, site_of
from newscrawl.discovery.decoding import decode
from newscrawl.discovery.item_lists import list_entries
from newscrawl.discovery.listing import Gathering, Listing, UnreadableListing, web_address
from newscrawl.discovery.markup import describe, element_words, fold, plain_text
from pipelines.records import Candidate

MAX_LINKS = 5000  # the fullest home pages have 600
MAX_TITLE = 300  # a longer text of a link is a whole teaser
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
# libxml2 compares each attribute of a tag with each: 100,000 of them would hold it for half a minute.
_LONG_TAG = re.compile(r"<[^<>]{16384,}>?")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]+")
_WORD = re.compile(r"\S*[^\W\d_]\S*")
_HEADLINE_WORDS = 5  # names of sections and of services («شروط الاستخدام والخصوصية») are shorter
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CUT = re.compile(r"\s?(?:…|(?<!\.)\.{2,})\s?$")  # of folded text; each dot tried alone would take minutes
_EDGES = " .:…»«<>›‹→←[]()|-–—+"
_BULLETS = "»›•·●▪■◄ "


def _no_titles() -> frozenset[str]:
    lines = files(__package__).joinpath("no_titles.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


_NO_TITLES = _no_titles()


@dataclass
class _Link:
    """One address of the page, with every text that links to it."""

    headings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    published: str | None = None

    def title(self) -> str | None:
        for texts in (self.headings, self.texts):
            titles = [text.lstrip(_BULLETS) for text in texts if _is_title(text)]
            if titles:
                return max(titles, key=len)
        return None


def read_section(
    body: bytes, url: str, found_at: datetime, article_url: re.Pattern[str] | None, content_type: str | None = None
) -> Listing:
    """The links of a page that `article_url` matches; without it, those of this site that look like articles."""
    text = _NOT_TEXT.sub(" ", decode(body, content_type))
    text = _LONG_TAG.sub(" ", text)
    if not _TAG.search(text) or text.lstrip()[:1] in {"{", "["}:
        raise UnreadableListing(describe(text))
    tree = etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", no_network=True, recover=True))
    gathered = Gathering("section", MAX_LINKS)
    if tree is None:
        raise UnreadableListing(describe(text))
    for address, link in _articles(_links(tree, url, gathered), url, article_url, gathered):
        gathered.add(_candidate(address, link, url, found_at))
    return gathered.listing()


def _candidate(address: str, link: _Link, url: str, found_at: datetime) -> Candidate:
    return Candidate(
        url=address, found_in="section", found_at=found_at, listing_url=url, title=link.title(),
        published_raw=link.published,
    )  # fmt: skip


def _articles(
    links: dict[str, _Link], url: str, article_url: re.Pattern[str] | None, gathered: Gathering
) -> Iterator[tuple[str, _Link]]:
    site, itself = site_of(url), urldefrag(url).url
    for address, link in links.items():
        if article_url is not None:
            # Some rules are written for the encoded form of an address, some for the readable one.
            fits = article_url.search(address) is not None or article_url.search(unquote(address)) is not None
        else:
            fits = address != itself and site_of(address) == site and _leads_to_article(address, link)
        if fits:
            yield address, link
        else:
            gathered.skip("not_article")


def _leads_to_article(address: str, link: _Link) -> bool:
    if looks_like_article(address):
        return True
    title = link.title()  # «/رحيل-الشاعر» could be a section's, but what links to it is a headline
    return title is not None and len(_WORD.findall(title)) >= _HEADLINE_WORDS and may_be_article(address)


def _links(tree: etree._Element, url: str, gathered: Gathering) -> dict[str, _Link]:
    """Every web address that the page links to, those in its markup first."""
    links: dict[str, _Link] = {}
    base = (
        next((web_address(str(tag.get("href")), url) for tag in tree.iter("base") if tag.get("href")), None) or url
    )
    for anchor in tree.iter("a", "area"):
        address = _address(str(anchor.get("href") or ""), base, gathered)
        if address is not None:
            _read_anchor(anchor, links.setdefault(address, _Link()))
    for script in tree.iter("script"):
        if "ld+json" in str(script.get("type") or "").lower():
            _read_json(script.text or "", base, links, gathered)
    return links


def _address(href: str, base: str, gathered: Gathering) -> str | None:
    """The address without its fragment: `#comments` of an article is the article."""
    if not href.strip() or href.lstrip().startswith("#"):
        return None  # a button or a jump within the page, not a link
    address = web_address(href, base)
    if address is None:
        gathered.skip("bad_link")
        return None
    return urldefrag(address).url


def _read_anchor(anchor: etree._Element, link: _Link) -> None:
    heading = next((part for part in anchor.iter(*_HEADINGS)), None)
    inside = any(str(parent.tag) in _HEADINGS for parent, _ in zip(anchor.iterancestors(), range(3), strict=False))
    text = fold("".join(element_words(anchor)))
    if heading is not None:
        link.headings.append(fold("".join(element_words(heading))))
    elif inside:
        link.headings.append(text)
    link.texts.append(_in_full(text, anchor) if text else _alternative(anchor))


def _in_full(text: str, anchor: etree._Element) -> str:
    """The text, or the title of the link where the text is its beginning, cut off with dots."""
    if len(text) > MAX_TITLE:
        return text
    beginning, title = _CUT.sub("", text), fold(str(anchor.get("title") or "")[:MAX_TITLE])
    return title if beginning != text and title.startswith(beginning) and not _CUT.search(title) else text


def _alternative(anchor: etree._Element) -> str:
    """What stands for a link without text: its title, or the text of its picture."""
    written = [str(anchor.get("title") or ""), *(str(image.get("alt") or "") for image in anchor.iter("img"))]
    return fold(next((text for text in written if text.strip()), ""))


def _is_title(text: str) -> bool:
    return bool(text) and len(text) <= MAX_TITLE and text.strip(_EDGES).lower() not in _NO_TITLES


def _read_json(text: str, base: str, links: dict[str, _Link], gathered: Gathering) -> None:
    """Adds the lists of articles that a page gives to machines; some pages have their links nowhere else."""
    for entry in list_entries(text):
        address = _address(entry.url, base, gathered)
        if address is not None:
            link = links.setdefault(address, _Link())
            link.texts.append(plain_text(entry.title, MAX_TITLE) or "")
            link.published = link.published or entry.published or None
