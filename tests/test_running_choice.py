from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.running.choice import choose
from pipelines.layout import Layout
from pipelines.state.source_state import State
from tests.builders import NOW

SOURCE = """
name = "أنباء"
domains = ["{id}.example"]
timezone = "Africa/Cairo"
feeds = ["https://{id}.example/feed"]
"""


@pytest.fixture(autouse=True)
def _sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sources" / "xx"
    folder.mkdir(parents=True)
    for name, more in {"one": "", "two": 'every = "2h"', "off": 'enabled = false\nwhy = "moved"'}.items():
        (folder / f"{name}.toml").write_text(SOURCE.format(id=name) + more, "utf-8")
    (folder / "broken.toml").write_text("name =")
    monkeypatch.setattr("newscrawl.sources.catalogue.SHIPPED", tmp_path / "sources")
    monkeypatch.delenv("NEWSCRAWL_SOURCES", raising=False)


def begun(output: Path, source_id: str, ago: timedelta) -> None:
    state = State(Layout(output).state_file(source_id), f"{source_id}.example")
    state.runs.begin(f"{source_id}-1", NOW - ago, "live")
    state.close()


def test_all_are_those_that_are_enabled_and_a_broken_one_costs_itself():
    choice = choose([])
    assert [source.id for source in choice.sources] == ["one", "two"]
    assert [(run.source_id, run.code) for run in choice.refused] == [("broken", ExitCode.CONFIGURATION)]
    assert "broken.toml" in choice.refused[0].why


def test_a_disabled_one_that_is_named_is_4_with_its_why():
    choice = choose(["off", "one", "one"])
    assert [source.id for source in choice.sources] == ["one"]
    assert [(run.source_id, run.code, run.why) for run in choice.refused] == [("off", 4, "disabled: moved")]


def test_one_that_nobody_knows_is_2_before_anything_runs():
    with pytest.raises(EndWith, match="did you mean one") as end:
        choose(["two", "onee"])
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("one", "two", "due"),
    [
        (timedelta(minutes=31), timedelta(minutes=31), ["one"]),
        (timedelta(minutes=31), timedelta(hours=3), ["two", "one"]),
        (timedelta(minutes=3), timedelta(hours=3), ["two"]),
        (timedelta(minutes=3), timedelta(minutes=3), []),
    ],
)
def test_due_are_those_whose_interval_has_passed_the_longest_waiting_first(
    tmp_path: Path, one: timedelta, two: timedelta, due: list[str]
):
    begun(tmp_path, "one", one)
    begun(tmp_path, "two", two)
    choice = choose([])
    choice.only_due(Layout(tmp_path), NOW)
    assert [source.id for source in choice.sources] == due


def test_what_never_ran_is_due_first(tmp_path: Path):
    begun(tmp_path, "one", timedelta(days=1))
    choice = choose([])
    choice.only_due(Layout(tmp_path), NOW)
    assert [source.id for source in choice.sources] == ["two", "one"]
