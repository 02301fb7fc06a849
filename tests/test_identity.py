import pytest

from pipelines.addresses.canonical import article_id
from tests.builders import URL, article
from tests.desk import OTHER, OTHER_TEXT, by_url

SHARED = "https://anba.example/news/latest-4711"


@pytest.mark.parametrize(
    "url", ["http://anba.example/news/1001", "https://www.anba.example/news/1001?utm_source=x#top"]
)
def test_another_spelling_of_a_known_address_is_no_second_article(desk, url):
    desk.take(article())
    assert desk.take(article(url)) == "unchanged"
    assert len(desk.rows("articles")) == 1


def test_a_redirect_to_a_known_article_is_no_second_one(desk):
    desk.take(article())
    assert desk.take(article(requested_url=OTHER)) == "unchanged"
    assert desk.store.article_at(OTHER) == article_id(URL)
    assert len(desk.rows("articles")) == 1


def test_where_a_redirect_led_is_known_too(desk):
    desk.take(article(requested_url=OTHER))
    assert desk.store.article_at(OTHER) == desk.store.article_at(URL) == article_id(URL)
    assert desk.take(article(OTHER, canonical_url=OTHER)) == "unchanged"


def test_a_twin_that_states_the_known_address_is_no_second_article(desk):
    desk.take(article())
    twin = article(OTHER, canonical_url=URL, text=OTHER_TEXT)  # another view: the same headline
    assert desk.take(twin) == "unchanged"
    (row,) = desk.rows("outcomes")
    assert (row["article_id"], row["detail"]) == (article_id(URL), "another address of this article")
    assert desk.store.article_at(OTHER) == article_id(URL)


def test_a_twin_by_its_text_is_one_too(desk):
    desk.take(article())
    assert desk.take(article(OTHER, canonical_url=URL, title="عنوان آخر لنفس النص")) == "unchanged"


def test_an_address_that_many_pages_share_is_believed_of_the_first_only(desk):
    pages = [(f"https://anba.example/news/{n}", f"خبر رقم {n} من أخبار المدينة") for n in range(5001, 5005)]
    for url, words in pages:
        assert desk.take(article(url, canonical_url=SHARED, title=words, text=words)) == "stored"
    rows = by_url(desk.rows("articles"))
    assert rows[pages[0][0]]["article_id"] == article_id(SHARED)
    for url, words in pages[1:]:
        row = rows[url]
        assert (row["canonical_url"], row["article_id"], row["cluster_id"]) == (
            url,
            article_id(url),
            article_id(url),
        )
        assert row["title"] == words
    for url, words in pages:  # and each is known from then on
        assert desk.take(article(url, canonical_url=SHARED, title=words, text=words)) == "unchanged"


def test_pages_without_a_title_are_no_twins_for_that(desk):
    """Two that have nothing but the lack of a headline in common are two articles."""
    desk.take(article(canonical_url=SHARED, title=None))
    assert desk.take(article(OTHER, canonical_url=SHARED, title=None, text=OTHER_TEXT)) == "stored"
    assert len(desk.rows("articles")) == 2


def test_pages_without_a_hash_are_no_twins_for_that(desk):
    desk.take(article(canonical_url=SHARED, text_hash=None))
    other = article(OTHER, canonical_url=SHARED, text_hash=None, title="عنوان آخر")
    assert desk.take(other) == "stored"


def test_a_known_address_stays_with_its_article_whatever_another_page_states(desk):
    desk.take(article())
    desk.take(article(OTHER, title="عنوان ثان", text=OTHER_TEXT))
    # The second page now states the first one's address.
    desk.take(article(OTHER, canonical_url=URL, title="عنوان ثان", text=OTHER_TEXT))
    assert desk.store.article_at(URL) == article_id(URL)
    assert desk.take(article(text=OTHER_TEXT)) == "revised"
    assert desk.rows("revisions")[0]["article_id"] == article_id(URL)


def test_a_shared_address_stays_with_its_first_article(desk):
    third = "https://anba.example/news/3003"
    desk.take(article(canonical_url=SHARED))
    desk.take(article(OTHER, canonical_url=SHARED, title="عنوان ثان", text=OTHER_TEXT))
    desk.store.commit()
    # A second look at the other article states the shared address again …
    assert desk.take(article(OTHER, canonical_url=SHARED, title="عنوان ثان", text=OTHER_TEXT)) == "unchanged"
    # … which is still the first one's.
    assert desk.store.article_at(SHARED) == article_id(SHARED)
    assert desk.take(article(third, canonical_url=SHARED)) == "unchanged"
    assert len(desk.rows("articles")) == 2


def test_an_id_of_an_older_row_is_kept_when_the_stated_address_is_another_articles(desk):
    desk.take(article(canonical_url=SHARED))
    old = article(OTHER, canonical_url=SHARED, title="عنوان ثان", text=OTHER_TEXT, article_id="0" * 32)
    assert not desk.store.knows(old)
    assert desk.take(old) == "stored"
    assert by_url(desk.rows("articles"))[OTHER]["article_id"] == "0" * 32
