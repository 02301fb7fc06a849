from datetime import timedelta

import pytest

from pipelines.storing.looks import LookPlan
from tests.builders import NOW, article

PLAN = LookPlan()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def visit():
    return PLAN.first(article(), ('"v1"', None))


def test_the_first_look_is_an_hour_after_the_first_fetch():
    assert visit().due_at == article().fetched_at + HOUR
    assert (visit().etag, visit().last_modified) == ('"v1"', None)


@pytest.mark.parametrize(
    ("age", "next_age"),
    [(HOUR, DAY), (2 * HOUR, DAY), (DAY, 7 * DAY), (3 * DAY, 7 * DAY), (7 * DAY, None), (30 * DAY, None)],
)
def test_after_a_look_the_next_age_is_due(age, next_age):
    first = visit().first_at
    after = PLAN.looked(visit(), first + age)
    assert after.due_at == (None if next_age is None else first + next_age)


def test_a_304_leaves_the_validators_and_a_200_brings_new_ones():
    first = visit()
    assert PLAN.looked(first, NOW).etag == '"v1"'
    assert PLAN.looked(first, NOW, (None, "Tue")).etag is None


@pytest.mark.parametrize(
    ("pause", "missed", "is_over"),
    [(HOUR, 0, False), (DAY, 1, False), (8 * DAY, 2, False), (13 * DAY, 2, False), (15 * DAY, 3, True)],
)
def test_a_long_pause_makes_looks_pointless(pause, missed, is_over):
    now = visit().first_at + pause
    assert (PLAN.missed(visit(), now), PLAN.is_over(visit(), now)) == (missed, is_over)


def test_a_plan_without_ages_looks_never():
    never = LookPlan(after=())
    planned = never.first(article(), (None, None))
    assert planned.due_at is None
    assert never.missed(planned, NOW + 100 * DAY) == 0
    assert never.is_over(visit(), NOW)  # of another plan: else it would be due in every run
