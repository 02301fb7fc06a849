import contextlib
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.article_addresses import looks_like_article, site_of
from newscrawl.discovery.listing import Listing, UnreadableListing
from newscrawl.discovery.sections import read_section

NOW = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)
URL = "https://www.paper.example/ar/economy"
ARTICLE = re.compile(r"/news/\d+$")
SAMPLES = Path(__file__).parents[1].parent / "shared" / "pages" / "negatives" / "sections"


def read(html: str, article_url: re.Pattern[str] | None = ARTICLE) -> Listing:
    return read_section(html.encode(), URL, NOW, article_url)


def found(listing: Listing) -> list[tuple[str, str | None]]:
    return [(candidate.url, candidate.title) for candidate in listing.candidates]


def test_the_links_of_a_page_in_its_order_once_each() -> None:
    listing = read(
        "<html><body><nav><a href='/'>الرئيسية</a><a href='#top'>أعلى</a><a href=''>لا شيء</a></nav>"
        "<a href='/news/2'>ثاني الأخبار</a><a href=\"/news/1\">أول الأخبار</a>"
        "<a href='/news/2#comments'>5 تعليقات</a>"
        "<a href='mailto:x@paper.example'>بريد</a><a href='javascript:void(0)'>زر</a></body></html>"
    )
    assert found(listing) == [
        ("https://www.paper.example/news/2", "ثاني الأخبار"),
        ("https://www.paper.example/news/1", "أول الأخبار"),
    ]
    assert {candidate.found_in for candidate in listing.candidates} == {"section"}
    assert {candidate.listing_url for candidate in listing.candidates} == {URL}
    assert listing.skipped == {"section/not_article": 1, "section/bad_link": 2}


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (
            "<a href='/news/1'><img src=x></a><a href='/news/1'>عنوان طويل</a><a href='/news/1'>اقرأ المزيد</a>",
            "عنوان طويل",
        ),
        ("<a href='/news/1'>اقرأ المزيد...</a>", None),
        ("<a href='/news/1'>Read More »</a>", None),
        ("<a href='/news/1'><h3>عنوان</h3><p>ملخص أطول من العنوان</p></a>", "عنوان"),
        ("<h2><a href='/news/1'>عنوان</a></h2><a href='/news/1'>ملخص أطول من العنوان</a>", "عنوان"),
        ("<a href='/news/1'>عن<b>وا</b>ن<!-- x --> آخر<br>هنا</a>", "عنوان آخر هنا"),
        ("<a href='/news/1' title='من السمة'><img src=x></a>", "من السمة"),
        ("<a href='/news/1'><img src=x alt='من الصورة'></a>", "من الصورة"),
        ("<a href='/news/1' title='أول الخبر وآخره'>أول الخبر ...</a>", "أول الخبر وآخره"),
        ("<a href='/news/1' title='خبر آخر'>أول الخبر…</a>", "أول الخبر…"),
        ("<a href='/news/1' title='أول الخبر وآخره'>أول الخبر</a>", "أول الخبر"),
        ("<a href='/news/1'>» خبر &laquo;مهم&raquo;</a>", "خبر «مهم»"),
        (f"<a href='/news/1'>{'كلمة ' * 200}</a><a href='/news/1'>عنوان</a>", "عنوان"),
        ("<a href='/news/1'><script>x()</script>عنوان</a>", "عنوان"),
        ("<a href='/news/1'></a>", None),
    ],
)
def test_the_title_of_a_link(html: str, title: str | None) -> None:
    assert found(read(html)) == [("https://www.paper.example/news/1", title)]


@pytest.mark.parametrize("words", ["{dots}س", "س {dots} س {dots} س"])
def test_dots_without_end_are_read_quickly(words: str) -> None:
    written = words.replace("{dots}", "." * 200_000)
    start = time.process_time()
    read(f"<a href='/news/1' title='{written}'>{written}</a><a href='/news/2' title='{written}'>س ...</a>")
    assert time.process_time() - start < 5


def test_a_tag_with_attributes_without_end_is_passed_over() -> None:
    start = time.process_time()
    listing = read(f"<a {' '.join(f'a{n}=1' for n in range(100_000))}>س</a><a href='/news/1'>عنوان</a>")
    assert time.process_time() - start < 5
    assert [title for _, title in found(listing)] == ["عنوان"]


def test_the_base_of_the_page_is_respected() -> None:
    listing = read("<head><base href='https://m.paper.example/x/'></head><a href='news/1'>س</a>")
    assert found(listing) == [("https://m.paper.example/x/news/1", "س")]
    assert found(read("<base href='javascript:x'><a href='/news/1'>س</a>")) == [
        ("https://www.paper.example/news/1", "س")
    ]


@pytest.mark.parametrize("rule", ["/خبر/", "/%D8%AE%D8%A8%D8%B1/"])
def test_a_rule_may_be_written_for_either_form_of_an_address(rule: str) -> None:
    listing = read("<a href='/%D8%AE%D8%A8%D8%B1/1'>س</a>", re.compile(rule))
    assert len(listing.candidates) == 1


