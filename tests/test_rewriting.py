"""Rows changed or taken out by building beside what stands: all others stay the very same files."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from newscrawl import dataset
from pipelines.layout import Layout
from pipelines.parts.rewriting import FewRows, rewrite, show
from pipelines.schema import ARTICLES, REVISIONS, Table
from pipelines.state.source_state import State
from pipelines.storing.batches import StopStoring
from tests.builders import LONG_TEXT, article, open_state, open_store, outcome, outlet

REPLACEMENT = "anba-20260314T120000Z-retag1a2b"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.fixture
def state(layout: Layout) -> Iterator[State]:
    with contextlib.closing(open_state(layout.output)) as opened:
        store = open_store(layout.output, opened)
        for number in range(12):
            store.take(article(url(number), text=f"{LONG_TEXT} {number}", section=f"قسم {number}"))
            store.take(outcome(url(number + 500)))
            store.commit()
        yield opened


def url(number: int) -> str:
    return f"https://anba.example/news/{number}000"


def rows(layout: Layout, table: str = "articles") -> list[dict[str, Any]]:
    return [dict(row) for row in dataset.open(layout.output, table).to_table().to_pylist()]


def inodes(layout: Layout) -> set[int]:
    return {file.stat().st_ino for file in layout.output.glob("articles/**/*.parquet")}


def as_it_is(_: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch


def section_of_one(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Another section for the fifth article."""
    if table is not ARTICLES or url(5) not in batch.column("url").to_pylist():
        return batch
    place = table.schema.get_field_index("section")
    return batch.set_column(place, table.schema.field(place), pa.array(["رياضة"] * batch.num_rows))


def without_one(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    if table is not ARTICLES or url(5) not in batch.column("url").to_pylist():
        return batch
    return batch.filter(pc.not_equal(batch.column("url"), url(5)))


def test_where_nothing_changes_nothing_is_written_and_nothing_stays_in_staging(layout, state):
    before, parts = inodes(layout), state.batches.parts()
    assert rewrite(layout, state, outlet(), REPLACEMENT, as_it_is, same_rows=True) == 0
    assert inodes(layout) == before
    assert state.batches.parts() == parts
    assert not list(layout.staging.glob("anba/*"))


def test_a_change_may_see_all_rows_and_change_nothing(layout, state):
    before, seen = inodes(layout), []

    def look(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
        seen.extend(batch.column("url").to_pylist())
        return batch.slice(0, 0)

    show(layout, state, outlet(), look)
    assert len(seen) == 24
    assert inodes(layout) == before
    next(iter(layout.output.glob("articles/**/*.parquet"))).write_bytes(b"PAR1")
    with pytest.raises(StopStoring, match="Parquet"):
        show(layout, state, outlet(), look)


def test_only_the_file_of_the_changed_row_is_made_anew(layout, state):
    before, stood = rows(layout), inodes(layout)
    assert rewrite(layout, state, outlet(), REPLACEMENT, section_of_one, same_rows=True) == 1
    assert len(inodes(layout) - stood) == 1
    assert len(stood - inodes(layout)) == 1
    wanted = [row | {"section": "رياضة"} if row["url"] == url(5) else row for row in before]
    assert rows(layout) == wanted
    assert len(rows(layout, "outcomes")) == 12
    for file in layout.output.glob("articles/**/*.parquet"):
        assert pq.read_schema(file).equals(ARTICLES.schema)
        assert pq.read_schema(file).metadata == ARTICLES.schema.metadata


def test_changed_twice_the_rows_keep_the_order_in_which_they_were_stored(layout, state):
    before = [row["url"] for row in rows(layout)]
    for number in range(2):
        rewrite(layout, state, outlet(), f"{REPLACEMENT}{number}", section_of_one, same_rows=number == 0)
        if number == 0:
            rewrite(layout, state, outlet(), f"{REPLACEMENT}x", without_one, same_rows=False)
    assert [row["url"] for row in rows(layout)] == [each for each in before if each != url(5)]


def test_a_row_taken_out_is_known_no_more_and_its_file_is_gone(layout, state):
    address = rows(layout)[0]["canonical_url"].replace("/0000", "/5000")
    assert state.article_at(address) is not None
    assert rewrite(layout, state, outlet(), REPLACEMENT, without_one, same_rows=False) == 1
    assert len(rows(layout)) == 11
    assert state.article_at(address) is None
    assert len(list(layout.output.glob("articles/**/*.parquet"))) == 11


def test_a_change_that_fails_leaves_everything_as_it_was(layout, state):
    def fails(_: Table, __: pa.RecordBatch) -> pa.RecordBatch:
        raise pa.ArrowInvalid("no such column")

    before = inodes(layout)
    with pytest.raises(StopStoring, match="no such column"):
        rewrite(layout, state, outlet(), REPLACEMENT, fails, same_rows=True)
    assert inodes(layout) == before
    assert not list(layout.staging.glob("anba/*"))


def test_a_file_of_older_columns_is_read_with_nulls(layout, state):
    file = next(iter(sorted(layout.output.glob("articles/**/*.parquet"))))
    older = pq.read_table(file).drop_columns(["reservations"])
    pq.write_table(older, file)
    rewrite(layout, state, outlet(), REPLACEMENT, _all_anew, same_rows=True)
    assert rows(layout)[0]["reservations"] is None
    assert len(rows(layout)) == 12


def _all_anew(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    assert table is not REVISIONS
    return batch.slice(0)


def test_files_that_a_change_of_few_rows_does_not_touch_are_not_read(layout, state):
    def may_hold_it(table: Table, file: Path) -> bool:
        return (
            table is ARTICLES
            and url(5) in pq.read_table(file, columns=["url"], partitioning=None)["url"].to_pylist()
        )

    asked = []

    def counted(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
        asked.append(batch.num_rows)
        return section_of_one(table, batch)

    assert rewrite(layout, state, outlet(), REPLACEMENT, FewRows(counted, may_hold_it), same_rows=True) == 1
    assert asked == [1]
    assert sum(row["section"] == "رياضة" for row in rows(layout)) == 1
