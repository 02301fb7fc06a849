"""The gold points at what was read when it was written, and its paragraphs end where paragraphs end."""

from typing import Any

import pytest
from lxml import html

from benchmarks.cases import articles, saved_pages
from benchmarks.gold import Facts, Gold, Selectors, golds, refusals
from benchmarks.pages_to_warc import PAGES, answers_in
from benchmarks.resolving import GoldPointsElsewhere, digest, open_page, paragraphs, resolve

needs_pages = pytest.mark.skipif(not PAGES.exists(), reason="the saved pages are not here")

PAGE = """<html><body><h1>بالفيديو.. افتتاح   الجسر</h1>
<div class="matn">سطر أول<br><br>سطر <a href="#">ثان</a> <ad-slot>تابع</ad-slot> له
<p>فقرة<script>x()</script> ثالثة</p><h2>عنوان</h2><p class="also">اقرأ أيضا</p>
<p>خاتمة<br>صورة: من الأرشيف</p></div></body></html>"""
TEXTS = ("سطر أول", "سطر ثان تابع له", "فقرة ثالثة", "عنوان", "خاتمة")


def gold(**changes) -> Gold:
    text = "\n\n".join(TEXTS)
    find = Selectors(
        text=("//div[@class='matn']",),
        drop=("//p[@class='also']", "//p/br/following-sibling::text()"),
        optional=("//p[not(@class)][1]",),
        headings=("//h2",),
        title="//h1",
    )
    columns: dict[str, Any] = {
        "path": "articles/x/1.html",
        "encoding": "utf-8",
        "outlet": "الجسر",
        "timezone": "Asia/Amman",
        "words": len(text.split()),
        "sha256": digest(text),
        "find": find,
        "say": Facts(),
        "title_sha256": digest("بالفيديو.. افتتاح الجسر"),
        "label_words": "بالفيديو.. ",
    }
    return Gold(**(columns | changes))


def test_a_line_break_ends_a_paragraph_and_a_link_does_not():
    assert resolve(gold(), html.fromstring(PAGE)).paragraphs == TEXTS


def test_what_is_marked_on_elements_is_known_by_number():
    wanted = resolve(gold(), html.fromstring(PAGE))
    assert wanted.headings == (3,)
    assert wanted.optional == {2}


def test_labels_are_taken_off_the_headline():
    assert resolve(gold(), html.fromstring(PAGE)).title == "افتتاح الجسر"


@pytest.mark.parametrize("changes", [{"words": 3}, {"sha256": "0"}, {"title_sha256": "0"}])
def test_a_gold_that_points_elsewhere_is_noticed(changes):
    with pytest.raises(GoldPointsElsewhere, match="articles/x"):
        resolve(gold(**changes), html.fromstring(PAGE))


def test_a_dropped_element_is_no_paragraph_although_it_is_selected():
    selected = gold(find=Selectors(text=("//p",), drop=("//p[@class='also']",)))
    texts = [paragraph.words for paragraph in paragraphs(selected, html.fromstring(PAGE))]
    assert texts == ["فقرة ثالثة", "خاتمة", "صورة: من الأرشيف"]


def test_an_xml_declaration_does_not_hinder():
    page = b'<?xml version="1.0" encoding="windows-1256"?><html><body>\xcc\xd3\xd1</body></html>'
    assert open_page(page, "windows-1256").text_content() == "جسر"


@needs_pages
def test_every_saved_page_is_judged_once():
    paths = {path for path, _ in answers_in(PAGES)}
    written = {gold.path for gold in golds()}
    assert written | set(refusals()) == paths
    assert written.isdisjoint(refusals())


@needs_pages
def test_the_gold_points_at_what_was_read():
    found = list(articles(saved_pages()))  # raises GoldPointsElsewhere
    assert len(found) == len(golds())
    for _, wanted in found:
        assert wanted.paragraphs
        assert len(wanted.headings) < len(wanted.paragraphs) / 2


@needs_pages
def test_the_selectors_of_furniture_find_some_outside_the_text():
    for case, _ in articles(saved_pages()):
        assert case.gold is not None
        tree = open_page(case.page.body, case.gold.encoding)
        owners = {owner for paragraph in paragraphs(case.gold, tree) for owner in paragraph.owners}
        for selector in case.gold.find.furniture:
            found = tree.xpath(selector)
            assert found, (case.name, selector)
            assert owners.isdisjoint(node for piece in found for node in piece.iter()), (case.name, selector)
