"""Reads the lists of posts that a WordPress site gives to machines (`wp-json`), and knows how one is asked for.

A site that closes them answers 401, 403 or 404. Kinds of posts that a theme adds are not in them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from newscrawl.discovery.decoding import decode
from newscrawl.discovery.feeds import MAX_TEXT, MAX_TITLE
from newscrawl.discovery.listing import Gathering, Listing, UnreadableListing, parse_listing_time, web_address
from newscrawl.discovery.markup import describe, plain_text
from pipelines.records import Candidate

MAX_ENTRIES = 1000  # WordPress gives at most 100 a page, and a plug-in may have raised that
# Without `_fields` each post brings its whole text.
_POSTS = "/wp-json/wp/v2/posts?per_page=100&_fields=link,title,date_gmt,modified_gmt"
_PAGE = re.compile(r"&page=(\d+)$")
_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?", re.ASCII)
_SLACK = timedelta(days=1)  # days are meant in the site's own zone, which its settings may have wrong
_BEHIND_LAST = "rest_post_invalid_page_number"


def latest_posts(site: str) -> str:
    """The address of a site's newest posts; `site` is its scheme and host."""
    return site + _POSTS


def past_posts(site: str, first: date, last: date) -> Iterator[str]:
    """The addresses of the first pages of a span's posts, oldest first: one for each month.

    Within a month few posts are to be passed over for a later page, which costs the site's database much.
    """
    while first <= last:
        end = min(last, (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1))
        yield f"{site}{_POSTS}&order=asc&after={_midnight(first - _SLACK)}&before={_midnight(end + 2 * _SLACK)}"
        first = end + timedelta(days=1)


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"


def page_number(url: str) -> int:
    found = _PAGE.search(url)
    return 1 if found is None else int(found[1])


def next_page(url: str, headers: Mapping[str, str]) -> str | None:
    """The address of the page behind this one; None where the site says that there is none."""
    number = page_number(url) + 1
    pages = headers.get("x-wp-totalpages", "")
    if pages.isascii() and pages.isdigit() and len(pages) < 10 and number > int(pages):
        return None
    return f"{_PAGE.sub('', url)}&page={number}"


def is_behind_last(status: int, body: bytes) -> bool:
    """Whether this is how WordPress says that the page before was the last."""
    return status == 400 and _BEHIND_LAST.encode() in body


def read_posts(body: bytes, url: str, found_at: datetime, content_type: str | None = None) -> Listing:
    """What a page of posts lists. Raises UnreadableListing where the bytes are no list of posts."""
    gathered = Gathering("wordpress", MAX_ENTRIES)
    for post in _posts(decode(body, content_type)):
        link = post.get("link") if isinstance(post, dict) else None
        address = web_address(link, url) if isinstance(link, str) else None
        if not isinstance(post, dict):
            gathered.skip("broken_entry")
        elif address is None:
            gathered.skip("bad_link" if link else "no_link")
        else:
            gathered.add(_candidate(post, address, url, found_at))
    return gathered.listing()


def _posts(text: str) -> list[Any]:
    if len(text) > MAX_TEXT:
        raise UnreadableListing(f"a body of {len(text)} characters, too large for a page of posts")
    try:
        posts = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableListing(f"no list of posts: {describe(text)}") from error
    if isinstance(posts, list):
        return posts
    code = posts.get("code") if isinstance(posts, dict) else None
    raise UnreadableListing(
        f"no list of posts: {plain_text(code, 80) if isinstance(code, str) else describe(text)}"
    )


def _candidate(post: dict[str, Any], address: str, url: str, found_at: datetime) -> Candidate:
    """It counts as a feed's: WordPress makes its feed of the same columns."""
    title = post.get("title")
    written = title.get("rendered") if isinstance(title, dict) else title
    return Candidate(
        url=address,
        found_in="feed",
        found_at=found_at,
        listing_url=url,
        title=plain_text(written, MAX_TITLE) if isinstance(written, str) else None,
        published_raw=_in_utc(post.get("date_gmt")),
        modified_raw=_in_utc(post.get("modified_gmt")),
    )


def _in_utc(written: object) -> str | None:
    """The time with the zone that the field's name says; None for what is no time, as year 0 of old imports."""
    if not isinstance(written, str):
        return None
    stated = f"{written}Z" if _WITHOUT_ZONE.fullmatch(written) else written
    return None if parse_listing_time(stated) is None else stated
