"""An outlet that publishes, shows its latest in a feed, and is looked at by runs of which some fail.

What a run's line says of it is made by the functions that a crawl uses; what the runs truly got is known here.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from newscrawl.discovery.spans import reach_of, span_of
from pipelines.records import Candidate
from tests.builders import candidate, outlet

START = datetime(2026, 3, 10, tzinfo=UTC)
FEED = "https://anba.example/feed"

Trouble = Literal["none", "blocked", "unreadable", "crashed", "limited", "pages_fail", "stands_still", "unread"]


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


@dataclass
class SimulatedOutlet:
    """`published` are minutes after START; the feed shows the last `capacity`, and `pinned` from its minute on."""

    published: list[int]
    capacity: int
    pinned: int | None = None
    has_dates: bool = True
    stored: set[int] = field(default_factory=set)
    given_up: set[int] = field(default_factory=set)
    """Asked for and not obtained, as too few in their run to be called an outage."""
    refused: set[int] = field(default_factory=set)
    lines: list[dict[str, Any]] = field(default_factory=list)
    shown_at: int = 0

    def run(self, minute: int, trouble: Trouble = "none") -> None:
        if trouble != "stands_still":
            self.shown_at = minute
        line: dict[str, Any] = {
            "run_id": f"anba-{minute}",
            "source_id": "anba",
            "kind": "live",
            "started_at": at(minute).isoformat(),
            "timezone": "UTC",
            "scope": {
                "since": at(minute - 7 * 1440).date().isoformat(),
                "until": at(minute + 1440).date().isoformat(),
            },
        }
        if trouble == "crashed":
            self.lines.append(line | {"exit_code": None, "end": "crashed", "accounts": {"stored": 0}})
        elif trouble in ("blocked", "unreadable"):
            code, problem = (12, "blocked: cloudflare") if trouble == "blocked" else (10, "HTML, not a feed")
            facts = {"url": FEED, "kind": "feed", "status": 403, "entries": None, "problem": problem}
            self.lines.append(line | {"exit_code": code, "end": "finished", "accounts": {}, "listings": [facts]})
        else:
            self.lines.append(line | {"end": "finished", **self._look(trouble)})

    def _look(self, trouble: Trouble) -> dict[str, Any]:
        shown = [minute for minute in self.published if minute <= self.shown_at][-self.capacity :][::-1]
        if self.pinned is not None and self.pinned <= self.shown_at and self.pinned not in shown:
            shown.append(self.pinned)
        known = self.stored | self.refused
        new = [minute for minute in shown if minute not in known]
        facts = {
            "url": FEED, "kind": "feed", "status": 200, "entries": len(shown),
            "new": len(new), "known": len(shown) - len(new), **self._span(shown),
        }  # fmt: skip
        before = len(self.stored)
        left, code = self._ask_for(new, trouble, len(shown))
        accounts = {"seen": len(shown), "stored": len(self.stored) - before}
        return {"exit_code": code, "accounts": accounts, "listings": [facts], "left": left}

    def _ask_for(self, new: list[int], trouble: Trouble, seen: int) -> tuple[dict[str, Any], int]:
        """Pages are asked for from the newest on."""
        if trouble == "limited":
            half = len(new) // 2
            self.stored |= set(new[:half])
            return ({"pending": self._left(new[half:])} if new[half:] else {}), 14
        if trouble == "pages_fail":
            if len(new) <= 0.1 * seen:
                self.given_up |= set(new)
            return ({"failed": self._left(new)} if new else {}), 0
        if trouble == "unread" and new:
            self.refused |= set(new)
            return {"unread": self._left(new)}, 13
        self.stored |= set(new)
        return {}, 0

    def _candidates(self, minutes: list[int]) -> list[Candidate]:
        return [candidate(published_raw=at(each).isoformat() if self.has_dates else None) for each in minutes]

    def _span(self, minutes: list[int]) -> dict[str, Any]:
        found, own = self._candidates(minutes), outlet()
        span, reach = span_of(found, own), reach_of(found, own)
        return {"newest": span["newest"], "oldest": span["oldest"], "reach": reach and reach.isoformat()}

    def _left(self, minutes: list[int]) -> dict[str, Any]:
        return span_of(self._candidates(minutes), outlet())
