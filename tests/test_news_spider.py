"""Answers that say nothing of the article, whatever their status: it is asked for again when they have passed."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from newscrawl.spiders.listing_look import ListingLook
from newscrawl.spiders.news import NewsSpider
from tests.builders import outlet, rows_of
from tests.hostile import Answer, Hostile, hostile, raw, redirect, reply
from tests.test_command_crawl import HOST, crawl, feed, page, publish

LATER = ("-s", "NOW=2026-03-14T10:30Z")


@pytest.fixture
def site() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


def first_page_is(site: Hostile, answer: Answer) -> None:
    site.answers[f"{HOST}/news/1"] = answer


def outcome_of(site: Hostile, output: Path, answer: Answer) -> dict[str, Any]:
    """What a first crawl says of the one page of two that gives this answer."""
    publish(site, 2)
    first_page_is(site, answer)
    assert crawl(site, output).returncode == 0
    (row,) = rows_of(output, "outcomes")
    return row


def assert_stored_when_asked_again(site: Hostile, output: Path) -> None:
    first_page_is(site, reply(page(1)))
    assert crawl(site, output, *LATER).returncode == 0
    assert {row["url"] for row in rows_of(output, "articles")} == {site.url(HOST, f"/news/{n}") for n in (1, 2)}


def test_a_304_to_a_request_without_conditions_is_no_answer_and_is_asked_for_again(site: Hostile, tmp_path: Path):
    row = outcome_of(site, tmp_path / "output", reply(status=304))
    assert (row["outcome"], row["reason"], row["http_status"]) == ("rejected", "http_error", 304)
    assert row["detail"] == "HTTP 304 to a request without conditions"
    assert_stored_when_asked_again(site, tmp_path / "output")


def test_a_304_is_unchanged_only_for_a_look_that_offered_validators(site: Hostile, tmp_path: Path):
    output = tmp_path / "output"
    publish(site, 2)
    first_page_is(site, reply(page(1), ETag='"v1"'))
    assert crawl(site, output).returncode == 0
    for number in (1, 2):
        site.answers[f"{HOST}/news/{number}"] = reply(status=304)
    assert crawl(site, output, *LATER).returncode == 0
    found = {row["url"]: (row["outcome"], row["reason"]) for row in rows_of(output, "outcomes")}
    assert found == {
        site.url(HOST, "/news/1"): ("unchanged", None),
        site.url(HOST, "/news/2"): ("rejected", "http_error"),
    }


@pytest.mark.parametrize("body", [b"", b" \r\n\t\n"], ids=["no bytes", "white space"])
def test_an_empty_answer_is_asked_for_again(site: Hostile, tmp_path: Path, body: bytes):
    row = outcome_of(site, tmp_path / "output", reply(body))
    assert (row["outcome"], row["reason"], row["detail"]) == ("rejected", "http_error", "an empty answer")
    assert_stored_when_asked_again(site, tmp_path / "output")


def test_what_a_vanished_article_redirects_to_is_stored_when_it_is_listed(site: Hostile, tmp_path: Path):
    output = tmp_path / "output"
    publish(site, 3)
    site.answers[f"{HOST}/feed"] = reply(feed(site, 2), Content_Type="application/rss+xml")
    assert crawl(site, output).returncode == 0
    first_page_is(site, redirect(site.url(HOST, "/news/3")))
    assert crawl(site, output, *LATER).returncode == 0
    found = {row["requested_url"]: row["detail"] for row in rows_of(output, "outcomes")}
    assert found[site.url(HOST, "/news/1")] == "it leads to another article"
    site.answers[f"{HOST}/feed"] = reply(feed(site, 3), Content_Type="application/rss+xml")
    assert crawl(site, output, "-s", "NOW=2026-03-14T11:00Z").returncode == 0
    assert site.url(HOST, "/news/3") in {row["requested_url"] for row in rows_of(output, "articles")}


def test_a_listing_that_answers_304_to_a_request_without_conditions_is_not_read(site: Hostile, tmp_path: Path):
    publish(site, 2)
    site.answers[f"{HOST}/feed"] = reply(status=304)
    ended = crawl(site, tmp_path / "output")
    assert ended.returncode == 10
    assert "HTTP 304 to a request without conditions" in ended.stderr


def test_half_a_page_of_unknown_length_is_no_page(site: Hostile, tmp_path: Path):
    whole = page(1).encode()
    outcome = outcome_of(site, tmp_path / "output", closing(whole[: whole.index(b"</p>") - 9]))
    assert (outcome["reason"], outcome["detail"]) == ("network_error", "the answer ends in the middle of the page")
    assert_stored_when_asked_again(site, tmp_path / "output")


def test_a_whole_page_of_unknown_length_is_one(site: Hostile, tmp_path: Path):
    publish(site, 2)
    first_page_is(site, closing(page(1).encode().replace(b"</html>", b"")))
    assert crawl(site, tmp_path / "output").returncode == 0
    assert len(rows_of(tmp_path / "output", "articles")) == 2


def closing(body: bytes) -> Answer:
    """An answer that ends with its connection, as those of HTTP/1.0 do."""
    return raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body)


def bare_spider(**parts: Any) -> NewsSpider:
    """One with these parts and a run that only notes errors: what is tested here asks for no more."""
    spider = NewsSpider.__new__(NewsSpider)
    vars(spider).update({"run": SimpleNamespace(errors=[]), **parts})
    return spider


def _fail(*_: object) -> None:
    raise RuntimeError("a fault of ours")


def test_a_fault_of_ours_with_one_listing_costs_the_pages_of_no_other():
    """The spider waits for each listing before it asks for pages: one that never ended kept all of them away."""
    noted: list[Any] = []
    spider = bare_spider(listings=SimpleNamespace(read=_fail, failed=lambda *said: noted.append(said)))
    look = ListingLook("https://anba.example/feed", "feed")
    response = Response(look.url, request=Request(look.url))
    assert spider._children(response, look) == []
    assert noted == [(look, 200, "unexpected RuntimeError: a fault of ours")]
    assert spider.run.errors == ["RuntimeError: a fault of ours"]


def test_what_goes_wrong_while_an_answer_is_archived_is_an_error_of_the_run():
    store = SimpleNamespace(forgotten=SimpleNamespace(holds=_fail))
    spider = bare_spider(run=SimpleNamespace(errors=[], stopped_storing=None, store=store, outlet=outlet()))
    request = Request("https://anba.example/feed")
    spider.archive_response(Response(request.url, request=request), request)
    assert spider.run.errors == ["RuntimeError: a fault of ours"]
