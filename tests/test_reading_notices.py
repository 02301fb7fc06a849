"""Lines that belong to the site and not to the article, wherever they stand in the text."""

import pytest

from pipelines.reading import read

from .test_reading_layouts import dress, invented, page_of, plain

LINES = [plain(line) for line in invented() if not line.startswith("#")]


@pytest.mark.parametrize(
    "line",
    [
        "<p>ملحوظة: مضمون هذا الخبر تم كتابته بواسطة صحيفة أخرى، ولا يعبر عن وجهة نظر النهر.</p>",
        "<p>لقد حدثنا سياستنا المتعلقة بالخصوصية وبالشروط الخاصة بالموقع، ويهمنا أن تعرف ما تغير.</p>",
        "<p>شرح الصورة : الوزيران في أثناء التوقيع</p>",
        "<p>احفظ اسمي وبريدي الإلكتروني في هذا المتصفح لاستخدامها المرة المقبلة.</p>",
        '<section><a href="/n/9">مجلس المدينة يناقش موازنة العام المقبل</a><time>2026-03-01</time></section>',
        '<blockquote class="twitter-tweet"><p>كلام كتبه شخص آخر في موقع من مواقع التواصل.</p></blockquote>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [4, len(LINES)])
def test_a_notice_is_not_text(line: str, place: int) -> None:
    body = [f"<p>{text}</p>" for text in LINES]
    page = dress("".join([*body[:place], line, *body[place:]]))
    assert read(page_of(page)).text.split("\n\n") == LINES


def test_an_article_that_speaks_of_privacy_keeps_its_sentences() -> None:
    told = "وقال الخبراء إن المواقع التي تكتب نستخدم ملفات تعريف الارتباط لا تقول دائما ما تفعله بها بعد ذلك."
    page = dress("".join(f"<p>{text}</p>" for text in [*LINES[:3], told, *LINES[3:]]))
    assert told in read(page_of(page)).text
