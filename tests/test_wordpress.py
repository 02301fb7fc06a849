import contextlib
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.listing import Listing, UnreadableListing
from newscrawl.discovery.wordpress import is_behind_last, latest_posts, next_page, past_posts, read_posts

SITE = "https://anba.example"
URL = latest_posts(SITE)
NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)


def read(posts: object) -> Listing:
    return read_posts(json.dumps(posts).encode(), URL, NOW, "application/json")


def post(link: object = f"{SITE}/1", **more: Any) -> dict[str, Any]:
    return {"link": link, "date_gmt": "2026-03-14T08:00:00", "modified_gmt": "2026-03-14T08:30:00", **more}


def test_a_post_is_a_candidate_with_its_times_in_utc() -> None:
    (found,) = read([post(title={"rendered": "خبر &#8211; <em>عاجل</em>"})]).candidates
    assert (found.url, found.listing_url, found.found_at, found.found_in) == (f"{SITE}/1", URL, NOW, "feed")
    assert found.title == "خبر – عاجل"
    assert (found.published_raw, found.modified_raw) == ("2026-03-14T08:00:00Z", "2026-03-14T08:30:00Z")


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        ("2026-03-14 08:00:00", "2026-03-14 08:00:00Z"),
        ("2026-03-14T08:00:00+02:00", "2026-03-14T08:00:00+02:00"),
        ("0000-00-00T00:00:00", None),
        ("2026-02-31T08:00:00", None),
        ("أمس", None),
        (None, None),
        (1773475200, None),
    ],
)
def test_what_is_no_time_is_left_out_and_the_post_stays(written: object, stated: str | None) -> None:
    (found,) = read([post(date_gmt=written)]).candidates
    assert found.published_raw == stated


def test_bad_records_are_counted_and_set_aside() -> None:
    listing = read([
        post("/relative/2"), post("//www.anba.example/3"), post("https://elsewhere.example/4"),
        post(f"{SITE}/خبر/5"), post("/relative/2"),
        post("mailto:x@anba.example"), post(17), post(None), {}, "post", None, [],
    ])  # fmt: skip
    assert [each.url for each in listing.candidates] == [
        f"{SITE}/relative/2", "https://www.anba.example/3", "https://elsewhere.example/4", f"{SITE}/خبر/5",
    ]  # fmt: skip
    assert listing.skipped == {
        "wordpress/repeated": 1, "wordpress/bad_link": 2, "wordpress/no_link": 2, "wordpress/broken_entry": 3,
    }  # fmt: skip


def test_an_empty_list_is_a_list() -> None:
    assert read([]) == Listing()


def test_more_posts_than_a_page_can_hold_are_counted() -> None:
    listing = read([post(f"{SITE}/{number}") for number in range(1003)])
    assert (len(listing.candidates), listing.skipped) == (1000, {"wordpress/over_cap": 3})


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<!doctype html><title>404</title>", "an HTML page, titled '404'"),
        (b'{"code":"rest_no_route","message":"x","data":{"status":404}}', "rest_no_route"),
        (b'{"posts":[]}', "JSON"),
        (b'{"code":["x"]}', "JSON"),
        (b'[{"link":"https://anba.example/1"},{"li', "JSON"),
        (b"", "empty"),
        (b"null", "text"),
        (b"[" * 200_000, "JSON"),
    ],
)
def test_what_is_no_list_of_posts_says_what_it_is(body: bytes, says: str) -> None:
    with pytest.raises(UnreadableListing, match=says):
        read_posts(body, URL, NOW)


JSON = st.recursive(
    st.none() | st.text() | st.integers() | st.booleans(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["link", "title", "rendered", "date_gmt", "code"]), inner)
    ),
)


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    with contextlib.suppress(UnreadableListing):
        assert all(each.url.startswith("http") for each in read(value).candidates)


def test_a_past_is_asked_for_by_months_with_a_day_of_slack() -> None:
    fields = "per_page=100&_fields=link,title,date_gmt,modified_gmt"
    assert f"{SITE}/wp-json/wp/v2/posts?{fields}" == URL
    spans = [url.removeprefix(URL) for url in past_posts(SITE, date(2023, 12, 30), date(2024, 2, 2))]
    assert spans == [
        "&order=asc&after=2023-12-29T00:00:00&before=2024-01-02T00:00:00",
        "&order=asc&after=2023-12-31T00:00:00&before=2024-02-02T00:00:00",
        "&order=asc&after=2024-01-31T00:00:00&before=2024-02-04T00:00:00",
    ]
    assert len(list(past_posts(SITE, date(2024, 2, 29), date(2024, 2, 29)))) == 1


def test_pages_follow_each_other_as_far_as_the_site_says() -> None:
    assert next_page(URL, {}) == f"{URL}&page=2"
    assert next_page(f"{URL}&page=9", {"x-wp-totalpages": "many"}) == f"{URL}&page=10"
    assert next_page(f"{URL}&page=2", {"x-wp-totalpages": "3"}) == f"{URL}&page=3"
    assert next_page(f"{URL}&page=3", {"x-wp-totalpages": "3"}) is None
    assert next_page(URL, {"x-wp-totalpages": "0"}) is None


def test_the_end_is_told_from_other_faults() -> None:
    body = b'{"code":"rest_post_invalid_page_number","message":"x","data":{"status":400}}'
    assert is_behind_last(400, body)
    assert not is_behind_last(400, b'{"code":"rest_invalid_param"}')
    assert not is_behind_last(404, body)