def test_a_page_without_a_matching_link_is_an_empty_listing() -> None:
    listing = read("<p>لا شيء</p><a href='/about'>من نحن</a><a href='/tag/x'>وسم</a>")
    assert listing.candidates == ()
    assert listing.skipped == {"section/not_article": 2}


@pytest.mark.parametrize("declared", ["windows-1256", "utf-8", "iso-8859-1", ""])
@pytest.mark.parametrize("encoding", ["windows-1256", "utf-8"])
def test_the_encoding_is_found_whatever_is_declared(encoding: str, declared: str) -> None:
    html = f"<html><head><meta charset='{declared}'></head><a href='/news/1'>رئيس الوزراء يستقبل الوفد</a></html>"
    for content_type in (None, f"text/html; charset={declared}"):
        listing = read_section(html.encode(encoding), URL, NOW, ARTICLE, content_type)
        assert found(listing) == [("https://www.paper.example/news/1", "رئيس الوزراء يستقبل الوفد")]


def ld(data: object) -> str:
    return f"<html><script type='application/ld+json'>{json.dumps(data)}</script><div id=root></div></html>"


def test_links_that_stand_in_a_list_for_machines_only() -> None:
    entries = [
        {"@type": "ListItem", "position": 1, "url": "/news/1", "name": "أول"},
        {
            "@type": "ListItem",
            "item": {
                "@id": "https://www.paper.example/news/2",
                "headline": "ثان &amp; آخر",
                "datePublished": "2026-07-07T10:00:00Z",
            },
        },
        {"@type": "ListItem", "item": "https://www.paper.example/news/3", "name": "ثالث"},
        "https://www.paper.example/news/4",
        {"@type": "ListItem", "url": 5},
        None,
        {"@type": "ListItem", "url": "mailto:x"},
    ]
    page = {
        "@graph": [{"@type": "CollectionPage", "mainEntity": {"@type": ["ItemList"], "itemListElement": entries}}]
    }
    listing = read(ld(page))
    assert found(listing) == [
        ("https://www.paper.example/news/1", "أول"),
        ("https://www.paper.example/news/2", "ثان & آخر"),
        ("https://www.paper.example/news/3", "ثالث"),
        ("https://www.paper.example/news/4", None),
    ]
    assert listing.candidates[1].published_raw == "2026-07-07T10:00:00Z"
    assert listing.skipped == {"section/bad_link": 1}


def test_other_lists_and_broken_ones_do_no_harm() -> None:
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"item": "https://www.paper.example/news/1"}]}
    assert read(ld(crumbs)).candidates == ()
    deep = "[" * 100_000
    html = f"<script type='application/ld+json'>{deep}</script><script type='application/ld+json'>{{x</script>"
    assert found(read(html + "<a href='/news/1'>س</a>")) == [("https://www.paper.example/news/1", "س")]
    assert read(ld({"@type": "ItemList", "itemListElement": ["https://a.example/\ud800"]})).candidates == ()


@pytest.mark.parametrize("body", [b"", b"  ", b'{"a": "<b>"}', b"plain words", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_what_is_no_page_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableListing):
        read_section(body, URL, NOW, ARTICLE)


def test_without_a_rule_links_of_this_site_that_look_like_articles() -> None:
    listing = read(
        "<a href='https://m.paper.example/story/123456'>أ</a><a href='https://other.example/story/123456'>ب</a>"
        "<a href='/ar/economy'>ج</a><a href='/ar/أسعار-النفط-ترتفع-في-آسيا'>د</a><a href='/ar/الشرق-الأوسط'>ه</a>",
        None,
    )
    assert [title for _, title in found(listing)] == ["أ", "د"]
    assert listing.skipped == {"section/not_article": 3}


def test_a_headline_leads_to_an_article_whatever_its_address() -> None:
    listing = read(
        "<a href='/رحيل-الشاعر/'>رحيل الشاعر الذي أحب مدينته أكثر مما أحبته</a>"
        "<a href='/الشرق-الأوسط/'>الشرق الأوسط</a><a href='/الخصوصية'>شروط الاستخدام والخصوصية 2026 - 2027</a>"
        "<a href='/tag/رحيل'>كل ما كتب هنا عن رحيل الشعراء</a>"
        "<a href='https://other.example/رحيل-الشاعر/'>رحيل الشاعر الذي أحب مدينته أكثر مما أحبته</a>"
        "<a href='/'>أهلا بكم في موقع أخبار المدينة</a>",
        None,
    )
    assert [title for _, title in found(listing)] == ["رحيل الشاعر الذي أحب مدينته أكثر مما أحبته"]
    assert listing.skipped == {"section/not_article": 5}


@pytest.mark.parametrize(
    "path",
    [
        "article/136311",
        "archives/631187",
        "arabic/articles/cg3kr4edywxo",
        "saudia/k7x2pq9",
        "opinion/writers/287611/حين-نام-الحارس-على-الباب",
        "4148027",
        "story/2024/8/24/عنوان/6684503",
        "?p=36970",
        "ArticleDetails.aspx?id=2627223",
        "?q=node/33500",
        "News/Articles?id=1bab2cbd-87b9-42d4-a3db-cc7527685dc5",
        "ar/20260331-عنوان",
        "news/2026/07/07/عنوان",
        "arabic/articles/c720dxj8dq8o",
        "section/77-سياسة/272744/عنوان",
        "Pages/Details/62446",
        "ar/a-70112233",
        "رياضة/فوز-كبير-للمنتخب-في-مباراة-الأمس/",
        "slug-of-a-longer-headline-1489084.html",
        "%D8%B1%D8%A6%D9%8A%D8%B3-%D8%A7%D9%84%D9%88%D8%B2%D8%B1%D8%A7%D8%A1-%D9%8A%D8%B5%D9%84-%D8%A5%D9%84%D9%89",
    ],
)
def test_addresses_that_look_like_articles(path: str) -> None:
    assert looks_like_article(f"https://paper.example/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "ar",
        "ar/economy",
        "الشرق-الأوسط",
        "category/sport-of-the-world",
        "tag/123456",
        "author/998877/name",
        "writers/د-محمد-عبد-الله",
        "archives/2026",
        "polls/77-هل-تؤيد-العمل-أربعة-أيام",
        "pdf/21144",
        "page.php?id=251300",
        "ads/123456",
        "covid19",
        "page/1234",
        "2026",
        "2026/07",
        "search?q=123456789",
        "search.aspx?id=123456",
        "img/123456.jpg",
        "file-123456.pdf",
        "ar/news?page=12345",
        "feed/12345",
        "privacy-policy",
        "contact-us",
        "?sectionid=1234",
        "wp-content/uploads/123456/x",
    ],
)
def test_addresses_that_do_not(path: str) -> None:
    assert not looks_like_article(f"https://paper.example/{path}")


