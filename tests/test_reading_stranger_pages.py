# ruff: noqa: E501
"""What a second round of pages by people who knew no reader taught: one case a fault."""

import time
from datetime import UTC, datetime

import pytest

from pipelines.reading import read
from pipelines.reading.genre import GenreSigns, genre_of
from pipelines.reading.labels import without_labels
from pipelines.reading.persons import parts_of
from pipelines.records import Article, RejectPage

from .test_reading_layouts import page_of
from .test_reading_strange_pages import LINES, PARAGRAPHS, STORY, TITLE, headed


def titled(body: str, stated: str) -> Article:
    """A page whose metas state another headline than the one that it shows."""
    head = f'<meta charset=utf-8><title>{stated}</title><meta property="og:title" content="{stated}">'
    return read(page_of(f"<html><head>{head}</head><body>{body}</body></html>".encode()))


def genre_in(section: str) -> str:
    return genre_of(GenreSigns(frozenset({"newsarticle"}), (), section, "https://paper.example/1", {}, LINES))[0]


@pytest.mark.parametrize("section", ["مقالات سياسية", "كتابات", "آراء وأفكار", "أقلام حرة", "آراء وأفكار,الاعمدة"])
def test_a_section_of_columns_begins_with_their_word(section: str) -> None:
    assert genre_in(section) == "opinion"


@pytest.mark.parametrize("section", ["الرأي العام", "أخبار الأقلام", "سياسة ومقالات"])
def test_other_sections_are_no_columns(section: str) -> None:
    assert genre_in(section) == "news"


def test_a_headline_that_goes_on_behind_dots_is_the_whole_one() -> None:
    cut = "اتفاق على إصلاح السد القديم"
    for dots in ("..", "…", "..."):
        whole = f"{cut}{dots} وهذا ما قالته الوزارة عنه"
        assert titled(f"<h1>{whole}</h1>{STORY}", cut).title == whole
    assert titled(f"<h1>{cut}.. صحيفة المثال</h1>{STORY}", cut).title == cut


def test_a_label_over_the_headline_is_the_articles() -> None:
    assert titled(f'<div><span class="overline">خاص</span><h1>{TITLE}</h1></div>{STORY}', TITLE).labels == ["خاص"]
    assert titled(f'<div><a href="/x">خاص</a><h1>{TITLE}</h1></div>{STORY}', TITLE).labels == []
    assert titled(f"<div><span>خاص</span></div><div><h1>{TITLE}</h1></div>{STORY}", TITLE).labels == []
    assert titled(f"<div><span>اقتصاد</span><h1>{TITLE}</h1></div>{STORY}", TITLE).labels == []


@pytest.mark.parametrize(
    ("headline", "title", "labels"),
    [
        ('"مباشر".. تفاصيل الندوة الصحفية', "تفاصيل الندوة الصحفية", ("مباشر",)),
        ('"خاص" تطلق خدمة جديدة', '"خاص" تطلق خدمة جديدة', ()),
        ('"عاجل": وصول الوفد', "وصول الوفد", ("عاجل",)),
    ],
)
def test_a_label_in_quotation_marks_has_a_separator(headline: str, title: str, labels: tuple[str, ...]) -> None:
    assert without_labels(headline) == (title, labels)


def test_a_writer_in_the_midst_of_a_line_of_bars() -> None:
    line = "<p>نشر في : 07/03/2026 على الساعة 22:41 | قراءة : 6312 مرة | الكاتب : م. بن عودة</p>"
    assert headed(line + STORY).authors == ["م. بن عودة"]


def test_a_writer_signs_with_a_star() -> None:
    found = headed(f"{STORY}<p>*من علي الأحمدي</p>")
    assert found.authors == ["علي الأحمدي"]
    assert headed(f"{STORY}<p>*كاتب من عدن</p>").authors == []


def test_a_columnist_below_the_name_of_the_column() -> None:
    found = headed(f"<p><strong>كلام الناس</strong></p><p><strong>سلمى عوض الكريم</strong></p>{STORY}")
    assert (found.authors, found.text.split("\n\n")) == (["سلمى عوض الكريم"], LINES)


def test_a_name_in_bold_of_whom_the_text_tells_is_no_writers() -> None:
    story = PARAGRAPHS[0].replace("<p>", "<p>قال سلمى عوض الكريم أمس ") + "".join(PARAGRAPHS[1:])
    assert headed(f"<p><strong>سلمى عوض الكريم</strong></p>{story}").authors == []


def test_an_outlet_and_a_writer_in_a_heading_are_a_byline() -> None:
    found = headed(f"<h5><span>المثال أونلاين – خليل المقطري</span></h5>{STORY}")
    assert (found.authors, found.text.split("\n\n")) == (["خليل المقطري"], LINES)


