"""What rich would do of its own, and must not."""

import io
import os

import pytest
from rich.table import Table

from newscrawl.terminal import Terminal


def test_a_reader_who_has_left_is_a_broken_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    file = os.fdopen(writing, "w", buffering=1)
    with pytest.raises(BrokenPipeError):
        Terminal(file=file).print("a table")
    with pytest.raises(BrokenPipeError):
        file.close()


def test_brackets_are_what_people_wrote_and_no_style():
    said = io.StringIO()
    table = Table("why")
    table.add_row("walls [/red] [bold]x :warning:")
    console = Terminal(file=said)
    console.print(table)
    console.print("[/red] no [/x]")
    assert "walls [/red] [bold]x :warning:" in said.getvalue()
    assert "[/red] no [/x]" in said.getvalue()
