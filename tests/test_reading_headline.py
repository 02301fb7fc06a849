# ruff: noqa: E501
import pytest
from lxml import html

from pipelines.reading.headline import make_headline, read_headline
from pipelines.reading.metas import read_metas
from pipelines.reading.tree import parse

NAMES = ["صحيفة النهر", "nahr.example"]


@pytest.mark.parametrize(
    ("raw", "title", "labels"),
    [
        ("عاجل | الوزارة تغلق السد القديم", "الوزارة تغلق السد القديم", ["عاجل"]),
        ("عاجل: الوزارة تغلق السد القديم", "الوزارة تغلق السد القديم", ["عاجل"]),
        ("بالفيديو.. الوزارة تغلق السد القديم", "الوزارة تغلق السد القديم", ["بالفيديو"]),
        ("خاص - الوزارة تغلق السد القديم", "الوزارة تغلق السد القديم", ["خاص"]),
        ("[خاص] الوزارة تغلق السد القديم", "الوزارة تغلق السد القديم", ["خاص"]),
        ("عاجل.. بالصور.. الوزارة تغلق السد", "الوزارة تغلق السد", ["عاجل", "بالصور"]),
        ("الوزارة تغلق السد القديم (فيديو)", "الوزارة تغلق السد القديم", ["فيديو"]),
        ("الوزارة تغلق السد القديم - صحيفة النهر", "الوزارة تغلق السد القديم", []),
        ("النهر | الوزارة تغلق السد القديم", "الوزارة تغلق السد القديم", []),
        ("الوزارة تغلق السد القديم اليوم | محليات | صحيفة النهر", "الوزارة تغلق السد القديم اليوم", []),
        ("خاص بالأطفال: كتاب جديد", "خاص بالأطفال: كتاب جديد", []),
        ("البحري: لن نغلق السد - والأهالي يرحبون", "البحري: لن نغلق السد - والأهالي يرحبون", []),
        ("عاجل", "عاجل", []),
        ("صورة قديمة تثير الجدل", "صورة قديمة تثير الجدل", []),
        ("\u202eالوزارة تغلق السد\u202c", "الوزارة تغلق السد", []),
    ],
)
def test_outlet_and_labels_are_taken_off(raw: str, title: str, labels: list[str]) -> None:
    found = make_headline(raw, "meta", NAMES)
    assert found is not None
    assert found.title == title
    assert list(found.labels) == labels
    assert found.raw == raw


def test_the_outlets_name_alone_is_no_headline() -> None:
    assert make_headline("صحيفة النهر", "meta", NAMES) is None


def headline(head: str, body: str = "") -> str | None:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert isinstance(tree, html.HtmlElement)
    found = read_headline(tree, read_metas(tree), None, NAMES)
    return found.title if found else None


def test_what_all_offers_share_is_the_headline() -> None:
    head = '<title>الوزارة تغلق السد القديم - بوابة لا نعرفها</title><meta property="og:title" content="الوزارة تغلق السد القديم - بوابة لا نعرفها">'
    assert headline(head, "<h1>الوزارة تغلق السد القديم</h1>") == "الوزارة تغلق السد القديم"


def test_a_writers_name_before_the_stated_headline_is_none_of_it() -> None:
    head = '<meta property="og:title" content="سليم البحري: الوزارة تغلق السد القديم">'
    assert headline(head, "<h1>الوزارة تغلق السد القديم</h1>") == "الوزارة تغلق السد القديم"
    said = '<meta property="og:title" content="الوزارة: نغلق السد القديم غدا">'
    assert headline(said, "<h1>نغلق السد القديم غدا</h1>") == "الوزارة: نغلق السد القديم غدا"


def test_a_print_view_says_so_before_its_headline() -> None:
    assert headline("<title>طباعة: الوزارة تغلق السد القديم</title>") == "الوزارة تغلق السد القديم"


def test_a_cut_headline_gives_way_to_the_whole() -> None:
    head = '<meta property="og:title" content="الوزارة تغلق السد...">'
    assert headline(head, "<h1>الوزارة تغلق السد القديم شهرا</h1>") == "الوزارة تغلق السد القديم شهرا"


def test_references_and_tags_inside_a_value_are_read() -> None:
    head = '<meta property="og:title" content="الوزارة &amp;quot;تغلق&amp;quot; السد &lt;b&gt;القديم&lt;/b&gt;">'
    assert headline(head) == 'الوزارة "تغلق" السد القديم'


def test_a_page_without_words_has_no_headline() -> None:
    assert headline("<title></title>", "<h1> </h1>") is None
