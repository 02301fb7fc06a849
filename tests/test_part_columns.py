"""Columns of part files: leaves of nested ones, older files, damaged ones."""

import contextlib
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.part_columns import empty, read_columns
from pipelines.parts.errors import PartDamaged
from pipelines.records import Leader
from pipelines.schema import ARTICLES
from tests.builders import URL, article, open_state, open_store
from tests.test_views import _spoil

LEAVES = ("leaders.list.element.id", "leaders.list.element.name_ar")
LEADER = Leader(
    id="a", qid=None, name_ar="اسم", name_en="name", mentions=1, in_title=False, confidence=0.9, spans=[]
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Forty files of one article each: more than are read at once."""
    with contextlib.closing(open_state(tmp_path)) as state:
        desk = open_store(tmp_path, state)
        for number in range(40):
            leaders = [LEADER] * (number % 3) or None
            desk.take(article(f"{URL}{number}", text=f"نص {number}", leaders=leaders))
            desk.commit()
    return tmp_path


def rows(output: Path, *paths: str) -> list[dict[str, Any]]:
    tables = list(read_columns(output, ARTICLES, manifest(output), paths))
    assert {tuple(table.column_names) for table in tables} == {tuple(empty(ARTICLES, paths).column_names)}
    return [row for table in tables for row in table.to_pylist()]


def test_columns_come_file_after_file(output: Path):
    names = manifest(output)
    expected = [pq.ParquetFile(output / name).read(columns=["url", "published_day"]).to_pylist() for name in names]
    assert rows(output, "url", "published_day") == [row for table in expected for row in table]
    assert len(expected) == 40


def test_a_nested_column_is_read_by_the_leaves_asked_for(output: Path):
    found = rows(output, "url", *LEAVES)
    assert found[0]["leaders"] is None
    assert found[2]["leaders"] == [{"id": "a", "name_ar": "اسم"}] * 2


def test_what_an_older_file_lacks_is_null(output: Path):
    name = manifest(output)[2]
    older = pq.ParquetFile(output / name).read().drop_columns(["published_day", "leaders"])
    element = pa.struct([pa.field("id", pa.string())])
    older = older.append_column("leaders", pa.array([[{"id": "a"}]], pa.list_(element)))
    pq.write_table(older, output / name)
    assert rows(output, "published_day", *LEAVES)[2] == {
        "published_day": None,
        "leaders": [{"id": "a", "name_ar": None}],
    }


def test_a_file_that_was_replaced_meanwhile_is_found(output: Path):
    names = manifest(output)
    table, source, *rest = names[0].split("/")
    kept = output / "_staging" / source.removeprefix("source=") / "replaced" / table / "/".join(rest)
    kept.parent.mkdir(parents=True)
    shutil.move(output / names[0], kept)
    assert len(list(read_columns(output, ARTICLES, names, ["url"]))) == 40


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_what_cannot_be_read_is_named(output: Path, damage: str):
    name = manifest(output)[20]
    if damage == "gone":
        (output / name).unlink()
    elif damage == "cut":
        (output / name).write_bytes((output / name).read_bytes()[:-20])
    else:
        _spoil(output / name, "title")
    with pytest.raises(PartDamaged, match=f"^{name}: .*`newscrawl status --verify`"):
        rows(output, "title")
