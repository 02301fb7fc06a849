# ruff: noqa: E501
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.reading import read
from pipelines.records import Article, RejectPage
from pipelines.storing.asking_again import PASSING

from .test_reading_layouts import BOLD, dress, invented, page_of, plain, tagged

STORY = "".join(f"<p>{plain(line)}</p>" for line in invented())
TITLE = "اتفاق على إصلاح السد القديم"


def reason(body: str | bytes, url: str = "https://nahr.example/news/2026/03/4411") -> str:
    with pytest.raises(RejectPage) as caught:
        read(page_of(body.encode() if isinstance(body, str) else body, url))
    assert caught.value.detail
    return caught.value.reason


def html(body: str, title: str = "", head: str = "") -> str:
    return f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"


SHARED = Path(__file__).parents[1].parent / "shared" / "pages"
NAV = "<ul>" + "".join(f'<li><a href="/{n}">قسم {n}</a></li>' for n in range(9)) + "</ul>"


@pytest.mark.parametrize(
    "page",
    [
        html("<h1>nahr.example</h1><p>Checking if the site connection is secure</p><p>Enable JavaScript and cookies to continue</p>", "Just a moment..."),
        html("<h1>Access Denied</h1>You don't have permission to access \"http://nahr.example/\" on this server.<p>Reference #18.2d3e1cb8.1700000000.9f8e7d6", "Access Denied"),
        html("<h1>Sorry, you have been blocked</h1><p>Cloudflare Ray ID: 7f1d2c3b4a5e6f70</p>", "Attention Required! | Cloudflare"),
        html("<p>يرجى الانتظار</p><p>جاري التحقق من متصفحك قبل الدخول إلى الموقع</p>", "لحظة من فضلك..."),
        html('<noscript>x</noscript><script>window._cf_chl_opt={cvId:"3"};</script><p>nahr.example</p>', "nahr.example"),
    ],
)  # fmt: skip
def test_a_challenge_is_blocked(page: str) -> None:
    assert reason(page) == "blocked"


def test_a_consent_wall() -> None:
    page = html(
        "<h1>خصوصيتك تهمنا</h1><p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك في موقعنا ولعرض إعلانات تناسبك.</p><button>قبول الكل</button>"
    )
    assert reason(page) == "consent"


def test_a_parked_domain() -> None:
    page = html(
        "<h1>nahr.example</h1><p>This domain may be for sale. Inquire about this domain today.</p>", "nahr.example"
    )
    assert reason(page) == "parked"


@pytest.mark.parametrize(
    "page",
    [
        html('<div id="root"></div><script src="/app.js"></script><noscript>You need to enable JavaScript to run this app.</noscript>', "النهر"),
        html(f'<h1>{TITLE}</h1><div id="app">جاري تحميل المحتوى .. الرجاء الانتظار</div><script src=/a.js></script>', TITLE),
    ],
)  # fmt: skip
def test_a_shell_that_waits_for_scripts(page: str) -> None:
    assert reason(page) == "js_shell"


@pytest.mark.parametrize(
    "page",
    [
        html(NAV + "<h1>عفوا، الصفحة غير موجودة</h1><p>ربما تم حذف هذه الصفحة أو نقلها. عد إلى الصفحة الرئيسية.</p>", "404 - النهر"),
        html(NAV + "<h1>الصفحة المطلوبة غير متاحة</h1>" + NAV, "صحيفة النهر"),
        html("<h1>لم يتم العثور على الصفحة</h1>", "صحيفة النهر"),
    ],
)  # fmt: skip
def test_a_lost_page_with_status_200(page: str) -> None:
    assert reason(page) == "soft_404"


@pytest.mark.parametrize(
    "page",
    [
        html("<b>Fatal error</b>: Uncaught Error: Call to a member function fetch() on null in /var/www/html/news.php:14", ""),
        html("<h1>Error establishing a database connection</h1>", "Database Error"),
        html("<h1>الموقع قيد الصيانة</h1><p>نعتذر عن الإزعاج، ونعود إليكم قريبا</p>", "صحيفة النهر"),
        html("<h1>Too many connections</h1>", "Error"),
        html("<b>Warning</b>: mysqli_connect(): (HY000/2002): Connection refused in <b>/var/www/db.php</b> on line <b>12</b>"),
        html("<h1>Web server is down</h1><p>Error code 521</p>", "nahr.example | 521: Web server is down"),
        html("<p>سنعود بعد قليل</p>", "Site is under maintenance"),
        html("<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>", "502 Bad Gateway"),
    ],
)  # fmt: skip
def test_a_site_that_is_broken_with_status_200_may_be_well_later(page: str) -> None:
    found = reason(page)
    assert found == "http_error"
    assert found in PASSING


