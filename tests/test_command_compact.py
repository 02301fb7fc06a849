import gzip
import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines.layout import Layout
from tests.builders import open_state, rows_of
from tests.test_command_line import SOURCE, Said, assert_one_line, said
from tests.test_compacting import files, fill

__all__ = ["said"]  # the fixture


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five batches of a source that has a source file."""
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    output = tmp_path / "output"
    state = open_state(output)
    fill(Layout(output), state, *range(1, 6))
    state.close()
    return output


def test_the_files_of_a_month_become_one(output: Path, said: Said):
    before = sorted(row["article_id"] for row in rows_of(output, "articles"))
    done = said("compact", "-s", f"OUTPUT_DIR={output}")
    assert (done.returncode, done.stdout) == (0, "anba: 3 months merged\n"), done.stderr
    assert [len(files(Layout(output), table)) for table in ("articles", "revisions", "outcomes")] == [1, 1, 1]
    assert sorted(row["article_id"] for row in rows_of(output, "articles")) == before


def test_a_second_time_there_is_nothing_to_merge(output: Path, said: Said):
    for expected in ("anba: 3 months merged\n", "anba: 0 months merged\n"):
        assert said("compact", "anba", "-s", f"OUTPUT_DIR={output}").stdout == expected


def test_an_empty_output_has_nothing_to_merge(tmp_path: Path, said: Said):
    (tmp_path / "empty").mkdir()
    done = said("compact", "-s", f"OUTPUT_DIR={tmp_path / 'empty'}")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no rows yet" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("compact",), ("retag",), ("reprocess", "--all"), ("status", "--verify"), ("status", "--rebuild"),
        ("freeze", "--verify"), ("forget", "https://anba.example/1", "--why", "asked for"),
    ],
)  # fmt: skip
def test_a_misspelt_output_is_3_for_whoever_works_on_what_is_there(
    tmp_path: Path, said: Said, words: tuple[str, ...]
):
    assert_one_line(said(*words, "-s", f"OUTPUT_DIR={tmp_path / 'typo'}"), 3, "typo: no such folder")
    assert not (tmp_path / "typo").exists()


def test_a_source_without_rows_is_2(output: Path, said: Said):
    assert_one_line(said("compact", "frobnicate", "-s", f"OUTPUT_DIR={output}"), 2, "frobnicate", "no rows")


def test_a_source_under_lock_is_75(output: Path, said: Said):
    with FileLock(output / "state" / "anba.lock"):
        assert_one_line(said("compact", "-s", f"OUTPUT_DIR={output}"), 75, "under way")


def test_a_damaged_file_is_3_and_nothing_is_lost(output: Path, said: Said):
    broken = files(Layout(output))[2]
    broken.write_bytes(b"PAR1")
    assert said("compact", "-s", f"OUTPUT_DIR={output}").returncode == 3
    assert len(files(Layout(output))) == 5


def test_a_source_whose_file_is_gone_is_merged_too(output: Path, said: Said):
    shutil.rmtree(output.parent / "sources" / "xx")
    done = said("compact", "-s", f"OUTPUT_DIR={output}")
    assert (done.returncode, done.stdout) == (0, "anba: 3 months merged\n"), done.stderr


def test_the_archive_ages_out_even_on_a_full_disk(output: Path, said: Said):
    folder = output / "archive" / "source=anba"
    folder.mkdir(parents=True)
    (folder / "2026-03-01.warc.gz").write_bytes(gzip.compress(os.urandom(300_000)))
    (folder / "2026-03-14.warc.gz").write_bytes(b"")
    options = ("-s", f"OUTPUT_DIR={output}", "-s", "NOW=2026-03-14T12:00:00Z", "-s", "DISK_FLOOR=1")
    assert_one_line(said("compact", *options), 3, "nearly full")
    done = said("compact", *options, "-s", "KEEP_PAGES_DAYS=7")
    assert (done.returncode, done.stdout) == (
        0,
        "anba: 3 months merged; archive files aged out: 1 (0.3 MB)\n",
    ), done.stderr
    assert [path.name for path in folder.iterdir()] == ["2026-03-14.warc.gz"]
