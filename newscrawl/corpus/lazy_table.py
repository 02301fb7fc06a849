"""A table that is made when somebody asks for it: a view that nobody names costs no question anything."""

from collections.abc import Callable

import pyarrow as pa


class LazyTable:
    """What DuckDB registers like a table, by Arrow's stream interface; `make` is called when it is first read."""

    def __init__(self, schema: pa.Schema, make: Callable[[], pa.Table]) -> None:
        self._schema = schema
        self._make = make
        self._table: pa.Table | None = None

    def __arrow_c_schema__(self) -> object:
        return self._schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        if self._table is None:
            self._table = self._make()
        return self._table.__arrow_c_stream__(requested_schema)
