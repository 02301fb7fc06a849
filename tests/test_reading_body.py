# ruff: noqa: E501
import time

import pytest

from pipelines.reading import read
from pipelines.records import Article

from .test_reading_layouts import dress, invented, page_of, plain

LINES = [plain(line) for line in invented() if not line.startswith("#")]


def article(body: str) -> Article:
    return read(page_of(dress(body)))


def paragraphs(body: str) -> list[str]:
    return article(body).text.split("\n\n")


def story(*extra: str) -> str:
    return "".join(f"<p>{line}</p>" for line in [*LINES, *extra])


def test_the_text_is_as_written_with_its_invisible_letters() -> None:
    line = "قال\u200cت \u200fالوزارة\u200f إن «می\u200cخواهد» كلمة\u200d فارسية، وإن \u202bالنص\u202c لا يتغير في الطريق."
    assert line in paragraphs(story(line))


def test_white_space_is_folded_and_controls_are_dropped() -> None:
    found = paragraphs(story("قال\n\t الوزير&nbsp;&nbsp;إن  السد \x07\x1f آمن، وإنه لا خطر على القرى المجاورة."))
    assert found[-1] == "قال الوزير إن السد آمن، وإنه لا خطر على القرى المجاورة."


def test_repeated_paragraphs_stay() -> None:
    line = "وقال الوزير إن السد آمن، وإن الأهالي لا يحتاجون إلى مغادرة بيوتهم في هذا الشتاء."
    assert paragraphs(story(line, line, line)).count(line) == 3


def test_a_lone_surrogate_does_not_reach_the_text() -> None:
    found = article(story("قال الوزير &#xD800; إن السد آمن &#55297; وإنه لا خطر على القرى.")).text
    found.encode("utf-8")
    assert "\ufffd" in found


@pytest.mark.parametrize(
    "box",
    [
        '<div class="related"><h4>أخبار ذات صلة</h4><ul><li><a href="/1">الوزارة تعلن خطة جديدة لإصلاح الطرق</a></li></ul></div>',
        '<p>اقرأ أيضا: <a href="/1">الوزارة تعلن خطة جديدة لإصلاح الطرق في القرى</a></p>',
        '<p><a href="/1">الوزارة تعلن خطة جديدة لإصلاح الطرق في القرى</a></p>',
        '<p>اقرأ أيضًا</p><p><a href="/1">الوزارة تعلن خطة جديدة لإصلاح الطرق</a></p>',
        "<p>إعلان</p>",
        "<div>شارك الخبر</div>",
        '<figure><img src=a.jpg><figcaption>السد القديم في صورة من العام الماضي</figcaption></figure>',
        "<p>تابعونا على فيسبوك</p>",
        "<style>.a{color:red}</style><script>var x = 'نص لا يقرأ';</script>",
    ],
)  # fmt: skip
def test_furniture_between_paragraphs_is_dropped(box: str) -> None:
    middle = len(LINES) // 2
    body = (
        "".join(f"<p>{line}</p>" for line in LINES[:middle])
        + box
        + "".join(f"<p>{line}</p>" for line in LINES[middle:])
    )
    assert paragraphs(body) == LINES


def test_an_advertisement_in_a_line_of_bare_text_does_not_break_it() -> None:
    body = "<br><br>".join(LINES).replace("السد القديم", "السد <div>إعلان</div> القديم", 1)
    assert paragraphs(body) == LINES


@pytest.mark.parametrize(
    "names", ['class="img-caption"', 'class="postShare"', 'id="ad-3"', 'style="display: none"']
)
def test_a_line_that_is_named_furniture_is_not_put_back(names: str) -> None:
    middle = len(LINES) // 2
    box = f"<p {names}>سطر قصير لا يخص الخبر</p>"
    body = (
        "".join(f"<p>{line}</p>" for line in LINES[:middle])
        + box
        + "".join(f"<p>{line}</p>" for line in LINES[middle:])
    )
    assert paragraphs(body) == LINES


def test_a_post_of_a_social_network_is_not_the_articles_text() -> None:
    post = '<blockquote class="twitter-tweet"><p>كلام طويل كتبه شخص ما في شبكة اجتماعية قبل سنة كاملة.</p>&mdash; فلان</blockquote>'
    assert paragraphs(post.join(f"<p>{line}</p>" for line in LINES)) == LINES


@pytest.mark.parametrize("name", ["entry", "live-item"])
def test_every_entry_of_a_live_page_is_its_text(name: str) -> None:
    told = [
        f"قال المتحدث في الساعة {hour} إن فرق الإنقاذ وصلت إلى القرية رقم {hour} في الوادي، وأجلت أهلها إلى المدارس التي "
        f"فتحت أبوابها لهم، ووزعت عليهم الماء والأغطية، ثم مضت إلى القرية التي تليها على ضفة النهر."
        for hour in range(5, 11)
    ]  # fmt: skip
    body = "".join(
        f'<div class="{name}"><time>{at + 5}:00</time><h3>فرق الإنقاذ تصل إلى قرية أخرى من قرى الوادي {at}</h3><p>{line}</p></div>'
        for at, line in enumerate(told)
    )
    menu = '<header><nav class="main-menu"><ul><li><a href="/">الرئيسية</a></ul></nav></header>'
    page = f'<article><h1>تغطية مباشرة لفيضان النهر</h1><div class="article-body">{body}</div></article>'
    found = paragraphs(menu + page)
    assert [line for line in told if line not in found] == []


