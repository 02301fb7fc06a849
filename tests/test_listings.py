from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from newscrawl.discovery.listing import UnreadableListing
from newscrawl.scope import Scope
from newscrawl.sources import Source, parse_source
from newscrawl.spiders.listing_look import ListingLook
from newscrawl.spiders.listings import Listings
from pipelines.frontier import Wish
from pipelines.records import Candidate
from pipelines.run import Run
from pipelines.state.known import ListingMemory
from tests.builders import NOW, RUN_ID, outlet

FEED = "https://anba.example/feed"
MAP = "https://anba.example/sitemap.xml"
URL_1 = "https://anba.example/1"
BASE = f"""name = "أنباء"
domains = ["anba.example"]
timezone = "Africa/Cairo"
feeds = ["{FEED}"]
sitemaps = ["{MAP}"]
sections = ["https://anba.example/latest"]
"""
LIVE = Scope(date(2026, 3, 7), date(2026, 3, 15), 100, 30, 5, timedelta(days=7))
PAST = Scope(date(2024, 1, 1), date(2024, 1, 3), 100, 0, 5, timedelta(days=7), "backfill")


class Memories:
    """What a state knows of listings."""

    def __init__(self, *memories: ListingMemory) -> None:
        self._by_url = {memory.url: memory for memory in memories}

    def memory_of(self, url: str) -> ListingMemory | None:
        return self._by_url.get(url)


def memory(url: str = FEED, **changes: Any) -> ListingMemory:
    facts: dict[str, Any] = {
        "etag": '"1"', "last_modified": "Fri, 13 Mar 2026 09:00:00 GMT", "modified_at": None,
        "fetched_at": NOW - timedelta(days=1),
    }  # fmt: skip
    return ListingMemory(url=url, **(facts | changes))


def listings(scope: Scope = LIVE, *known: ListingMemory, more: str = "") -> Listings:
    source: Source = parse_source((BASE + more).encode(), Path("xx/anba.toml"))
    state, store = cast(Any, SimpleNamespace(listings=Memories(*known))), cast(Any, None)
    run = Run(RUN_ID, outlet(), scope.kind, NOW, lambda: NOW, state, store, 10)
    return Listings(source, run, scope)


def feed(*items: tuple[str, str | None]) -> bytes:
    entries = "".join(
        f"<item><title>خبر</title><link>{url}</link>{f'<pubDate>{day}</pubDate>' if day else ''}</item>"
        for url, day in items
    )
    return f'<rss version="2.0"><channel><title>أنباء</title>{entries}</channel></rss>'.encode()


def index(*children: tuple[str, str | None]) -> bytes:
    entries = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>" for url, day in children
    )
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()