def test_the_site_of_an_address() -> None:
    assert site_of("https://www.alpha.com.sa/x") == "alpha.com.sa"
    assert site_of("http://127.0.0.1:8000/x") == "127.0.0.1"
    assert site_of("http://m.paper.example./x") == "paper.example"
    assert site_of("http://localhost/x") == "localhost"
    assert site_of("https://one.blogspot.com/x") == "one.blogspot.com"
    assert site_of("mailto:someone@paper.example") == ""


@pytest.mark.parametrize("unit", ["<a href='/news/1'>", "<a ", "<div>", "<", "&", "<a href='/news/{}'>س</a>"])
def test_a_flood_of_one_mark_ends(unit: str) -> None:
    start = time.process_time()
    listing = read("<p>س</p>" + "".join(unit.replace("{}", str(n)) for n in range(200_000 // len(unit))))
    assert time.process_time() - start < 10
    assert len(listing.candidates) <= 5000


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300) | st.builds(lambda junk: b"<a href='" + junk, st.binary(max_size=300)))
def test_any_bytes_give_a_listing_or_are_refused(body: bytes) -> None:
    for rule in (ARTICLE, None):
        with contextlib.suppress(UnreadableListing):
            assert isinstance(read_section(body, URL, NOW, rule), Listing)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_any_link_is_read_or_counted(href: str) -> None:
    html = f'<a href="{href.replace(chr(34), "")}">س</a>'.encode("utf-8", "replace")
    listing = read_section(html, URL, NOW, None)
    assert len(listing.candidates) + sum(listing.skipped.values()) <= 1


PAGES = sorted(SAMPLES.glob("*.html")) if SAMPLES.is_dir() else []


@pytest.mark.skipif(not PAGES, reason="no sample pages beside the project")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_real_pages_are_read_without_mojibake(page: Path) -> None:
    listing = read_section(page.read_bytes(), "https://paper.example/", NOW, re.compile("."))
    titles = [candidate.title for candidate in listing.candidates if candidate.title]
    assert sum("\ufffd" in title for title in titles) * 10 <= len(titles)
    if titles and page.stem != "amnewscom_search_fragment":
        assert any(re.search(r"[\u0621-\u064a]{3}", title) for title in titles)


@pytest.mark.skipif(not PAGES, reason="no sample pages beside the project")
@pytest.mark.parametrize(
    ("name", "url", "count"),
    [
        ("yemennownews_home", "https://yemennownews.com/", 40),
        ("jebalalbalqa_home", "https://www.jebalalbalqa.com/", 50),
        ("alghadtv_search", "https://www.alghad.tv/?s=", 10),
        ("spa.gov.sa_home_served_as_robots", "https://www.spa.gov.sa/", 50),
    ],
)
def test_real_pages_give_their_articles_without_a_rule(name: str, url: str, count: int) -> None:
    listing = read_section((SAMPLES / f"{name}.html").read_bytes(), url, NOW, None)
    titles = [candidate.title or "" for candidate in listing.candidates]
    assert len(titles) >= count
    assert sum(len(title.split()) >= 4 for title in titles) >= 0.8 * len(titles)
