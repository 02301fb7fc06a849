# ruff: noqa: E501
"""An article stays whole whatever stands around it, on pages whose names say nothing."""

import pytest

from pipelines.reading import read
from pipelines.reading.container import container_of
from pipelines.reading.placing import headline_element, own_headings
from pipelines.reading.tree import parse
from pipelines.records import RejectPage

from .test_reading_layouts import invented, page_of, plain

LINES = [plain(line) for line in invented()][:4]
LONG = [plain(line) for line in invented()]
TITLE = "اتفاق على إصلاح السد القديم قبل نهاية الصيف"

TEASERS = "<div>" + "".join(
    f'<div><h3><a href="/n/{n}">الوزارة تعلن خطة جديدة رقم {n} لإصلاح الطرق</a></h3><p>قالت الوزارة إن الخطة رقم {n} ستبدأ في الصيف وتشمل طرق القرى كلها في الشمال والجنوب.</p></div>'
    for n in range(14)
) + "</div>"  # fmt: skip
LINKED_HEADS = (
    "<div>"
    + "".join(
        f'<h1><a href="/n/{n}">مجلس المدينة يناقش موازنة العام المقبل رقم {n}</a></h1><div>قبل {n} ساعات</div>'
        for n in range(9)
    )
    + "</div>"
)
COMMENT_FORM = "<div><h3>اترك تعليقاً</h3><p>لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بعلامة النجمة.</p><form><textarea></textarea><p>احفظ اسمي، بريدي الإلكتروني، والموقع الإلكتروني في هذا المتصفح لاستخدامها في المرة المقبلة.</p><input type=text></form></div>"
COOKIES = "<div><h2>لقد حدثنا سياستنا</h2><p>نستخدم ملفات تعريف الارتباط لنقدم لك أفضل تجربة ممكنة، وباستخدامك هذا الموقع توافق على سياسة الخصوصية.</p><button>أوافق</button></div>"
POLICY = "<div><div>التعليقات المنشورة تعبر عن رأي أصحابها ولا نتحمل أي مسؤولية قانونية حيال ذلك، ويتحمل كاتبها مسؤولية النشر أمام القضاء.</div></div>"
NEWSLETTER = "<div><p>اشترك في النشرة الإخبارية لدينا للحصول على تحديثات حصرية والمحتوى المحسن كل صباح في بريدك.</p><input type=email></div>"
FURNITURE = {
    "teasers": TEASERS,
    "linked h1": LINKED_HEADS,
    "comments": COMMENT_FORM,
    "cookies": COOKIES,
    "policy": POLICY,
    "newsletter": NEWSLETTER,
}


