"""A changed page is another page with the same article."""

import random
from typing import cast

import pytest
from lxml import html
from lxml.html import HtmlElement

from benchmarks.cases import saved_pages
from benchmarks.changes import CHANGES, MARK, marked
from benchmarks.pages_to_warc import PAGES
from benchmarks.robustness import SEEDS, changeable, changed

PAGE = f"""<html><body id="b"><div class="menu">قائمة</div><main class="art x"><p {MARK}="">أول</p> بين
<p {MARK}="">ثان</p></main>ذيل<footer class="x">تذييل</footer></body></html>"""


def furniture():
    return {f"outlet{n}": [html.fragment_fromstring(f"<aside class='x'>غريب {n}</aside>")] for n in range(8)}


def parsed() -> HtmlElement:
    return cast("HtmlElement", html.document_fromstring(PAGE))


def page_after(change: str, seed: int) -> HtmlElement:
    tree = parsed()
    CHANGES[change](tree, random.Random(seed), furniture())
    return tree


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seed", range(5))
def test_the_article_stays(change, seed):
    tree = page_after(change, seed)
    assert [element.text for element in marked(tree)] == ["أول", "ثان"]
    assert "أول بين\nثان" in tree.text_content()


def test_names_change_alike_and_nothing_of_them_is_left():
    tree = page_after("names", 1)
    both = [element.get("class").split()[-1] for element in (*tree.iter("main"), *tree.iter("footer"))]
    assert both[0] == both[1] != "x"
    assert tree.find("body").get("id") != "b"


def test_furniture_is_of_others_and_outside_the_article():
    tree = page_after("furniture", 2)
    strange = [element for element in tree.iter("aside") if "غريب" in element.text]
    assert len(strange) == 6
    assert not any(ancestor.tag == "main" for element in strange for ancestor in element.iterancestors())


def test_wrappers_move_no_text():
    tree = page_after("wrappers", 3)
    assert len(list(tree.iter("div"))) > 1
    assert tree.text_content() == parsed().text_content()


def test_the_same_seed_makes_the_same_page():
    assert html.tostring(page_after("all three", 4)) == html.tostring(page_after("all three", 4))


def test_every_change_is_measured():
    assert set(SEEDS) == set(CHANGES)


@pytest.mark.skipif(not PAGES.exists(), reason="the saved pages are not here")
def test_no_mark_is_left_on_a_changed_page():
    cases = changeable(saved_pages())[:2]
    for case in changed(cases, "all three", 1):
        assert MARK.encode() not in case.page.body
        assert case.page.body not in {before.page.body for before in cases}
