import json
import os
from pathlib import Path

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
    monkeypatch.setattr(os, "fsync", lambda _: None)
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("COLUMNS", "200")
    output = tmp_path / "output"
    state = open_state(output)
    state.begin_run(RUN_ID, NOW, "live")
    fill(Layout(output), state, *range(1, 5))
    state.end_run(RUN_ID, json.dumps({"started_at": NOW.isoformat(), "exit_code": 10}))
    state.close()
    return output


def cells(text: str) -> list[list[str]]:
    rows = [line.replace("┃", "│").split("│") for line in text.splitlines() if "│" in line]
    return [[cell.strip() for cell in row[1:-1]] for row in rows]


def test_what_is_stored_and_how_the_last_run_went(output: Path, said: Said):
    done = said("status", "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 0, done.stderr
    assert cells(done.stdout) == [["anba", "4", "4", "4", NOW.isoformat(), "10"]]


def test_a_source_without_rows_is_2(output: Path, said: Said):
    assert_one_line(said("status", "frobnicate", "-s", f"OUTPUT_DIR={output}"), 2, "frobnicate", "no rows")
    assert_one_line(said("status", "--rebuild", "frobnicate", "-s", f"OUTPUT_DIR={output}"), 2, "no rows")


def test_rebuild_makes_the_same_knowledge_from_the_files(output: Path, said: Said):
    before = known_in(output)
    done = said("status", "--rebuild", "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 0, done.stderr
    assert cells(done.stdout) == [["anba", "4", "4", "4", "-", "-"]]  # runs stand in runs/, not in the rows
    assert known_in(output) == before


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
    done = said("status", "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, 3, "--rebuild")


@pytest.mark.parametrize("has_source_file", [True, False])
def test_a_look_at_a_source_whose_state_is_gone_makes_no_empty_one(output: Path, said: Said, has_source_file: bool):
    """The next run would take an empty state for a new source, and store every article again."""
    if not has_source_file:
        (output.parent / "sources" / "xx" / "anba.toml").unlink()
    path = Layout(output).state_file("anba")
    for each in path.parent.glob("anba.sqlite*"):
        each.unlink()
    done = said("status", "-s", f"OUTPUT_DIR={output}")
    assert cells(done.stdout) == [["anba", "4", "4", "4", "-", "-"]], done.stderr
    assert not path.exists()


def test_rebuild_finishes_a_batch_that_a_crash_left(output: Path, said: Said, monkeypatch: pytest.MonkeyPatch):
    from tests.builders import article, open_store

    state = open_state(output)
    store = open_store(output, state, f"{RUN_ID}2")
    store.take(article(url(77)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.batches._publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            store.commit()
    state.close()
    done = said("status", "--rebuild", "-s", f"OUTPUT_DIR={output}")
    assert cells(done.stdout)[0][1] == "5"
    state = open_state(output)
    assert state.article_at(url(77)) is not None
    state.close()


def test_rebuild_under_lock_is_75_and_a_look_is_not(output: Path, said: Said):
    with FileLock(output / "state" / "anba.lock"):
        assert_one_line(said("status", "--rebuild", "-s", f"OUTPUT_DIR={output}"), 75, "under way")
        assert said("status", "-s", f"OUTPUT_DIR={output}").returncode == 0


def test_an_empty_output_has_an_empty_table(tmp_path: Path, said: Said):
    done = said("status", "-s", f"OUTPUT_DIR={tmp_path / 'empty'}")
    assert (done.returncode, cells(done.stdout)) == (0, [])