def test_an_address_that_leads_to_the_home_page_may_lead_to_its_article_later() -> None:
    home = page_of(html(f"<h1>{TITLE}</h1>{STORY}", TITLE).encode(), "https://nahr.example/")
    with pytest.raises(RejectPage) as caught:
        read(replace(home, candidate=replace(home.candidate, url="https://nahr.example/?p=4411")))
    assert caught.value.reason == "http_error"
    with pytest.raises(RejectPage) as caught:
        read(home)
    assert caught.value.reason == "listing_page"


@pytest.mark.parametrize("title", ["500 ألف زائر في معرض الكتاب", "صيانة الموقع الأثري تبدأ غدا"])
def test_a_headline_of_five_hundred_or_of_repairs_is_one(title: str) -> None:
    assert read_html(f"<h1>{title}</h1>{STORY}", title).title == title


def teasers(count: int, pattern: str) -> str:
    return "".join(pattern.format(n=n) for n in range(count))


CARD = '<div class="card"><h3><a href="/n/{n}">الوزارة تعلن خطة جديدة رقم {n} لإصلاح الطرق</a></h3><p>قالت الوزارة إن الخطة رقم {n} ستبدأ في الصيف وتشمل طرق القرى كلها.</p></div>'
WHOLE = '<a href="/n/{n}"><h3>الوزارة تعلن خطة جديدة رقم {n} لإصلاح الطرق</h3><p>قالت الوزارة إن الخطة رقم {n} ستبدأ في الصيف.</p></a>'
BARE = '<li><a href="/n/{n}">الوزارة تعلن خطة جديدة رقم {n} لإصلاح الطرق</a> <span>01/03/2026</span></li>'


@pytest.mark.parametrize("pattern", [CARD, WHOLE, BARE], ids=["card", "link", "bare"])
@pytest.mark.parametrize(
    "head", ["", *(f'<meta property="og:type" content="{kind}">' for kind in ("website", "article"))]
)
def test_a_section_page_is_a_list(pattern: str, head: str) -> None:
    page = html(NAV + "<h1>محليات</h1><main>" + teasers(15, pattern) + "</main>", "محليات - النهر", head)
    assert reason(page) == "listing_page"


def test_a_section_page_that_says_so() -> None:
    head = '<script type="application/ld+json">{"@type":"CollectionPage","name":"محليات"}</script>'
    assert reason(html(teasers(4, CARD), "محليات", head)) == "listing_page"


def test_a_video_without_text() -> None:
    head = '<script type="application/ld+json">{"@type":"VideoObject","name":"لقاء"}</script>'
    assert reason(html("<h1>لقاء</h1><video src=a.mp4></video>", "لقاء", head)) == "media_only"


def test_a_video_without_text_among_headlines() -> None:
    head = '<script type="application/ld+json">{"@type":"VideoObject","name":"لقاء"}</script>'
    title = "افتتاح جسر المشاة فوق الطريق الدائري"
    assert reason(html(f"<h1>{title}</h1><video></video>{teasers(9, BARE)}", title, head)) == "media_only"
    assert reason(html(f"<h1>فيديو</h1>{teasers(9, BARE)}", "فيديو", head)) == "listing_page"


def test_a_form_to_log_in_is_no_article() -> None:
    form = (
        "<form><input name=e><p>ليس لديك حساب؟ أنشئ حسابا جديدا وتمتع بقراءة خمس مقالات مجانية كل شهر.</p></form>"
    )
    assert reason(html(f"<h1>تسجيل الدخول</h1>{form}", "تسجيل الدخول - النهر")) == "not_article"


def test_a_list_with_a_cookie_banner_is_a_list() -> None:
    banner = "<div>نستخدم ملفات تعريف الارتباط لتحسين تجربتك. باستخدامك هذا الموقع فإنك توافق على ذلك.</div>"
    assert reason(html(f"<h1>وسم: مياه</h1>{teasers(5, CARD)}{banner}", "وسم: مياه")) == "listing_page"


def test_a_lost_page_that_offers_headlines_is_lost() -> None:
    page = html(f"<p>الخبر الذي تبحث عنه غير موجود أو تم حذفه.</p>{teasers(8, CARD)}", "النهر")
    assert reason(page) == "soft_404"


def test_a_live_page_without_entries() -> None:
    head = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"متابعة"}</script>'
    assert reason(html("<h1>متابعة</h1><div id=live></div>", "متابعة", head)) == "live_shell"


def test_a_page_without_words_has_no_text() -> None:
    assert reason(html("<div> </div>")) == "no_text"


@pytest.mark.parametrize("body", [b"", b" \n\x00 ", b"\n" * 5000])
def test_an_empty_answer_says_nothing_of_the_page(body: bytes) -> None:
    assert reason(body) == "http_error"


