"""No command turns damage into what looks whole: it names the file and ends, and everything stays as it was."""

import hashlib
from pathlib import Path

import pytest

from pipelines.layout import Layout
from tests.builders import SOURCE
from tests.damage import add_column, copy_beside, copy_to_another_source, flip_unseen, make_newer
from tests.test_command_compact import output
from tests.test_command_line import Said, assert_one_line, said
from tests.test_compacting import files

__all__ = ["output", "said"]  # the fixtures

NOW = "NOW=2026-03-14T12:00:00Z"
REWRITING = (("compact",), ("retag",), ("reprocess", SOURCE))
READING = (
    ("query", "SELECT count(text) FROM articles"),
    ("export", "--to", "jsonl", "-o", "exported"),
    ("report",),
    ("freeze", "spring"),
    ("status", "--verify"),
)


def command(said: Said, output: Path, words: tuple[str, ...]):
    return said(*words, "-s", f"OUTPUT_DIR={output}", "-s", NOW, "-s", "WORKERS=1")


def seen(output: Path) -> dict[str, str]:
    """Every part file with its hash."""
    parts = [path for table in ("articles", "revisions", "outcomes") for path in files(Layout(output), table)]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in parts}


@pytest.mark.parametrize("words", [*REWRITING, ("freeze", "spring")])
def test_a_flipped_bit_that_still_decodes_is_3_and_named(output: Path, said: Said, words: tuple[str, ...]):
    damaged = files(Layout(output))[2]
    flip_unseen(damaged)
    before = seen(output)
    done = command(said, output, words)
    assert_one_line(done, 3, f"articles/source={SOURCE}/", damaged.name, "`newscrawl status --verify`")
    assert seen(output) == before
    assert not (output / "releases").exists() or not any((output / "releases").iterdir())


@pytest.mark.parametrize("words", [*REWRITING, ("query", "SELECT 1")])
def test_a_missing_file_is_3_and_stays_missing(output: Path, said: Said, words: tuple[str, ...]):
    gone = files(Layout(output))[2]
    gone.unlink()
    before = seen(output)
    assert_one_line(command(said, output, words), 3, gone.name, "missing, though the manifest names it", "--verify")
    assert seen(output) == before


@pytest.mark.parametrize("words", [*REWRITING, ("freeze", "spring")])
def test_a_file_that_no_manifest_names_is_3_and_not_taken_in(output: Path, said: Said, words: tuple[str, ...]):
    stray = copy_beside(files(Layout(output))[2])
    before = seen(output)
    assert_one_line(command(said, output, words), 3, stray.name, "no manifest names it", "--verify")
    assert seen(output) == before


@pytest.mark.parametrize("words", [("compact", "ghost"), ("freeze", "spring"), ("status", "ghost", "--rebuild")])
def test_rows_of_another_source_are_3_and_not_taken_in(output: Path, said: Said, words: tuple[str, ...]):
    copy = copy_to_another_source(files(Layout(output))[2], "ghost")
    before = seen(output)
    done = command(said, output, words)
    assert done.returncode == 3
    assert f"source=ghost/{copy.parent.name}/{copy.name}: its rows are of {SOURCE}, not of ghost" in done.stderr
    assert seen(output) == before
    assert not Layout(output).state_file("ghost").exists()
    assert not (output / "releases" / "spring").exists()


def test_a_stray_copy_is_not_rebuilt_into_the_state_either(output: Path, said: Said):
    stray = copy_beside(files(Layout(output))[2])
    assert_one_line(command(said, output, ("status", "--rebuild")), 3, stray.name, "stands in", "too")
    stray.unlink()
    assert command(said, output, ("compact",)).returncode == 0


@pytest.mark.parametrize("words", [*REWRITING, *READING, ("crawl", SOURCE)])
def test_what_a_newer_newscrawl_wrote_is_4(output: Path, said: Said, words: tuple[str, ...]):
    """All files of the last batch: the last that stored was a newer one."""
    newer = [files(Layout(output), table)[-1] for table in ("articles", "revisions", "outcomes")]
    for file in newer:
        make_newer(file)
    before = seen(output)
    done = command(said, output, words)
    assert done.returncode == 4, done.stderr
    assert f"{newer[0].name} was written by a newer newscrawl" in done.stderr
    assert seen(output) == before


def test_a_column_that_is_unknown_is_not_dropped(output: Path, said: Said):
    add_column(files(Layout(output))[2])
    assert_one_line(command(said, output, ("compact",)), 4, files(Layout(output))[2].name, "column mood")


def test_damage_of_one_source_leaves_the_index_and_the_others(output: Path, said: Said):
    """The index is told of what is to be read anew only when it is known that it can be read."""
    assert command(said, output, ("compact",)).returncode == 0
    index = output / "state" / "_duplicates.sqlite"
    damaged = files(Layout(output))[0]
    whole = damaged.read_bytes()
    flip_unseen(damaged)
    assert_one_line(command(said, output, ("reprocess", SOURCE)), 3, damaged.name)
    assert command(said, output, ("ingest", "/dev/null", "--any-source")).returncode in (0, 10)
    index.unlink()
    line = command(said, output, ("reprocess", SOURCE)).stderr
    assert f"the index of duplicates: articles/source={SOURCE}/" in line
    assert damaged.name in line
    damaged.write_bytes(whole)
    assert command(said, output, ("reprocess", SOURCE)).returncode == 0
