"""Texts of others as they come to be tagged: one JSON object a line, or a plain text."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


class RefuseLine(Exception):  # noqa: N818 (named by its effect)
    """Raised for a line that holds no text to tag; says why, without its content."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """`id` is whatever the line says, given back as it is; `title` and `text` are as given, for the spans' sake."""

    id: object
    title: str | None
    text: str
    published: date | None
    outlet_country: str | None


def read_line(line: bytes, otherwise: date | None) -> TextLine:
    """The text of a line, with `otherwise` as the day of one that states none; further keys are left alone."""
    try:
        said = json.loads(decoded(line), parse_constant=_no_json)
    except (ValueError, RecursionError) as error:  # also for a number of more digits than Python reads
        raise RefuseLine(f"is no JSON ({error})") from error
    if not isinstance(said, dict):
        raise RefuseLine("is no JSON object")
    text = _string(said, "text")
    if text is None:
        raise RefuseLine("has no text")
    return TextLine(
        _id(said), _string(said, "title"), text, _published(said, otherwise), _string(said, "outlet_country")
    )


def decoded(content: bytes) -> str:
    """The text of these bytes, free of a byte order mark, with its line ends as they are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefuseLine(f"is not UTF-8 (byte {error.start})") from error
    if not text.strip():
        raise RefuseLine("has no text")
    return text


def _no_json(constant: str) -> float:
    raise ValueError(f"{constant} is none of its values")


def _id(said: dict[str, Any]) -> object:
    """Whatever it is; what cannot be written again would end the program at the answer."""
    try:
        json.dumps(said.get("id"), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefuseLine("id holds half a character") from error
    return said.get("id")


def _string(said: dict[str, Any], key: str) -> str | None:
    value = said.get(key)
    if value is not None and not isinstance(value, str):
        raise RefuseLine(f"{key} is no string")
    try:
        (value or "").encode("utf-8")
    except UnicodeEncodeError as error:  # `"\ud800"`: legal JSON, but no text
        raise RefuseLine(f"{key} holds half a character") from error
    return value


def _published(said: dict[str, Any], otherwise: date | None) -> date | None:
    written = said.get("published")
    if written is None:
        return otherwise
    try:
        return datetime.fromisoformat(written).date()
    except (TypeError, ValueError) as error:
        raise RefuseLine("published is no day; write YYYY-MM-DD") from error
