"""Values of rows as text that every program reads: JSON lines and cells of CSV."""

import ctypes
import json
import math
from datetime import UTC, datetime
from typing import Any


def json_line(row: dict[str, Any]) -> str:
    """One row as a line of JSON, letters as they are."""
    return json.dumps(plain(row), ensure_ascii=False, allow_nan=False)


def cell(value: Any) -> str:  # noqa: ANN401 (whatever a column holds)
    """One value as a cell: nothing for null, ISO 8601 for times, JSON for lists and structs."""
    if isinstance(value, str):  # first: most cells are
        return value
    value = plain(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    """The value made of what JSON has; a number that is none is null."""
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return _shortest(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    return _in_words(value)


def _shortest(value: float) -> float:
    """A number of four bytes as it was before Python widened it: 0.9, not 0.8999999761581421."""
    if len(repr(value)) < 15:
        return value
    short = float(f"{value:.7g}")
    return short if ctypes.c_float(short).value == value else value


def _in_words(value: Any) -> str:  # noqa: ANN401 (days, times, intervals, decimals, bytes)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
