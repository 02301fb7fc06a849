import json
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.alerting.incidents import Finding, Incident, remembered, updated
from pipelines.layout import Layout

FAILS = Finding("anba", "failed", is_there=True, why="blocked (12)", exit_code=12, run_id="anba-1")
WELL = Finding("anba", "failed", is_there=False)


def test_an_incident_is_opened_once():
    (opened,) = updated([], [FAILS], "T1")
    assert (opened.since, opened.why, opened.exit_code, opened.told) == ("T1", "blocked (12)", 12, [])
    assert updated([opened], [FAILS], "T2") == [opened]
    assert opened.since == "T1"


def test_what_nobody_was_told_of_is_dropped_when_it_is_over():
    assert updated(updated([], [FAILS], "T1"), [WELL], "T2") == []


def test_what_somebody_was_told_of_is_over_and_to_be_told():
    (told,) = updated([], [FAILS], "T1")
    told.told.append("ALERT_COMMAND")
    (over,) = updated([told], [WELL], "T2")
    assert over.over == "T2"
    assert updated([over], [WELL], "T3")[0].over == "T2"


def test_what_comes_back_before_its_end_was_told_goes_on():
    (over,) = updated(
        [Incident("anba", "failed", "T1", "blocked", told=["ALERT_COMMAND"], over="T2")], [FAILS], "T3"
    )
    assert (over.over, over.since) == (None, "T1")


def test_failing_and_silent_are_two():
    silent = Finding("anba", "silent", is_there=True, why="nothing new")
    assert len(updated([], [FAILS, silent, Finding("bayan", "failed", is_there=True)], "T1")) == 3
    assert updated([], [WELL], "T1") == []


def test_what_is_not_looked_at_stays():
    before = updated([], [FAILS], "T1")
    assert updated(before, [], "T2") == before


def test_a_message_is_for_people_and_programs():
    incident = Incident("anba", "failed", "T1", "blocked (12): cloudflare", 12, "anba-1")
    message = incident.message()
    assert message == {
        "text": "newscrawl: anba fails: blocked (12): cloudflare", "event": "failed", "source_id": "anba",
        "kind": "failed", "since": "T1", "why": "blocked (12): cloudflare", "exit_code": 12, "run_id": "anba-1",
        "over": None,
    }  # fmt: skip
    incident.over = "T2"
    assert incident.message()["text"] == "newscrawl: anba has recovered: blocked (12): cloudflare"
    assert (
        Incident("anba", "silent", "T1", "nothing new").message()["text"].startswith("newscrawl: anba has fallen")
    )


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12))
def test_begin_and_end_are_told_in_turn_whatever_happens(steps: list[tuple[bool, bool]]):
    """Each step: whether the source fails, and whether the channel takes a message."""
    incidents: list[Incident] = []
    said: list[str] = []
    for fails, is_taken in steps:
        incidents = updated(incidents, [FAILS if fails else WELL], "T")
        for each in incidents:
            told = each.told if each.over is None else each.told_over
            if is_taken and not told:
                said.append("begin" if each.over is None else "end")
                told.append("x")
        incidents = [each for each in incidents if not each.told_over]
    assert said == ["begin", "end"] * (len(said) // 2) + ["begin"] * (len(said) % 2)


# The file


def test_they_are_remembered(tmp_path: Path):
    with remembered(Layout(tmp_path)) as incidents:
        assert incidents == []
        incidents[:] = updated(incidents, [FAILS], "T1")
    with remembered(Layout(tmp_path)) as incidents:
        assert [each.key for each in incidents] == [("anba", "failed")]


def interrupted(layout: Layout) -> None:
    with remembered(layout) as incidents:
        incidents[:] = updated(incidents, [FAILS], "T1")
        raise KeyboardInterrupt


def test_what_was_told_before_an_exception_is_remembered(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt):
        interrupted(Layout(tmp_path))
    assert json.loads((tmp_path / "state" / "_incidents.json").read_text())[0]["source_id"] == "anba"


@pytest.mark.parametrize("content", ["", "{", '[{"mood": 1}]', "[1]"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: str):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "_incidents.json").write_text(content)
    with remembered(Layout(tmp_path)) as incidents:
        assert incidents == []


def test_one_process_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newscrawl.alerting.incidents._PATIENCE", 0.05)
    (tmp_path / "state").mkdir()
    with FileLock(tmp_path / "state" / "_incidents.lock"), pytest.raises(Timeout), remembered(Layout(tmp_path)):
        raise AssertionError