def test_a_quotation_of_the_article_is_its_text() -> None:
    quote = "قال الوزير في كلمته: لن نترك قرية واحدة تحت الخطر بعد اليوم."
    assert quote in paragraphs(
        story() + f"<blockquote><p>{quote}</p></blockquote><p>وقال ذلك أمام جمع كبير من الأهالي في الساحة.</p>"
    )


def test_subheadings_in_h1_stay_and_the_next_story_does_not() -> None:
    own = "".join(f"<p>{line}</p>" for line in LINES)
    inner = f"<p>{LINES[0]}</p><h1>ماذا يقول الأهالي</h1>" + own
    found = article(inner)
    assert found.text.split("\n\n")[:2] == [LINES[0], "ماذا يقول الأهالي"]
    assert found.headings == [1]
    other = "".join(
        f"<p>قال وزير المال في يوم {n} إن الموازنة ستعرض على المجلس في موعدها من دون أي تأخير.</p>"
        for n in range(9)
    )
    page = (
        dress(own)
        .decode()
        .replace("</main>", f"<div><div><h1>الموازنة في موعدها</h1></div><div>{other}</div></div></main>")
    )
    assert read(page_of(page.encode())).text.split("\n\n") == LINES


def test_a_short_first_sentence_stays_and_a_byline_does_not() -> None:
    found = paragraphs("<p>سليم البحري</p><p>01 مارس 2026</p><p>عاد الماء.</p>" + story())
    assert found == ["عاد الماء.", *LINES]


def test_prose_that_begins_like_furniture_stays() -> None:
    line = "شارك الوزير في الاجتماع، وقال المصدر إن الصورة لم تكتمل بعد، وإن المزيد من التفاصيل سيعلن غدا."
    assert line in paragraphs(story(line))


def test_a_link_that_is_most_of_a_sentence_stays_in_it() -> None:
    line = 'وقالت <a href="/1">الوزارة في بيان نشرته على موقعها مساء السبت</a> إن السد آمن.'
    assert "وقالت الوزارة في بيان نشرته على موقعها مساء السبت إن السد آمن." in paragraphs(story(line))


def test_lists_and_tables_of_the_article_are_read() -> None:
    extra = (
        "<ul><li>المرحلة الأولى تبدأ في الربيع وتشمل البوابة الكبيرة.</li><li>المرحلة الثانية تبدأ في الصيف وتشمل الجدار.</li></ul>"
        "<table><tr><th>المرحلة</th><th>الكلفة</th></tr><tr><td>الأولى</td><td>15 مليونا</td></tr></table>"
    )
    body = "".join(f"<p>{line}</p>" for line in LINES[:4]) + extra + "".join(f"<p>{line}</p>" for line in LINES[4:])
    found = paragraphs(body)
    assert "المرحلة الأولى تبدأ في الربيع وتشمل البوابة الكبيرة." in found
    assert "الأولى 15 مليونا" in found


def test_a_bold_lead_is_no_heading_and_a_bold_byline_at_the_end_neither() -> None:
    found = article(
        f"<p><b>{LINES[0]}</b></p>" + "".join(f"<p>{line}</p>" for line in LINES[1:]) + "<p><b>سليم البحري</b></p>"
    )
    assert found.headings == []


def test_the_headline_does_not_open_the_text() -> None:
    title = "اتفاق على إصلاح السد القديم قبل نهاية الصيف"
    assert paragraphs(f"<p>{title}</p>" + story()) == LINES


def test_a_lead_outside_the_body_opens_the_text() -> None:
    lead = "لجنة من المهندسين تقيم في الموقع شهرا كاملا، والأهالي يسألون عن بيوتهم وحقولهم القريبة من الماء"
    page = dress(story()).decode().replace("</h1>", f'</h1><p class="standfirst">{lead}</p>')
    page = page.replace("</head>", f'<meta name="description" content="{lead}"></head>')
    found = read(page_of(page.encode()))
    assert found.lead == lead
    assert found.text.split("\n\n") == [lead, *LINES]


@pytest.mark.parametrize("depth", [300, 3000, 30000])
def test_deep_nesting_costs_no_text(depth: int) -> None:
    assert paragraphs("<div>" * depth + story() + "</div>" * depth) == LINES


def test_unclosed_and_stray_tags_are_read() -> None:
    assert paragraphs("</div></p></b>" + "".join(f"<p><b></b>{line}" for line in LINES) + "</td></p>") == LINES


@pytest.mark.parametrize(
    "trap",
    [
        "<span>" * 30000,
        "<span>x</span>" * 30000,
        "<table><tr>" + "<td>x" * 20000 + "</table>",
        "<div>x" * 20000,
        '<td colspan="9007199254740991" rowspan="9007199254740991">x</td>',
        "<p>" + "كلمة " * 200000,
        "<div><b>x</b></div>، " * 5000,
        "<br>" * 50000,
    ],
    ids=["open spans", "spans", "cells", "divs", "colspan", "one text", "wrappers", "breaks"],
)  # fmt: skip
def test_a_trap_takes_no_long_time(trap: str) -> None:
    started = time.process_time()
    article(story() + trap)
    assert time.process_time() - started < 12  # quadratic steps take minutes on these
