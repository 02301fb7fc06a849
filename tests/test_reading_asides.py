# ruff: noqa: E501
"""Captions below pictures, clocks, repetitions and signatures are no paragraphs; what only looks like them is one."""

import pytest

from pipelines.reading import read

from .test_reading_layouts import invented, page_of, plain

LINES = [plain(line) for line in invented()]
TITLE = "اتفاق على إصلاح السد القديم قبل نهاية الصيف"


def text_with(put: str, at: int) -> list[str]:
    """The paragraphs read from an article with some markup between two of them."""
    paragraphs = [f"<p>{line}</p>" for line in LINES]
    body = "".join([*paragraphs[:at], put, *paragraphs[at:]])
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{body}</div></body></html>"
    return read(page_of(html.encode())).text.split("\n\n")


@pytest.mark.parametrize(
    "put",
    [
        '<img src="a.jpg"><div class="x">مشهد من الشارع الرئيسي</div>',
        '<p><img src="a.jpg"><br>لقطة من السد بعدسة مصورنا</p>',
        "<div>02:10 بتوقيت غرينتش</div>",
        "<div>منذ 3 ساعات</div>",
        f"<ul><li>{' '.join(LINES[0].split()[:7])}</li></ul>",
        f"<blockquote><p>{' '.join(LINES[3].split()[1:9])}</p></blockquote>",
        "<div><span>اقرأ أيضا</span><a href=/x>إطلاق سراح صيادين بعد شهرين من الاحتجاز</a></div>",
        "<p><b>لمتابعة آخر الأخبار اشتركوا في قناتنا على تلغرام: <a href=#>اضغط هنا</a></b></p>",
        "<p>هذه المادة جزء من ملف «شوارعنا» الذي ننشره كل أسبوع.</p>",
        '<p>تابعونا على <a href="#">غوغل نيوز</a> ليصلكم كل جديد.</p>',
    ],
)
def test_what_stands_between_paragraphs_and_is_none(put: str) -> None:
    assert text_with(put, 2) == LINES


@pytest.mark.parametrize(
    "put",
    [
        "// انتهى // 13:05 ت م 0114", "(النهاية) م ن / ه س", "--(بترا) س ع/م ح 08/03/2026 14:20:11", "ـــــ ع.ف", "======== ر.ع.",
        "وطن بلس – وكالات", "وام/منى الشامسي/ عاصم الخولي", "النهر/ أ ف ب", "ع.غ/ خ.س (د ب أ، رويترز)",
    ],
)  # fmt: skip
def test_a_signature_at_the_end_is_no_paragraph(put: str) -> None:
    assert text_with(f"<p>{put}</p>", len(LINES)) == LINES


@pytest.mark.parametrize(
    "put",
    [
        "ولم يكن ذلك كافيا.",
        "وقالت رويترز إن السد آمن.",
        "هل يكفي ذلك؟",
        "انتهى العمل في السد قبل شهر من الموعد (الخميس).",
    ],
)
def test_a_short_last_sentence_stays(put: str) -> None:
    assert text_with(f"<p>{put}</p>", len(LINES)) == [*LINES, put]


@pytest.mark.parametrize("put", ["<h6>إسطنبول</h6>", "<p><strong>كتب- عمر كامل:</strong></p>"])
def test_what_stands_before_the_first_paragraph_and_is_none(put: str) -> None:
    assert text_with(put, 0) == LINES


@pytest.mark.parametrize(
    "lead",
    [
        "<h2>الأموال للتوسع في المدن المتوسطة وتوظيف مهندسين.</h2><div><img src=a.jpg>بواسطة النهر</div>",
        '<ul class="articleSummary"><li>الأموال للتوسع في المدن المتوسطة وتوظيف مهندسين</li></ul>',
    ],
)
def test_a_standfirst_may_stand_beside_a_picture_or_without_a_full_stop(lead: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    html = f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1>{lead}</div><div>{body}</div></body></html>"
    found = read(page_of(html.encode()))
    assert found.lead is not None
    assert found.text.split("\n\n") == [found.lead, *LINES]


def test_a_name_or_a_post_below_the_text_that_stands_above_it_too_is_no_paragraph() -> None:
    body = "".join(f"<p>{line}</p>" for line in [*LINES, "كاتب وأستاذ جامعي"])
    html = f"""<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><div>كاتب وأستاذ جامعي</div></div>
    <div>{body}</div></body></html>"""
    assert read(page_of(html.encode())).text.split("\n\n") == LINES


@pytest.mark.parametrize("end", [".", ""])
def test_a_paragraph_below_a_picture_stays(end: str) -> None:
    line = f"وفي اليوم التالي عاد العمال إلى السد ومعهم أهالي القرى الثلاث كلهم{end}"
    assert text_with(f'<p><img src="a.jpg"></p><p>{line}</p>', 3) == [*LINES[:3], line, *LINES[3:]]


def test_a_refrain_stays() -> None:
    line = "يا سد القرى يا حارس الماء والزرع"
    put = f"<p>{line}</p>"
    assert text_with(put + put, 3) == [*LINES[:3], line, line, *LINES[3:]]
