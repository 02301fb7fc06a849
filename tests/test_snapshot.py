import contextlib
import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow.fs import FileType, PyFileSystem

from newscrawl.snapshot import CommittedFiles
from pipelines.batches import write_part
from pipelines.layout import Layout
from tests.builders import SOURCE, article

NAME = f"articles/source={SOURCE}/month=2026-03/one.parquet"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a test kills no machine


@pytest.fixture
def output(tmp_path: Path) -> Path:
    (tmp_path / NAME).parent.mkdir(parents=True)
    write_part(tmp_path / NAME, [article()])
    return tmp_path


def rows(output: Path) -> int:
    files = PyFileSystem(CommittedFiles(output))
    with files.open_input_file(NAME) as file:
        return int(pq.read_table(file).num_rows)


def test_a_file_is_read_in_its_place(output):
    assert rows(output) == 1


@pytest.mark.parametrize("table", ["articles", "articles.old"])
def test_a_file_that_was_replaced_is_read_where_the_replacement_keeps_it(output, table):
    kept = Layout(output).staging / SOURCE / "some-replacement" / table
    kept.parent.mkdir(parents=True)
    (output / f"articles/source={SOURCE}").rename(kept)
    assert rows(output) == 1


def test_a_file_of_the_same_name_of_another_table_is_not_taken_for_it(output):
    kept = Layout(output).staging / SOURCE / "some-replacement" / "revisions"
    kept.parent.mkdir(parents=True)
    (output / f"articles/source={SOURCE}").rename(kept)
    with pytest.raises(FileNotFoundError):
        rows(output)


def test_a_file_that_moves_between_the_look_and_the_opening_is_found(output, monkeypatch):
    kept = Layout(output).staging / SOURCE / "some-replacement" / "articles"
    kept.parent.mkdir(parents=True)
    look = CommittedFiles._replaced
    looks = []

    def moving(files: CommittedFiles, path: str) -> list[Path]:
        """It is looked for before the exchange, and opened after it."""
        found = look(files, path)
        looks.append(found)
        with contextlib.suppress(FileNotFoundError):
            (output / f"articles/source={SOURCE}").rename(kept)
        return found

    monkeypatch.setattr(CommittedFiles, "_replaced", moving)
    (output / NAME).rename(output / "elsewhere")
    (output / f"articles/source={SOURCE}/month=2026-03").mkdir(exist_ok=True)
    (output / "elsewhere").rename(output / NAME)
    assert rows(output) == 1


def test_a_file_that_is_gone_for_good_says_what_to_do(output):
    shutil.rmtree(output / "articles")
    with pytest.raises(FileNotFoundError, match="open anew"):
        rows(output)


def test_a_damaged_file_is_no_missing_one(output):
    (output / NAME).write_bytes(b"PAR1")
    with pytest.raises(pa.ArrowInvalid, match="Parquet"):
        rows(output)


def test_nothing_can_be_written(output):
    files = PyFileSystem(CommittedFiles(output))
    for write in (
        lambda: files.delete_file(NAME),
        lambda: files.create_dir("x"),
        lambda: files.move(NAME, "y"),
        lambda: files.copy_file(NAME, "y"),
        lambda: files.delete_dir("articles"),
        lambda: files.open_output_stream("x"),
    ):
        with pytest.raises(OSError, match="read-only"):
            write()
    assert rows(output) == 1


def test_names_are_files_without_a_look_at_the_disk(output):
    assert PyFileSystem(CommittedFiles(output)).get_file_info("anything").type == FileType.File
