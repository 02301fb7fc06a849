# ruff: noqa: E501
"""Dates that only readers see, and those that a page contradicts."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading import read
from pipelines.reading.relative import parse_age
from pipelines.reading.written_dates import dates_in
from pipelines.records import Article, Outlet

from .test_reading_layouts import NOON, invented, page_of, plain

BODY = "".join(f"<p>{plain(line)}</p>" for line in invented())
TITLE = "اتفاق على إصلاح السد القديم قبل نهاية الصيف"
RIYADH = ZoneInfo("Asia/Riyadh")  # +3 all year
OUTLET = Outlet("nahr", "صحيفة النهر", ("nahr.example",), timezone="Asia/Riyadh")


def article(
    below: str = "",
    *,
    above: str = "",
    after: str = "",
    head: str = "",
    top: str = "",
    url: str = "https://nahr.example/news/4411",
) -> Article:
    html = f"""<!doctype html><html><head><meta charset=utf-8><title>{TITLE} - صحيفة النهر</title>{head}</head><body>
    <div>{top}<a href="/">الرئيسية</a> <a href="/s/1">سياسة</a></div>
    <div><div>{above}<h1>{TITLE}</h1>{below}</div><div>{BODY}</div>{after}</div><div>جميع الحقوق محفوظة 2019</div></body></html>"""
    return read(page_of(html.encode(), url, OUTLET))


def utc(article: Article) -> str | None:
    return article.published_at.strftime("%Y-%m-%d %H:%M") if article.published_at else None


@pytest.mark.parametrize(
    ("line", "at", "precision"),
    [
        ("الأحد ١ آذار ٢٠٢٦ - ١٠:٤٥", "2026-03-01 07:45", "minute"),
        ("1 مارس/ آذار 2026", "2026-02-28 21:00", "day"),
        ("1 نيسان/ أبريل 2025 الساعة 1:05 م", "2025-04-01 10:05", "minute"),
        ("تاريخ النشر: 01/03/2026 11:20 صباحا", "2026-03-01 08:20", "minute"),
        ("نشر في 13 فيفري 2026 على الساعة 09:15", "2026-02-13 06:15", "minute"),
        ("12 يوليوز 2025 - 18:40", "2025-07-12 15:40", "minute"),
        ("الأحد-2026-03-01 06:12 pm", "2026-03-01 15:12", "minute"),
        ("كتب في: 3 غشت 2025", "2025-08-02 21:00", "day"),
        ("مارس 1, 2026", "2026-02-28 21:00", "day"),
        ("10:45 - 2026/03/01", "2026-03-01 07:45", "minute"),
        ("\u200fالأحد 1 مارس 2026 09:30 م\u200f", "2026-03-01 18:30", "minute"),
        ("1 مارس 2026 14:30 ت م", "2026-03-01 11:30", "minute"),
        ("1 مارس 2026 - 07:30 بتوقيت غرينتش", "2026-03-01 07:30", "minute"),
        ("12 رمضان 1447 هـ الموافق 1 مارس 2026 م", "2026-02-28 21:00", "day"),
        ("12 رمضان 1447 هـ", "2026-02-28 21:00", "day"),
        ("منذ 25 دقيقة", "2026-03-02 11:35", "minute"),
        ("منذ ساعتين", "2026-03-01 21:00", "day"),
        ("منذ يومين", "2026-02-27 21:00", "day"),
    ],
)  # fmt: skip
def test_a_date_below_the_headline_is_read(line: str, at: str, precision: str) -> None:
    for markup in (f"<div>{line}</div>", f"<ul><li>{line}</li></ul>", f"<p><span>{line}</span></p>"):
        found = article(markup)
        assert (utc(found), found.published_precision, found.published_from) == (at, precision, "text")


@pytest.mark.parametrize(
    "below",
    [
        "<p><span>admin</span><span>مارس 1, 2026</span><a href=/s>عربي ودولي</a><a href=#r>اضف تعليق</a><span>217 زيارة</span></p>",
        "<div><span>المحرر</span><span>1 مارس 2026</span><span>3 دقائق</span></div>",
        "<div><a href=/2026/03/01>1 مارس، 2026</a></div>",
        "<small>1 مارس 2026 بواسطة المحرر</small>",
        '<span property="dc:date dc:created" content="2026-03-01T00:00:00+03:00">أرسله editor في 03/01/2026</span>',
    ],
)  # fmt: skip
def test_a_date_that_only_a_style_sheet_sets_apart_is_read(below: str) -> None:
    assert utc(article(below)) == "2026-02-28 21:00"


def test_a_day_of_change_on_the_day_of_publication_says_nothing() -> None:
    ld = '{"@type":"NewsArticle","headline":"%s","datePublished":"2026-03-01T10:20:05+03:00","dateModified":"2026-03-01"}'
    found = article(head=f'<script type="application/ld+json">{ld % TITLE}</script>')
    assert (utc(found), found.modified_at) == ("2026-03-01 07:20", None)


def test_a_loose_meta_that_tells_the_time_of_the_fetch_is_none() -> None:
    assert utc(article(head='<meta name="date" content="2026-03-01T10:20:00Z">')) == "2026-03-01 10:20"
    assert utc(article(head=f'<meta name="date" content="{NOON.isoformat()}">')) is None


def test_microdata_may_link_to_the_article() -> None:
    found = article("<a href=#><abbr itemprop=datePublished title=2026-03-01T10:20:00+03:00>10:20</abbr></a>")
    assert utc(found) == "2026-03-01 07:20"


def test_a_worked_out_date_is_marked_as_such() -> None:
    assert [row["from"] for row in article("<div>12 رمضان 1447 هـ</div>").date_evidence or []] == ["text (hijri)"]
    assert [row["from"] for row in article("<div>منذ 25 دقيقة</div>").date_evidence or []] == ["text (relative)"]


@pytest.mark.parametrize(
    "markup",
    ["<div>2 مارس 2027</div>", "<div>2 مارس</div>", "<div>05/03/2026 1:46:00 PM</div>", "<div>منذ 3 أسابيع</div>", "<div>31 فبراير 2026</div>", "<div>موسم 2025/2026</div>",
     "<p>قال الوزير في 12 يناير 2026 إن العمل في السد سيبدأ بعد أسبوع واحد من توقيع الاتفاق.</p>"],
)  # fmt: skip
def test_null_rather_than_a_guess(markup: str) -> None:
    assert article(markup).published_at is None


def test_what_a_sites_head_shows_is_not_the_articles_date() -> None:
    assert article(above="<div>الاثنين 2 مارس 2026</div>").published_at is None
    assert article(top="<div>الاثنين 2 مارس 2026 - 12:05</div>").published_at is None
    assert utc(article("<div>1 مارس 2026</div>", above="<div>الاثنين 2 مارس 2026</div>")) == "2026-02-28 21:00"
    assert utc(article(above="<div>السبت 28 فبراير 2026 10:00</div>")) == "2026-02-28 07:00"


def test_labels_tell_publication_from_change() -> None:
    found = article("<div>آخر تحديث: 2 مارس 2026 10:00 | نشر في: 1 مارس 2026 09:00</div>")
    assert utc(found) == "2026-03-01 06:00"
    assert found.modified_at == datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
    only = article("<div>آخر تحديث: 1 مارس 2026 10:00</div>")
    assert only.published_at is None
    assert only.modified_at == datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


def test_a_label_and_a_clock_on_lines_of_their_own_belong_to_the_date() -> None:
    found = article("<ul><li>تاريخ النشر:</li><li>01/03/2026</li><li>11:21 مساءً</li></ul>")
    assert (utc(found), found.published_precision) == ("2026-03-01 20:21", "minute")


def test_below_the_text_only_a_labelled_date_counts() -> None:
    assert article(after="<div>28 فبراير 2026</div>").published_at is None
    assert utc(article(after="<div>تاريخ النشر: 28 فبراير 2026 08:00</div>")) == "2026-02-28 05:00"


def test_dates_of_teasers_between_headline_and_text_are_not_the_articles() -> None:
    box = "".join(
        f'<div><a href="/n/{n}">الوزارة تعلن خطة جديدة رقم {n} للطرق</a><span>1{n} فبراير 2026</span></div>'
        for n in range(4)
    )
    assert article(box).published_at is None


@pytest.mark.parametrize(
    "url",
    [
        "https://nahr.example/2026/03/01/dam",
        "https://nahr.example/news/2026-03-01/dam-4411",
        "https://nahr.example/20260301-dam",
    ],
)
def test_the_day_in_an_address_is_the_last_resort(url: str) -> None:
    found = article(url=url)
    assert (str(found.published_day), found.published_from, found.published_precision) == (
        "2026-03-01",
        "url",
        "day",
    )
    finer = article("<div>1 مارس 2026 09:30</div>", url=url)
    assert (utc(finer), finer.published_from) == ("2026-03-01 06:30", "text")


@pytest.mark.parametrize(
    "url",
    [
        "https://nahr.example/2026/03/dam",
        "https://nahr.example/news/20261345",
        "https://nahr.example/2026/03/01/2025/02/02/x",
    ],
)
def test_half_a_day_in_an_address_is_none(url: str) -> None:
    assert article(url=url).published_at is None


META = '<meta property="article:published_time" content="{}"><meta property="article:modified_time" content="{}">'


def test_local_time_with_a_false_z_is_told_by_the_line_that_readers_see() -> None:
    found = article(
        "<div>1 مارس 2026 - 10:30</div>", head=META.format("2026-03-01T10:30:12Z", "2026-03-01T11:00:00Z")
    )
    assert utc(found) == "2026-03-01 07:30"
    assert found.modified_at == datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    assert found.published_precision == "second"
    true = article(
        "<div>1 مارس 2026 - 13:30</div>", head=META.format("2026-03-01T10:30:12Z", "2026-03-01T11:00:00Z")
    )
    assert utc(true) == "2026-03-01 10:30"


def test_a_time_to_come_with_a_false_z_is_local() -> None:
    found = article(head=META.format("2026-03-02T14:30:00Z", ""))
    assert utc(found) == "2026-03-02 11:30"


def test_a_midnight_is_a_day_where_a_line_says_more() -> None:
    found = article("<div>1 مارس 2026 - 10:30</div>", head=META.format("2026-03-01T00:00:00+03:00", ""))
    assert (utc(found), found.published_from) == ("2026-03-01 07:30", "text")


def test_dates_do_not_depend_on_the_time_of_the_fetch_but_ages_do() -> None:
    page = page_of(
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>منذ 10 دقائق</div><div>{BODY}</div>".encode()
    )
    later = replace(page, fetched_at=NOON.replace(hour=18))
    assert read(page).published_at == NOON.replace(hour=11, minute=50)
    assert read(later).published_at == NOON.replace(hour=17, minute=50)


def test_an_age_is_none_where_midnight_may_lie_between() -> None:
    assert parse_age("منذ 3 ساعات", RIYADH, datetime(2026, 3, 2, 0, 30, tzinfo=UTC)) is None
    assert parse_age("قبل 3 ساعات", RIYADH, NOON) is not None
    assert parse_age("منذ زمن", RIYADH, NOON) is None


@settings(deadline=None, max_examples=120)
@given(
    st.text(max_size=80)
    | st.from_regex(r"(منذ|نشر|في|[0-9٠-٩]{1,4}|[/:.\- ]|مارس|رمضان|1447|2026|م|ص){1,14}", fullmatch=True)
)
def test_no_line_raises(line: str) -> None:
    for found in dates_in(line, RIYADH):
        assert found.moment.at.tzinfo is UTC
        assert any(sign.isdigit() for sign in found.raw)
        assert (found.moment.precision == "day") == (":" not in found.raw)
    age = parse_age(line, RIYADH, NOON)
    assert age is None or age.at <= NOON
