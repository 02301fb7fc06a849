import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.coverage.intervals import Interval, difference, intersection, union
from tests.builders import NOW

HOURS = range(30)


def interval(pair: tuple[int, int]) -> Interval:
    return NOW + timedelta(hours=pair[0]), NOW + timedelta(hours=pair[1])


def hours(intervals: list[Interval]) -> set[int]:
    """The hours that begin within."""
    return {hour for hour in HOURS if any(a <= NOW + timedelta(hours=hour) < b for a, b in intervals)}


several = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)).map(interval), max_size=8)


@given(several, several)
def test_they_do_what_sets_of_hours_do(some: list[Interval], others: list[Interval]):
    one, other = union(some), union(others)
    assert hours(one) == hours(some)
    assert hours(intersection(one, other)) == hours(one) & hours(other)
    assert hours(difference(one, other)) == hours(one) - hours(other)


@given(several, several)
def test_what_comes_out_is_sorted_and_apart(some: list[Interval], others: list[Interval]):
    one, other = union(some), union(others)
    for found in (one, intersection(one, other), difference(one, other)):
        edges = [edge for each in found for edge in each]
        assert edges == sorted(edges)
        assert all(start < end for start, end in found)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(one))
