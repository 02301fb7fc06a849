# ruff: noqa: E501
"""Section and genre: what says so, and unknown rather than a guess."""

import pytest

from pipelines.reading import read
from pipelines.records import Article

from .test_reading_layouts import invented, page_of, plain

LINES = [plain(line) for line in invented()]
BODY = "".join(f"<p>{line}</p>" for line in LINES)
TITLE = "اتفاق على إصلاح السد القديم قبل نهاية الصيف"
MENU = '<ul><li><a href="/">الرئيسية</a></li><li><a href="/s/1">محليات</a></li><li><a href="/s/2">رأي</a></li><li><a href="/s/3">رياضة</a></li></ul>'


def article(
    *,
    above: str = "",
    below: str = "",
    head: str = "",
    title: str = TITLE,
    tail: str = "",
    url: str = "https://nahr.example/n/4411",
    body: str = BODY,
) -> Article:
    html = f"""<!doctype html><html><head><meta charset=utf-8><title>{title}{tail} - صحيفة النهر</title>{head}</head><body><div>{MENU}</div>
    <div>{above}<h1>{title}</h1>{below}<div>{body}</div></div></body></html>"""
    return read(page_of(html.encode(), url))


def ld(kind: str, more: str = "") -> str:
    return f'<script type="application/ld+json">{{"@type":"{kind}","headline":"{TITLE}"{more}}}</script>'


CRUMBS = '<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"position":1,"name":"الرئيسية"},{"position":2,"item":{"name":"محليات"}},{"position":3,"name":"%s"}]}</script>'

STEPS = '<a href="/">الرئيسية</a><a href="/a">أخبار</a><a href="/b">محليات</a>'
LISTED = STEPS.replace("<a", "<li><a").replace("</a>", "</a></li>")


@pytest.mark.parametrize(
    "parts",
    [
        {"head": ld("NewsArticle", ',"articleSection":["محليات","السد"]')},
        {"head": '<meta property="article:section" content="محليات">'},
        {"head": CRUMBS.replace('"item":{"name":"محليات"}', '"name":"محليات"') % TITLE},
        {"head": CRUMBS % TITLE},
        {"above": '<nav><a href="/">الرئيسية</a> / <a href="/s/1">محليات</a></nav>'},
        {"above": f'<div><a href="/">الرئيسية</a> » <a href="/s/1">محليات</a> » {TITLE}</div>'},
        {"above": f'<ul><li><a href="/">الرئيسية</a></li><li><a href="/s/1">محليات</a></li><li>{TITLE}</li></ul>'},
        {"above": '<span itemprop="articleSection">محليات</span>'},
        {"above": '<div><a href="/s/1">محليات</a></div>'},
        {"below": '<div><a href="/s/1">محليات</a></div>'},
        {"above": "<div>محليات</div>"},
        {"tail": " | محليات"},
        {"above": '<div>أنت هنا: <a href="/">الرئيسية</a> &gt;&gt; <a href="/c?x=2">محليات</a></div>'},
        {"above": '<div><a href="/">الرئيسية</a><a href="/x">محليات</a></div>'},
        {"above": '<div><a href="/columns/x">محليات</a></div>'},
        {"above": '<div class="cat-label">محليات</div>'},
        {"above": '<header><span><a href="/x">محليات</a></span>', "below": '<div><a href="/a/7">خالد النجار</a></div></header>'},
        {"below": '<p><span>admin</span><span>1 مارس 2026</span><a rel="category tag" href="/x">محليات</a></p>'},
        {"below": '<p><span>1 مارس 2026 تحت تصنيف</span> <a href="/x">محليات</a></p>'},
        {"above": f'<nav class="site-breadcrumbs">{STEPS}</nav>'},
        {"above": f'<div id="path"><div>{STEPS}</div></div>'},
        {"above": f'<nav aria-label="مسار التنقل">{STEPS}</nav>'},
        {"above": f'<div itemscope itemtype="https://schema.org/BreadcrumbList">{STEPS}</div>'},
        {"above": f"<div>{STEPS.replace('</a><a', '</a> › <a')}</div>"},
        {"above": f"""<div>{STEPS.replace('</a><a', '</a><i class="fa fa-angle-left"></i><a')}</div>"""},
        {"above": f"<div>{STEPS.replace('/b', '/a/b')}</div>"},
        {"above": f"<div>{STEPS}<span>{TITLE}</span></div>"},
        {"above": f"<div>{STEPS}<span>{' '.join(TITLE.split()[:3])}...</span></div>"},
        {"above": f"<ol>{LISTED}</ol>"},
        {"above": f'<ul class="breadcrumb">{LISTED}</ul>'},
        {"above": f"<ul>{LISTED.replace('/b', '/a/b')}</ul>"},
    ],
)  # fmt: skip
def test_the_section_is_read_wherever_it_stands(parts: dict[str, str]) -> None:
    found = article(**parts)
    assert (found.section, found.title) == ("محليات", TITLE)


