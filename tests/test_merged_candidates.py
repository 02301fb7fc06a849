from dataclasses import replace

import pytest

from pipelines.merged_candidates import merged
from pipelines.records import FoundIn
from tests.builders import URL, candidate

_KINDS: tuple[FoundIn, ...] = ("feed", "news_sitemap", "archive", "warc", "sitemap", "section")


@pytest.mark.parametrize("better", range(len(_KINDS) - 1))
@pytest.mark.parametrize("turned", [False, True])
def test_the_listing_that_says_most_is_followed(better, turned):
    one = candidate(found_in=_KINDS[better])
    two = candidate(found_in=_KINDS[better + 1])
    assert merged(*((two, one) if turned else (one, two))).found_in == _KINDS[better]


@pytest.mark.parametrize("turned", [False, True])
def test_the_listing_that_dates_the_article_is_followed_first(turned):
    feed = candidate(found_in="feed", title="عنوان", authors=("كاتبة",), summary="ملخص")
    sitemap = candidate(found_in="sitemap", published_raw="2026-03-14", modified_raw="2026-03-15")
    found = merged(*((sitemap, feed) if turned else (feed, sitemap)))
    assert (found.found_in, found.published_raw, found.modified_raw) == ("sitemap", "2026-03-14", "2026-03-15")
    assert (found.title, found.authors, found.summary) == ("عنوان", ("كاتبة",), "ملخص")


def test_what_the_better_listing_says_is_not_overwritten():
    better = candidate(found_in="feed", title="عنوان الخلاصة", keywords=("نفط",), section="اقتصاد")
    other = candidate(found_in="section", title="عنوان القسم", keywords=("غاز",), section="", image_url="https://i")
    found = merged(better, other)
    assert found == replace(better, image_url="https://i")


def test_of_two_alike_the_first_is_followed():
    assert merged(candidate(URL), candidate(f"{URL}2")).url == URL
