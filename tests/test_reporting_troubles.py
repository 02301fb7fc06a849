from datetime import date
from typing import Any

from newscrawl.reporting.troubles import Trouble, troubles_in


def row(source_id: str, day: int, status: str, detail: str = "") -> dict[str, Any]:
    return {"source_id": source_id, "day": date(2026, 3, day), "status": status, "detail": detail}


def test_days_one_after_another_are_one_span_with_the_last_reason():
    found = troubles_in([row("anba", 3, "gap", "first"), row("anba", 4, "gap", "second"), row("anba", 6, "gap")])
    assert found == [
        Trouble("anba", "gap", date(2026, 3, 6), date(2026, 3, 6), ""),
        Trouble("anba", "gap", date(2026, 3, 3), date(2026, 3, 4), "second"),
    ]
    assert [each.days for each in found] == [1, 2]


def test_another_status_or_source_begins_another_span():
    rows = [row("anba", 3, "gap"), row("anba", 4, "blocked"), row("sada", 5, "blocked"), row("sada", 6, "not_run")]
    assert [(each.source_id, each.status) for each in troubles_in(rows)] == [
        ("sada", "not_run"), ("sada", "blocked"), ("anba", "blocked"), ("anba", "gap"),
    ]  # fmt: skip


def test_of_one_day_the_worst_comes_first():
    rows = [row("anba", 3, "not_run"), row("bayan", 3, "gap"), row("sada", 3, "blocked")]
    assert [each.status for each in troubles_in(rows)] == ["blocked", "gap", "not_run"]


def test_without_troubles_there_are_none():
    assert troubles_in([]) == []
