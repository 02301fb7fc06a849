"""What is wrong, where and when: days that were not seen whole, told as spans. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

_WORST_FIRST = ("blocked", "gap", "not_run")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Days of one source, one after another, of one status; `detail` says why the last of them was."""

    source_id: str
    status: str
    first: date
    last: date
    detail: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def troubles_in(uncovered: Iterable[Mapping[str, Any]]) -> list[Trouble]:
    """The latest first. `uncovered` are rows of source_id, day, status and detail, by source and day."""
    spans: list[Trouble] = []
    for row in uncovered:
        last = spans[-1] if spans else None
        first = row["day"]
        if last is not None and _goes_on(last, row):
            first = last.first
            spans.pop()
        spans.append(Trouble(row["source_id"], row["status"], first, row["day"], row["detail"]))
    return sorted(spans, key=lambda span: (-span.last.toordinal(), _WORST_FIRST.index(span.status), span.source_id))


def _goes_on(span: Trouble, row: Mapping[str, Any]) -> bool:
    is_next = row["day"] == span.last + timedelta(days=1)
    return is_next and (row["source_id"], row["status"]) == (span.source_id, span.status)
