"""«صدى المدينة»: section pages only, tables, windows-1256, ids in the query, and all that is no article."""

import html
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from tests.newsroom.content import Block, Edition, Story, refused_pages
from tests.newsroom.rendering import (
    Reply,
    fill,
    inline,
    link,
    listing,
    missing,
    neighbours,
    refused,
    visible_day,
    weekday,
)

ZONE = ZoneInfo("Africa/Tunis")
ENCODING = "windows-1256"
HTML = "text/html"  # the charset is declared in the page only
CATEGORIES = {"أخبار": 1, "منوعات": 2}
PAGE_SIZE = 8


def address(story: Story, edition: Edition) -> str:
    return f"{edition.base('sada')}/{_link(story)}"


def twins(story: Story, edition: Edition) -> list[str]:
    """The same id with its parameters turned round, or alone."""
    base = edition.base("sada")
    return [f"{base}/news.php?cat={CATEGORIES[story.section]}&id={story.id}", f"{base}/news.php?id={story.id}"]


def pages(stories: Sequence[Story], edition: Edition) -> dict[str, Reply]:
    """Every page of the outlet, by path and query."""
    made = {"/robots.txt": Reply(fill("sada/robots.txt").encode(), "text/plain")}
    for section in CATEGORIES:
        made |= _section_pages(section, [story for story in stories if story.section == section])
    made["/index.php"] = made["/"] = made[f"/section.php?cat={CATEGORIES['أخبار']}"]
    for page in refused_pages("sada"):
        made[page.path] = refused(page, HTML, ENCODING)
    for story in stories:
        reply = missing(HTML) if story.is_gone else _article(story, stories)
        made |= dict.fromkeys((f"/{_link(story)}", f"/news.php?id={story.id}"), reply)
    return made


def _link(story: Story) -> str:
    return f"news.php?id={story.id}&cat={CATEGORIES[story.section]}"


def _section_pages(section: str, stories: Sequence[Story]) -> dict[str, Reply]:
    rows = [(_link(story), story.title_raw) for story in stories]
    rows += [(page.path.lstrip("/"), page.title) for page in refused_pages("sada") if page.section == section]
    number = CATEGORIES[section]
    parts = [rows[start : start + PAGE_SIZE] for start in range(0, len(rows), PAGE_SIZE)]
    paging = " ".join(link(f"section.php?cat={number}&page={n}", str(n)) for n in range(1, len(parts) + 1))
    made = {}
    for n, part in enumerate(parts, 1):
        items = "\n".join(f'<TR><TD CLASS="khabar">{link(*row)}</TD></TR>' for row in part)
        page = fill("sada/section.html", title=section, menu=_menu(), items=items, pages=paging)
        made[f"/section.php?cat={number}&page={n}"] = listing(page, HTML, stories, ENCODING)
    made[f"/section.php?cat={number}"] = made[f"/section.php?cat={number}&page=1"]
    return made


def _article(story: Story, stories: Sequence[Story]) -> Reply:
    local = story.published_at.astimezone(ZONE)
    page = fill(
        "sada/article.html",
        id=story.id,
        charset="utf-8" if story.wrong_charset else ENCODING,
        title=html.escape(story.title_raw),
        section=story.section,
        visible=f"{weekday(local)} {visible_day(local, 2)} {local:%H:%M}",
        byline=_row("katib", story.author or story.credit),
        lead=_row("moqaddima", story.lead),
        body="\n".join(_block(block) for block in story.blocks),
        menu=_menu(),
        more="<BR>".join(link(_link(other), other.title_raw) for other in neighbours(story, stories, 4)),
    )
    return Reply(page.encode(ENCODING, "xmlcharrefreplace"), HTML)


def _block(block: Block) -> str:
    # Paragraphs of the nineties: never closed.
    words = inline(block.marked)
    return f"<P><FONT COLOR=navy><B>{words}</B></FONT>" if block.is_heading else f"<P>{words}"


def _row(name: str, words: str | None) -> str:
    return "" if words is None else f'<TR><TD CLASS="{name}">{html.escape(words)}</TD></TR>'


def _menu() -> str:
    return " | ".join(link(f"section.php?cat={number}", name) for name, number in CATEGORIES.items())