@pytest.mark.parametrize(
    "parts",
    [{}, {"above": "<div>طباعة</div>"}, {"below": "<div>صحيفة النهر</div>"}, {"below": "<div>السد القديم</div>"}, {"below": '<div><a href="/print">طباعة</a></div>'},
     {"below": '<div><span>1 مارس 2026</span><a href="/editor/41">خالد النجار</a></div>'},
     {"above": '<div><a href="/">الصفحة الأولى</a> | <a href="/a">صحة</a> | <a href="/b">منوعات</a> | <a href="/c">ثقافة</a> | <a href="/d">رياضة</a></div>'},
     {"below": '<div><span>نشرت في:</span><span>01/03/2026 - 19:44</span></div>'}, {"below": '<div><a href="/x">X</a></div><p><a href="/y">X</a></p>'},
     {"above": f"<nav>{STEPS}</nav>"}, {"above": f"<ul>{LISTED}</ul>"}, {"above": f"<nav>{STEPS.replace('</a><a', '</a> | <a')}</nav>"},
     {"above": f"<nav>{STEPS}<a href='/c'>علوم/تقنية</a></nav>"}],
)  # fmt: skip
def test_what_is_no_section_is_none(parts: dict[str, str]) -> None:
    assert article(**parts).section is None


@pytest.mark.parametrize("between", ["", " ", " | ", " - "])
def test_the_last_entry_of_a_menu_files_no_article(between: str) -> None:
    entries = {"/": "الرئيسية", "/politics": "سياسة", "/economy": "اقتصاد", "/opinion": "آراء"}
    menu = between.join(f'<a href="{address}">{name}</a>' for address, name in entries.items())
    html = f"<html><body><nav>{menu}</nav><article><h1>{TITLE}</h1>{BODY}</article><footer>{menu}</footer></body></html>"
    found = read(page_of(html.encode(), "https://nahr.example/n/4411"))
    assert (found.section, found.genre, found.genre_from) == (None, "unknown", None)


@pytest.mark.parametrize(
    ("parts", "genre", "says"),
    [
        ({"head": ld("NewsArticle")}, "news", "json_ld"),
        ({"head": ld("OpinionNewsArticle")}, "opinion", "json_ld"),
        ({"head": ld("LiveBlogPosting")}, "live", "json_ld"),
        ({"head": ld("NewsArticle", ',"articleSection":"مقالات"')}, "opinion", "section"),
        ({"title": f"رأي | {TITLE}"}, "opinion", "label"),
        ({"title": f"{TITLE} (حوار)"}, "interview", "label"),
        ({"url": "https://nahr.example/opinion/4411/dam"}, "opinion", "url"),
        ({"url": "https://nahr.example/%D8%B1%D8%A3%D9%8A/4411"}, "opinion", "url"),
        ({"url": "https://nahr.example/live/4411/dam"}, "live", "url"),
        ({"above": '<div><a href="/s/3">رياضة</a></div>'}, "news", "section"),
        ({"head": '<meta property="og:type" content="article">'}, "news", "og"),
        ({"title": f"بالفيديو.. {TITLE}", "head": ld("NewsArticle")}, "news", "json_ld"),
        ({"head": ld("NewsArticle"), "url": "https://nahr.example/video/4411"}, "news", "json_ld"),
        ({}, "unknown", None),
    ],
)  # fmt: skip
def test_the_genre_and_what_says_so(parts: dict[str, str], genre: str, says: str | None) -> None:
    found = article(**parts)
    assert (found.genre, found.genre_from) == (genre, says)


def test_a_video_page_with_a_caption_is_a_video() -> None:
    body = "<p>يظهر التسجيل المصور السد القديم من الجو وقد ظهرت فيه الشقوق التي رصدها المهندسون.</p><p>وصورته فرقة من الوزارة صباح الأحد.</p>"
    found = article(body=body, head=ld("NewsArticle"), url="https://nahr.example/video/4411")
    assert (found.genre, found.genre_from) == ("video", "url")


def test_the_page_of_a_video_that_says_so_twice_may_say_more_than_a_caption() -> None:
    head = '<script type="application/ld+json">{"@type":"VideoObject","name":"لقاء"}</script>'
    crumbs = '<div><a href="/">الرئيسية</a> / <a href="/v">فيديو</a></div>'
    assert article(head=head, above=crumbs, body=BODY).genre == "video"
    assert article(above=crumbs, body=BODY * 2).genre != "video"


def test_questions_and_answers_are_an_interview() -> None:
    answers = "".join(f"<p><b>{question}</b></p><p>{answer}</p>" for question, answer in zip(
        ["متى يبدأ العمل في السد؟", "ومن يدفع الكلفة؟", "وهل القرى آمنة؟", "ومتى تنتهي الأعمال؟", "وماذا بعد ذلك؟"], LINES[:5], strict=True))  # fmt: skip
    found = article(body=answers)
    assert (found.genre, found.genre_from) == ("interview", "text")
