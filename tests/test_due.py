from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.due import is_due, last_beginning
from pipelines.layout import Layout
from tests.builders import NOW, SOURCE, open_state

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("ago", "is_it"),
    [
        (timedelta(0), False),
        (timedelta(minutes=29), False),
        (timedelta(minutes=29, seconds=30), True),  # cron came on the minute, the run began some seconds later
        (timedelta(minutes=30), True),
        (timedelta(days=3), True),
        (timedelta(seconds=-1), True),  # a clock was wrong
    ],
)
def test_what_began_so_long_ago_is_due(ago: timedelta, is_it: bool):
    assert is_due(NOW - ago, HALF_AN_HOUR, NOW) is is_it


def test_what_never_ran_is_due():
    assert is_due(None, HALF_AN_HOUR, NOW)


def test_an_interval_shorter_than_the_slack_is_one_all_the_same():
    assert not is_due(NOW, timedelta(seconds=30), NOW)


def test_only_live_runs_have_looked_at_what_is_new(tmp_path: Path):
    layout = Layout(tmp_path)
    assert last_beginning(layout, SOURCE) is None
    assert not layout.state_file(SOURCE).exists()
    state = open_state(tmp_path)
    state.runs.begin("anba-1", NOW - timedelta(hours=3), "live")
    state.runs.begin("anba-2", NOW - timedelta(hours=2), "live")
    state.runs.begin("anba-3", NOW - timedelta(hours=1), "backfill")
    assert last_beginning(layout, SOURCE) == NOW - timedelta(hours=2)
    state.close()


def test_a_damaged_state_is_for_the_run_to_tell(tmp_path: Path):
    layout = Layout(tmp_path)
    layout.state_file(SOURCE).parent.mkdir(parents=True)
    layout.state_file(SOURCE).write_bytes(b"garbage" * 1000)
    assert last_beginning(layout, SOURCE) is None
