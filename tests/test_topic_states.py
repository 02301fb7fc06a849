"""Topics between states: where all that is named is of one and the same, there are no relations between two."""

from datetime import date

from pipelines.tags import find_tags
from pipelines.topics import tag_topics
from tests.builders import article

DIPLOMACY = "medtop:20000639"
TELEGRAM = "وردت إلى الملك حمد بن عيسى آل خليفة برقية تهنئة بعث بها {}."
DAY = date(2025, 12, 16)


def topics(text: str, press: str | None) -> set[str]:
    return {one["code"] for one in find_tags(None, text, DAY, press).topics}


def test_a_telegram_inside_one_state_is_no_diplomacy():
    assert DIPLOMACY not in topics(TELEGRAM.format("ولي العهد رئيس مجلس الوزراء"), "BH")


def test_a_leader_a_place_or_the_newspaper_is_the_second_state():
    assert DIPLOMACY in topics(TELEGRAM.format("الرئيس المصري"), "BH")
    assert DIPLOMACY in topics(TELEGRAM.format("عبد الفتاح السيسي"), "BH")
    assert DIPLOMACY in topics("استقبل وزير الخارجية السفير البريطاني وبحث العلاقات.", "SA")


def test_nobody_says_whose_an_article_is_that_names_no_leader():
    assert DIPLOMACY in topics("استقبل وزير الخارجية السفير البريطاني وبحث العلاقات.", None)


def test_the_newspapers_country_counts_in_a_crawl_too():
    text = TELEGRAM.format("ولي العهد رئيس مجلس الوزراء")
    tagged = tag_topics(article(title="برقية تهنئة", text=text, outlet_country="BH"))
    assert DIPLOMACY not in {one["code"] for one in tagged.topics or ()}
