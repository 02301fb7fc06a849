"""The files as others read them: no library but their own, no help from us."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from tests.conftest import TwoEditions


@pytest.fixture(scope="module")
def folder(two_editions: TwoEditions) -> str:
    return str(two_editions.output / "articles")


@pytest.fixture(scope="module")
def rows(two_editions: TwoEditions) -> int:
    return len(two_editions.rows("articles"))


def test_pyarrow(folder, rows):
    table = ds.dataset(folder, partitioning="hive").to_table()
    assert table.num_rows == rows
    assert set(table.column("source").to_pylist()) == {"fajr", "marsad", "sada"}


def test_pandas(folder, rows):
    frame = pd.read_parquet(folder)
    assert len(frame) == rows
    assert frame["fetched_at"].dt.tz is not None
    assert set(frame["source"].unique()) == {"fajr", "marsad", "sada"}


def test_polars(folder, rows):
    frame = pl.read_parquet(f"{folder}/**/*.parquet", hive_partitioning=True)
    assert frame.height == rows
    assert frame.schema["published_at"] == pl.Datetime("us", "UTC")
    assert set(frame["source"].unique()) == {"fajr", "marsad", "sada"}


def test_duckdb(folder, rows):
    question = f"SELECT count(*), count(DISTINCT source), max(published_at) FROM '{folder}/**/*.parquet'"
    [found] = duckdb.connect().execute(question).fetchall()
    assert found[:2] == (rows, 3)
    assert found[2].tzinfo is not None
