from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newscrawl.judging.baselines import stored_by_day, usual, usual_articles

RIYADH = ZoneInfo("Asia/Riyadh")
FRIDAY = date(2026, 3, 13)


def line(day: date, stored: int, hour: int = 12, **more: Any) -> dict[str, Any]:
    began = datetime(day.year, day.month, day.day, hour, tzinfo=RIYADH)
    columns = {"kind": "live", "exit_code": 0, "started_at": began.isoformat(), "articles": {"count": stored}}
    return columns | more


def weeks(count: int, on_friday: int = 10, else_: int = 100) -> list[dict[str, Any]]:
    """The days before FRIDAY, some a little fuller than others."""
    days = [FRIDAY - timedelta(days=n) for n in range(1, 7 * count + 1)]
    return [line(day, (on_friday if day.weekday() == 4 else else_) + day.day % 3) for day in reversed(days)]


def test_a_friday_is_measured_by_fridays():
    stored = stored_by_day(weeks(6), RIYADH)
    friday, thursday = usual_articles(stored, FRIDAY), usual_articles(stored, FRIDAY - timedelta(days=1))
    assert friday is not None
    assert thursday is not None
    assert (round(friday.median), round(thursday.median)) == (10, 102)
    assert not friday.is_far_below(6)
    assert friday.is_far_below(0)
    assert thursday.is_far_below(40)


def test_one_odd_day_does_not_change_what_is_usual():
    lines = [*weeks(6), line(FRIDAY - timedelta(days=7), 5000, hour=13)]
    found = usual_articles(stored_by_day(lines, RIYADH), FRIDAY)
    assert found is not None
    assert found.median < 15


def test_where_history_is_short_all_weekdays_count_and_then_the_source_file():
    stored = stored_by_day(weeks(1), RIYADH)
    found = usual_articles(stored, FRIDAY)
    assert found is not None
    assert (found.median, found.days) == (101, 6)
    assert usual_articles({}, FRIDAY) is None
    of_file = usual_articles({}, FRIDAY, (20, 200))
    assert of_file is not None
    assert (of_file.median, of_file.days) == (110, 0)
    assert not of_file.is_far_below(20)
    assert of_file.is_far_below(5)


def test_days_are_the_sources():
    night = line(FRIDAY, 5, hour=1)  # still Thursday in UTC
    assert list(stored_by_day([night], RIYADH)) == [FRIDAY]
    assert list(stored_by_day([night], ZoneInfo("UTC"))) == [FRIDAY - timedelta(days=1)]


@pytest.mark.parametrize("more", [{"kind": "backfill"}, {"kind": "ingest"}, {"exit_code": None, "articles": {}}])
def test_what_is_no_live_run_says_nothing(more: dict[str, Any]):
    assert stored_by_day([line(FRIDAY, 5, **more)], RIYADH) == {}


def test_nothing_is_usual_of_nothing():
    assert usual([]) is None
    assert usual([1, 2]) is None
