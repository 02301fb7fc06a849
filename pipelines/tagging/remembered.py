"""What was worked out of single words, kept: nine of ten words of an article were met before."""

import sys
from collections.abc import Callable
from typing import TypeVar

Worked = TypeVar("Worked")


class Remembered(dict[str, Worked]):
    """By word, what `work_out` makes of it, when it is first met; of `most` words all are forgotten at once."""

    def __init__(self, work_out: Callable[[str], Worked], most: int) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, word: str) -> Worked:
        if len(self) >= self._most:
            self.clear()
        worked = self[sys.intern(word)] = self._work_out(word)  # interned: others remember the same words
        return worked
