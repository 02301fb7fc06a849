import json
from pathlib import Path
from typing import Any

import pytest
from filelock import Timeout
from scrapy.settings import Settings

from newscrawl.alerting import Alerts, Finding
from pipelines.layout import Layout
from tests.builders import NOW

FAILS = Finding("anba", "failed", is_there=True, why="blocked (12)", exit_code=12)
WELL = Finding("anba", "failed", is_there=False)


class Channel:
    def __init__(self) -> None:
        self.is_up = True
        self.got: list[str] = []
        self.asked = 0

    def __call__(self, message: Any) -> bool:
        self.asked += 1
        if self.is_up:
            self.got.append(f"{message['source_id']} {message['event']}")
        return self.is_up


@pytest.fixture
def alerts() -> Alerts:
    made = Alerts(Settings({"ALERT_COMMAND": "true", "ALERT_WEBHOOK": "http://127.0.0.1/"}))
    made._channels = {"ALERT_COMMAND": Channel(), "ALERT_WEBHOOK": Channel()}
    return made


def channel(alerts: Alerts, name: str = "ALERT_COMMAND") -> Channel:
    found = alerts._channels[name]
    assert isinstance(found, Channel)
    return found


def told(alerts: Alerts, layout: Layout, *findings: Finding) -> list[str]:
    alerts.tell(layout, findings, NOW)
    return channel(alerts).got


def test_an_incident_is_told_once_and_its_end_once(alerts: Alerts, tmp_path: Path):
    layout = Layout(tmp_path)
    assert told(alerts, layout, FAILS) == ["anba failed"]
    assert told(alerts, layout, FAILS) == ["anba failed"]
    assert told(alerts, layout, WELL) == ["anba failed", "anba recovered"]
    assert told(alerts, layout, WELL) == ["anba failed", "anba recovered"]
    assert json.loads((tmp_path / "state" / "_incidents.json").read_text()) == []
    assert told(alerts, layout, FAILS)[2:] == ["anba failed"]


def test_what_a_channel_did_not_take_is_tried_again_and_only_there(alerts: Alerts, tmp_path: Path):
    webhook = channel(alerts, "ALERT_WEBHOOK")
    webhook.is_up = False
    told(alerts, Layout(tmp_path), FAILS)
    webhook.is_up = True
    assert told(alerts, Layout(tmp_path)) == ["anba failed"]
    assert webhook.got == ["anba failed"]


def test_whoever_heard_of_no_beginning_hears_of_no_end(alerts: Alerts, tmp_path: Path):
    webhook = channel(alerts, "ALERT_WEBHOOK")
    webhook.is_up = False
    told(alerts, Layout(tmp_path), FAILS)
    webhook.is_up = True
    assert told(alerts, Layout(tmp_path), WELL) == ["anba failed", "anba recovered"]
    assert webhook.got == []
    assert json.loads((tmp_path / "state" / "_incidents.json").read_text()) == []


def test_a_channel_that_is_down_is_asked_once_a_run(alerts: Alerts, tmp_path: Path):
    channel(alerts).is_up = False
    told(alerts, Layout(tmp_path), *(Finding(f"s{n}", "failed", is_there=True) for n in range(9)))
    assert channel(alerts).asked == 1
    assert len(channel(alerts, "ALERT_WEBHOOK").got) == 9


def test_nothing_is_remembered_where_nobody_wants_it(tmp_path: Path):
    silent = Alerts(Settings({"ALERT_COMMAND": None, "ALERT_WEBHOOK": None}))
    assert not silent.are_wanted
    silent.tell(Layout(tmp_path), [FAILS], NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [OSError("read-only"), Timeout("_incidents.lock")])
def test_what_cannot_be_remembered_is_logged(
    alerts: Alerts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
):
    def refuse(_: Layout) -> None:
        raise error

    monkeypatch.setattr("newscrawl.alerting.alerts.remembered", refuse)
    alerts.tell(Layout(tmp_path), [FAILS], NOW)
    assert "alerts: " in caplog.text
