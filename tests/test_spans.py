from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.spans import moment_of, reach_of, span_of
from pipelines.records import Candidate
from tests.builders import NOW, candidate, outlet


def dated(moments: Sequence[datetime | None]) -> list[Candidate]:
    return [candidate(published_raw=None if each is None else each.isoformat()) for each in moments]


def hours_ago(*hours: float) -> list[datetime | None]:
    return [NOW - timedelta(hours=each) for each in hours]


def test_published_comes_before_changed():
    both = candidate(published_raw="2026-03-14T08:00:00Z", modified_raw="2026-03-14T08:30:00Z")
    assert moment_of(both, outlet()) == datetime(2026, 3, 14, 8, tzinfo=UTC)
    changed = candidate(modified_raw="2026-03-14T08:30:00Z")
    assert moment_of(changed, outlet()) == datetime(2026, 3, 14, 8, 30, tzinfo=UTC)
    assert moment_of(candidate(published_raw="أمس"), outlet()) is None


def test_a_feed_that_labels_local_time_as_gmt_is_put_right():
    local = outlet(timezone="Asia/Riyadh", feed_times_local=True)
    feed = candidate(published_raw="Sat, 14 Mar 2026 11:00:00 GMT")
    assert moment_of(feed, local) == datetime(2026, 3, 14, 8, tzinfo=UTC)
    news_map = candidate(published_raw="2026-03-14T11:00:00Z", found_in="news_sitemap")
    assert moment_of(news_map, local) == datetime(2026, 3, 14, 11, tzinfo=UTC)


def test_a_listing_reaches_back_to_its_oldest_entry_that_is_not_pinned():
    assert reach_of(dated(hours_ago(1, 2, 3, 4, 5, 6, 24 * 90)), outlet()) == NOW - timedelta(hours=6)
    assert reach_of(dated(hours_ago(3, 1, 2)), outlet()) == NOW - timedelta(hours=2)
    assert reach_of(dated(hours_ago(3)), outlet()) == NOW - timedelta(hours=3)


@pytest.mark.parametrize(
    "moments",
    [
        [],
        [None, None],
        [NOW, None, None],  # most are without a date
        [NOW] * 9,  # one moment for all: a day without hours, or the hour of the listing itself
    ],
)
def test_dates_that_cannot_tell(moments: list[Any]):
    assert reach_of(dated(moments), outlet()) is None


@given(st.lists(st.one_of(st.none(), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))), max_size=40))  # noqa: DTZ001 (the zone is added)
def test_a_reach_lies_within_the_span(naive: list[datetime | None]):
    found = dated([None if each is None else each.replace(microsecond=0, tzinfo=UTC) for each in naive])
    span, reach = span_of(found, outlet()), reach_of(found, outlet())
    assert span["count"] == len(found)
    assert span["undated"] == naive.count(None)
    if reach is not None:
        assert str(span["oldest"]) <= reach.isoformat() <= str(span["newest"])


def test_a_span_of_nothing():
    assert span_of([], outlet()) == {"count": 0, "undated": 0, "oldest": None, "newest": None}
