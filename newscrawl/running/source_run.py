"""What is known of one source's part in a `newscrawl run`, while it lasts and afterwards."""

import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from newscrawl.acknowledged import Acknowledgement
from newscrawl.exit_codes import ExitCode, with_number

State = Literal["waiting", "starting", "crawling", "stopping", "ended"]


@dataclass(slots=True)
class SourceRun:
    source_id: str
    state: State = "waiting"
    accounts: dict[str, Any] = field(default_factory=dict)
    """The last accounts that the crawl told."""
    code: ExitCode | None = None
    """How it ended; None while it has not."""
    why: str = ""
    """What went wrong, in one line; empty where nothing did."""
    line: dict[str, Any] | None = None
    """Its line in `runs/`; None when there was no run to write one: locked, disabled, killed."""
    known: Acknowledgement | None = None
    """The acknowledgement that takes its failure out of the exit code."""
    began: float | None = None
    seconds: float = 0.0

    def begin(self) -> None:
        self.state, self.began = "starting", time.monotonic()

    def end(self, code: ExitCode, why: str = "") -> None:
        self.seconds = self.elapsed
        self.state, self.code, self.why = "ended", code, " ".join(why.split())

    def acknowledge(self, entry: Acknowledgement | None, today: date) -> None:
        """Take its failure out of the exit code, where somebody knows of it."""
        if entry is not None and self.code is not None and entry.covers(self.code, today):
            self.known = entry

    @property
    def counts(self) -> bool:
        """Whether it failed, and nobody knew that it would."""
        return self.code != ExitCode.DONE and self.known is None

    @property
    def elapsed(self) -> float:
        """Seconds of work so far."""
        if self.began is None or self.state == "ended":
            return self.seconds
        return time.monotonic() - self.began

    def count(self, fate: str) -> int:
        return int(self.accounts.get(fate, 0))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why candidates were rejected, the commonest first."""
        return sorted(self.accounts.get("reasons", {}).items(), key=lambda item: (-item[1], item[0]))

    def in_words(self) -> str:
        """How it ended: `blocked (12), known until 2026-03-20: …`."""
        if self.code is None:
            return self.state
        words = with_number(self.code)
        return words if self.known is None else f"{words}, known until {self.known.until}: {self.known.why}"