def page(lines: list[str], first: str = "", before: str = "", after: str = "", last: str = "") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<!doctype html><html><head><meta charset=utf-8><title>{TITLE} - صحيفة النهر</title></head><body>{first}
    <div><div><h1>{TITLE}</h1></div>{before}<div>{body}</div>{after}</div>{last}</body></html>""".encode()


@pytest.mark.parametrize("place", ["first", "before", "after", "last"])
@pytest.mark.parametrize("kind", FURNITURE)
@pytest.mark.parametrize("lines", [LINES, LONG], ids=["short", "long"])
def test_furniture_around_the_text_is_not_read(kind: str, place: str, lines: list[str]) -> None:
    article = read(page_of(page(lines, **{place: FURNITURE[kind]})))
    assert article.text.split("\n\n") == lines
    assert article.title == TITLE


def test_all_furniture_at_once() -> None:
    every = "".join(FURNITURE.values())
    article = read(page_of(page(LONG, first=every, before=LINKED_HEADS, after=every, last=every)))
    assert article.text.split("\n\n") == LONG


def test_an_h1_that_leads_elsewhere_is_not_the_headline() -> None:
    tree = parse(page(LINES, first=LINKED_HEADS).decode())
    assert tree is not None
    assert [head.text_content() for head in own_headings(tree)] == [TITLE]
    mark = headline_element(tree, [f"{TITLE} - صحيفة النهر", TITLE])
    assert mark is not None
    assert mark.text_content() == TITLE
    container = container_of(tree, mark, [TITLE])
    assert container is not None
    assert LINES[0] in container.root.text_content()


@pytest.mark.parametrize("tag", ["div", "span", "td", "b"])
def test_a_headline_without_a_heading_is_found_by_its_words(tag: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in LONG)
    cell = f"<table><tr><td>{TITLE}</td></tr></table>" if tag == "td" else f"<div><{tag}>{TITLE}</{tag}></div>"
    html = f"<html><head><title>صحيفة النهر : {TITLE}</title></head><body>{TEASERS}{cell}<div>{body}</div></body></html>"
    assert read(page_of(html.encode())).text.split("\n\n") == LONG


def test_the_headline_over_the_text_goes_before_one_for_search_engines() -> None:
    stated = "السد القديم: اتفاق وزاري على الإصلاح قبل الصيف المقبل"
    html = page(LONG).decode().replace("</head>", f'<meta property="og:title" content="{stated}"></head>')
    assert read(page_of(html.encode())).title == TITLE
    other = html.replace(stated, TITLE).replace(f"<h1>{TITLE}</h1>", "<h1>أخبار محلية من كل المدن</h1>")
    assert read(page_of(other.encode())).title == TITLE


def test_a_side_column_that_says_more_than_the_article_is_not_read() -> None:
    side = "".join(
        f"<p>يفتتح المعرض رقم {n} أبوابه للجمهور يوميا من الصباح حتى المساء، ويضم أعمال رسامين كثر.</p>"
        for n in range(14)
    )
    body = "".join(f"<p>{line}</p>" for line in LINES)
    html = f"""<html><head><title>{TITLE}</title></head><body><div id=menu><a href=/>بيت</a></div><div id=all>
    <div class=a><h1>{TITLE}</h1><div>{body}</div></div><div class=b><h3>الأكثر تصفحا</h3>{side}</div></div></body></html>"""
    assert read(page_of(html.encode())).text.split("\n\n") == LINES


def test_an_article_that_goes_on_beside_its_first_part_is_read_whole() -> None:
    more = [
        f"وفي يوم آخر من الأسبوع نفسه جلس الصيادون رقم {n} على الرصيف يصلحون شباكهم حتى المساء." for n in range(6)
    ]
    first, rest = ("".join(f"<p>{line}</p>" for line in lines) for lines in (LINES, more))
    html = f"<html><head><title>{TITLE}</title></head><body><div><section><h1>{TITLE}</h1>{first}</section><section>{rest}</section></div></body></html>"
    assert read(page_of(html.encode())).text.split("\n\n") == [*LINES, *more]


def test_a_list_of_cards_is_still_no_article() -> None:
    html = f"<html><head><title>محليات - صحيفة النهر</title></head><body><h1>محليات</h1>{TEASERS}</body></html>"
    with pytest.raises(RejectPage) as caught:
        read(page_of(html.encode()))
    assert caught.value.reason == "listing_page"


def test_teasers_that_nothing_holds_together_are_not_read() -> None:
    cards = TEASERS.removeprefix("<div>").removesuffix("</div>")
    assert read(page_of(page(LINES, last=cards))).text.split("\n\n") == LINES
    assert read(page_of(page(LINES, after=cards))).text.split("\n\n") == LINES


@pytest.mark.parametrize("count", [4000])
def test_thousands_of_parts_take_no_time_of_their_own_each(count: int) -> None:
    cards = "".join(
        f'<div><a href="/n/{n}">مجلس المدينة يناقش موازنة رقم {n}</a><p>{LINES[0]}</p></div>' for n in range(count)
    )
    article = read(page_of(page(LONG, last=cards)))
    assert article.text.split("\n\n") == LONG
