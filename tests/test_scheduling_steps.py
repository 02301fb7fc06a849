from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.scheduling.steps import cron_times, in_words, sound_step, spread, tick_for

DAY = 24 * 60


def field(text: str, size: int) -> set[int]:
    """The values of a crontab field, as crontab(5) says."""
    span, _, step = text.partition("/")
    first, _, last = span.partition("-")
    values = range(size) if span == "*" else range(int(first), int(last or first) + 1)
    return set(values[:: int(step or 1)])


def minutes_of(times: str) -> list[int]:
    """The minutes of a day at which cron runs a line."""
    minute, hour, *rest = times.split()
    assert rest == ["*", "*", "*"]
    return sorted(h * 60 + m for h in field(hour, 24) for m in field(minute, 60))


@given(minutes=st.integers(0, 10 * DAY), data=st.data())
def test_a_line_runs_at_its_step_all_day_and_over_midnight(minutes: int, data: st.DataObject):
    step = sound_step(timedelta(minutes=minutes))
    begin = data.draw(st.integers(0, step - 1))
    days = [day * DAY + minute for day in (0, 1) for minute in minutes_of(cron_times(step, begin))]
    assert days[0] == begin
    assert {later - sooner for sooner, later in pairwise(days)} == {step}
    assert step <= max(minutes, 1)


@pytest.mark.parametrize(
    ("every", "step"),
    [
        (timedelta(minutes=30), 30),
        (timedelta(hours=2), 120),
        (timedelta(minutes=45), 30),
        (timedelta(minutes=90), 60),
        (timedelta(hours=7), 360),
        (timedelta(days=1), 1440),
        (timedelta(days=3), 1440),
        (timedelta(seconds=20), 1),
    ],
)
def test_the_longest_step_that_misses_nothing(every: timedelta, step: int):
    assert sound_step(every) == step


@pytest.mark.parametrize(
    ("step", "begin", "times"),
    [
        (1, 0, "* * * * *"),
        (30, 0, "*/30 * * * *"),
        (30, 7, "7-59/30 * * * *"),
        (60, 7, "7 * * * *"),
        (120, 7, "7 */2 * * *"),
        (120, 67, "7 1-23/2 * * *"),
        (1440, 67, "7 1 * * *"),
    ],
)
def test_the_fields_of_a_line(step: int, begin: int, times: str):
    assert cron_times(step, begin) == times


@given(steps=st.lists(st.sampled_from([10, 30, 60, 120]), min_size=1, max_size=10))
def test_sources_begin_apart(steps: list[int]):
    begins = spread(steps)
    assert len(set(begins)) == len(steps)
    assert all(0 <= begin < step for begin, step in zip(begins, steps, strict=True))


@pytest.mark.parametrize(
    ("intervals", "tick"),
    [([30, 120], 6), ([10], 2), ([1], 1), ([1440], 60), ([], 15)],
)
def test_what_is_due_waits_a_quarter_of_its_interval_at_most(intervals: list[int], tick: int):
    assert tick_for([timedelta(minutes=minutes) for minutes in intervals]) == tick


def test_intervals_in_words():
    assert [in_words(minutes) for minutes in (5, 90, 60, 120, 1440)] == ["5m", "90m", "1h", "2h", "1d"]
