from pathlib import Path

import pytest

from newscrawl.corpus.source_table import source_table
from pipelines.state.source_state import State
from pipelines.storing.batches import write_part
from tests.builders import article

WHOLE = """name = "أنباء"
name_en = "Anba"
domains = ["anba.example", "old.example"]
timezone = "Africa/Cairo"
kind = "newspaper"
feeds = ["https://anba.example/feed"]
per_day = [10, 400]
enabled = false
why = "terms"
terms = {url = "https://anba.example/terms", seen = 2026, tdm = "reserved"}
evidence = {year = 2025, listings = "measured"}
"""


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources" / "eg"
    folder.mkdir(parents=True)
    (folder / "anba.toml").write_text(WHOLE, "utf-8")
    (folder / "broken.toml").write_text("name = 1", "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "output"


def store(output: Path, source_id: str) -> None:
    folder = output / f"articles/source={source_id}/month=2026-03"
    folder.mkdir(parents=True)
    write_part(folder / "one.parquet", [article(source_id=source_id)])


def test_a_source_file_tells_name_terms_and_why(output):
    store(output, "anba")
    row = {row["source_id"]: row for row in source_table(output).to_pylist()}["anba"]
    assert row == {
        "source_id": "anba", "name": "أنباء", "name_en": "Anba", "country": "EG", "kind": "newspaper",
        "domains": ["anba.example", "old.example"], "timezone": "Africa/Cairo", "is_enabled": False, "why": "terms",
        "terms_tdm": "reserved", "terms_url": "https://anba.example/terms", "terms_seen": 2026,
        "articles_per_day": [10, 400], "evidence_listings": "measured", "evidence_year": 2025,
        "has_file": True, "has_rows": True,
    }  # fmt: skip


def test_shipped_sources_without_rows_are_there_too(output):
    rows = {row["source_id"]: row for row in source_table(output).to_pylist()}
    assert list(rows) == sorted(rows)
    assert (rows["hespress"]["has_rows"], rows["hespress"]["is_enabled"]) == (False, True)


def test_a_broken_file_costs_its_source_only(output):
    row = {row["source_id"]: row for row in source_table(output).to_pylist()}["broken"]
    assert (row["is_enabled"], row["terms_tdm"], row["has_file"]) == (False, "unknown", True)
    assert "broken.toml" in row["why"]


def test_a_host_that_only_ingest_knows_has_the_domain_in_its_state(output):
    store(output, "x_example")
    store(output, "y_example")
    State(output / "state" / "x_example.sqlite", "x.example").close()
    rows = {row["source_id"]: row for row in source_table(output).to_pylist()}
    host, copied = rows["x_example"], rows["y_example"]
    assert (host["name"], host["domains"], host["has_file"]) == ("x.example", ["x.example"], False)
    assert (host["terms_tdm"], host["is_enabled"]) == ("unknown", None)
    assert (copied["name"], copied["domains"], copied["has_rows"]) == (None, None, True)


def test_a_damaged_state_costs_a_name_only(output):
    store(output, "x_example")
    (output / "state").mkdir()
    (output / "state" / "x_example.sqlite").write_bytes(b"garbage" * 1000)
    row = {row["source_id"]: row for row in source_table(output).to_pylist()}["x_example"]
    assert (row["name"], row["has_rows"]) == (None, True)
