import contextlib
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newscrawl.corpus import snapshot
from newscrawl.corpus.snapshot import mapped, unreadable
from pipelines.layout import Layout
from pipelines.storing.batches import write_part
from tests.builders import SOURCE, article

NAME = f"articles/source={SOURCE}/month=2026-03/one.parquet"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    (tmp_path / NAME).parent.mkdir(parents=True)
    write_part(tmp_path / NAME, [article()])
    return tmp_path


def rows(output: Path) -> int:
    return int(pq.read_table(pa.BufferReader(mapped(output, NAME))).num_rows)


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
    look = snapshot._replaced
    looks = []

    def moving(where: Path, name: str) -> list[Path]:
        """It is looked for before the exchange, and opened after it."""
        found = look(where, name)
        looks.append(found)
        with contextlib.suppress(FileNotFoundError):
            (output / f"articles/source={SOURCE}").rename(kept)
        return found

    monkeypatch.setattr(snapshot, "_replaced", moving)
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


def test_a_file_that_is_open_outlives_its_removal_and_holds_no_descriptor(output):
    open_before = sum(1 for _ in Path("/dev/fd").iterdir())
    buffer = mapped(output, NAME)
    assert sum(1 for _ in Path("/dev/fd").iterdir()) == open_before
    shutil.rmtree(output / "articles")
    assert pq.read_table(pa.BufferReader(buffer)).num_rows == 1


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1"])
def test_the_damaged_and_the_missing_are_named(output, content):
    other = NAME.replace("one", "other")
    (output / other).write_bytes(content)
    assert unreadable(output, [NAME, other, "articles/source=anba/month=2026-03/gone.parquet"]) == [
        other,
        "articles/source=anba/month=2026-03/gone.parquet",
    ]
