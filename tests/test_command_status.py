import json
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from pipelines.layout import Layout
from tests.builders import NOW, RUN_ID, open_state
from tests.test_command_line import SOURCE, Said, assert_one_line, said
from tests.test_compacting import fill, url
from tests.test_rebuilding import _known as known_in

__all__ = ["said"]  # the fixture


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("COLUMNS", "200")
    output = tmp_path / "output"
    state = open_state(output)
    state.runs.begin(RUN_ID, NOW, "live")
    fill(Layout(output), state, *range(1, 5))
    line = json.dumps(
        {"run_id": RUN_ID, "source_id": "anba", "kind": "live", "started_at": NOW.isoformat(), "exit_code": 10}
    )
    state.runs.end(RUN_ID, line)
    state.close()
    (output / "runs").mkdir()
    (output / "runs" / "2026-03-14.jsonl").write_text(line + "\n", "utf-8")
    return output


def told(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """What `--json` says of the one source."""
    assert done.returncode == 0, done.stderr
    (source,) = json.loads(done.stdout)["sources"]
    return dict(source)


def rows(source: dict[str, Any]) -> tuple[int, int, int]:
    return source["articles"], source["revisions"], source["outcomes"]


def test_what_is_stored_and_how_the_last_run_went(output: Path, said: Said):
    done = said("status", "-s", f"OUTPUT_DIR={output}", "-s", "NOW=2026-03-14T10:00Z")
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("anba  ")][:1]
    assert line.split()[:4] == ["anba", "failing", "2026-03-14", "09:00"]
    assert line.split()[-4:] == ["4", "nothing", "found", "(10)"]
    assert "anba: failing since 2026-03-14 09:00: nothing found, 1 run" in done.stdout
    assert "enabled, and never ran here: aaar" in done.stdout
    assert " free of " in done.stdout


def test_the_same_for_other_programs(output: Path, said: Said):
    source = told(said("status", "anba", "--json", "-s", f"OUTPUT_DIR={output}", "-s", "NOW=2026-03-14T10:00Z"))
    assert rows(source) == (4, 4, 4)
    assert (source["last_run"], source["exit_code"], source["state"]) == (NOW.isoformat(), 10, "failing")
    assert source["is_due"] is True
    assert source["rows_bytes"] > 1000
    assert source["days"][-1]["status"] == "gap"


def test_a_part_file_that_cannot_be_read_is_3_and_named(output: Path, said: Said):
    file = next((output / "articles").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-20])
    for command in ("status", "report"):
        done = said(command, "-s", f"OUTPUT_DIR={output}", "-s", "NOW=2026-03-14T10:00Z")
        assert_one_line(done, 3, file.relative_to(output).as_posix(), "status --verify")
    assert not (output / "report.html").exists()


def test_a_folder_that_is_not_there_is_3_and_is_not_made(tmp_path: Path, said: Said):
    assert_one_line(said("status", "-s", f"OUTPUT_DIR={tmp_path / 'nowhere'}"), 3, "nowhere: no such folder")
    assert not (tmp_path / "nowhere").exists()


def test_a_look_makes_nothing(tmp_path: Path, said: Said):
    assert said("status", "-s", f"OUTPUT_DIR={tmp_path}").returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [(), ("--every-page",), ("--json",)])
