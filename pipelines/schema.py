"""The three tables, their Arrow schemas and the data dictionary, all made from `pipelines/records.py`."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from pipelines.parts.arrow_types import arrow_type, hints_of, may_be_null
from pipelines.parts.plain_values import plain_row_of
from pipelines.records import SCHEMA_VERSION, Article, Outcome, Revision


@dataclass(frozen=True, slots=True)
class Table:
    """A folder of Parquet files: `name` is its folder under OUTPUT_DIR, `schema` that of every file in it."""

    name: str
    record: type
    schema: pa.Schema
    about: str


def schema_of(record: type) -> pa.Schema:
    """The Arrow schema of a record class, with `schema_version` in its metadata."""
    hints = hints_of(record)
    fields = [
        pa.field(column.name, arrow_type(hint), may_be_null(hint), {"meaning": column.metadata["meaning"]})
        for column in dataclasses.fields(record)
        for hint in [hints[column.name]]
    ]
    return pa.schema(fields, metadata={"schema_version": SCHEMA_VERSION, "record": record.__name__})


ARTICLES = Table("articles", Article, schema_of(Article), "One row per article, as first published.")
REVISIONS = Table(
    "revisions", Revision, schema_of(Revision), "One row per later change of a stored article, whole text."
)
OUTCOMES = Table(
    "outcomes",
    Outcome,
    schema_of(Outcome),
    "One row per candidate that was asked for and neither stored nor revised.",
)
TABLES = (ARTICLES, REVISIONS, OUTCOMES)
_IS_PLAIN = {table.name: plain_row_of(table.schema) for table in TABLES}

_PYTHON_TYPES: tuple[tuple[Callable[[pa.DataType], bool], tuple[type, ...]], ...] = (
    (pa.types.is_string, (str,)),
    (pa.types.is_boolean, (bool,)),
    (pa.types.is_integer, (int,)),
    (pa.types.is_floating, (float, int)),
    (pa.types.is_list, (list, tuple)),
    (pa.types.is_date, (date,)),
    (pa.types.is_timestamp, (datetime,)),
)


def table_of(record: object) -> Table:
    return next(table for table in TABLES if type(record) is table.record)


def row_of(record: Article | Outcome) -> dict[str, Any]:
    """The record's columns by name, in the order of the schema."""
    return {column.name: getattr(record, column.name) for column in dataclasses.fields(record)}


def what_is_wrong(record: Article | Outcome) -> str | None:
    """Why the record cannot be stored, or None.

    One bad row would otherwise cost its whole batch: Arrow refuses the column, not the row.
    """
    table, row = table_of(record), row_of(record)
    return None if _IS_PLAIN[table.name](row) else _what_arrow_minds(row, table.schema)


def _what_arrow_minds(row: dict[str, Any], schema: pa.Schema) -> str | None:
    missing = [name for name, value in row.items() if value is None and not schema.field(name).nullable]
    if missing:
        return f"no {', '.join(missing)}"
    try:
        pa.RecordBatch.from_pylist([row], schema=schema)
    except (pa.ArrowException, UnicodeEncodeError, TypeError, ValueError, OverflowError) as error:
        return f"{type(error).__name__}: {error}"
    bent = [name for name, value in row.items() if not _is_taken_as_it_is(value, schema.field(name).type)]
    if bent:
        return f"not of its type: {', '.join(bent)}"
    return "a NUL character" if _holds_nul(list(row.values())) else None


def _is_taken_as_it_is(value: object, arrow: pa.DataType) -> bool:
    """False for what Arrow takes and makes something else of: a string as a list of its letters, 1.5 as 1."""
    if value is None:
        return True
    if isinstance(value, datetime):  # one without a zone would pass for UTC
        return bool(pa.types.is_timestamp(arrow)) and value.tzinfo is not None
    if isinstance(value, bool):  # a kind of int in Python
        return bool(pa.types.is_boolean(arrow))
    return isinstance(value, next(kinds for fits, kinds in _PYTHON_TYPES if fits(arrow)))


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(map(_holds_nul, inner))


def data_dictionary() -> str:
    """The columns as Markdown, for the README; a revision's own columns only, after the article's."""
    return "\n".join(line for table in TABLES for line in _dictionary_of(table))


def _dictionary_of(table: Table) -> list[str]:
    inherited = set(ARTICLES.schema.names) if table is REVISIONS else set()
    note = " The columns of `articles`, and:" if inherited else ""
    rows = [
        f"| `{field.name}` | {type_in_words(field.type)}{'' if field.nullable else ', never null'} "
        f"| {field.metadata[b'meaning'].decode()} |"
        for field in table.schema
        if field.name not in inherited
    ]
    return [
        f"**`{table.name}/`** {table.about}{note}",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
        *rows,
        "",
    ]


def type_in_words(arrow: pa.DataType) -> str:
    if pa.types.is_list(arrow):
        return f"list<{type_in_words(arrow.value_type)}>"
    if pa.types.is_struct(arrow):
        return f"struct<{', '.join(f'{field.name}: {type_in_words(field.type)}' for field in arrow)}>"
    return str(arrow)
