import json
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from newscrawl.exit_codes import EndWith
from newscrawl.standing import Overview, read_overview
from newscrawl.standing.table import growth_table, remarks, standing_table, strip
from pipelines.layout import Layout
from pipelines.state.source_state import State
from tests.builders import article
from tests.simulated_outlet import SimulatedOutlet, at
from tests.test_command_line import SOURCE
from tests.test_views import _store as store

DAY = 1440
NOW = at(16 * DAY + 100)


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`anba` runs well for sixteen days but for one; `bayan` has met walls since the third hour."""
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    for name in ("anba", "bayan", "sada"):
        (tmp_path / "sources" / "xx" / f"{name}.toml").write_text(SOURCE.replace("anba", name), "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    output = tmp_path / "output"
    (output / "runs").mkdir(parents=True)
    for source in ("anba", "bayan"):
        for line in _lines(source):
            with (output / "runs" / f"{line['started_at'][:10]}.jsonl").open("a") as file:
                file.write(json.dumps(line) + "\n")
    store(output, "anba", *(article(f"https://anba.example/{n}", published_day=NOW.date()) for n in range(4)))
    return output


def _lines(source: str) -> Iterator[dict[str, Any]]:
    outlet = SimulatedOutlet(list(range(0, 17 * DAY, 30)), 20)
    for minute in range(0, 16 * DAY + 60, 120):
        if source == "anba" and 10 * DAY <= minute < 11 * DAY:
            continue
        outlet.run(minute, "blocked" if source == "bayan" and minute > 180 else "none")
    for line in outlet.lines:
        yield line | {"source_id": source, "run_id": f"{source}-{line['started_at']}"}


def found(output: Path, *wanted: str) -> Overview:
    return read_overview(Layout(output), wanted, NOW, 0.05)


def test_every_source_that_has_rows_or_runs(output: Path):
    anba, bayan = found(output).sources
    assert (anba.source_id, anba.rows["articles"], anba.pulse.word, anba.exit_code) == ("anba", 4, "ok", 0)
    assert (bayan.source_id, bayan.rows["articles"], bayan.pulse.word, bayan.exit_code) == (
        "bayan",
        0,
        "failing",
        12,
    )
    assert "sada" in found(output).never_ran


def test_the_last_days_in_one_glance(output: Path):
    anba, bayan = found(output).sources
    assert strip(anba.days).plain == "██████▂▂██████"
    assert strip(bayan.days).plain == "x" * 14
    assert anba.days[-1].articles == 4


def test_what_is_due(output: Path):
    assert [each.is_due for each in found(output).sources] == [True, True]
    (anba,) = read_overview(Layout(output), ["anba"], at(16 * DAY + 5), 0.05).sources
    assert anba.is_due is False


def test_a_disabled_source_is_not_scheduled(output: Path):
    path = output.parent / "sources" / "xx" / "bayan.toml"
    path.write_text(path.read_text("utf-8") + 'enabled = false\nwhy = "walls"\n', "utf-8")
    bayan = found(output).sources[1]
    assert (bayan.is_due, bayan.why_not_scheduled) == (None, "disabled: walls")


def test_a_disabled_source_that_was_only_ingested_has_one_line(output: Path):
    path = output.parent / "sources" / "xx" / "bayan.toml"
    path.write_text(path.read_text("utf-8") + 'enabled = false\nwhy = "walls"\n', "utf-8")
    for file in (output / "runs").iterdir():
        file.write_text(file.read_text("utf-8").replace('"live"', '"ingest"'), "utf-8")
    said = [line for line in remarks(found(output)) if line.startswith("bayan: ")]
    assert said == ["bayan: no live run yet; the last ingest: blocked; not scheduled: disabled: walls"]


def test_a_source_that_nobody_knows_is_2(output: Path):
    with pytest.raises(EndWith, match="holds no rows of this source") as end:
        found(output, "sada")
    assert end.value.code == 2


def test_a_source_that_last_ran_a_year_ago_is_idle(output: Path):
    for file in (output / "runs").iterdir():
        file.unlink()
    state = State(Layout(output).state_file("anba"))
    line = {"run_id": "anba-1", "source_id": "anba", "kind": "live", "started_at": "2025-03-14T09:00:00+00:00"}
    state.runs.begin("anba-1", datetime(2025, 3, 14, 9, tzinfo=UTC), "live")
    state.runs.end("anba-1", json.dumps(line | {"exit_code": 0}))
    state.close()
    (anba,) = found(output).sources
    assert (anba.pulse.word, anba.exit_code, anba.is_history_missing) == ("idle", 0, False)
    assert {day.status for day in anba.days} == {"not_run"}


@pytest.mark.parametrize("days", [20, 25, 30])
def test_a_source_that_is_idle_shows_days_without_runs(output: Path, days: int):
    """Also when its last run began before anything that says something of the days that are shown."""
    later = NOW + timedelta(days=days)
    (anba,) = read_overview(Layout(output), ["anba"], later, 0.05).sources
    assert [day.status for day in anba.days] == ["not_run"] * 14
    assert anba.days[-1].day == later.date()


def test_that_the_lines_of_late_runs_are_gone_is_said(output: Path):
    """Without them no day is complete or a gap: it looks as if nothing had ever run."""
    assert not any(each.is_history_missing for each in found(output).sources)
    for file in (output / "runs").iterdir():
        file.unlink()
    with closing(State(Layout(output).state_file("anba"))) as state:
        state.runs.begin("anba-1", NOW, "live")
        state.runs.end("anba-1", json.dumps({"run_id": "anba-1", "kind": "live", "started_at": NOW.isoformat()}))
    (anba,) = found(output).sources
    assert anba.is_history_missing
    assert "anba: runs/ has no line of its last run" in "\n".join(remarks(found(output)))


def test_for_people(output: Path):
    (output / "acknowledged.json").write_text('{"bayan": {"until": "2026-04-01", "why": "they know"}}', "utf-8")
    with (output / "runs" / "2026-03-20.jsonl").open("a") as file:
        file.write('{"run_id": "anba-')
    console = Console(width=100, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    everything_ = found(output)
    console.print(standing_table(everything_), growth_table(everything_), *remarks(everything_), sep="\n")
    console.file.close()
    lines = [" ".join(line.split()) for line in console.export_text().splitlines()]
    assert "bayan failing 2026-03-26 00:00 xxxxxxxxxxxxxx 0 blocked (12), known" in lines
    assert "bayan: failing since 2026-03-10 04:00: blocked, 191 runs" in lines
    assert "bayan: acknowledged until 2026-04-01: they know" in lines
    assert "due now: anba, bayan" in lines
    assert any(line.startswith("runs/: 1 torn lines were passed over (2026-03-20.jsonl)") for line in lines)
    assert any(line.startswith("all ") for line in lines)


def test_for_other_programs(output: Path):
    said = json.loads(json.dumps(found(output).as_json()))
    assert [each["state"] for each in said["sources"]] == ["ok", "failing"]
    assert said["sources"][1]["since"] == (at(240)).isoformat()
    assert len(said["sources"][0]["days"]) == 14
    assert said["torn_lines"] == {}
    assert timedelta(0) < NOW - datetime.fromisoformat(said["sources"][0]["last_run"]) < timedelta(hours=2)


def test_a_code_of_a_newer_newscrawl_breaks_no_table(output: Path):
    last = json.loads((output / "runs" / f"{NOW:%Y-%m-%d}.jsonl").read_text().splitlines()[-1])
    late = {**last, "started_at": NOW.isoformat(), "run_id": "bayan-9", "exit_code": 99}
    with (output / "runs" / f"{NOW:%Y-%m-%d}.jsonl").open("a") as file:
        file.write(json.dumps(late) + "\n")
    console = Console(width=100, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    console.print(standing_table(found(output)), *remarks(found(output)), sep="\n")
    console.file.close()
    said = " ".join(console.export_text().split())
    assert "exit code 99" in said
    assert "bayan: failing since 2026-03-10 04:00: exit code 99" in said
