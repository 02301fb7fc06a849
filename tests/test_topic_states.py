"""Topics between states: where all that is named is of one and the same, there are no relations between two."""

from dataclasses import replace
from datetime import date

from pipelines.leaders.finding import find_leaders
from pipelines.tagging.tags import find_tags
from pipelines.topics.finding import tag_topics
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


def test_ministers_without_names_are_of_many_states():
    assert DIPLOMACY in topics("أعلنت الجامعة العربية تأجيل اجتماع وزراء الخارجية العرب إلى الاثنين.", "EG")


def test_nobody_says_whose_an_article_is_that_names_no_leader():
    assert DIPLOMACY in topics("استقبل وزير الخارجية السفير البريطاني وبحث العلاقات.", None)


def test_the_newspapers_country_counts_in_a_crawl_too():
    text = TELEGRAM.format("ولي العهد رئيس مجلس الوزراء")
    crawled = article(title="برقية تهنئة", text=text, outlet_country="BH")
    tagged = tag_topics(replace(crawled, leaders=find_leaders(None, text, DAY, "BH")))
    assert DIPLOMACY not in {one["code"] for one in tagged.topics or ()}
