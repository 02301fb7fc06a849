# ruff: noqa: E501
"""Bylines, datelines, sources: persons and agencies apart, nobody rather than a doubtful name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.agencies.marks import agency_of
from pipelines.reading import read
from pipelines.reading.persons import is_person, parts_of
from pipelines.records import Article

from .test_reading_layouts import invented, page_of, plain

LINES = [plain(line) for line in invented()]
TITLE = "اتفاق على إصلاح السد القديم قبل نهاية الصيف"


def article(below: str = "", *, after: str = "", first: str = "", last: str = "", head: str = "") -> Article:
    paragraphs = [first + LINES[0], *LINES[1:-1], LINES[-1] + last]
    body = "".join(f"<p>{line}</p>" for line in paragraphs)
    html = f"""<!doctype html><html><head><meta charset=utf-8><title>{TITLE} - صحيفة النهر</title>{head}</head><body>
    <ul><li><a href="/">الرئيسية</a></li><li><a href="/s/1">سياسة</a></li></ul>
    <div><h1>{TITLE}</h1>{below}<div>{body}</div>{after}</div></body></html>"""
    return read(page_of(html.encode()))


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ("<div>كتب: سليم البحري</div>", ["سليم البحري"]),
        ("<div>كتبت: ليلى النجار</div>", ["ليلى النجار"]),
        ("<p>بقلم / د. سليم البحري</p>", ["د. سليم البحري"]),
        ("<div>بقلم سليم البحري</div>", ["سليم البحري"]),
        ("<div>إعداد: سليم البحري وليلى النجار</div>", ["سليم البحري", "ليلى النجار"]),
        ("<ul><li>كتب:</li><li>سليم البحري</li><li>01/03/2026</li></ul>", ["سليم البحري"]),
        ("<div>كتب: سليم البحري الأحد 1 مارس 2026 - 09:25 ص</div>", ["سليم البحري"]),
        ('<div><a rel="author" href="/author/7">سليم البحري</a></div>', ["سليم البحري"]),
        ('<div class="byline">ليلى النجار</div>', ["ليلى النجار"]),
        ("<div>1 مارس 2026</div><div>خالد النجار</div>", ["خالد النجار"]),
        ("<div><span>محررة</span><span>كتبت - ليلى النجار</span><span>1 مارس 2026</span></div>", ["ليلى النجار"]),
        ("<span>كتب - سليم البحري:</span>", ["سليم البحري"]),
        ("<div>الدوري الإسباني (جدة)</div><div>1 مارس 2026</div>", []),
        ("<div>خالد النجار (جدة)</div><div>1 مارس 2026</div>", ["خالد النجار"]),
        ("<p>1 مارس 2026 بواسطة سليم البحري</p>", ["سليم البحري"]),
        ("<div><span>المصدر:</span> <span>دبي - خالد النجار</span></div>", ["خالد النجار"]),
        ('<div><span class="post-author"><a href="/x">سليم البحري</a></span><span>1 مارس 2026</span></div>', ["سليم البحري"]),
        ('<span itemprop="author" itemscope><span itemprop="name">سليم البحري</span></span>', ["سليم البحري"]),
        ('<div><div class="media__author">صورة تعبيرية</div></div>', []),
        ('<div class="writer-share"><a href=#>نسخ الرابط</a><a href=#>شارك على فيسبوك</a></div><div>1 مارس 2026</div>', []),
        ("<p class=intro>ربيع حار قصر عمر السنابل، وديوان الحبوب يشتري.</p><div>1 مارس 2026</div>", []),
        ('<div class="writer-name">سليم البحري</div><div class="writer-title">كاتب اقتصادي وأستاذ جامعي</div>', ["سليم البحري"]),
        ("<div><span>نشر في: 1 مارس 2026</span><span>آخر تحديث: 2 مارس 2026</span><span>كتب: سليم البحري</span></div>", ["سليم البحري"]),
        ("<div>القاهرة - كتب: سليم البحري</div>", []),
        ("<div>كتب: مندوب النهر</div>", []),
        ("<div>كتب: editor@nahr.example</div>", []),
        ("<div>بقلم: صحيفة النهر</div>", []),
        ("<div>بقلم: logo.png</div>", []),
        ("<div>1 مارس 2026</div><div>الشرق الأوسط</div>", []),
        ("<div>1 مارس 2026</div><div>الدوري الإسباني</div>", []),
        ("<div>كتب الوزير في بيان أن السد القديم آمن وأن العمل سيبدأ بعد أسبوع من الآن كما قيل</div>", []),
    ],
)  # fmt: skip
def test_a_visible_byline_names_persons(below: str, authors: list[str]) -> None:
    assert article(below).authors == authors


@pytest.mark.parametrize(
    ("where", "text", "agencies"),
    [
        ("first", "القاهرة - د ب أ: ", ["dpa"]),
        ("first", "روما (رويترز) - ", ["reuters"]),
        ("first", "واس- أبها: ", ["spa"]),
        ("first", "لندن :رويترز - ", ["reuters"]),
        ("first", "أ ف ب - أثينا: ", ["afp"]),
        ("first", "غزة - وكالات: ", []),
        ("first", "عمان - ", []),
        ("first", "قنا - محمد حسن - ", []),  # the town
        ("first", "الدوحة - قنا - ", ["qna"]),
        ("first", "وقالت رويترز: ", []),
        ("last", " (رويترز)", ["reuters"]),
        ("last", " (أ ف ب، رويترز)", ["afp", "reuters"]),
        ("last", " (وكالات)", []),
        ("after", "<div>المصدر: رويترز</div>", ["reuters"]),
        ("after", "<div>مصدر الخبر: رويترز</div>", ["reuters"]),
        ("after", "<div>التعليقات (3)</div><div>المصدر: رويترز</div>", []),
        ("after", "<p>ومع: 10 مارس 2026</p>", ["map"]),
        ("first", "رام الله 8-3-2026 وفا- ", ["wafa"]),
        ("first", "وطنية - ", ["nna"]),
        ("below", "<div>بغداد – واع</div>", ["ina"]),
        ("below", "<picture><img src=a.jpg></picture><div><span>طريق جبلي</span><span> / AFP</span></div>", []),
        ("after", "<ul>المصدر : <li>رويترز</li></ul>", ["reuters"]),
        ("after", "<div>المصدر: وكالات</div>", []),
        ("after", "<div>المصدر: صحيفة أخرى</div>", []),
        ("below", "<div>رويترز</div>", ["reuters"]),
        ("below", "<div>جدة 23 رمضان 1447 هـ الموافق 12 مارس 2026 م واس</div>", ["spa"]),
        ("after", "<div><span>المصدر: </span><span>النهر + رويترز</span></div>", ["reuters"]),
        ("after", "<p>النهر/ أ ف ب</p>", ["afp"]),
        ("below", "<div>1 مارس 2026</div><div>وكالات</div>", []),
    ],
)  # fmt: skip
def test_agencies_are_told_from_datelines_and_sources(where: str, text: str, agencies: list[str]) -> None:
    found = article(**{where: text})
    assert (found.agencies, found.authors) == (agencies, [])


CONTACTS = [
    "salim.bahri@nahr.example", "(salim@nahr.example)", "<salim@nahr.example>", "mailto:salim@nahr.example",
    "salim (at) nahr.example", "salim[at]nahr[dot]example", "salim at nahr dot example", "salim @ nahr.example",
    "[email protected]", "[email\u00a0protected]", "@salim_bahri", "salim_b@", "salim99", "s.bahri", "bahri",
    "- البريد الإلكتروني: salim@nahr.example", "بريد: s@nahr.example", "| تويتر: @salim", "ـ s@nahr.example", "\u200f s@nahr.example\u200f",
    "https://x.example/salim", "e-mail",
]  # fmt: skip


@pytest.mark.parametrize("contact", CONTACTS)
def test_a_writers_address_or_account_is_no_second_name(contact: str) -> None:
    shown = contact.replace("<", "&lt;")
    below = f'<div class="byline">كتب: <a href="mailto:salim@nahr.example">سليم البحري</a> {shown}</div>'
    bare = f'<div class="writer">سليم البحري {shown}</div>'
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"س","author":"سليم البحري {contact}"}}</script>'
    linked = below.replace(f" {shown}", f' <a href="/cdn-cgi/l/email-protection">{shown}</a>')
    for found in (article(below), article(bare), article(linked), article(head=head)):
        assert (found.authors, found.section) == (["سليم البحري"], article().section)


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("salim@nahr.example", []),
        ("[email protected]", []),
        ("salim@nahr.example (سليم البحري)", ["سليم البحري"]),
        ("سليم البحري s@nahr.example ليلى النجار l@nahr.example", ["سليم البحري", "ليلى النجار"]),
        ("سليم البحري @salim وليلى النجار @laila", ["سليم البحري", "ليلى النجار"]),
        ("سليم البحري (@salim)، ليلى النجار (جدة)", ["سليم البحري", "ليلى النجار"]),
        ("Salim Bahri salim@nahr.example", ["Salim Bahri"]),
        ("البريد الإلكتروني", []),
        ("سليم البحري، وليد النجار", ["سليم البحري", "وليد النجار"]),
        ("سليم البحري Salim Bahri", ["سليم البحري Salim Bahri"]),
        ("Laila van Dam", ["Laila van Dam"]),
        ("سليم البحري - رويترز", ["سليم البحري", "رويترز"]),
        ("رويترز desk@reuters.example", ["رويترز"]),
        ("سليم البحري – afp", ["سليم البحري", "afp"]),
    ],
)
def test_the_name_beside_an_address_stays(credit: str, names: list[str]) -> None:
    assert [part for part in parts_of(credit) if is_person(part, set()) or agency_of(part)] == names


def test_an_account_in_json_ld_gives_way_to_the_byline() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"س","author":{"@type":"Person","name":"admin3"},"articleSection":["اخبار محلية","المشهد العربي"]}</script>'
    assert article("<div>كتب: سليم البحري</div>", head=head).authors == ["سليم البحري"]
    assert article(head=head.replace("admin3", "المشهد العربي")).authors == []


@pytest.mark.parametrize(
    "signature",
    ["<p>salim.bahri@nahr.example</p>", "<p>البريد الإلكتروني: salim@nahr.example</p>", "<p>للتواصل: salim@nahr.example</p>"],
)  # fmt: skip
def test_a_writers_address_is_removed(signature: str) -> None:
    found = article(last=f"</p>{signature}<p>")
    assert "@" not in found.text
    assert found.text.split("\n\n") == LINES


def test_an_address_within_the_article_stays() -> None:
    paragraphs = [
        *LINES[:5],
        "وأعلنت الوزارة أن الشكاوى تستقبل على العنوان dam@nahr.example حتى نهاية الشهر المقبل.",
        *LINES[5:],
    ]
    html = (
        f"<html><body><h1>{TITLE}</h1><div>{''.join(f'<p>{line}</p>' for line in paragraphs)}</div></body></html>"
    )
    assert "dam@nahr.example" in read(page_of(html.encode())).text


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80))
def test_any_credit_gives_names_of_two_words_and_agencies_by_code(raw: str) -> None:
    for part in parts_of(raw):
        assert part == part.strip() != ""
        assert not is_person(part, {"x"}) or (len(part.split()) >= 2 and not any(sign.isdigit() for sign in part))
