"""Every row once, in the order of its page, whatever files it lies in; and memory that does not grow with them."""

import random
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.layout import Layout
from pipelines.parts import rows_in_order as module
from pipelines.parts.compacting import compact
from pipelines.parts.files import part_names
from pipelines.parts.rows_in_order import rows_in_order
from pipelines.schema import ARTICLES, OUTCOMES
from pipelines.storing.batches import write_part
from tests.builders import NOW, RUN_ID, SOURCE, article, open_state, open_store, outcome, outlet


def filled(output: Path) -> Layout:
    """Sixty looks at forty addresses in random order, in small batches over three months."""
    chance, layout = random.Random(5), Layout(output)
    with closing(open_state(output)) as state:
        store = open_store(output, state)
        for number in range(60):
            at = NOW - timedelta(minutes=chance.randrange(130_000))
            url = f"https://anba.example/news/{chance.randrange(40)}00"
            if number % 4:
                store.take(article(url, fetched_at=at, text=f"نص {number}", published_day=at.date()))
            else:
                store.take(outcome(f"{url}x", at=at))
            if number % 3 == 0:
                store.commit()
        store.commit()
    return layout


def in_memory(layout: Layout) -> list[dict[str, Any]]:
    """The simple way: all rows at once, sorted."""
    rows = [
        row
        for table in ("articles", "revisions", "outcomes")
        for file in sorted((layout.output / table).rglob("*.parquet"))
        for row in pq.read_table(file, partitioning=None).to_pylist()
    ]
    return sorted(rows, key=lambda row: row.get("at") or row["fetched_at"])


@pytest.mark.parametrize("at_once", [1, 7, 2000])
def test_every_row_comes_once_and_in_order(tmp_path, monkeypatch, at_once):
    layout = filled(tmp_path)
    monkeypatch.setattr(module, "_A_PASS", at_once)
    assert [row for _, row in rows_in_order(layout, part_names(layout.output, SOURCE))] == in_memory(layout)


def test_merged_files_of_several_row_groups_give_the_same(tmp_path, monkeypatch):
    layout = filled(tmp_path)
    before = [row["article_id"] for _, row in rows_in_order(layout, part_names(layout.output, SOURCE))]
    monkeypatch.setattr("pipelines.parts.compacting._ROWS", 4)
    with closing(open_state(tmp_path)) as state:
        compact(layout, state, outlet(), f"{RUN_ID}-merged")
    assert max(pq.read_metadata(file).num_row_groups for file in tmp_path.glob("articles/**/*.parquet")) > 1
    monkeypatch.setattr(module, "_A_PASS", 9)
    assert [row["article_id"] for _, row in rows_in_order(layout, part_names(layout.output, SOURCE))] == before


def test_of_one_moment_the_place_in_the_archive_decides(tmp_path):
    rows = [article(f"https://anba.example/{n}", warc_file="archive/a", warc_offset=9 - n) for n in range(5)]
    month = tmp_path / "articles" / f"source={SOURCE}" / "month=2026-03"
    month.mkdir(parents=True)
    write_part(month / "a.parquet", [*rows, article("https://anba.example/without")])
    found = [row["warc_offset"] for _, row in rows_in_order(Layout(tmp_path), part_names(tmp_path, SOURCE))]
    assert found == [None, 5, 6, 7, 8, 9]


def test_only_the_wanted_columns_are_read_and_what_an_older_file_lacks_is_null(tmp_path):
    layout = filled(tmp_path)
    for file in tmp_path.glob("articles/**/*.parquet"):
        pq.write_table(pq.read_table(file, partitioning=None).drop_columns(["reservations"]), file)
    wanted = {ARTICLES: ["url", "reservations"], OUTCOMES: ["reason"]}
    found = list(
        rows_in_order(layout, part_names(layout.output, SOURCE), lambda table: wanted.get(table, ["kind"]))
    )
    assert {tuple(row) for _, row in found} == {("url", "reservations"), ("reason",), ("kind",)}
    assert {row["reservations"] for table, row in found if table is ARTICLES} == {None}


def test_a_source_without_rows_has_none(tmp_path):
    assert list(rows_in_order(Layout(tmp_path), part_names(tmp_path, SOURCE))) == []
