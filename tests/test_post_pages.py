"""Pages of a WordPress site's posts: which are asked for, and crawls of such a site on 127.0.0.1."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from newscrawl.discovery.listing import UnreadableListing
from newscrawl.discovery.wordpress import latest_posts
from newscrawl.spiders.listing_look import ListingLook
from tests.builders import rows_of
from tests.hostile import Answer, Asked, Hostile, hostile, reply
from tests.test_command_crawl import HOST, crawl, last_line, page
from tests.test_listings import LIVE, PAST, listings, noted

POSTS = "/wp-json/wp/v2/posts"
URL = latest_posts("https://anba.example")
PAST_URL = f"{URL}&order=asc&after=2023-12-31T00:00:00&before=2024-01-05T00:00:00"
ON = "wordpress = true\n"
END = b'{"code":"rest_post_invalid_page_number"}'


def posts(*numbers: int, day: str = "2024-01-02") -> bytes:
    made = [{"link": f"https://anba.example/{number}", "date_gmt": f"{day}T08:00:00"} for number in numbers]
    return json.dumps(made).encode()


# Which are asked for


def test_a_live_run_asks_for_the_newest_posts_beside_all_else():
    assert [(look.url, look.kind) for look in listings(more=ON).first()][2] == (URL, "wordpress")
    assert "wordpress" not in {look.kind for look in listings().first()}


def test_the_first_example_says_where_the_posts_are():
    found = listings(more=f'{ON}examples = ["http://www.anba.example:8080/1"]\n').first()
    assert latest_posts("http://www.anba.example:8080") in [look.url for look in found]


def test_a_backfill_asks_for_the_posts_of_its_days():
    assert PAST_URL in [look.url for look in listings(PAST, more=ON).first()]


def test_a_live_run_asks_for_one_page():
    found = listings(LIVE, more=ON)
    candidates, further = found.read(ListingLook(URL, "wordpress"), 200, posts(1, 2, day="2026-03-13"), {})
    assert (len(candidates), further) == (2, [])
    assert noted(found, URL)["newest"] == "2026-03-13T08:00:00+00:00"


def test_a_backfill_pages_on_until_a_page_is_empty_or_the_site_says_so():
    for status, last in ((200, b"[]"), (400, END)):
        found = listings(PAST, more=ON)
        look = ListingLook(PAST_URL, "wordpress")
        for number in (1, 2, 3):
            candidates, (look,) = found.read(look, 200, posts(number), {})
            assert [each.url for each in candidates] == [f"https://anba.example/{number}"]
        assert (look.url, look.root) == (f"{PAST_URL}&page=4", PAST_URL)
        assert found.read(look, status, last, {}) == ([], [])
        assert noted(found, look.url).items() >= {"entries": 0, "root": PAST_URL}.items()


def test_no_page_is_asked_for_behind_the_last_that_is_announced():
    look = ListingLook(PAST_URL, "wordpress")
    assert listings(PAST, more=ON).read(look, 200, posts(1), {"x-wp-totalpages": "1"})[1] == []


def test_a_site_that_shows_one_page_for_all_is_left():
    found = listings(PAST, more=ON)
    _, (second,) = found.read(ListingLook(PAST_URL, "wordpress"), 200, posts(1, 2), {})
    assert found.read(second, 200, posts(2, 1), {})[1] == []
    assert noted(found, second.url)["skipped"] == {"page_repeated": 1}


def test_pages_without_end_meet_the_cap():
    found, look, read = listings(PAST, more=ON), ListingLook(PAST_URL, "wordpress"), 0
    further = [look]
    while further:
        (look,), read = further, read + 1
        _, further = found.read(look, 200, posts(read), {})
    assert read == 100
    assert noted(found, look.url)["skipped"] == {"page_over_cap": 1}


@pytest.mark.parametrize(
    ("status", "body"), [(401, b"{}"), (403, b"{}"), (404, b"{}"), (400, END), (200, b"<html>")]
)
def test_an_answer_that_is_no_list_is_a_failure(status: int, body: bytes):
    with pytest.raises(UnreadableListing):
        listings(PAST, more=ON).read(ListingLook(PAST_URL, "wordpress"), status, body, {})


# Crawls


@pytest.fixture
def site() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def _local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def publish(site: Hostile, days: dict[int, datetime], per_page: int = 2) -> None:
    """A site without feeds; of each post the number and when it was published."""

    async def answer(asked: Asked, out: asyncio.StreamWriter) -> None:
        said = parse_qs(asked.query)
        after, before = (said.get(name, [default])[0] for name, default in (("after", "0"), ("before", "9")))
        numbers = [number for number, day in days.items() if after < _local(day) < before]
        numbers.sort(key=days.__getitem__, reverse=said.get("order") != ["asc"])
        first = (int(said.get("page", ["1"])[0]) - 1) * per_page
        shown = numbers[first : first + per_page] if "page" in said or "order" in said else numbers
        is_end = bool(numbers) and not shown
        await _posts(site, [(number, days[number]) for number in shown], is_end=is_end)(asked, out)

    site.answers[f"{HOST}{POSTS}"] = answer
    for number in days:
        site.answers[f"{HOST}/news/{number}"] = reply(page(number))


def _posts(site: Hostile, shown: list[tuple[int, datetime]], *, is_end: bool) -> Answer:
    if is_end:
        return reply(END, 400, Content_Type="application/json")
    made = [
        {"link": site.url(HOST, f"/news/{number}"), "date_gmt": _local(day), "title": {"rendered": "خبر"}}
        for number, day in shown
    ]
    return reply(json.dumps(made), Content_Type="application/json; charset=UTF-8")


def source_file(site: Hostile, folder: Path) -> None:
    (folder / "xx").mkdir(parents=True)
    lines = [
        'name = "أنباء المدينة"', f'domains = ["{HOST}"]', 'timezone = "Africa/Cairo"', "delay = 0.0",
        "wordpress = true", f'examples = ["{site.url(HOST, "/news/1")}"]', "article_url = '/news/[0-9]+$'",
    ]  # fmt: skip
    (folder / "xx" / "anba.toml").write_text("\n".join(lines), "utf-8")


def asked_for(site: Hostile) -> list[dict[str, Any]]:
    return [parse_qs(asked.query) for asked in site.asked if asked.path == POSTS]


def test_a_site_with_nothing_but_posts_is_crawled(site: Hostile, tmp_path: Path):
    publish(site, {number: at(14, number) for number in (1, 2, 3)})
    source_file(site, tmp_path / "sources")
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 0, done.stderr
    rows = rows_of(tmp_path / "output", "articles")
    assert sorted(row["published_at"] for row in rows) == [at(14, n) for n in (1, 2, 3)]
    assert {(row["found_in"], row["published_from"]) for row in rows} == {("feed", "feed")}
    (facts,) = last_line(tmp_path / "output")["listings"]
    assert (facts["kind"], facts["entries"], facts["new"]) == ("wordpress", 3, 3)
    assert "/robots.txt" in [asked.path for asked in site.asked]


def test_a_backfill_reads_the_pages_of_its_span_to_the_end(site: Hostile, tmp_path: Path):
    start = datetime(2024, 1, 30, 12, tzinfo=UTC)
    publish(site, {number: start + timedelta(days=number - 6) for number in range(1, 12)})
    source_file(site, tmp_path / "sources")
    done = crawl(site, tmp_path / "output", "-a", "since=2024-01-30", "-a", "until=2024-02-01")
    assert done.returncode == 0, done.stderr
    days = {f"{row['published_day']:%m-%d}" for row in rows_of(tmp_path / "output", "articles")}
    assert days == {"01-29", "01-30", "01-31", "02-01", "02-02"}  # the span, and a day of slack
    pages = [(said["after"][0][:10], said.get("page", ["1"])[0]) for said in asked_for(site)]
    assert sorted(pages) == [("2024-01-29", n) for n in "123"] + [("2024-01-31", n) for n in "123"]
    listings_read = last_line(tmp_path / "output")["listings"]
    assert [facts["status"] for facts in listings_read].count(400) == 2
    assert not any("problem" in facts for facts in listings_read)


@pytest.mark.parametrize(("status", "code"), [(401, 10), (404, 10), (200, 10)])
def test_closed_posts_end_a_run_with_its_code(status: int, code: int, site: Hostile, tmp_path: Path):
    source_file(site, tmp_path / "sources")
    site.answers[f"{HOST}{POSTS}"] = reply('{"code":"rest_no_route"}', status, Content_Type="application/json")
    done = crawl(site, tmp_path / "output")
    assert done.returncode == code
    assert "rest_no_route" in done.stderr or f"HTTP {status}" in done.stderr
    assert last_line(tmp_path / "output")["listings"][0]["problem"]


def test_posts_that_robots_txt_forbids_are_not_asked_for(site: Hostile, tmp_path: Path):
    publish(site, {1: at(14, 1)})
    site.answers[f"{HOST}/robots.txt"] = reply("User-agent: *\nDisallow: /wp-json/", Content_Type="text/plain")
    source_file(site, tmp_path / "sources")
    assert crawl(site, tmp_path / "output").returncode == 10
    assert asked_for(site) == []


def test_a_page_that_fails_halfway_is_told(site: Hostile, tmp_path: Path):
    publish(site, {number: datetime(2024, 1, 10, number, tzinfo=UTC) for number in range(1, 6)})
    whole = site.answers[f"{HOST}{POSTS}"]

    async def broken(asked: Asked, out: asyncio.StreamWriter) -> None:
        await (reply("<html>", 404) if "page=2" in asked.query else whole)(asked, out)

    site.answers[f"{HOST}{POSTS}"] = broken
    source_file(site, tmp_path / "sources")
    assert crawl(site, tmp_path / "output", "-a", "since=2024-01-09", "-a", "until=2024-01-11").returncode == 10
    assert len(rows_of(tmp_path / "output", "articles")) == 2
