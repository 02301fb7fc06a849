from datetime import date, timedelta

import pytest

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.reporting.scope import Scope, scope_of

TODAY = date(2026, 3, 14)


def test_without_a_wish_it_is_all_that_there_is():
    found = scope_of(None, None, [], (date(2026, 3, 1), date(2026, 3, 12)), TODAY)
    assert found == Scope(date(2026, 3, 1), date(2026, 3, 12))
    assert not found.is_weekly


def test_a_slip_of_an_outlets_clock_does_not_stretch_it():
    found = scope_of(None, None, [], (date(1970, 1, 1), date(2030, 1, 1)), TODAY)
    assert (found.since, found.until) == (TODAY - timedelta(days=366), TODAY)


def test_where_nothing_is_stored_it_is_today():
    assert scope_of(None, None, ["anba"], (None, None), TODAY) == Scope(TODAY, TODAY, ("anba",))


def test_what_is_asked_for_holds_beyond_what_there_is():
    found = scope_of("2020-01-01", "2020-02-01", [], (date(2026, 3, 1), TODAY), TODAY)
    assert (found.since, found.until) == (date(2020, 1, 1), date(2020, 2, 1))


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-13-01", None), (None, "yesterday"), ("2026-W05-1", None), ("2026-03-10", "2026-03-01")],
)
def test_what_cannot_be_meant_is_refused(since, until):
    with pytest.raises(EndWith) as refused:
        scope_of(since, until, [], (date(2026, 1, 1), TODAY), TODAY)
    assert refused.value.code == ExitCode.USAGE


def test_few_days_are_counted_by_day_and_many_by_week_from_monday():
    assert Scope(date(2026, 3, 12), date(2026, 3, 14)).periods == [date(2026, 3, day) for day in (12, 13, 14)]
    year = Scope(date(2025, 3, 14), TODAY)
    assert year.is_weekly
    assert all(week.weekday() == 0 for week in year.periods)
    assert (year.periods[0], year.periods[-1]) == (date(2025, 3, 10), date(2026, 3, 9))