def test_a_place_beside_a_writer_is_no_part_of_the_name() -> None:
    line = (
        '<div><span class="author">ليث عزّام</span><span>إسطنبول</span><span>—</span><span>11 مارس 2026</span></div>'
    )
    assert headed(line + STORY).authors == ["ليث عزّام"]


def test_a_date_beside_buttons_is_a_date() -> None:
    line = "<p><span>الأحد ٢٢ فبراير ٢٠٢٦</span> - <span>٠٨:١٧</span> بتوقيت غرينتش <a href='#'>طباعة</a> | <a href='#'>أرسل إلى صديق</a></p>"
    assert headed(line + STORY).published_at == datetime(2026, 2, 22, 8, 17, tzinfo=UTC)


def test_a_credit_of_a_thousand_names_is_read_to_its_end() -> None:
    assert parts_of("محمد علي" + " ومحمد علي" * 3000) == ["محمد علي"] * 3001


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'a@b.c ' * 30_000}</p>{STORY}",
        f"{STORY}<dl>{'<dt>سؤال عن السد</dt><dd>جواب عن السد</dd>' * 6_000}</dl>",
        f'<meta name="author" content="{"10:30 " * 60_000}">{STORY}',
    ],
    ids=["addresses", "definitions", "figures"],
)
def test_one_mark_without_end_is_read_in_time(body: str) -> None:
    start = time.process_time()
    headed(body)
    assert time.process_time() - start < 10


def test_a_part_that_has_a_sidebar_is_none() -> None:
    aside = "".join(f"<p>{line} في صفحة أخرى من الموقع نفسه</p>" for line in LINES[:4])
    node = f'<div class="nd-middle nd-sidebar-left"><div class="field field-body">{STORY}</div></div>'
    assert headed(node + f'<div class="sidebar">{aside}</div>').text.split("\n\n") == LINES


def test_what_only_the_pages_title_adds_is_no_part_of_the_headline() -> None:
    for added in (" | صحيفة النهر، أخبار كل يوم", " - يوسف الجندي", ", أخبــــار"):
        page = f"<head><meta charset=utf-8><title>{TITLE}{added}</title></head><body><td class=newstitle>{TITLE}</td>{STORY}</body>"
        assert read(page_of(f"<html>{page}</html>".encode())).title == TITLE
    whole = f"{TITLE} - الجزء الثاني"
    assert titled(f"<h2>{TITLE}</h2><h2>{whole}</h2>{STORY}", whole).title == whole


def test_a_flash_is_not_what_stands_below_it() -> None:
    flash = "أفاد مصدر في وزارة الري باتفاق على إصلاح السد القديم قبل نهاية الصيف، وبأن العمل يبدأ غدا."
    teasers = "".join(
        f'<div class="teaser"><a href="/{n}"><h3>عنوان آخر</h3></a><p>{line}</p></div>'
        for n, line in enumerate(LINES)
    )
    body = f'<article><h1>{TITLE}</h1><div class="entry-body"><p>{flash}</p></div><div class="follow"><p>تابعوا قناتنا وفعلوا الإشعارات لتصلكم الأخبار لحظة بلحظة من كل المدن والقرى.</p></div></article>'
    assert titled(f"{body}<section>{teasers}</section>", TITLE).text == flash


def test_an_apology_without_a_headline_is_a_lost_page() -> None:
    page = "<html><head><title> - صحيفة النهر</title></head><body><div><p>عفوا.. الخبر الذي تبحث عنه غير موجود أو تم حذفه، يمكنك تصفح الأخبار التالية</p>"
    with pytest.raises(RejectPage, match="soft_404"):
        read(page_of(f"{page}{STORY}</div></body></html>".encode()))


def test_comments_below_a_film_are_no_article() -> None:
    film = '<div id="video"><object data="film.swf"></object></div>'
    with pytest.raises(RejectPage):
        titled(f'<h1>{TITLE}</h1>{film}<div id="comments">{STORY}</div>', TITLE)


@pytest.mark.parametrize("line", ["الخرطوم: عثمان الطيب سوار", "الخرطوم - عثمان الطيب سوار", "عثمان الطيب سوار"])
def test_a_writer_in_bold_behind_a_place(line: str) -> None:
    assert headed(f"<p><b>{line}</b></p>{STORY}").authors == ["عثمان الطيب سوار"]


def test_who_took_the_picture_did_not_write() -> None:
    by = '<div><a href="/author/1">أحمد شوقي العطار</a></div>'
    picture = '<div class="photographer">تصوير <a href="/author/2">طارق نبيه</a></div>'
    assert headed(by + picture + STORY).authors == ["أحمد شوقي العطار"]