def urlset(*urls: str) -> bytes:
    entries = "".join(f"<url><loc>{url}</loc><lastmod>2024-01-02</lastmod></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()


def read(
    found: Listings, look: ListingLook, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> tuple[list[str], list[str]]:
    candidates, children = found.read(look, status, body, headers or {})
    return [each.url for each in candidates], [each.url for each in children]


def noted(found: Listings, url: str = FEED) -> dict[str, Any]:
    return found._run.listings[url]


LOOK = ListingLook(FEED, "feed")
MAP_LOOK = ListingLook(MAP, "sitemap")


# Which to ask for


def test_a_live_run_looks_at_all_that_is_named():
    assert [(look.url, look.kind) for look in listings().first()] == [
        (FEED, "feed"),
        ("https://anba.example/latest", "section"),
        (MAP, "sitemap"),
    ]


def test_a_backfill_looks_at_what_reaches_into_the_past():
    assert [look.url for look in listings(PAST).first()] == [MAP]
    archives = 'archives = ["https://anba.example/map/{year}-{month:02}-{day:02}.xml"]\n'
    found = listings(PAST, more=archives).first()
    assert [look.url for look in found if look.kind == "archive"] == [
        f"https://anba.example/map/2024-01-0{day}.xml" for day in (1, 2, 3)
    ]
    assert found[-1].url == MAP


# What the server may answer 304 to


def test_validators_are_offered_while_they_are_fresh():
    assert listings().validators(LOOK) == {}
    assert listings(LIVE, memory()).validators(LOOK) == {
        "If-None-Match": '"1"',
        "If-Modified-Since": "Fri, 13 Mar 2026 09:00:00 GMT",
    }
    assert listings(LIVE, memory(etag=None)).validators(LOOK).keys() == {"If-Modified-Since"}
    assert listings(LIVE, memory(fetched_at=NOW - timedelta(days=8))).validators(LOOK) == {}
    assert listings(LIVE, memory(fetched_at=NOW + timedelta(days=300))).validators(LOOK) == {}  # a wrong clock's
    assert listings(PAST, memory()).validators(LOOK) == {}


def test_an_unchanged_listing_is_noted_and_offers_nothing():
    found = listings()
    assert read(found, LOOK, b"", 304) == ([], [])
    assert noted(found)["status"] == 304
    assert "problem" not in noted(found)


@pytest.mark.parametrize(("status", "body"), [(404, feed()), (500, b""), (200, b"\x00\x01"), (200, b"")])
def test_what_cannot_be_read_says_so(status: int, body: bytes):
    with pytest.raises(UnreadableListing):
        read(listings(), LOOK, body, status)


def test_a_failure_is_noted():
    found = listings()
    found.failed(LOOK, 404, "HTTP 404")
    assert noted(found) == {
        "url": FEED, "kind": "feed", "status": 404, "entries": None, "problem": "HTTP 404",
    }  # fmt: skip


def test_a_listing_is_remembered_with_its_validators_an_index_is_not():
    found = listings()
    read(found, LOOK, feed(("https://anba.example/1", None)), headers={"etag": '"2"', "last-modified": "x"})
    read(found, MAP_LOOK, index((f"{MAP}?1", None)), headers={"etag": '"3"'})
    assert found._run.frontier._memories == {FEED: ListingMemory(FEED, '"2"', "x", None, NOW)}


def test_a_listing_of_which_something_was_left_is_read_anew():
    """Else a live run would pass over what a backfill left, and what was torn off would be lost."""
    torn, past = listings(), listings(PAST)
    whole = feed(("https://anba.example/1", None), ("https://anba.example/2", None))
    read(torn, LOOK, whole[: whole.rindex(b"<link>")], headers={"etag": '"2"'})
    assert noted(torn)["skipped"] == {"feed/torn": 1}
    read(past, LOOK, whole, headers={"etag": '"2"'})
    assert (torn._run.frontier._memories, past._run.frontier._memories) == ({}, {})


# What is left out, and why


def test_candidates_elsewhere_out_of_shape_or_out_of_span_are_counted():
    found = listings(more="article_url = '/\\d+$'\nexamples = ['https://anba.example/1']\n")
    body = feed(
        ("https://anba.example/1", "Sat, 14 Mar 2026 08:00:00 GMT"),
        ("https://m.anba.example/2", None),
        ("https://elsewhere.example/3", None),
        ("https://anba.example/about", None),
        ("https://anba.example/4", "Sat, 14 Feb 2026 08:00:00 GMT"),
        ("https://anba.example/5", "no date at all"),
    )
    urls, _ = read(found, LOOK, body)
    assert urls == ["https://anba.example/1", "https://m.anba.example/2", "https://anba.example/5"]
    skipped = noted(found)["skipped"]
    assert (skipped["offsite"], skipped["not_article_url"], skipped["out_of_scope"]) == (1, 1, 1)
    assert noted(found)["entries"] == 6
    assert noted(found)["newest"] == "2026-03-14T08:00:00+00:00"


@pytest.mark.parametrize("written", ["Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00Z", "1970-01-01"])
def test_an_empty_date_is_none_and_its_entry_is_asked_for(written: str):
    found = listings()
    assert read(found, LOOK, feed((URL_1, written)))[0] == [URL_1]
    assert (noted(found)["skipped"], noted(found)["oldest"]) == ({}, None)


def test_entries_of_a_wrong_clock_are_counted_and_vouch_for_nothing():
    found = listings()
    body = feed(
        ("https://anba.example/1", "14 Mar 2027 08:00:00 GMT"),
        ("https://anba.example/2", "15 Mar 2026 08:00:00 GMT"),
    )
    assert read(found, LOOK, body)[0] == ["https://anba.example/2"]
    assert noted(found)["skipped"] == {"dated_ahead": 1}
    assert noted(found)["newest"] == "2026-03-15T08:00:00+00:00"


def test_how_far_back_a_listing_reaches_is_told_by_articles_of_ours():
    found = listings(more="article_url = '/\\d+$'\nexamples = ['https://anba.example/1']\n")
    entries = [(f"https://anba.example/{day}", f"{day:02} Feb 2026 08:00:00 GMT") for day in (3, 1, 2)]
    body = feed(*entries, ("https://anba.example/about", "01 Jan 2020 08:00:00 GMT"))
    assert read(found, LOOK, body) == ([], [])  # all out of scope, and yet nothing newer was hidden
    facts = noted(found)
    assert (facts["reach"], facts["oldest"]) == ("2026-02-02T08:00:00+00:00", "2026-02-01T08:00:00+00:00")


def test_what_is_new_and_what_was_known_is_noted():
    found = listings()
    read(found, LOOK, feed(("https://anba.example/1", None)))
    wishes: list[Wish] = ["wanted", "again", "known", "known", "refused"]
    found.wished(LOOK, Counter(wishes))
    assert (noted(found)["new"], noted(found)["known"]) == (2, 2)


def test_a_bare_day_is_enough_to_leave_an_entry_out():
    found = listings()
    assert read(found, MAP_LOOK, urlset("https://anba.example/1")) == ([], [])
    assert noted(found, MAP)["skipped"] == {"out_of_scope": 1}
    assert read(listings(PAST), MAP_LOOK, urlset("https://anba.example/1"))[0] == ["https://anba.example/1"]


def test_an_archives_candidates_are_found_in_the_archive():
    candidates, _ = listings(PAST).read(
        ListingLook("https://anba.example/map", "archive"), 200, urlset("https://anba.example/1"), {}
    )
    assert [each.found_in for each in candidates] == ["archive"]


# Children of an index


def test_children_come_newest_first_and_undated_ones_by_number():
    children = [
        (f"{MAP}?posts-2", None),
        (f"{MAP}?a", "2026-03-12T10:00Z"),
        (f"{MAP}?posts-12", None),
        (f"{MAP}?b", "2026-03-13T10:00Z"),
    ]
    _, looks = read(listings(), MAP_LOOK, index(*children))
    assert looks == [f"{MAP}?b", f"{MAP}?a", f"{MAP}?posts-12", f"{MAP}?posts-2"]


def test_a_child_says_by_which_named_listing_it_was_come_by():
    found = listings()
    _, (child,) = found.read(MAP_LOOK, 200, index((f"{MAP}?part", None)), {})
    _, (grandchild,) = found.read(child, 200, index((f"{MAP}?posts", None)), {})
    found.failed(grandchild, 404, "HTTP 404")
    assert [(facts["url"], facts.get("root")) for facts in found._run.listings.values()] == [
        (MAP, None),
        (f"{MAP}?part", MAP),
        (f"{MAP}?posts", MAP),
    ]


def test_children_that_bring_nothing_are_counted():
    found = listings(LIVE, memory(f"{MAP}?same", modified_at=datetime(2026, 3, 13, tzinfo=UTC)))
    children = [
        (f"{MAP}?same", "2026-03-13T00:00:00Z"),
        (f"{MAP}?old", "2020-01-01T00:00Z"),
        (f"{MAP}?new", "2026-03-13T10:00Z"),
        ("https://elsewhere.example/map", None),
    ]
    assert read(found, MAP_LOOK, index(*children))[1] == [f"{MAP}?new"]
    assert noted(found, MAP)["skipped"] == {"child_unchanged": 1, "child_not_new": 1, "child_offsite": 1}
    past = listings(PAST)
    assert len(read(past, MAP_LOOK, index(*children))[1]) == 3


def test_a_loop_ends():
    found = listings()
    assert read(found, MAP_LOOK, index((f"{MAP}?1", None)))[1] == [f"{MAP}?1"]
    child = ListingLook(f"{MAP}?1", "sitemap", depth=1)
    assert read(found, child, index((f"{MAP}?1", None), (MAP, None)))[1] in ([MAP], [])
    deep = ListingLook(f"{MAP}?2", "sitemap", depth=3)
    assert read(found, deep, index((f"{MAP}?3", None)))[1] == []
    assert noted(found, deep.url)["skipped"] == {"child_of_a_loop": 1}


def test_a_named_sitemap_is_not_looked_at_again_as_its_own_child():
    found = listings()
    found.first()
    assert read(found, MAP_LOOK, index((MAP, None), (f"{MAP}?1", None)))[1] == [f"{MAP}?1"]


def test_an_index_without_end_meets_the_cap():
    found = listings()
    children = [(f"{MAP}?{number}", None) for number in range(20)]
    assert len(read(found, MAP_LOOK, index(*children))[1]) == 5
    assert noted(found, MAP)["skipped"] == {"undated_child_over_cap": 15}


def test_of_dated_sitemaps_over_the_cap_it_is_told_how_new_they_are():
    found, few = listings(), listings()
    children = [(f"{MAP}?{day}", f"2026-03-{day:02}T10:00Z") for day in range(8, 15)]
    assert read(found, MAP_LOOK, index(*children))[1] == [f"{MAP}?{day}" for day in range(14, 9, -1)]
    assert noted(found, MAP)["skipped"] == {"child_over_cap": 2}
    assert noted(found, MAP)["unread_until"] == "2026-03-09T10:00:00+00:00"
    read(few, MAP_LOOK, index(*children[:5]))
    assert "unread_until" not in noted(few, MAP)


def test_a_backfill_reads_the_sitemaps_of_its_span_first():
    """Of an index by months, a cap would otherwise be used up by those after the span, in every run anew."""
    children = [(f"{MAP}?{part}", f"{2020 + part}-06-30T10:00Z") for part in range(15)]
    found, near = listings(PAST), listings(PAST)
    assert read(found, MAP_LOOK, index(*children))[1] == [f"{MAP}?{part}" for part in range(4, 9)]
    assert noted(found, MAP)["skipped"] == {"child_over_cap": 10}
    assert "unread_until" not in noted(found, MAP), "an index may date a month by its first day"
    assert read(near, MAP_LOOK, index(*children[:6]))[1] == [f"{MAP}?{part}" for part in (4, 5, 3, 2, 1)]
    assert noted(near, MAP)["skipped"] == {"child_over_cap": 1}


@pytest.mark.parametrize("of_the_span", ["2024-01", "2024/01/03", "20240102", "2024", "12-2023-12-31"])
@pytest.mark.parametrize("of_others", ["2024-02", "2022", "20231130", "202401031", "1-12024-01", "2016-01-2024-02"])
def test_a_backfill_reads_sitemaps_first_that_name_its_span(of_the_span: str, of_others: str):
    children = [(f"{MAP}?{of_others}", None), (f"{MAP}?99999", None), (f"{MAP}?{of_the_span}", None)]
    assert read(listings(PAST), MAP_LOOK, index(*children))[1][0] == f"{MAP}?{of_the_span}"


def test_an_entry_edited_after_the_span_may_be_of_it():
    """An archive is asked for by its days; of a sitemap nobody would ask for all that was ever edited since."""
    urls = urlset("https://anba.example/news/1", "https://anba.example/news/2")
    entry = urls.replace(b"2024-01-02", b"2024-02-01", 1).replace(b"2024-01-02", b"2023-12-01")
    day = ListingLook("https://anba.example/2024/01/01", "archive")
    found = listings(PAST)
    assert read(found, day, entry)[0] == ["https://anba.example/news/1"]
    assert noted(found, day.url)["skipped"] == {"out_of_scope": 1}
    assert read(found, MAP_LOOK, entry)[0] == []
    assert noted(found, MAP)["skipped"] == {"edited_since": 1, "out_of_scope": 1}


def candidate(number: int, published_raw: str | None) -> Candidate:
    return Candidate(f"https://anba.example/{number}", "sitemap", NOW, MAP, published_raw=published_raw)


def test_of_too_many_pages_a_live_run_asks_for_the_newest_in_the_order_found():
    dated = [candidate(day, f"2026-03-{day:02}") for day in (8, 9, 12, 10)]
    undated = candidate(0, None)
    chosen = listings(replace(LIVE, most_pages=2)).choose([undated, *dated])
    assert [each.url[-2:] for each in chosen] == ["12", "10"]
    assert listings(replace(LIVE, most_pages=5)).choose([undated, *dated]) == [undated, *dated]


def test_of_too_many_pages_a_backfill_asks_for_the_first():
    found = [candidate(day, f"2024-01-{day:02}") for day in (1, 2, 3)]
    assert listings(replace(PAST, most_pages=2)).choose(found) == found[:2]
