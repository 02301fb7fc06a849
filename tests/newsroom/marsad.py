"""«المرصد العربي»: sitemaps, bare text between line breaks, Arabic slugs, visible dates in Arabic digits."""

import gzip
import html
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.newsroom.content import Edition, Story
from tests.newsroom.rendering import (
    ARABIC_DIGITS,
    Reply,
    fill,
    link,
    listing,
    missing,
    neighbours,
    tag_links,
    visible_day,
)

ZONE = ZoneInfo("Asia/Baghdad")
HTML = "text/html; charset=UTF-8"
XML = "application/xml"
OLD_SITEMAP = "/sitemaps/2019-05.xml"


def address(story: Story, edition: Edition) -> str:
    return edition.base("marsad") + quote(_path(story))


def twins(story: Story, edition: Edition) -> list[str]:
    """The same address as the pages spell it, not encoded."""
    return [edition.base("marsad") + _path(story)]


def pages(stories: Sequence[Story], edition: Edition) -> dict[str, Reply]:
    """Every page of the outlet, by path and query."""
    base = edition.base("marsad")
    open_stories = [story for story in stories if story.refused is None]
    newest = _iso(max(story.changed_at for story in stories))
    made = {
        "/robots.txt": Reply(fill("marsad/robots.txt", base=base).encode(), "text/plain"),
        "/": listing(fill("marsad/home.html", items=_links(open_stories)), HTML, stories),
        "/sitemap.xml": listing(fill("marsad/index.xml", base=base, newest=newest), XML, stories),
        "/sitemaps/news.xml": listing(_news_sitemap(open_stories, edition), XML, stories),
        "/sitemaps/articles.xml.gz": _packed(listing(_urlset(stories, edition), "application/x-gzip", stories)),
        OLD_SITEMAP: Reply(_old_sitemap(base).encode(), XML),
    }
    for story in stories:
        made[_path(story)] = missing(HTML) if story.is_gone else _article(story, stories, edition)
    return made


def _path(story: Story) -> str:
    slug = "-".join(re.findall(r"\w+", story.headline)[:8])
    return f"/{'news' if story.refused is None else 'drafts'}/{story.id}/{slug}"


def _article(story: Story, stories: Sequence[Story], edition: Edition) -> Reply:
    page = fill(
        "marsad/article.html",
        title=html.escape(story.title_raw),
        address=address(story, edition),
        section=story.section,
        visible=_visible(story.published_at),
        byline="" if story.author is None else f'<div class="katib">كتب: {html.escape(story.author)}</div>',
        body=_body(story),
        tags=tag_links(story),
        more=_links(neighbours(story, stories, 4)),
    )
    return Reply(page.encode(), HTML)


def _body(story: Story) -> str:
    parts = [html.escape(block.text) for block in story.blocks]
    made = [f"<b>{part}</b>" if block.is_heading else part for part, block in zip(parts, story.blocks, strict=True)]
    if story.credit is not None:
        made.append(f"المصدر: {story.credit}")
    return "<br><br>\n".join(made)


def _links(stories: Sequence[Story]) -> str:
    return "<br>\n".join(link(_path(story), story.title_raw) for story in stories)


def _news_sitemap(stories: Sequence[Story], edition: Edition) -> str:
    # Google asks for the last two days only.
    fresh = [story for story in stories if edition.now - story.published_at <= timedelta(days=2)]
    return fill("marsad/news.xml", items="\n".join(_news_url(story, edition) for story in fresh))


def _news_url(story: Story, edition: Edition) -> str:
    return fill(
        "marsad/news_url.xml",
        address=address(story, edition),
        published=_iso(story.published_at),
        title=html.escape(story.title_raw),
        keywords=html.escape(", ".join(story.tags)),
    )


def _urlset(stories: Sequence[Story], edition: Edition) -> str:
    urls = (_url(address(story, edition), _iso(story.changed_at)) for story in stories)
    return fill("marsad/urlset.xml", items="\n".join(urls))


def _old_sitemap(base: str) -> str:
    urls = (_url(f"{base}/news/{number}/{quote('خبر-قديم')}", "2019-05-20T10:00:00+03:00") for number in (901, 902))
    return fill("marsad/urlset.xml", items="\n".join(urls))


def _url(location: str, modified: str) -> str:
    return fill("marsad/url.xml", address=location, modified=modified).rstrip()


def _packed(reply: Reply) -> Reply:
    body = gzip.compress(reply.body, mtime=0)
    return Reply(body, reply.content_type, changed_at=reply.changed_at, has_etag=True)


def _iso(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="seconds")


def _visible(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return f"{visible_day(local, 1)} - {local:%H:%M}".translate(ARABIC_DIGITS)
