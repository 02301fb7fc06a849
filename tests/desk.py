"""What the tests of storing bring to a store, and where they bring it."""

import errno
from pathlib import Path
from typing import Any

from pipelines.records import Article, Outcome
from tests.builders import LONG_TEXT, open_state, open_store, rows_of

OTHER = "https://anba.example/news/2002"
OTHER_TEXT = LONG_TEXT.replace("الشوارع", "الحدائق").replace("شجرة", "زهرة")


class Desk:
    """One OUTPUT_DIR to which articles and outcomes are brought."""

    def __init__(self, output: Path, *, commits: bool) -> None:
        self.output = output
        self._commits = commits
        self.state = open_state(output)
        self.store = open_store(output, self.state)

    def take(self, item: Article | Outcome) -> str:
        fate, _ = self.store.take(item)
        if self._commits:
            self.store.commit()
        return fate

    def rows(self, table: str) -> list[dict[str, Any]]:
        self.store.commit()
        return rows_of(self.output, table)


def by_url(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["url"]: row for row in rows}


def raise_no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
