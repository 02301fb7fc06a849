from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawl.standing.pulse import Pulse, pulse

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
HOURLY = timedelta(hours=1)


def line(hours_ago: float, stored: int = 3, code: int | None = 0, kind: str = "live") -> dict[str, Any]:
    return {
        "kind": kind, "started_at": (NOW - timedelta(hours=hours_ago)).isoformat(), "exit_code": code,
        "timezone": "Asia/Riyadh", "accounts": {"stored": stored}, "articles": {"count": stored},
    }  # fmt: skip


def hourly(days: int, until: int = 0, stored: int = 3) -> list[dict[str, Any]]:
    """Runs of the last days, oldest first; nothing new comes from one to five at night."""
    times = range(days * 24, until, -1)
    return [line(ago, 0 if 1 <= (NOW - timedelta(hours=ago)).hour < 5 else stored) for ago in times]


def beat(*lines: dict[str, Any], every: timedelta | None = HOURLY, **more: Any) -> Pulse:
    return pulse(lines, NOW, every, **more)


def test_a_source_that_runs_and_brings_news_is_ok():
    found = beat(*hourly(20))
    assert (found.word, found.since, found.why) == ("ok", None, "")
    assert found.last_new == NOW - HOURLY
    assert found.yesterday == 60


def test_a_source_that_never_ran_is_new():
    assert beat().word == "new"
    assert beat().why == "never ran"
    assert beat(line(3, kind="ingest")).word == "new"
    assert beat(line(3, kind="backfill", code=10)).why == "no live run yet; the last backfill: nothing found"


def test_nothing_new_for_much_longer_than_usual_is_silent():
    found = beat(*hourly(20, until=12), *(line(ago, 0) for ago in range(12, 0, -1)))
    assert (found.word, found.since) == ("silent", NOW - timedelta(hours=13))
    assert found.why == "nothing new; never more than 8 h is usual"


def test_nothing_new_for_a_night_is_not():
    assert beat(*hourly(20, until=3), *(line(ago, 0) for ago in range(3, 0, -1))).word == "ok"


def test_without_history_two_days_are_silent():
    assert beat(*(line(ago, int(ago == 40)) for ago in range(40, 0, -1))).word == "ok"
    assert beat(*(line(ago, int(ago == 60)) for ago in range(60, 0, -1))).word == "silent"
    assert beat(*(line(ago, 0) for ago in range(60, 0, -1))).word == "silent"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (12, "blocked"),
        (10, "nothing found"),
        (None, "crashed"),
        (13, "reading collapsed"),
        (99, "exit code 99"),  # of a newer newscrawl
    ],
)
def test_failed_runs_are_failing_since_the_first(code: int | None, why: str):
    found = beat(*hourly(20, until=3), *(line(ago, 0, code) for ago in (3, 2, 1)))
    assert (found.word, found.since, found.why) == ("failing", NOW - timedelta(hours=3), f"{why}, 3 runs")


def test_an_interrupted_run_is_no_failure():
    assert beat(*hourly(20), line(0.5, 0, 11)).word == "ok"


def test_a_source_that_no_longer_runs_is_idle():
    found = beat(*hourly(20, until=10))
    assert (found.word, found.since, found.why) == ("idle", NOW - timedelta(hours=11), "no run since")
    assert beat(*hourly(20, until=10), every=None).word == "silent"


def test_a_day_far_below_what_is_usual_is_quiet():
    lines = [line(ago, 0 if 12 <= ago < 36 and ago != 13 else 5) for ago in range(30 * 24, 0, -1)]
    found = beat(*lines)
    assert found.word == "quiet"
    assert found.why == "10 articles yesterday, usually 120 on such a day"


def test_a_day_as_few_as_ever_is_not():
    days = [line(ago, 2 if ago % 24 == 0 else 0) for ago in range(30 * 24, 0, -1)]
    assert beat(*days).word == "ok"


def test_the_source_file_says_what_is_usual_where_history_is_short():
    lines = [line(ago, 1 if ago == 20 else 0) for ago in range(50, 0, -1)]
    assert beat(*lines, per_day=(200, 400)).word == "quiet"
    assert beat(*lines, per_day=(1, 400)).word == "ok"
    assert beat(*lines).word == "ok"
