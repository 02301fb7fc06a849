"""Part files as they are opened for reading: checksums, and the layout of a newer newscrawl."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from newscrawl import dataset
from newscrawl.corpus.snapshot import mapped
from pipelines.layout import part_folder
from pipelines.parts.errors import PartDamaged, PartIsNewer
from pipelines.parts.reading import (
    batches_of,
    count_rows,
    opened_part,
    read_part,
    read_through,
    refuse_newer_layout,
    rows_of_article,
)
from pipelines.schema import ARTICLES
from pipelines.storing.batches import write_part
from tests.builders import LONG_TEXT, article
from tests.damage import add_column, flip_unseen, make_newer

ROWS = 5


@pytest.fixture
def part(tmp_path: Path) -> Path:
    articles = [article(f"https://anba.example/{n}", text=f"{LONG_TEXT} {n}") for n in range(ROWS)]
    path = tmp_path / part_folder(articles[0]) / "one.parquet"
    path.parent.mkdir(parents=True)
    write_part(path, articles)
    return path


def test_a_whole_file_is_read(part: Path):
    assert (read_through(part), count_rows(part)) == (ROWS, ROWS)
    assert [batch.num_rows for batch in batches_of(part, ARTICLES.schema, 3)] == [3, 2]
    urls = read_part(part, ["url"])["url"].to_pylist()
    assert urls == [f"https://anba.example/{n}" for n in range(ROWS)]


def test_a_flipped_bit_that_still_decodes_is_damage(part: Path):
    flip_unseen(part)
    assert pq.read_table(part, partitioning=None).num_rows == ROWS
    with pytest.raises(PartDamaged, match=r"^articles/source=anba/month=.*/one.parquet: .*--verify"):
        read_through(part)
    with pytest.raises(PartDamaged):
        list(batches_of(part, ARTICLES.schema))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"text"])
def test_what_is_no_parquet_is_damage_when_it_is_read(part: Path, content: bytes):
    part.write_bytes(content)
    with pytest.raises(PartDamaged, match="cannot be read"):
        count_rows(part)
    refuse_newer_layout(part, mapped(part.parents[3], "/".join(part.parts[-4:])))


def test_a_missing_file_is_no_damaged_one(part: Path):
    part.unlink()
    with pytest.raises(FileNotFoundError) as missing:
        count_rows(part)
    assert not isinstance(missing.value, PartDamaged)


@pytest.mark.parametrize(("change", "says"), [(make_newer, "schema_version 99"), (add_column, "column mood")])
def test_a_newer_layout_is_refused_wherever_it_is_opened(part: Path, change, says: str):
    change(part)
    with pytest.raises(PartIsNewer, match=f"one.parquet .*newer newscrawl.*{says}"), opened_part(part):
        pass
    with pytest.raises(PartIsNewer, match=says):
        dataset.open(part.parents[3])


def test_an_older_file_lacks_columns_and_is_read(part: Path):
    pq.write_table(pq.read_table(part, partitioning=None).drop_columns(["reservations"]), part)
    assert read_part(part, ["url", "reservations"])["reservations"].to_pylist() == [None] * ROWS
    assert dataset.open(part.parents[3]).count_rows() == ROWS


def test_a_footer_of_today_is_not_taken_apart(part: Path, monkeypatch: pytest.MonkeyPatch):
    """A snapshot has thousands of files."""
    content = mapped(part.parents[3], "/".join(part.parts[-4:]))
    refuse_newer_layout(part, content)
    taken_apart: list[object] = []
    monkeypatch.setattr(pq, "read_schema", taken_apart.append)
    refuse_newer_layout(part, content)
    assert taken_apart == []


def test_the_rows_of_one_article(part: Path):
    wanted = read_part(part, ["article_id"])["article_id"][2].as_py()
    assert [row["url"] for row in rows_of_article(part, wanted)] == ["https://anba.example/2"]
    assert list(rows_of_article(part, "0" * 32)) == []