def test_a_page_that_begins_with_empty_lines_is_not_empty() -> None:
    assert reason("\n" * 5000 + html("<div> </div>")) == "no_text"


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "\xd8\xae\xd8\xa8\xd8\xb1", "html": "<p>x</p>"}', b'[{"a": "<div>1</div>"}]', b"%PDF-1.7 <a>", b"\x89PNG\r\n\x1a\n",
        b"document.write('<div>x</div>');", b"var a = '<p>x</p>';", b"/* c */ f('<p>')", b"just words", b"GIF89a", b"\xff\xd8\xff\xe0",
        b'<?xml version="1.0"?><rss><channel><item><p>x</p></item></channel></rss>', b"ready = true;\n\ndocument.write('<ul><li>x</li></ul>');",
        b"<?xml version='1.0'?>\n<!-- <p> -->\n<urlset><url><loc>https://nahr.example/p</loc></url></urlset>",
    ],
)  # fmt: skip
def test_what_is_no_page_is_no_article(body: bytes) -> None:
    assert reason(body) == "not_article"


def read_html(body: str, title: str = TITLE, head: str = "") -> Article:
    return read(page_of(html(body, title, head).encode()))


def test_an_article_about_cookies_challenges_and_errors_is_read() -> None:
    story = "<p>قال خبراء إن عبارة «الصفحة غير موجودة» تظهر لملايين الناس كل يوم، وإن المواقع التي تكتب نستخدم ملفات تعريف الارتباط كثيرة.</p>"
    assert read_html(f"<h1>{TITLE}</h1><div>{story}{STORY}</div>").words


def batched_pairs(lines: list[str]) -> list[tuple[str, str]]:
    return list(zip(lines[::2], [*lines[1::2], ""], strict=False))


def test_related_boxes_do_not_make_a_list_of_an_article() -> None:
    paragraphs = [f"<p>{plain(line)}</p>" for line in invented()]
    box = '<p><a href="/n/7">الوزارة تعلن خطة جديدة لإصلاح الطرق في القرى</a></p>'
    body = (
        f"<h1>{TITLE}</h1><div class=txt>{''.join(a + b + box for a, b in batched_pairs(paragraphs))}</div>"
        + teasers(20, CARD)
    )
    assert "خطة جديدة" not in read_html(body, head='<meta property="og:type" content="article">').text


def test_a_short_article_without_marks_in_a_page_of_headlines_is_read() -> None:
    lines = [plain(line) for line in invented() if not line.startswith("#")][:4]
    body = f"{NAV}<table><tr><td><div>{TITLE}</div>{'<br>'.join(lines)}</td><td><ul>{teasers(30, BARE)}</ul></td></tr></table>"
    assert read_html(body).text.split("\n\n") == lines


def test_a_bare_article_without_any_mark_is_read() -> None:
    assert read_html(STORY).words


@pytest.mark.parametrize(
    "head",
    ['<meta property="og:type" content="article">', '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>'],
)  # fmt: skip
def test_a_one_line_urgent_item_is_an_article(head: str) -> None:
    line = "انفجار قوي يهز وسط العاصمة وسيارات الإسعاف تتجه إلى المكان"
    body = f'{NAV}<h1>عاجل | {line}</h1><div class="article-body"><p>{line}</p></div>{teasers(9, BARE)}<footer><p>جميع الحقوق محفوظة</p></footer>'
    found = read_html(body, f"عاجل | {line}", head)
    assert found.text == line
    assert found.is_short is True
    assert (found.title, found.labels) == (line, ["عاجل"])


def test_a_short_item_of_two_sentences_is_read() -> None:
    body = f"{NAV}<h1>{TITLE}</h1><div class=details><p>أغلقت الوزارة السد القديم صباح اليوم.</p><p>وقالت إنه سيفتح بعد أسبوع.</p></div>{teasers(6, BARE)}"
    found = read_html(body, head='<meta property="og:type" content="article">')
    assert found.text == "أغلقت الوزارة السد القديم صباح اليوم.\n\nوقالت إنه سيفتح بعد أسبوع."


def test_text_that_only_json_ld_holds_is_read() -> None:
    body = "\\n".join(plain(line) for line in invented()).replace('"', "”")
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","articleBody":"{body}"}}</script>'
    found = read_html('<div id="root"></div><script src=/a.js></script>', TITLE, head)
    assert len(found.text.split("\n\n")) == 11
    assert {"field": "text", "from": "json_ld"} in (found.field_sources or [])


def test_an_address_that_cannot_be_is_refused() -> None:
    assert reason(dress(STORY), "ftp://nahr.example/news/4411") == "address_refused"


def test_a_bold_layout_is_no_list() -> None:
    assert read(page_of(dress(tagged("p", BOLD)([plain(line) for line in invented()])))).words


@pytest.mark.parametrize(
    "file",
    [file for kind in ("sections", "js_shell") for file in sorted((SHARED / "negatives" / kind).rglob("*.html"))],
    ids=lambda file: file.name,
)  # where the saved pages do not lie beside the repository, pytest says that there are none
def test_no_real_section_page_is_an_article(file: Path) -> None:
    reason(file.read_bytes())
