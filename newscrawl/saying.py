"""What is said beside the results: a line on standard error that begins with our name."""

import io
import json
import sys
from collections.abc import Callable
from typing import Any


def say(line: str) -> None:
    print(f"newscrawl: {line}", file=sys.stderr)


def never_fail_on_a_letter() -> None:
    """An encoding without Arabic shows what it lacks as an escape: a command does its work all the same."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_utf8() -> None:
    """What other programs read is UTF-8, whatever a terminal here would show."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_json(value: object, default: Callable[[Any], object] | None = None) -> None:
    """A result for programs and people, in UTF-8: an escape of the terminal's would be none of JSON's."""
    write_utf8()
    print(json.dumps(value, ensure_ascii=False, indent=2, default=default))
