# ruff: noqa: E501
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.reading import read
from pipelines.records import Article, Candidate, Outlet

from .test_reading_layouts import NOON, OUTLET, dress, invented, page_of, plain

BODY = "".join(f"<p>{plain(line)}</p>" for line in invented())
CAIRO = Outlet("misr", "صحيفة النيل", ("nahr.example",), timezone="Africa/Cairo", feed_times_local=True)


def article(head: str = "", body: str = "", candidate: Candidate | None = None, outlet: Outlet = OUTLET) -> Article:
    page = page_of(dress(body + BODY).replace(b"</head>", head.encode() + b"</head>"), outlet=outlet)
    return read(replace(page, candidate=candidate) if candidate else page)


def listed(raw: str, found_in: str = "feed") -> Candidate:
    return Candidate("https://nahr.example/news/2026/03/4411", found_in, NOON, published_raw=raw)  # type: ignore[arg-type]


JSON_LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"س","datePublished":"%s","dateModified":"%s"}</script>'


def test_no_date_is_none_whatever_the_footer_says() -> None:
    found = article(body="<p>© 2019</p>")
    assert (found.published_at, found.published_day, found.published_from, found.date_evidence) == (
        None,
        None,
        None,
        [],
    )


def test_the_feed_comes_first_and_the_losers_are_kept() -> None:
    head = JSON_LD % ("2026-03-01T10:00:00+02:00", "2026-03-01T12:00:00+02:00")
    found = article(head, candidate=listed("Sun, 01 Mar 2026 09:30:00 +0200"))
    assert found.published_at == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert (found.published_from, found.published_precision) == ("feed", "second")
    assert found.modified_at == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    assert {row["from"] for row in found.date_evidence or []} == {"feed", "json_ld"}
    assert len(found.date_evidence or []) == 3


def test_a_sitemaps_lastmod_is_not_when_the_article_was_published() -> None:
    assert article(candidate=listed("2026-03-01T09:30:00Z", "sitemap")).published_at is None


def test_local_feed_times_are_read_in_the_outlets_zone() -> None:
    found = article(candidate=listed("Sun, 01 Mar 2026 09:30:00 GMT"), outlet=CAIRO)
    assert found.published_at == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


def test_the_day_is_that_of_the_outlet() -> None:
    found = article('<meta property="article:published_time" content="2026-02-28T22:30:00Z">')
    assert found.published_day is not None
    assert found.published_day.isoformat() == "2026-03-01"
    assert found.published_from == "meta"


def test_the_future_and_the_epoch_are_no_dates_of_an_article() -> None:
    for raw in ("2031-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-03-03T13:00:00Z"):
        found = article(f'<meta property="article:published_time" content="{raw}">')
        assert found.published_at is None
        assert [row["raw"] for row in found.date_evidence or []] == [raw]


def test_a_finer_statement_of_the_same_day_is_taken() -> None:
    head = '<meta property="article:published_time" content="2026-03-01T08:15:00+02:00">' + JSON_LD % (
        "2026-03-01",
        "",
    )
    found = article(head)
    assert found.published_at == datetime(2026, 3, 1, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize("midnight", ["2026-03-01T00:00:00", "2026-02-28T22:00:00Z", "2026-03-01T00:00:00Z"])
def test_a_midnight_to_the_second_is_a_day(midnight: str) -> None:
    """So write systems that keep only days; `second` would be a precision that nobody stated."""
    found = article(JSON_LD % (midnight, ""), outlet=CAIRO)
    assert (found.published_at, found.published_precision) == (datetime(2026, 2, 28, 22, 0, tzinfo=UTC), "day")
    assert str(found.published_day) == "2026-03-01"
    assert [row["value"] for row in found.date_evidence or []] != []


def test_arabic_words_in_a_meta_are_read() -> None:
    found = article('<meta property="article:published_time" content="الأحد، 01 مارس 2026 - 12:09 م">')
    assert found.published_at == datetime(2026, 3, 1, 9, 9, tzinfo=UTC)
    assert found.published_precision == "minute"


def test_the_only_time_of_the_article_is_taken_and_those_of_teasers_are_not() -> None:
    teasers = "".join(f'<ul><li><time datetime="2026-02-{n:02}">x</time></li></ul>' for n in range(1, 9))
    found = article(body='<div><time datetime="2026-03-01T09:00:00+02:00">الأحد</time></div>' + teasers)
    assert found.published_at == datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
    assert found.published_from == "markup"
    assert (
        article(
            body='<div><time datetime="2026-03-01">a</time><time datetime="2026-03-02">b</time></div>'
        ).published_at
        is None
    )


def test_a_change_before_publication_is_no_change() -> None:
    found = article(JSON_LD % ("2026-03-01T10:00:00Z", "2026-02-01T10:00:00Z"))
    assert found.modified_at is None
