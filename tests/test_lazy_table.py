from datetime import date

import duckdb
import pyarrow as pa
import pytest

from newscrawl.corpus.lazy_table import LazyTable

SCHEMA = pa.schema([pa.field("day", pa.date32(), nullable=False), pa.field("n", pa.int64(), nullable=False)])


class Maker:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> pa.Table:
        self.calls += 1
        days = [date(2026, 3, 11), date(2026, 3, 12)]
        return pa.Table.from_pydict({"day": days, "n": [1, 2]}, schema=SCHEMA)


def test_a_table_is_made_when_it_is_asked_for_and_once():
    maker = Maker()
    with duckdb.connect() as session:
        session.register("days", LazyTable(SCHEMA, maker))
        assert session.sql("DESCRIBE days").fetchall()[0][:2] == ("day", "DATE")
        assert maker.calls == 0
        assert session.sql("SELECT sum(n) FROM days").fetchall() == [(3,)]
        assert session.sql("SELECT n FROM days WHERE n > 1").fetchall() == [(2,)]
        assert session.sql("SELECT a.n FROM days AS a JOIN days AS b ON a.n = b.n + 1").fetchall() == [(2,)]
        assert maker.calls == 1


def test_what_goes_wrong_while_it_is_made_is_told():
    def broken() -> pa.Table:
        raise ValueError("no such day")

    with duckdb.connect() as session:
        session.register("days", LazyTable(SCHEMA, broken))
        with pytest.raises(Exception, match="no such day"):
            session.sql("FROM days").fetchall()
