from datetime import timedelta

from tests.builders import NOW, commit_batch, known_article
from tests.one_state import path, state

__all__ = ["path", "state"]  # the fixtures


def test_a_run_that_never_said_how_it_ended_is_found(state):
    state.runs.begin("anba-1-aaaa", NOW, "live")
    state.runs.begin("anba-2-bbbb", NOW + timedelta(hours=1), "ingest")
    state.runs.end("anba-1-aaaa", '{"exit_code": 0, "why": "تم"}')
    assert state.runs.unfinished() == [("anba-2-bbbb", NOW + timedelta(hours=1), "ingest")]
    assert state.runs.recent_lines(5) == [{"exit_code": 0, "why": "تم"}]


def test_recent_lines_come_newest_first(state):
    for number in range(5):
        state.runs.begin(f"anba-{number}", NOW, "live")
        state.runs.end(f"anba-{number}", f'{{"n": {number}}}')
    assert [line["n"] for line in state.runs.recent_lines(3)] == [4, 3, 2]


def test_what_a_run_stored_is_counted_by_its_batches(state):
    commit_batch(state, "anba-1-aaaa-0001", articles=[known_article(1), known_article(2)])
    commit_batch(state, "anba-1-aaaa-0002", articles=[known_article(3)], revisions=[known_article(1, revision=1)])
    commit_batch(state, "anba-1-aaab-0001", articles=[known_article(4)])
    assert state.runs.stored_by("anba-1-aaaa") == 3
    assert state.runs.stored_by("anba-1-cccc") == 0
