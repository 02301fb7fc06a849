"""Stretches of time, as sorted lists of half-open pairs that do not touch each other."""

from collections.abc import Iterable, Iterator
from datetime import datetime

Interval = tuple[datetime, datetime]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """What at least one of them covers; empty ones count for nothing."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def intersection(one: list[Interval], other: list[Interval]) -> list[Interval]:
    """What both cover."""
    return list(_overlaps(one, other))


def difference(one: list[Interval], other: list[Interval]) -> list[Interval]:
    """What `one` covers and `other` does not."""
    left = []
    others = iter(other)
    taken = next(others, None)
    for start, end in one:
        begin = start
        while taken is not None and taken[0] < end:
            if taken[1] > begin:
                left.append((begin, taken[0]))
                begin = max(begin, taken[1])
            if taken[1] > end:
                break
            taken = next(others, None)
        left.append((begin, end))
    return union(left)


def _overlaps(one: list[Interval], other: list[Interval]) -> Iterator[Interval]:
    ones, others = iter(one), iter(other)
    a, b = next(ones, None), next(others, None)
    while a is not None and b is not None:
        start, end = max(a[0], b[0]), min(a[1], b[1])
        if start < end:
            yield start, end
        if a[1] < b[1]:
            a = next(ones, None)
        else:
            b = next(others, None)
