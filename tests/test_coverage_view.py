import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.coverage import coverage
from newscrawl.views import connect
from tests.builders import article
from tests.simulated_outlet import SimulatedOutlet, at
from tests.test_views import _store as store

DAY = 1440


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Two outlets over two days, of which the second is complete; three articles of `anba`, two of them dated."""
    (tmp_path / "runs").mkdir()
    for source in ("anba", "bayan"):
        outlet = SimulatedOutlet(list(range(0, 2 * DAY, 30)), 20)
        for minute in range(600, 2 * DAY + 60, 120):
            outlet.run(minute)
        for line in outlet.lines:
            path = tmp_path / "runs" / f"{line['started_at'][:10]}.jsonl"
            with path.open("a") as file:
                file.write(json.dumps(line | {"source_id": source}) + "\n")
    days = [date(2026, 3, 11), date(2026, 3, 11), None]
    store(
        tmp_path, "anba", *(article(f"https://anba.example/{n}", published_day=day) for n, day in enumerate(days))
    )
    return tmp_path


NOW = at(2 * DAY + 60)


def test_every_day_of_every_source(output: Path):
    rows = coverage(output, NOW).to_pylist()
    assert [(row["source_id"], row["day"].day, row["status"], row["articles"]) for row in rows] == [
        ("anba", 10, "gap", 0), ("anba", 11, "complete", 2), ("anba", 12, "complete", 0),
        ("bayan", 10, "gap", 0), ("bayan", 11, "complete", 0), ("bayan", 12, "complete", 0),
    ]  # fmt: skip
    assert rows[1]["runs"] == 12


def test_an_output_in_which_nothing_ran(tmp_path: Path):
    assert coverage(tmp_path).num_rows == 0


def test_it_is_a_view_of_the_session(output: Path):
    with connect(output) as session:
        question = "SELECT source_id FROM coverage WHERE status = 'complete' AND day = '2026-03-11' ORDER BY ALL"
        assert session.sql(question).fetchall() == [("anba",), ("bayan",)]
        days = session.sql("SELECT max(day) FROM coverage").fetchall()[0][0]
    assert abs(days - datetime.now(UTC).date()) <= timedelta(days=1)
