from datetime import date, datetime
from typing import TypedDict

import pyarrow as pa
import pytest

from pipelines.parts.arrow_types import arrow_type, hints_of, may_be_null
from pipelines.records import DateEvidence, Long

_MOMENT = pa.timestamp("us", tz="UTC")


class _Inner(TypedDict):
    name: str | None
    numbers: list[int]


@pytest.mark.parametrize(
    ("hint", "stored"),
    [
        (str, pa.string()),
        (int, pa.int32()),
        (Long, pa.int64()),
        (float, pa.float32()),
        (bool, pa.bool_()),
        (date, pa.date32()),
        (datetime, _MOMENT),
        (list[str], pa.list_(pa.string())),
        (_Inner, pa.struct([("name", pa.string()), ("numbers", pa.list_(pa.int32()))])),
        (list[_Inner], pa.list_(pa.struct([("name", pa.string()), ("numbers", pa.list_(pa.int32()))]))),
        (DateEvidence, pa.struct([("from", pa.string()), ("raw", pa.string()), ("value", _MOMENT)])),
    ],
)
def test_each_type_is_stored_as_one_of_arrows_and_may_be_null_if_it_says_so(hint, stored):
    assert arrow_type(hint) == stored
    assert not may_be_null(hint)
    assert arrow_type(hint | None) == stored
    assert may_be_null(hint | None)


def test_a_long_is_told_from_an_int_where_it_stands_in_a_class():
    class Record:
        short: int
        long: Long | None

    assert [arrow_type(hint) for hint in hints_of(Record).values()] == [pa.int32(), pa.int64()]


@pytest.mark.parametrize("hint", [bytes, complex, list[bytes], set[str]])
def test_what_no_column_has_is_refused(hint):
    with pytest.raises(KeyError):
        arrow_type(hint)
