# ruff: noqa: E501
"""What pages built in the manner of sixty outlets, written by people who knew no reader, taught: one case a fault."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pipelines.reading import read
from pipelines.reading.dates import parse_date
from pipelines.reading.persons import is_person, parts_of
from pipelines.reading.written_dates import clock_of, dates_in
from pipelines.records import Article, Outlet, RejectPage

from .test_reading_layouts import dress, invented, page_of, plain

LINES = [plain(line) for line in invented() if not line.startswith("#")]
PARAGRAPHS = [f"<p>{line}</p>" for line in LINES]
STORY = "".join(PARAGRAPHS)
TITLE = "اتفاق على إصلاح السد القديم قبل نهاية الصيف"
RIYADH = ZoneInfo("Asia/Riyadh")


def article(body: str) -> Article:
    return read(page_of(dress(body)))


def paragraphs(body: str) -> list[str]:
    return article(body).text.split("\n\n")


def headed(below: str, *, head: str = "", outlet: Outlet | None = None, url: str | None = None) -> Article:
    """A page of its own: a headline, and what stands below it."""
    html = f"<!doctype html><html><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{below}</body></html>"
    page = page_of(html.encode())
    page = replace(page, outlet=outlet) if outlet else page
    return read(replace(page, url=url) if url else page)


def test_a_row_whose_cells_hold_paragraphs_is_one_line_and_so_is_its_title() -> None:
    cells = ("الإيرادات", "902.4", "1,018.7")
    rows = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in cells)}</tr>" for _ in range(3))
    table = f'<table><tr><th colspan="3"><strong>ملخص النتائج المالية</strong></th></tr>{rows}</table>'
    found = paragraphs(PARAGRAPHS[0] + table + "".join(PARAGRAPHS[1:]))
    assert found == [LINES[0], "ملخص النتائج المالية", *["الإيرادات 902.4 1,018.7"] * 3, *LINES[1:]]


@pytest.mark.parametrize("frame", ['<div class="table-responsive">{}</div>', "<figure>{}</figure>"])
def test_a_table_in_a_frame_of_its_own_is_read(frame: str) -> None:
    rows = "".join(f"<tr><td>{year}</td><td>{year * 2}</td></tr>" for year in (2015, 2020, 2025))
    body = PARAGRAPHS[0] + frame.format(f"<table>{rows}</table>") + "".join(PARAGRAPHS[1:])
    assert paragraphs(body) == [LINES[0], "2015 4030", "2020 4040", "2025 4050", *LINES[1:]]


def test_a_translation_below_the_article_is_none_of_it() -> None:
    english = (
        "<p>The ministry said on Sunday that the old dam would be repaired before the end of the summer season.</p>"
    )
    twin = f'<div class="bodyText" dir="rtl">{STORY}</div><div class="bodyText" dir="ltr">{english * 8}</div>'
    assert paragraphs(twin) == LINES


def test_a_quotation_in_latin_letters_stays() -> None:
    quoted = "The ministry said on Sunday that the old dam would be repaired before the end of the summer season."
    assert quoted in paragraphs(PARAGRAPHS[0] + f"<p>{quoted}</p>" + "".join(PARAGRAPHS[1:]))


@pytest.mark.parametrize(
    "box",
    [
        '<div class="read-more"><div>إقرأ المزيد</div><p><a href="/1">بحيرة الجبل تتجمد قبل موعدها بشهر</a></p><p>سمحت السلطات المحلية بمرور السيارات الخفيفة على الجليد للمرة الأولى هذا الشتاء.</p></div>',
        '<section role="region"><a href="#end">تخطى البودكاست وواصل القراءة</a><strong>البودكاست</strong><div><a href="/p">حكايات من الطين</a><p>قصص عن أشياء صغيرة عثر عليها تحت الأرض وغيرت نظرتنا إلى الماضي، يرويها من عثروا عليها.</p></div></section>',
        '<div class="elementor-post-navigation"><span>السابق</span><span>دراسة: ثلاثة أكواب من الماء قبل الظهر تحسن التركيز</span><span>التالي</span><span>قط يعطل مباراة في رأس الخيمة</span></div>',
        '<div class="ai-summary"><p>ملخص بالذكاء الاصطناعي</p><p>تواصل الهيئة توسعة الشارع بنسبة إنجاز بلغت سبعين في المئة مع جسرين وخمسة مسارات في كل اتجاه.</p></div>',
        '<div><h4>عن الكاتبة</h4><p>كاتبة وروائية، صدر لها كتابان، وتكتب مقالا أسبوعيا كل خميس، وحاصلة على جائزة القصة القصيرة.</p></div>',
        "<p>للكاتب أيضا: <a href=/2>الاشتراكات الصغيرة التي تأكل رواتبنا</a></p>",
        "<p>انضموا لقناتنا على (التلغرام) <a href=/t>اضغط هنا</a> وعلى الواتساب <a href=/w>من هنا</a></p>",
        "<p>انضم إلى قروبنا في الواتساب ليصلك كل جديد من أخبار المدينة</p>",
        "<p>في حال لاحظتم خطأ في النص، حددوه ثم اضغطوا Ctrl+Enter لإرساله إلى هيئة التحرير</p>",
        "<p>تحديث تلقائي</p><p>تحديثات جديدة (0)</p>",
        "<p>هذا المحتوى لأغراض إعلامية فقط ولا يمثل توصية بالشراء أو البيع لأي سلعة أو ورقة مالية.</p>",
        "<p>تابع آخر الأخبار المحلية والعربية والدولية على موقع المدينة اليوم</p>",
        "<p>لا تنسوا الاشتراك في قناتنا على يوتيوب وتفعيل زر الجرس ليصلكم جديد الفيديوهات والبرامج</p>",
        "<p>حمّل تطبيق الوكالة على هاتفك لتصلك الأخبار العاجلة.</p>",
        "<p>تابعوا أخبار الوكالة عبر أثير إذاعة المدينة على الموجات القصيرة</p>",
        "<p>هذا الملخص مولد آليا: تتناول الدراسة علاقة النوم بالذاكرة عند كبار السن، وتدعو إلى فحص دوري.</p>",
        '<div><video src="/v.mp4"></video><small>مشاهد جوية لمدخل النفق</small></div>',
        '<p style="text-align:center"><img src="/a.jpg"><br>صاروخ يقلع من مركز الإطلاق في الشمال، 12 مارس 2026. (شينخوا/وانغ رويتشي)</p>',
    ],
)  # fmt: skip
def test_a_box_amid_the_text_is_none_of_it(box: str) -> None:
    assert paragraphs("".join(PARAGRAPHS[:2]) + box + "".join(PARAGRAPHS[2:])) == LINES


def test_a_last_line_that_says_what_the_site_offers_is_none_of_the_text() -> None:
    offer = (
        "ونقدم لكم من خلال موقع (النهر) تغطية مستمرة على مدار الساعة لأسعار الذهب وأسعار العملات وأخبار المدينة. "
        * 6
    )
    assert paragraphs(f"{STORY}<p>{offer}</p>") == LINES


def test_an_advertisement_between_two_sentences_of_one_line_parts_them() -> None:
    body = f'<div>{LINES[0]}<br><br>{LINES[1]}<div class="banner"><span>إعلان</span></div><b>صيانة الوحدات</b><br>{"<br><br>".join(LINES[2:])}</div>'
    found = article(body)
    assert found.text.split("\n\n") == [*LINES[:2], "صيانة الوحدات", *LINES[2:]]
    assert found.headings == [2]


def test_two_linked_writers_are_no_headline() -> None:
    below = '<div class="writer"><div class="writer-name"><a href="/editor/88">محمود الشناوي</a> - <a href="/editor/103">هبة رجب</a></div></div>'
    assert headed(f"{below}<div class=article-body>{STORY}</div>").authors == ["محمود الشناوي", "هبة رجب"]


def test_an_account_in_small_letters_is_nobody() -> None:
    assert not is_person("st ar", set())


def test_a_pull_quote_that_a_paragraph_says_in_nearly_the_same_words_is_left_out() -> None:
    said = "وقال المدير: عندنا ألف ومئتا ورقة، نصفها تقريبا وثائق بيع ورهن وزواج، وهي عندي أثمن من الكتب لأنها تحكي حياة الناس."
    body = f"{PARAGRAPHS[0]}<p>{said}</p><blockquote>نصفها وثائق بيع وزواج.. وهي عندي أثمن من الكتب</blockquote>{''.join(PARAGRAPHS[1:])}"
    assert paragraphs(body) == [LINES[0], said, *LINES[1:]]


def test_verse_between_paragraphs_stays() -> None:
    verse = ("يا طالع النخل إن النخل ذاكرة", "فاهزز جذوع الذي ننساه ينسانا")
    body = f"{PARAGRAPHS[0]}<p>يقول الشاعر:</p><blockquote>{''.join(f'<p>{line}</p>' for line in verse)}</blockquote>{''.join(PARAGRAPHS[1:])}"
    assert paragraphs(body) == [LINES[0], "يقول الشاعر:", *verse, *LINES[1:]]


def test_a_text_that_an_editor_cut_in_two_parts_is_whole() -> None:
    short = "".join(f"<p>سجل عيار {carat} نحو {carat * 300} جنيها للشراء.</p>" for carat in (24, 21, 18))
    body = f"<div><div>{PARAGRAPHS[0]}{short}</div><div>{''.join(PARAGRAPHS[1:])}</div></div>"
    assert paragraphs(body)[:4] == [
        LINES[0],
        *(f"سجل عيار {carat} نحو {carat * 300} جنيها للشراء." for carat in (24, 21, 18)),
    ]


def test_a_list_at_the_end_in_a_part_of_its_own_is_read() -> None:
    points = [
        "واتفق المجتمعون، وفق بيان نشر على صفحة المصلحة، على الآتي:",
        "1- حصر المباني الواقعة في مجاري الأودية.",
        "2- تخصيص آليات لتنظيف الطريق الساحلي.",
    ]
    body = STORY + f'<div class="text">{"<br>".join(points)}</div>'
    assert paragraphs(body) == [*LINES, *points]


def test_heads_of_parts_that_fold_away_are_subheadings() -> None:
    asked = f"<details><summary>من يملك ماء الواحة؟</summary>{PARAGRAPHS[1]}</details>"
    found = article(PARAGRAPHS[0] + asked + "".join(PARAGRAPHS[2:]))
    assert [found.text.split("\n\n")[number] for number in found.headings or ()] == ["من يملك ماء الواحة؟"]


def test_a_lead_set_as_a_heading_is_none_and_who_wrote_below_it_is_no_text() -> None:
    lead = "سجل الفريق ثلاثة أهداف في ست دقائق ليحول تأخره بهدفين إلى فوز مثير على ضيفه."
    found = headed(
        f'<h2 class="summary">{lead}</h2><div><span>العين - <a href="/w">أنس الكتبي</a></span><div>السبت 2026/2/21 10:47 م</div></div><div>{STORY}</div>'
    )
    assert found.text.split("\n\n") == [lead, *LINES]
    assert found.headings == []
    assert found.authors == ["أنس الكتبي"]


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ('<h2 class="tagline">رصدت 212 مخالفة خلال أسبوعين.. و«النهر» ترافق الفرق</h2>', ""),
        ('<p class="short-desc">18 ألف مقعد في روضات حكومية.. والمفاضلة للأقرب سكنا</p>', ""),
        ('<div class="widget-theme-post-excerpt"><div>المنصة تتيح الاستثمار ابتداء من 500 درهم وتستهدف الشباب</div></div>', ""),
        ("<h2 class=sub-title>مكاسب 2.7% في لندن.. والكاكاو يواصل خسائره</h2>", ""),
        ("<h2>مكاسب كبيرة في لندن.. والكاكاو يواصل خسائره</h2>", ""),
        ("<div>رفع الطاقة الاستيعابية إلى تسعة آلاف مركبة في الساعة</div>", '<meta name="description" content="رفع الطاقة الاستيعابية إلى تسعة آلاف مركبة في الساعة">'),
        ("<h4>- وزير النقل: النفق سيخدم آلاف المركبات يوميا<br>- واجهنا صخورا بركانية في الكيلومتر الأخير</h4>", '<meta name="description" content="- وزير النقل: النفق سيخدم آلاف المركبات يوميا - واجهنا صخورا بركانية في الكيلومتر الأخير">'),
    ],
)  # fmt: skip
def test_a_standfirst_without_a_full_stop(line: str, head: str) -> None:
    found = headed(
        f"{line}<div class=meta>10:20 | 5 مارس 2026</div><div class=article-body>{STORY}</div>", head=head
    )
    assert found.lead is not None
    assert found.text.split("\n\n")[0] == found.lead
    assert found.text.split("\n\n")[1:] == LINES


def test_a_writers_name_that_opens_the_description_is_no_standfirst() -> None:
    head = f'<meta name="description" content="✍️ د. مصعب الطيب بابكر {LINES[0][:60]}">'
    found = headed(f"<div><p>✍️ د. مصعب الطيب بابكر</p>{STORY}</div>", head=head)
    assert (found.lead, found.authors) == (None, ["د. مصعب الطيب بابكر"])


def test_a_place_and_an_outlet_over_the_text_are_no_subheading() -> None:
    assert headed(f"<article><h3>الخرطوم: النورس نيوز</h3>{STORY}</article>").headings == []


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("نيروبي: محمد أمين ياسين", ["محمد أمين ياسين"]),
        ("دبي ـ وائل نعيم", ["دبي", "وائل نعيم"]),
        ("أحمد المزاحمي ـــ الفجيرة", ["أحمد المزاحمي", "الفجيرة"]),
        ("طرابلس - بوابة الوسط: صالح الورفلي", ["طرابلس", "صالح الورفلي"]),
        ("تصوير: سامي الغامدي", ["تصوير: سامي الغامدي"]),
    ],
)
def test_a_place_before_a_name(credit: str, names: list[str]) -> None:
    assert parts_of(credit) == names


def test_a_name_with_vowel_signs_is_one() -> None:
    assert is_person("كارلا أبو نصّار", set())


def test_a_bold_dateline_names_who_wrote() -> None:
    found = headed(f"<div><p><b>محوت - محمد بن سعيد الحكماني</b></p>{STORY}</div>")
    assert found.authors == ["محمد بن سعيد الحكماني"]


def test_a_row_of_tools_does_not_hide_the_byline() -> None:
    tools = "".join(
        f'<a href="/{n}">{word}</a> '
        for n, word in enumerate(("تكبير الخط", "تصغير الخط", "طباعة", "إرسال لصديق", "Tweet"))
    )
    found = headed(
        f'<div>{tools}</div><div class="author">بريدة - منصور الدبيان</div><div class="article-text">{STORY}</div>'
    )
    assert found.authors == ["منصور الدبيان"]


@pytest.mark.parametrize(
    ("line", "moments"),
    [
        ("19 كانون2/يناير 2026 13:05", [datetime(2026, 1, 19, 10, 5, tzinfo=UTC)]),
        ("GMT 14:20 2026 الأحد 8 مارس", [datetime(2026, 3, 8, 14, 20, tzinfo=UTC)]),
        ("GMT 14:20 2026 الأحد 8 مارس GMT 17:05 2026 الأحد 8 مارس :آخر تحديث", [datetime(2026, 3, 8, 14, 20, tzinfo=UTC), datetime(2026, 3, 8, 17, 5, tzinfo=UTC)]),
        ("2026:03:12.09:47:18", [datetime(2026, 3, 12, 6, 47, 18, tzinfo=UTC)]),
        ("الحلقة 2/يناير 2026", [datetime(2026, 1, 1, 21, tzinfo=UTC)]),
        ("كانون2 2026", []),
    ],
)  # fmt: skip
def test_dates_as_outlets_write_them(line: str, moments: list[datetime]) -> None:
    assert [written.moment.at for written in dates_in(line, RIYADH)] == moments


def test_a_label_behind_a_date_that_runs_backwards() -> None:
    roles = [
        written.role
        for written in dates_in("GMT 14:20 2026 الأحد 8 مارس GMT 17:05 2026 الأحد 8 مارس :آخر تحديث", RIYADH)
    ]
    assert roles == [None, "modified"]


def test_a_date_as_java_prints_it() -> None:
    moment = parse_date("Mon Jan 19 01:15:22 GST 2026", RIYADH)
    assert moment is not None
    assert (moment.at, moment.precision) == (datetime(2026, 1, 18, 21, 15, 22, tzinfo=UTC), "second")


@pytest.mark.parametrize(
    ("line", "clock"),
    [("20:05 (توقيت مكة)", (20, 5)), ("08:05 م", (20, 5)), ("20:05", (20, 5)), ("20:05 قال الوزير", None), ("ظهرا", None)],
)  # fmt: skip
def test_a_clock_alone(line: str, clock: tuple[int, int] | None) -> None:
    assert clock_of(line) == clock


DATES = {"datePublished": "2026-02-17T15:42:11Z", "dateModified": "2026-02-17T17:05:48Z"}
LD = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": TITLE, **DATES})}</script>'
MOSCOW = Outlet("nahr", "النهر", ("nahr.example",), timezone="Europe/Moscow")


@pytest.mark.parametrize(
    ("shown", "naive", "hour"),
    [
        ("<div><span>آخر تحديث: </span><span>20:05 (توقيت مكة)</span></div>", "2026-02-17T15:42:11", 15),
        ("<div>15:42 GMT 17.02.2026</div>", "20260217T1542", 15),
        ("<div>17.02.2026 | 15:42</div>", "2026-02-17T15:42:11", 12),
        ("", "2026-02-17T15:42:11", 12),
    ],
)
def test_what_readers_see_tells_a_true_z_from_a_false_one(shown: str, naive: str, hour: int) -> None:
    head = LD + f'<meta property="article:published_time" content="{naive}">'
    found = headed(f"{shown}<div class=article-body>{STORY}</div>", head=head, outlet=MOSCOW)
    assert found.published_at == datetime(2026, 2, 17, hour, 42, 11, tzinfo=UTC)


def test_the_headline_of_a_page_that_is_titled_with_its_agency() -> None:
    html = f"<html><head><title>بترا - وكالة الأنباء</title></head><body><h2>{TITLE}</h2><div>28/02/2026 | 14:08:21</div><div>{STORY}</div></body></html>"
    page = replace(
        page_of(html.encode()),
        outlet=Outlet("petra", "وكالة الأنباء (بترا)", ("nahr.example",), timezone="Asia/Amman"),
    )
    found = read(page)
    assert found.title == TITLE
    assert (found.published_raw, found.published_precision) == ("28/02/2026 | 14:08:21", "second")


TEASERS = "".join(
    f'<div class="card"><h3><a href="/{n}">عنوان آخر رقم {n} عن شأن لا صلة له بالموضوع</a></h3><p>سطر يقول عنه شيئا قليلا ثم يمضي إلى غيره من الأخبار...</p></div>'
    for n in range(12)
)
FLASH = "قالت الوزارة إن إصلاح السد القديم سيكتمل قبل نهاية الصيف بعد أن اتفقت الأطراف على التمويل."


def test_a_flash_between_many_headlines_is_an_article() -> None:
    links = "".join(f'<li><a href="/{n}">عنوان آخر رقم {n} عن شأن لا صلة له</a></li>' for n in range(20))
    box = "<div>موضوعات مقترحة</div>" + "".join(
        f'<div><a href="/b{n}">عنوان مقترح رقم {n} عن شأن آخر</a></div>' for n in range(3)
    )
    body = (
        f"<div>{FLASH}{box}وأضافت أن العمل في السد لم يتوقف خلال الأشهر الماضية رغم الأمطار.</div><ul>{links}</ul>"
    )
    assert headed(body).text.startswith(FLASH)


def test_a_line_below_a_film_is_read_though_the_teasers_say_more() -> None:
    body = f'<div class="Newsbody"><div>{FLASH}</div></div><div class="up_next">{TEASERS}</div>'
    assert headed(body).text == FLASH


def test_a_page_of_a_film_was_published_when_that_was_uploaded() -> None:
    film = {"@type": "VideoObject", "name": TITLE, "uploadDate": "2026-02-19T17:26:00+03:00"}
    head = f'<script type="application/ld+json">{json.dumps(film)}</script><meta property="og:title" content="{TITLE}">'
    found = headed(f'<div class="Newsbody"><div>{FLASH}</div></div><div class="up_next">{TEASERS}</div>', head=head)
    assert found.published_at == datetime(2026, 2, 19, 14, 26, tzinfo=UTC)


def test_a_script_that_quotation_marks_broke_still_dates_its_article() -> None:
    broken = '{"@type":"NewsArticle","headline":"افتتاح "حديقة السد" قبل الصيف","datePublished":"2026-02-19T17:26:00+03:00"}'
    found = headed(f"<div>{STORY}</div>", head=f'<script type="application/ld+json">{broken}</script>')
    assert (found.published_at, found.published_from) == (datetime(2026, 2, 19, 14, 26, tzinfo=UTC), "json_ld")


def test_two_dates_in_a_broken_script_are_none() -> None:
    two = '{"@type":"NewsArticle","headline":"افتتاح "حديقة"","datePublished":"2026-02-19"},{"datePublished":"2026-02-11"}'
    assert (
        headed(f"<div>{STORY}</div>", head=f'<script type="application/ld+json">{two}</script>').published_at
        is None
    )


def test_a_headline_that_was_cut_at_a_word_gives_way_to_the_shown_one() -> None:
    cut = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "اتفاق على إصلاح"})}</script>'
    assert headed(f"<div>{STORY}</div>", head=cut).title == TITLE


def test_a_label_whose_hyphen_hangs_on_it_is_one() -> None:
    found = read(
        page_of(
            f"<html><head><title>بالصور- {TITLE}</title></head><body><h1>بالصور- {TITLE}</h1>{STORY}</body></html>".encode()
        )
    )
    assert (found.title, found.labels) == (TITLE, ["بالصور"])


@pytest.mark.parametrize(
    ("raw", "title", "labels"),
    [
        (f"اقتصادي / {TITLE}", TITLE, ["اقتصادي"]),
        (f"سياسي: {TITLE}", f"سياسي: {TITLE}", []),
        (f"السد / {TITLE}", f"السد / {TITLE}", []),
    ],
)
def test_an_agencys_desk_before_a_headline(raw: str, title: str, labels: list[str]) -> None:
    found = read(
        page_of(f"<html><head><title>{raw}</title></head><body><h1>{raw}</h1>{STORY}</body></html>".encode())
    )
    assert (found.title, found.labels) == (title, labels)


def test_the_home_page_is_no_section() -> None:
    assert (
        headed(f"<div>{STORY}</div>", head='<meta property="article:section" content="الرئيسية, حوادث">').section
        == "حوادث"
    )


def test_a_description_that_says_the_headline_again_is_no_standfirst() -> None:
    head = f'<meta name="description" content="{TITLE}">'
    assert headed(f"<div>{TITLE}</div><div class=article-body>{STORY}</div>", head=head).lead is None


def test_a_bold_name_below_the_text_is_the_writers() -> None:
    assert headed(f"<div>{STORY}<p><strong>سليم البحري</strong></p></div>").authors == ["سليم البحري"]


def rejected(html: str, url: str = "https://nahr.example/news/2026/03/4411") -> str:
    with pytest.raises(RejectPage) as caught:
        read(replace(page_of(html.encode()), url=url))
    return caught.value.reason


def test_an_apology_in_the_clothes_of_an_article_is_a_lost_page() -> None:
    sorry = "عذراً، لم نعثر على المقال الذي تبحث عنه"
    text = (
        "<p>ربما نقل هذا المحتوى إلى عنوان آخر بعد تحديث موقعنا في يناير الماضي، أو حذف لانتهاء مدة عرضه.</p>" * 2
    )
    head = '<meta charset=utf-8><meta property="og:type" content="article">'
    assert (
        rejected(
            f"<html><head>{head}<title>{sorry}</title></head><body><h1>{sorry}</h1><div class=article-body>{text}</div></body></html>"
        )
        == "soft_404"
    )
    assert (
        rejected(
            f"<html><head>{head}<title>أخبار</title></head><body><div class=article-body><p>{sorry}</p>{text}</div></body></html>"
        )
        == "soft_404"
    )


@pytest.mark.parametrize("path", ["/tags/mud-architecture", "/Writer/wael-318", "/author/سليم/"])
def test_no_article_lies_right_under_a_label_or_a_writer(path: str) -> None:
    html = f'<html><head><meta charset=utf-8><meta property="og:type" content="article"><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{STORY}</body></html>'
    assert rejected(html, "https://nahr.example" + path) == "listing_page"


def test_a_topic_with_a_sentence_or_two_is_a_list_and_one_with_a_text_is_an_article() -> None:
    head = f'<meta charset=utf-8><meta property="og:type" content="article"><title>{TITLE}</title>'
    page = f"<html><head>{head}</head><body><h1>{TITLE}</h1>{{}}</body></html>"
    assert rejected(page.format("".join(PARAGRAPHS[:2])), "https://nahr.example/topic/4410/slug") == "listing_page"
    assert headed(f"<div>{STORY}</div>", url="https://nahr.example/topic/4410/slug").text.split("\n\n") == LINES


def test_a_state_with_a_tree_of_rich_text_is_read() -> None:
    def text(value: str) -> dict[str, object]:
        return {"nodeType": "text", "value": value, "marks": []}

    nodes = [
        {"nodeType": "paragraph", "content": [text(LINES[0][:30]), {"nodeType": "hyperlink", "content": [text(LINES[0][30:50])]}, text(LINES[0][50:])]},
        {"nodeType": "embedded-entry-block", "content": [text("اقرأ أيضا")]},
        {"nodeType": "heading-2", "content": [text("ما سبب التأجيل؟")]},
        *({"nodeType": "paragraph", "content": [text(line)]} for line in LINES[1:]),
        {"nodeType": "unordered-list", "content": [{"nodeType": "list-item", "content": [{"nodeType": "paragraph", "content": [text("ضمان حكومي للمستحقات.")]}]}]},
    ]  # fmt: skip
    state = json.dumps(
        {"props": {"article": {"title": TITLE, "content": {"nodeType": "document", "content": nodes}}}}
    )
    html = f'<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div id=root></div><script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>'
    found = read(page_of(html.encode()))
    assert found.text.split("\n\n") == [LINES[0], "ما سبب التأجيل؟", *LINES[1:], "ضمان حكومي للمستحقات."]
    assert found.headings == [1]
