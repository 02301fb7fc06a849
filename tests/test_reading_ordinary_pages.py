# ruff: noqa: E501
"""What pages of today's outlets and of those of ten years ago taught that were written to be ordinary: one case a fault."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.reading import read
from pipelines.reading.persons import parts_of
from pipelines.records import Article, Outlet, RejectPage

from .test_reading_layouts import OUTLET, page_of
from .test_reading_strange_pages import LINES, PARAGRAPHS, STORY, TITLE, headed

NAME = OUTLET.name


def titled(title: str, head: str, body: str, outlet: Outlet = OUTLET) -> Article:
    html = f"<html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read(replace(page_of(html.encode()), outlet=outlet))


def with_questions(tag: str, *questions: str) -> Article:
    lines = [
        line for pair in zip([tag.format(each) for each in questions], PARAGRAPHS, strict=False) for line in pair
    ]
    return headed("<article>" + "".join([PARAGRAPHS[-1], *lines]) + "</article>")


# Questions


def test_questions_in_bold_are_an_interviewers_and_no_subheadings() -> None:
    asked = ("* لماذا حوض جديد الآن؟", "* كم بلغت الكلفة، ومن دفعها؟", "* ومتى تصل الباخرة الأولى؟")
    assert with_questions("<p><strong>{}</strong></p>", *asked).headings == []
    assert with_questions("<h2>{}</h2>", *asked).headings == [1, 3, 5]
    assert with_questions("<p><strong>{}</strong></p>", *asked[:2]).headings == [1, 3]


# Page builders


def widget(kind: str, inner: str) -> str:
    names = f"elementor-element elementor-element-4b elementor-widget elementor-widget-{kind}"
    return f'<div class="{names}" data-widget_type="{kind}"><div class="elementor-widget-container">{inner}</div></div>'


def test_an_article_of_which_each_paragraph_is_a_widget_is_read_whole() -> None:
    related = widget("posts", '<h4>إقرأ أيضاً</h4><a href="/x">مجاعة صامتة تقلص وجبات التكايا في المدينة</a>')
    parts = [widget("text-editor", each) for each in PARAGRAPHS]
    parts[2:2] = [widget("heading", '<h2 class="elementor-heading-title">نقاط تفتيش</h2>'), related]
    section = '<section class="elementor-section elementor-top-section"><div class="elementor-container">{}</div></section>'
    body = "".join(section.format("".join(half)) for half in (parts[:3], parts[3:]))
    found = headed(f'<div class="entry-content"><div class="elementor elementor-19">{body}</div></div>')
    assert found.text.split("\n\n") == [*LINES[:2], "نقاط تفتيش", *LINES[2:]]


def test_a_text_that_was_taken_from_the_site_is_no_article() -> None:
    gone = (
        "<p><em>حُذف هذا الخبر من الموقع بعد التحقق من عدم صحة الوثيقة التي استند إليها، ونعتذر لمتابعينا.</em></p>"
    )
    with pytest.raises(RejectPage) as refused:
        headed(f'<div class="content-inner">{gone}<p><em>إدارة التحرير</em></p></div>')
    assert refused.value.reason == "soft_404"


# Dates


@pytest.mark.parametrize(
    ("below", "day"),
    [
        ("<span>9 ساعات مضت</span>", "2026-03-02"),
        ("<span>3 أيام مضت</span>", "2026-02-27"),
        ('<span class="tie">يوما ما</span>', None),
        ('<span style="display:none" class="updated">2026-03-01</span>', "2026-03-01"),
        ("<div>Publié le Mardi 12 Mai 2015 à 10:45</div>", "2015-05-12"),
        ("<div>1er août 2015</div>", None),
        ("<div>02-25-1440 09:41 مساءً</div>", "2018-11-03"),
        ("<div>1440/02/25 هـ</div>", "2018-11-03"),
        ("<div>02-05-1440</div>", None),
        ("<div>1404/05/12</div>", None),  # 2025, by the Persian calendar
        ("<div>Le 3 décembre 2015</div>", "2015-12-03"),
    ],
)
def test_dates_as_themes_and_french_furniture_write_them(below: str, day: str | None) -> None:
    found = headed(f"<div>{below}</div>{STORY}")
    assert (str(found.published_day) if found.published_day else None) == day


def test_a_change_dated_when_the_page_was_served_is_none() -> None:
    fetched = page_of(b"").fetched_at
    head = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"س","datePublished":"2026-03-01T08:00:00Z","dateModified":"{}"}}</script>'
    assert headed(STORY, head=head.format(fetched.isoformat())).modified_at is None
    assert headed(STORY, head=head.format("2026-03-01T09:00:00Z")).modified_at == datetime(
        2026, 3, 1, 9, tzinfo=UTC
    )


# Writers


def test_who_writes_for_a_network_is_named_without_it() -> None:
    assert parts_of("ناديا هارغروف ومارك إلينغتون من CNN") == ["ناديا هارغروف", "مارك إلينغتون"]


def test_a_line_that_only_says_who_wrote_is_read_as_that() -> None:
    for line in ("كتبت زينب إسماعيل البناء:", "كتب أحمد عبد الله"):
        found = headed(f"<div><p><strong>{line}</strong></p>{STORY}</div>")
        assert found.authors == [line.split(" ", 1)[1].rstrip(":")]
        assert found.text.split("\n")[0] == LINES[0]


def test_the_writer_between_outlet_and_city_is_named() -> None:
    line = "<p><span style='color:red'><strong>المثال – سعيد آل هطلاء – أبها</strong></span></p>"
    assert headed(f"<div>{line}{STORY}</div>").authors == ["سعيد آل هطلاء"]


def test_a_button_of_a_network_is_no_writer() -> None:
    share = (
        '<div class="share"><a href="https://twitter.com/intent/tweet"><i></i><div>تغريد على تويتر</div></a></div>'
    )
    assert headed(f"<div>1 مارس 2026</div>{share}{STORY}").authors == []


# Sections


@pytest.mark.parametrize(
    ("above", "section"),
    [
        ('<div class="block_title"><a href="/n">الأخبار</a> » <a href="/n/1">أخبار السودان</a></div>', "أخبار السودان"),
        ('<div class="block_title"><a href="/n">السابق</a> » <a href="/n/1">التالي</a></div>', None),
        ('<div class="ariane"><a href="/">Babnet</a> &gt; <a href="/s">Société</a></div>', "Société"),
        ('<ul class="breadcrumb"><li><a href="/">الرئيسية</a></li><li><a href="/l">الدوري</a></li><li>الأخبار</li></ul>', "الدوري"),
        ('<div class="crumbs"><a href="/">الرئيسية</a> / <a href="/l">محليات</a> / تفاصيل الخبر</div>', "محليات"),
        ('<div class="article-category"><a href="/economy">اقتصاد</a> <a href="/economy/business">أعمال</a></div>', "أعمال"),
    ],
)  # fmt: skip
def test_the_section_stands_above_the_headline(above: str, section: str | None) -> None:
    assert titled(TITLE, "", f"<div>{above}<h1>{TITLE}</h1>{STORY}</div>").section == section


def test_a_section_stands_between_headline_and_outlet_in_the_pages_title() -> None:
    body = f"<h1>{TITLE}</h1>{STORY}"
    assert titled(f"{TITLE} | آراء | {NAME}", "", body).section == "آراء"
    assert titled(f"{TITLE} | أحمد عبد الله | {NAME}", "", body).section is None
    assert titled(f"{TITLE} | آراء | موقع آخر", "", body).section is None


def test_a_share_card_names_the_section_behind_its_label() -> None:
    card = '<meta name="twitter:label1" content="{}"><meta name="twitter:data1" content="حصاد اليوم">'
    assert titled(TITLE, card.format("القسم"), f"<h1>{TITLE}</h1>{STORY}").section == "حصاد اليوم"
    assert titled(TITLE, card.format("كُتب بواسطة"), f"<h1>{TITLE}</h1>{STORY}").section is None


# Headlines


def test_a_pages_title_may_open_with_the_blogs_name() -> None:
    body = f'<h1><a href="/">{NAME}</a></h1><div><h3 class="post-title">{TITLE}</h3>{STORY}</div>'
    assert titled(f"{NAME}: {TITLE}", "", body).title == TITLE
    assert titled(f"الوزارة: {TITLE}", "", f"<div>{STORY}</div>").title == f"الوزارة: {TITLE}"
