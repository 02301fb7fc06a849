"""A reader who has had enough is told of by the command, and not by rich's own exit with 1."""

import os

import pytest

from newscrawl.terminal import Terminal


def test_a_reader_who_has_left_is_a_broken_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    file = os.fdopen(writing, "w", buffering=1)
    with pytest.raises(BrokenPipeError):
        Terminal(file=file).print("a table")
    with pytest.raises(BrokenPipeError):
        file.close()
