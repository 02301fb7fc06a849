import duckdb
import pyarrow as pa
import pytest

from newscrawl.lazy_table import lazy_table

SCHEMA = pa.schema([pa.field("day", pa.date32(), nullable=False), pa.field("n", pa.int64(), nullable=False)])


class Maker:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> pa.Table:
        self.calls += 1
        return pa.table(
            {"day": [20000, 20001], "n": [1, 2]}, schema=pa.schema([("day", pa.int32()), ("n", pa.int64())])
        ).cast(SCHEMA)


def test_a_table_is_made_when_it_is_asked_for_and_once():
    maker = Maker()
    with duckdb.connect() as session:
        session.register("days", lazy_table(SCHEMA, maker))
        assert session.sql("SELECT 1").fetchall() == [(1,)]
        assert maker.calls == 0
        assert session.sql("SELECT sum(n) FROM days").fetchall() == [(3,)]
        assert session.sql("SELECT n FROM days WHERE n > 1").fetchall() == [(2,)]
        assert maker.calls == 1


def test_what_goes_wrong_while_it_is_made_is_told():
    def broken() -> pa.Table:
        raise ValueError("no such day")

    with duckdb.connect() as session:
        session.register("days", lazy_table(SCHEMA, broken))
        with pytest.raises(Exception, match="no such day"):
            session.sql("FROM days").fetchall()


def test_it_cannot_be_written():
    filesystem = lazy_table(SCHEMA, Maker()).filesystem
    with pytest.raises(OSError, match="only be read"):
        filesystem.delete_file("table.arrow")