def test_verify_says_that_all_is_sound(output: Path, said: Said, options: tuple[str, ...]):
    done = said("status", "--verify", *options, "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 0, done.stderr
    expected = (
        {"anba": []} if "--json" in options else "anba: sound; 12 files, 12 rows, 0 archived pages looked up\n"
    )
    assert (json.loads(done.stdout) if "--json" in options else done.stdout) == expected


def test_verify_ends_with_3_and_a_line_for_each_damage(output: Path, said: Said):
    first, second, *_ = sorted((output / "articles").rglob("*.parquet"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-100])
    done = said("status", "--verify", "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 3
    assert [line.split(": ")[:2] for line in done.stdout.splitlines()[:2]] == [
        ["anba", first.relative_to(output).as_posix()],
        ["anba", second.relative_to(output).as_posix()],
    ]
    assert done.stderr.startswith("newscrawl: 2 damages")


def test_every_page_goes_with_verify(said: Said):
    assert_one_line(said("status", "--every-page"), 2, "--verify")


def test_a_source_without_rows_is_2(output: Path, said: Said):
    assert_one_line(said("status", "frobnicate", "-s", f"OUTPUT_DIR={output}"), 2, "frobnicate", "no rows")
    assert_one_line(said("status", "--rebuild", "frobnicate", "-s", f"OUTPUT_DIR={output}"), 2, "no rows")


def test_rebuild_makes_the_same_knowledge_from_the_files(output: Path, said: Said):
    before = known_in(output)
    done = said("status", "--rebuild", "--json", "-s", f"OUTPUT_DIR={output}")
    source = told(done)
    assert rows(source) == (4, 4, 4)
    assert known_in(output) == before
    with closing(open_state(output)) as state:
        assert [line["run_id"] for line in state.runs.recent_lines(9)] == [RUN_ID]


@pytest.mark.parametrize(("after", "ages"), [("18000", {18000}), ("", set())])
def test_rebuild_plans_the_looks_that_are_configured(output: Path, said: Said, after: str, ages: set[int]):
    done = said("status", "--rebuild", "--json", "-s", f"OUTPUT_DIR={output}", "-s", f"LOOK_AGAIN_AFTER={after}")
    assert done.returncode == 0, done.stderr
    with closing(open_state(output)) as state:
        due = state.visits.due(datetime(9999, 1, 1, tzinfo=UTC), 9)
    assert {(each.due_at - each.first_at).total_seconds() for each in due if each.due_at} == ages


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, None])
def test_rebuild_takes_the_place_of_what_is_damaged_or_gone(output: Path, said: Said, damage: bytes | None):
    before = known_in(output)
    path = Layout(output).state_file("anba")
    for each in path.parent.glob("anba.sqlite*"):
        each.unlink()
    if damage is not None:
        path.write_bytes(damage)
    done = said("status", "anba", "--rebuild", "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 0, done.stderr
    assert known_in(output) == before


def test_a_damaged_state_without_rebuild_is_3_and_says_what_to_do(output: Path, said: Said):
    Layout(output).state_file("anba").write_bytes(b"garbage" * 1000)
    for words in (("status",), ("query", "FROM articles"), ("report",), ("forget", url(1), "--why", "a court")):
        done = said(*words, "-s", f"OUTPUT_DIR={output}")
        assert_one_line(done, 3, "anba.sqlite", "`newscrawl status --rebuild anba` makes it anew")


@pytest.mark.parametrize("has_source_file", [True, False])
def test_a_look_at_a_source_whose_state_is_gone_makes_no_empty_one(output: Path, said: Said, has_source_file: bool):
    """The next run would take an empty state for a new source, and store every article again."""
    if not has_source_file:
        (output.parent / "sources" / "xx" / "anba.toml").unlink()
    path = Layout(output).state_file("anba")
    for each in path.parent.glob("anba.sqlite*"):
        each.unlink()
    assert rows(told(said("status", "--json", "-s", f"OUTPUT_DIR={output}"))) == (4, 4, 4)
    assert not path.exists()


def test_rebuild_finishes_a_batch_that_a_crash_left(output: Path, said: Said):
    from tests.builders import article, open_store

    state = open_state(output)
    store = open_store(output, state, f"{RUN_ID}2")
    store.take(article(url(77)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.storing.batches._publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            store.commit()
    state.close()
    assert told(said("status", "--rebuild", "--json", "-s", f"OUTPUT_DIR={output}"))["articles"] == 5
    state = open_state(output)
    assert state.article_at(url(77)) is not None
    state.close()


def test_rebuild_under_lock_is_75_and_a_look_is_not(output: Path, said: Said):
    with FileLock(output / "state" / "anba.lock"):
        assert_one_line(said("status", "--rebuild", "-s", f"OUTPUT_DIR={output}"), 75, "under way")
        assert said("status", "-s", f"OUTPUT_DIR={output}").returncode == 0


def test_an_empty_output_has_no_table(tmp_path: Path, said: Said):
    done = said("status", "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 0
    assert done.stdout.startswith("enabled, and never ran here: ")
