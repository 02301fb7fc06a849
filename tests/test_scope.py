from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from newscrawl.exit_codes import EndWith
from newscrawl.scope import Scope, scope_of

NOW = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
SETTINGS = Settings(
    {
        "LIVE_DAYS": 7,
        "MAX_PAGES": 2000,
        "LOOK_AGAIN_SHARE": 0.3,
        "MAX_CHILD_SITEMAPS": 50,
        "LISTING_FULL_DAYS": 1.5,
    }
)


def scope(**arguments: str) -> Scope:
    return scope_of(arguments, SETTINGS, NOW)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_live_run_asks_for_the_last_days():
    assert scope() == Scope(date(2026, 3, 7), date(2026, 3, 15), 2000, 600, 50, timedelta(days=1.5), "live")


def test_a_limit_alone_is_still_a_live_run():
    assert (scope(limit="5").kind, scope(limit="5").most_pages) == ("live", 5)
    assert scope(limit="٥").most_pages == 5


def test_a_span_makes_it_a_backfill():
    assert scope(since="2024-01-01", until="2024-02-29", limit="9") == Scope(
        date(2024, 1, 1), date(2024, 2, 29), 9, 0, 50, timedelta(days=1.5), "backfill"
    )
    one_day = scope(since="2026-03-14", until="2026-03-14")
    assert one_day.since == one_day.until


def test_a_span_without_end_ends_today():
    assert scope(since="2024-01-01").until == date(2026, 3, 14)
    assert scope(since="2024-01-01", until="9999-12-31").until == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"until": "2024-01-01"}, "needs -a since"),
        ({"since": "2024-02-01", "until": "2024-01-31"}, "after until"),
        ({"since": "2026-03-15"}, "after until"),
        ({"since": "yesterday"}, "YYYY-MM-DD"),
        ({"since": "2024-02-30"}, "YYYY-MM-DD"),
        ({"since": ""}, "YYYY-MM-DD"),
        ({"since": "20240101"}, "YYYY-MM-DD"),
        ({"since": "2024-W05-1"}, "YYYY-MM-DD"),
        ({"since": "2024-01-01", "until": "1/2/2024"}, "YYYY-MM-DD"),
        ({"limit": "0"}, "number of pages"),
        ({"limit": "-1"}, "number of pages"),
        ({"limit": "many"}, "number of pages"),
        ({"limit": "1.5"}, "number of pages"),
        ({"limit": ""}, "number of pages"),
        ({"limit": "9" * 5000}, "number of pages"),
        ({"form": "2024-01-01"}, "form"),
        ({"Since": "2024-01-01"}, "Since"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(arguments: dict[str, str], says: str):
    with pytest.raises(EndWith, match=says) as end:
        scope_of(arguments, SETTINGS, NOW)
    assert end.value.code == 2


def test_a_day_more_on_both_sides_is_covered_as_the_outlets_day_is_not_ours():
    span = scope(since="2024-01-02", until="2024-01-03")
    assert span.covers(moment("2024-01-01T00:00Z"))
    assert not span.covers(moment("2023-12-31T23:59:59Z"))
    assert span.covers(moment("2024-01-04T23:59:59Z"))
    assert not span.covers(moment("2024-01-05T00:00Z"))


def test_any_span_can_be_asked_whether_it_covers():
    """Without a day that no calendar can take another day from."""
    whole = scope(since="0001-01-01", until="9999-12-31")
    assert (whole.since, whole.until) == (date(1990, 1, 1), NOW.date())
    assert whole.covers(NOW)


_DAYS = st.dates(date(1990, 1, 1), NOW.date())


@given(since=_DAYS, until=_DAYS, at=st.datetimes(timezones=st.just(UTC)))
def test_every_moment_within_the_span_is_covered(since: date, until: date, at: datetime):
    if since > until:
        return
    span = scope(since=since.isoformat(), until=until.isoformat())
    if since <= at.date() <= until:
        assert span.covers(at)
    if abs((at.date() - since).days) > 2 and abs((at.date() - until).days) > 2:
        assert span.covers(at) == (since <= at.date() <= until)
