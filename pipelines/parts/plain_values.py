"""Values that Arrow is sure to take as they are, told without asking it.

Asking Arrow about one row costs a millisecond, a fifth of what an article costs in the run's own process. What is
not plainly storable here may still be: that is for Arrow to say (`pipelines/schema.py`).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pyarrow as pa

IsPlain = Callable[[object], bool]

# Above this a double may become infinite as a float of four bytes; no share and no score comes near.
_MOST_OF_A_FLOAT = 1e30


def plain_row_of(schema: pa.Schema) -> Callable[[dict[str, object]], bool]:
    """A test of whole rows: whether every column is there and plain, or null where it may be."""
    columns = [(field.name, field.nullable, _plain(field.type)) for field in schema]

    def is_plain(row: dict[str, object]) -> bool:
        for name, nullable, is_plain_value in columns:
            value = row[name]
            if not (nullable if value is None else is_plain_value(value)):
                return False
        return True

    return is_plain


def _plain(arrow: pa.DataType) -> IsPlain:
    if pa.types.is_list(arrow):
        return _plain_list(_plain(arrow.value_type))
    if pa.types.is_struct(arrow):
        return _plain_struct({field.name: _plain(field.type) for field in arrow})
    if pa.types.is_integer(arrow):
        return _plain_integer(arrow.bit_width)
    return next(is_plain for fits, is_plain in _OF_ONE_VALUE if fits(arrow))


def _plain_text(value: object) -> bool:
    if type(value) is not str or "\x00" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _plain_list(is_plain_item: IsPlain) -> IsPlain:
    return lambda value: type(value) is list and all(map(is_plain_item, value))


def _plain_struct(fields: dict[str, IsPlain]) -> IsPlain:
    def is_plain(value: object) -> bool:
        if type(value) is not dict or value.keys() != fields.keys():
            return False
        return all(each is None or fields[name](each) for name, each in value.items())

    return is_plain


def _plain_integer(bits: int) -> IsPlain:
    most = 2 ** (bits - 1)
    return lambda value: type(value) is int and -most <= value < most


_OF_ONE_VALUE: tuple[tuple[Callable[[pa.DataType], bool], IsPlain], ...] = (
    (pa.types.is_string, _plain_text),
    (pa.types.is_boolean, lambda value: type(value) is bool),
    (pa.types.is_floating, lambda value: type(value) is float and abs(value) <= _MOST_OF_A_FLOAT),
    (pa.types.is_date, lambda value: type(value) is date),  # a datetime is a date too
    (pa.types.is_timestamp, lambda value: type(value) is datetime and value.tzinfo is UTC),
)
