from typing import Any

from newscrawl.proposing.home import Stated
from newscrawl.proposing.listings import choose, to_try

HOME = "https://anba.com/ar/"
FEED, NEWS, MAP = "https://anba.com/rss/all", "https://anba.com/news.xml", "https://anba.com/sitemap.xml"


def gave(url: str, new: int, entries: int = 9, **more: Any) -> dict[str, Any]:
    return {"url": url, "entries": entries, "new": new, "known": 0, "newest": None, **more}


def failed(url: str, problem: str = "HTTP 404") -> dict[str, Any]:
    return {"url": url, "entries": None, "problem": problem}


def test_usual_addresses_are_asked_for_only_where_the_site_names_none():
    assert to_try(HOME, [FEED], [MAP]).usual == frozenset()
    tried = to_try(HOME, [], [])
    assert tried.feeds[0] == "https://anba.com/feed"
    assert tried.usual == {*tried.feeds, *tried.sitemaps}
    assert len(tried.usual) == 5


def test_of_many_the_first_are_tried():
    urls = [f"https://anba.com/{n}" for n in range(20)]
    tried = to_try(HOME, urls, urls)
    assert (tried.feeds, tried.sitemaps) == (urls[:5], urls[:3])


def test_what_works_is_chosen_with_what_it_gave_and_what_does_not_is_left_out_with_its_reason():
    tried = to_try(HOME, [FEED, f"{FEED}2"], [NEWS, MAP])
    facts = [
        gave(FEED, 7, newest="2026-03-14T08:00:00+00:00"),
        failed(f"{FEED}2"),
        gave(NEWS, 5),
        gave(MAP, 3, entries=500),
        gave(HOME, 9),
    ]
    chosen = choose(tried, facts)
    assert chosen.feeds == (Stated(FEED, "9 entries, 7 to ask for, newest 2026-03-14"),)
    assert chosen.sitemaps == (Stated(NEWS, "9 entries, 5 to ask for"),)
    assert chosen.sections == ()
    assert chosen.remarks == [
        f"left out: {FEED}2: HTTP 404",
        f"also answers: {MAP}: 500 entries, 3 to ask for",
    ]


def test_a_sitemap_of_all_serves_where_there_is_nothing_else_and_counts_with_its_children():
    tried = to_try(HOME, [FEED], [MAP])
    child = gave(f"{MAP}/2", 4, entries=40, root=MAP)
    chosen = choose(tried, [gave(FEED, 0), gave(MAP, 0, entries=0), child, gave(HOME, 9)])
    assert (chosen.feeds, chosen.sections) == ((), ())
    assert chosen.sitemaps == (Stated(MAP, "40 entries, 4 to ask for"),)
    assert chosen.remarks == [f"left out: {FEED}: 9 entries, 0 to ask for"]


def test_of_usual_addresses_one_is_enough_and_those_that_fail_are_not_worth_a_word():
    tried = to_try(HOME, [], [])
    first, second, third = tried.feeds
    chosen = choose(tried, [failed(first), gave(second, 2), gave(third, 2), *map(failed, tried.sitemaps)])
    assert [each.value for each in chosen.feeds] == [second]
    assert chosen.remarks == []


def test_the_home_page_serves_at_last_and_else_nothing_does():
    tried = to_try(HOME, [], [])
    dead = [failed(url) for url in tried.usual]
    assert [each.value for each in choose(tried, [*dead, gave(HOME, 9)]).sections] == [HOME]
    nothing = choose(tried, [*dead, failed(HOME, "no links")])
    assert (nothing.feeds, nothing.sitemaps, nothing.sections) == ((), (), ())
    assert nothing.remarks == [f"left out: {HOME}: no links"]
    assert choose(tried, []).remarks == [f"left out: {HOME}: not asked for"]
