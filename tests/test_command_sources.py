import csv
import io
import json
from pathlib import Path

import pytest

from newscrawl.sources import load_source, source_ids
from tests.test_command_line import SOURCE, Said, assert_one_line, said

__all__ = ["said"]  # the fixture


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's own sources, with one in it."""
    folder = tmp_path / "sources"
    (folder / "xx").mkdir(parents=True)
    (folder / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(folder))
    return folder


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chekc"], "unknown word chekc"),
        (["--fromat", "csv"], "--fromat"),
        (["--format", "parquet"], "invalid choice"),
    ],
)
def test_what_cannot_be_meant_is_2(words: list[str], says: str, said: Said):
    assert_one_line(said("sources", *words), 2, says)


def test_elsewhere_than_on_a_terminal_it_is_csv_with_a_row_for_every_source(own: Path, said: Said):
    done = said("sources")
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["source_id"] for row in rows] == source_ids()
    assert [row["file"] for row in rows if row["is_own"] == "true"] == [str(own / "xx" / "anba.toml")]


def test_json_lines_and_a_table_when_asked_for(own: Path, said: Said):
    lines = said("sources", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["source_id"] for line in lines] == source_ids()
    table = said("sources", "--format", "table").stdout
    assert "disabled: its terms allow personal, non-business use only (bbc)" in table
    assert "own, from $NEWSCRAWL_SOURCES: anba" in table


def test_a_broken_file_is_told_with_all_others_and_ends_with_4(own: Path, said: Said):
    (own / "xx" / "broken.toml").write_text("name =", "utf-8")
    done = said("sources", "--format", "jsonl")
    assert done.returncode == 4
    assert done.stderr.startswith("newscrawl: xx/broken.toml: not TOML")
    assert len(done.stdout.splitlines()) == len(source_ids())


def test_a_disabled_source_is_enabled_in_the_users_folder(own: Path, said: Said):
    (own / "xx" / "paused.toml").write_text(
        SOURCE.replace("anba", "paused") + 'enabled = false\nwhy = "moved"\n', "utf-8"
    )
    why = load_source("dw").why
    done = said("sources", "enable", "dw", "hespress", "dw")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        f"newscrawl: dw was disabled ({why}); enabled in {own / 'de' / 'dw.toml'}",
        "newscrawl: hespress is enabled already",
    ]
    known = map(json.loads, said("sources", "--format", "jsonl").stdout.splitlines())
    assert [(row["source_id"], row["state"]) for row in known if row["is_own"]] == [
        ("anba", "enabled"), ("dw", "enabled"), ("paused", "disabled"),
    ]  # fmt: skip
    assert_one_line(said("sources", "enable", "paused"), 2, "paused.toml is there already")
    assert_one_line(said("sources", "enable", "aljazeera"), 4, "reserves text mining")
    assert_one_line(said("sources", "enable", "dww"), 2, "did you mean dw")


def test_enabling_needs_a_folder_of_ones_own(said: Said, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NEWSCRAWL_SOURCES", raising=False)
    assert_one_line(said("sources", "enable", "dw"), 2, "$NEWSCRAWL_SOURCES")
    assert_one_line(said("sources", "enable"), 2, "ids of sources")


def test_a_folder_that_is_not_there_ends_with_4(said: Said, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEWSCRAWL_SOURCES", "/nowhere/at/all")
    assert_one_line(said("sources"), 4, "no such folder")


def test_nothing_is_written(own: Path, said: Said, tmp_path: Path):
    said("sources")
    assert not (tmp_path / "output").exists()
