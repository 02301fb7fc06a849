# ruff: noqa: E501
"""One story set into HTML in many ways comes back as the same paragraphs."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.reading import read
from pipelines.records import Candidate, Outlet, Page

SEED = Path(__file__).parents[1].parent / "shared" / "seed" / "article.txt"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OUTLET = Outlet("nahr", "صحيفة النهر", ("nahr.example",), timezone="Asia/Amman")

# An invented story: `[[name]]` is a linked name, a line that begins with `#` a subheading.
STORY = """
أعلن وزير الري [[سليم البحري]] ونظيره [[فادي النجار]]، الأحد، اتفاقا على إصلاح السد القديم قبل نهاية الصيف المقبل.
وقال [[سليم البحري]] إن الأعمال ستبدأ في الأسبوع المقبل، وإن الكلفة لن تزيد على 40 مليونا، مؤكدا أن "السد آمن".
#الوزارة: لا خطر على القرى
وأضافت الوزارة في بيان أن "[[سليم البحري]] سيزور القرى المجاورة"، وأن لجنة من المهندسين ستقيم في الموقع شهرا كاملا.
وأكد [[فادي النجار]]. أنه سيطلع المجلس على كل جديد، وأن الأهالي سيجدون من يجيب عن أسئلتهم في مقر البلدية.
وأكد [[فادي النجار]]. أنه سيطلع المجلس على كل جديد، وأن الأهالي سيجدون من يجيب عن أسئلتهم في مقر البلدية.
#الأهالي: ننتظر منذ سنوات
ورحب سكان القرى بالخبر، وقال أحدهم إنهم ينتظرون منذ سنوات أن يلتفت أحد إلى بيوتهم التي تهددها المياه كل شتاء.
وكان السد قد بني قبل ستين عاما، وأصلح مرة واحدة، ثم ترك حتى ظهرت فيه شقوق رصدها المهندسون في الربيع الماضي.
[[سليم البحري]] قال أيضا إن الوزارة لن تقبل أي تأخير، وإن المقاول الذي يتأخر سيدفع غرامة عن كل يوم يمر.
ومن المقرر أن تنتهي الأعمال في أيلول/ سبتمبر، بحسب جدول نشرته الوزارة في موقعها، على أن يراجع كل أسبوع.
""".strip().splitlines()


def invented() -> list[str]:
    return list(STORY)


def seed() -> list[str]:
    """The story the project started from; a careless extractor broke it at every linked name."""
    if not SEED.exists():
        pytest.skip("the shared folder is not here")
    text = SEED.read_text(encoding="utf-8")
    # A line that ends without a mark and is no subheading was broken inside a sentence.
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    whole: list[str] = []
    for line in lines:
        open_line = bool(whole) and not whole[-1].startswith("#") and not re.search(r"[.!؟][\"»]?$", whole[-1])
        gap = "" if open_line and re.search(r"\sأن \"$|أن \"$", whole[-1]) else " "
        if open_line:
            whole[-1] += gap + line
        elif len(line.split()) < 7 and ":" in line:
            whole.append("#" + line)
        else:
            whole.append(line)
    names = ("دونالد ترامب", "فلاديمير بوتين", "ريكس تيلرسون")
    return [re.sub("|".join(names), lambda found: f"[[{found.group()}]]", line) for line in whole]


def plain(line: str) -> str:
    return re.sub(r"\[\[|\]\]", "", line.removeprefix("#"))


def link(before: str, after: str) -> Callable[[str], str]:
    def set_names(line: str) -> str:
        number = iter(range(1000))
        return re.sub(
            r"\[\[(.*?)\]\]",
            lambda found: f'{before}<a href="/tags/{next(number)}">{found.group(1)}</a>{after}',
            line,
        )

    return set_names


LINKS: dict[str, Callable[[str], str]] = {
    "no links": lambda line: re.sub(r"\[\[|\]\]", "", line),
    "links": link("", ""),
    "spans": link('<span class="tag">', "</span>"),
    "inline divs": link('<div class="tag">', "</div>"),
    "styled divs": link('<div style="display: inline">', "</div>"),
    "sections": link("<section>", "</section>"),
    "bold links": link("<b><i>", "</i></b>"),
    "links over lines": link("\n        <span>\n          ", "\n        </span>"),
    "divs over lines": link("\n        <div>\n          ", "\n        </div>\n        "),
    "a div in a span": link("<span><div>", "</div></span>"),
}


def tagged(tag: str, heading: str = "<h2>{}</h2>", between: str = "") -> Callable[[Sequence[str]], str]:
    def lay(lines: Sequence[str]) -> str:
        name = tag.partition(" ")[0]
        out = [heading.format(line[1:]) if line.startswith("#") else f"<{tag}>{line}</{name}>" for line in lines]
        return f"\n{between}".join(out)

    return lay


def broken(gap: str, heading: str) -> Callable[[Sequence[str]], str]:
    def lay(lines: Sequence[str]) -> str:
        return gap.join(heading.format(line[1:]) if line.startswith("#") else line for line in lines)

    return lay


def table(lines: Sequence[str]) -> str:
    cells = "".join(f"<tr><td>{f'<b>{line[1:]}</b>' if line[0] == '#' else line}</td></tr>" for line in lines)
    return f"<table>{cells}</table>"


EMBED = (
    '<script>var a = "<p>لا</p>";</script><figure><img src="/a.jpg"><figcaption>السد في صورة قديمة</figcaption></figure>'
    '<div class="ad"><iframe src="/ad"></iframe></div><div><ins class="adsbygoogle"></ins></div>\n'
)
BOLD = "<p><strong>{}</strong></p>"

LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "p and h2": tagged("p"),
    "p and h3": tagged("p", "<h3>{}</h3>"),
    "p and bold p": tagged("p", BOLD),
    "p with embeds": tagged("p", between=EMBED),
    "div": tagged("div"),
    "div with class": tagged('div class="para"', "<div><b>{}</b></div>"),
    "section": tagged("section"),
    "article children": tagged("article"),
    "div in div": lambda lines: "".join(
        f"<h3>{line[1:]}</h3>" if line[0] == "#" else f"<div>\n<div>{line}</div>\n</div>\n" for line in lines
    ),
    "double break": broken("<br><br>", "<b>{}</b>"),
    "double break, heading above": broken("<br /><br />\n", "<strong>{}</strong>"),
    "single break": broken("<br>\n", "<b>{}</b>"),
    "break and h2": broken("<br><br>", "<h2>{}</h2>"),
    "table": table,
}


def dress(body: str, title: str = "اتفاق على إصلاح السد القديم قبل نهاية الصيف") -> bytes:
    related = "".join(f'<li><a href="/n/{n}">خبر آخر رقم {n} من أخبار اليوم في البلاد</a></li>' for n in range(12))
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} - صحيفة النهر</title>
    <meta property="og:type" content="article"><meta property="og:title" content="{title}"></head><body>
    <header><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/s/1">سياسة</a></li></ul></nav></header>
    <main><h1>{title}</h1><div class="meta"><span>كتب: مندوب النهر</span></div>
    <div class="story-box">{body}</div></main>
    <aside><h3>الأكثر قراءة</h3><ul>{related}</ul></aside>
    <footer><p>جميع الحقوق محفوظة لصحيفة النهر</p></footer></body></html>""".encode()


def page_of(body: bytes, url: str = "https://nahr.example/news/2026/03/4411", outlet: Outlet = OUTLET) -> Page:
    candidate = Candidate(url, "sitemap", NOON)
    headers = {"content-type": "text/html; charset=utf-8"}
    return Page(outlet, candidate, url, 200, headers, body, NOON, "nahr-20260302T120000Z-0000", "live")


def set_story(lines: Sequence[str], layout: str, links: str) -> bytes:
    # Links first, so that a subheading's mark stays at its head.
    return dress(LAYOUTS[layout]([LINKS[links](line) for line in lines]))


@pytest.mark.parametrize("story", [invented, seed], ids=["invented", "seed"])
@pytest.mark.parametrize("links", LINKS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_story_comes_back_whole(layout: str, links: str, story: Callable[[], list[str]]) -> None:
    lines = story()
    article = read(page_of(set_story(lines, layout, links)))
    assert article.text.split("\n\n") == [plain(line) for line in lines]
    assert article.headings == [number for number, line in enumerate(lines) if line.startswith("#")]
