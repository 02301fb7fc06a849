"""«فجر اليوم»: feeds, links inside sentences, related boxes, JSON-LD, AMP twins, short links."""

import html
import json
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from tests.newsroom.content import Block, Edition, Story, refused_pages
from tests.newsroom.fajr_feeds import ZONE, address, atom, iso, path_of, rss, twins
from tests.newsroom.rendering import (
    Reply,
    fill,
    inline,
    link,
    listing,
    missing,
    neighbours,
    refused,
    tag_links,
    visible_day,
    weekday,
)

HTML = "text/html; charset=utf-8"
SECTIONS = ("سياسة", "اقتصاد", "رياضة", "ثقافة", "صحة", "تكنولوجيا", "آراء")


def pages(stories: Sequence[Story], edition: Edition) -> dict[str, Reply]:
    """Every page of the outlet, by path and query."""
    made = {
        "/robots.txt": Reply(fill("fajr/robots.txt").encode(), "text/plain; charset=utf-8"),
        "/feed": listing(rss(stories, edition), "application/rss+xml; charset=UTF-8", stories),
        "/economy/atom.xml": listing(atom(stories, edition), "application/atom+xml", stories),
        "/": listing(_listing("الرئيسية", stories[:10], edition), HTML, stories),
        "/latest": listing(_listing("آخر الأخبار", stories, edition), HTML, stories),
    }
    for section in SECTIONS:
        chosen = [story for story in stories if story.section == section]
        made[f"/section/{section}"] = listing(_listing(section, chosen, edition), HTML, chosen)
    for page in refused_pages("fajr"):
        made[page.path] = refused(page, HTML)
    for story in stories:
        made |= _article_pages(story, stories, edition)
    return made


def _article_pages(story: Story, stories: Sequence[Story], edition: Edition) -> dict[str, Reply]:
    path = path_of(story)
    if story.is_gone:
        return dict.fromkeys((path, f"/amp{path}", f"/?p={story.id}"), missing(HTML))
    fields = _fields(story, edition)
    more = "".join(f"<li>{link(path_of(other), other.headline)}</li>" for other in neighbours(story, stories, 5))
    related = _related(story, neighbours(story, stories, 7)[5:])
    page = fill("fajr/article.html", **fields, more=more, body=_body(story, related))
    amp = fill("fajr/amp.html", **fields, body=_body(story, ""))
    return {
        path: Reply(page.encode(), HTML, has_etag=True),
        f"/amp{path}": Reply(amp.encode(), HTML, has_etag=True),
        f"/?p={story.id}": Reply(b"", HTML, status=301, location=address(story, edition)),
    }


def _fields(story: Story, edition: Edition) -> dict[str, object]:
    amp, short, _ = twins(story, edition)
    return {
        "id": story.id,
        "base": edition.base("fajr"),
        "title": html.escape(story.title_raw),
        "summary": html.escape(story.summary),
        "address": address(story, edition),
        "amp": amp,
        "short": short,
        "published": iso(story.published_at),
        "modified": iso(story.changed_at),
        "visible": _visible(story.published_at),
        "section": story.section,
        "json_ld": _json_ld(story, edition),
        "lead": "" if story.lead is None else f'<p class="post-lead">{html.escape(story.lead)}</p>',
        "byline": _byline(story),
        "gallery": _gallery(story),
        "tags": tag_links(story),
        "menu": _menu(),
    }


def _json_ld(story: Story, edition: Edition) -> str:
    # An outlet without a named author gives itself or the agency, as real ones do.
    name, kind = (story.author, "Person") if story.author else (story.credit or "فجر اليوم", "Organization")
    data = {
        "@context": "https://schema.org",
        "@type": "OpinionNewsArticle" if story.genre == "opinion" else "NewsArticle",
        "mainEntityOfPage": address(story, edition),
        "headline": story.title_raw,
        "datePublished": iso(story.published_at),
        "dateModified": iso(story.changed_at),
        "articleSection": story.section,
        "keywords": list(story.tags),
        "inLanguage": "ar",
        "author": {"@type": kind, "name": name},
        "image": [f"{edition.base('fajr')}/img/{story.id}.jpg"],
        "publisher": {"@type": "NewsMediaOrganization", "name": "فجر اليوم"},
    }
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _body(story: Story, related: str) -> str:
    made = [_block(block) for block in story.blocks]
    if len(made) >= 4:
        made.insert(2, related)
    return "\n".join(made)


def _block(block: Block) -> str:
    name = "h2" if block.is_heading else "p"
    return f"<{name}>{inline(block.marked)}</{name}>"


def _related(story: Story, others: Sequence[Story]) -> str:
    """The three shapes of a related box in mid-body: a box, a paragraph with its lead, a bare link."""
    links = [link(path_of(other), other.headline) for other in others]
    if story.id % 3 == 0:
        items = "".join(f"<li>{one}</li>" for one in links)
        return f'<div class="related"><h4>اقرأ أيضا</h4><ul>{items}</ul></div>'
    return f"<p><strong>اقرأ أيضاً:</strong> {links[0]}</p>" if story.id % 3 == 1 else f"<p>{links[0]}</p>"


def _byline(story: Story) -> str:
    if story.author is not None:
        address = f"/authors/{quote(story.author)}"
        return f'<span class="author">كتب: <a rel="author" href="{address}">{story.author}</a></span>'
    return "" if story.credit is None else f'<span class="source">المصدر: {story.credit}</span>'


def _gallery(story: Story) -> str:
    shots = (
        f'<figure><img src="/img/{story.id}-{number}.jpg" alt=""><figcaption>{words}</figcaption></figure>'
        for number, words in enumerate(story.images, 1)
    )
    return f'<div class="photo-gallery">{"".join(shots)}</div>' if story.images else ""


def _menu() -> str:
    return "".join(f"<li>{link(f'/section/{quote(name)}', name)}</li>" for name in SECTIONS)


def _listing(title: str, stories: Sequence[Story], edition: Edition) -> str:
    items = [_teaser(story, path_of(story)) for story in stories]
    # Some articles stand in the listing under both addresses.
    items += [_teaser(story, f"/amp{path_of(story)}") for story in stories if story.id % 4 == 0]
    items += [f"<div>{link(page.path, page.title)}</div>" for page in refused_pages("fajr")]
    return fill("fajr/listing.html", title=title, base=edition.base("fajr"), menu=_menu(), items="\n".join(items))


def _teaser(story: Story, path: str) -> str:
    summary = html.escape(" ".join(story.summary.split()[:12]))
    return f'<div class="teaser"><h3>{link(path, story.title_raw)}</h3><p>{summary}...</p></div>'


def _visible(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    half = "ص" if local.hour < 12 else "م"
    return f"{weekday(local)} {visible_day(local, 0)} - {local:%I:%M} {half}"
