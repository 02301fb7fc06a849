"""How a column's Python type is stored: one Arrow type for each kind of value that a record may hold."""

import typing
from datetime import date, datetime
from types import NoneType

import pyarrow as pa

from pipelines.records import Long

_OF_ONE_VALUE: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    Long: pa.int64(),
    float: pa.float32(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def hints_of(record: type) -> dict[str, object]:
    """By name, the annotated types of a class, as `arrow_type` reads them."""
    return typing.get_type_hints(record, include_extras=True)


def arrow_type(hint: object) -> pa.DataType:
    """What a value of that type is stored as; KeyError for a type that no column has."""
    kind = _without_none(hint)
    if typing.get_origin(kind) is list:
        return pa.list_(arrow_type(typing.get_args(kind)[0]))
    if typing.is_typeddict(kind):
        return pa.struct([(name, arrow_type(inner)) for name, inner in hints_of(typing.cast("type", kind)).items()])
    return _OF_ONE_VALUE[kind]


def may_be_null(hint: object) -> bool:
    return NoneType in typing.get_args(hint)


def _without_none(hint: object) -> object:
    return next(kind for kind in typing.get_args(hint) if kind is not NoneType) if may_be_null(hint) else hint
