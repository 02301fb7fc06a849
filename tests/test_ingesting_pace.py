import pytest

from newscrawl.ingesting.pace import Pace, in_words


def noted(*moments: tuple[float, float]) -> Pace:
    pace = Pace()
    for seconds, done in moments:
        pace.note(seconds, done)
    return pace


def test_nothing_is_said_before_it_means_something():
    assert Pace().rate is None
    assert noted((0, 0), (5, 1e6), (14.9, 3e6)).seconds_for(1e9) is None


def test_the_time_to_go_is_the_rest_at_the_pace():
    pace = noted((100, 0), (110, 10e6), (120, 20e6))
    assert pace.rate == 1e6
    assert pace.seconds_for(60e6) == 60  # more to come takes longer, a higher pace less
    assert pace.seconds_for(120e6) == 120
    assert noted((0, 0), (20, 40e6)).seconds_for(60e6) == 30


def test_the_pace_is_that_of_the_last_minutes():
    slow_then_fast = noted(*((second, second * 1.0) for second in range(0, 600, 10)), (600, 600), (720, 24_600))
    assert slow_then_fast.rate == pytest.approx(200)


def test_a_standstill_has_no_end_that_could_be_told():
    assert noted((0, 5), (60, 5)).seconds_for(10) is None


def test_it_is_told_no_finer_than_it_can_be_known():
    assert [in_words(seconds) for seconds in (5, 200, 5000, 9000)] == [
        "about a minute", "about 3 min", "about 83 min", "about 2.5 h",
    ]  # fmt: skip
