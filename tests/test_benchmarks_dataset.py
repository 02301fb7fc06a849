"""The made corpus is one that every reader takes for a real one, and the same each time."""

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks.dataset import QUESTIONS
from benchmarks.made_corpus import END, Size, make_corpus
from benchmarks.process_cost import _growth, cost_of
from newscrawl import dataset, views
from newscrawl.coverage import coverage
from pipelines.records import Outlet
from pipelines.schema import ARTICLES
from pipelines.state.rebuilding import rebuild_state
from pipelines.state.source_state import State

SIZE = Size(articles=480, sources=2, days=60, batch=40)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("made") / "output"
    make_corpus(output, SIZE)
    return output


def rows(output: Path, table: str = "articles") -> list[dict[str, Any]]:
    return [dict(row) for row in dataset.open(output, table).to_table().sort_by("url").to_pylist()]


def test_its_rows_are_there_under_our_schema(output):
    assert [dataset.open(output, table).count_rows() for table in ("articles", "revisions", "outcomes")] == [
        480,
        24,
        96,
    ]
    for row in rows(output):
        assert not [field.name for field in ARTICLES.schema if not field.nullable and row[field.name] is None]
    assert any(row["leaders"] for row in rows(output))


def test_the_same_seed_makes_the_same_rows_and_another_does_not(output, tmp_path):
    make_corpus(tmp_path / "again", SIZE)
    make_corpus(tmp_path / "other", SIZE, seed=2)
    assert rows(tmp_path / "again") == rows(output)
    assert rows(tmp_path / "other") != rows(output)


def test_its_state_is_what_a_rebuild_would_make_of_its_rows(output):
    def known() -> list[tuple[Any, ...]]:
        with closing(State(output / "state" / "anba.sqlite")) as state:
            found = state._db.execute("SELECT article_id, revision, url FROM looks ORDER BY 1, 2").fetchall()
            return found + state._db.execute("SELECT address, reason FROM refusals ORDER BY 1").fetchall()

    from pipelines.layout import Layout

    before = known()
    rebuild_state(Layout(output), Outlet("anba", "anba", ("anba.example",)))
    assert known() == before


def test_its_runs_cover_its_days(output):
    lines = [json.loads(line) for file in (output / "runs").iterdir() for line in file.read_text().splitlines()]
    assert len(lines) == 2 * 4 * SIZE.days
    found = coverage(output, now=END).to_pylist()
    inner = [day["status"] for day in found if day["source_id"] == "anba"][2:-2]
    assert set(inner) == {"complete"}


@pytest.mark.parametrize("question", sorted(QUESTIONS.glob("*.sql")), ids=lambda path: path.stem)
def test_ours_and_the_baseline_answer_the_same(output, question):
    with views.connect(output) as session:
        ours = session.sql(question.read_text("utf-8")).fetchall()
    theirs = cost_of(str(question.with_suffix(".py")), str(output / "articles")).output.strip().splitlines()
    assert len(ours) == len(theirs) - 1
    assert [str(row[-1]) for row in ours] == [line.rpartition(",")[2] for line in theirs[1:]]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read in /proc")
def test_memory_that_grows_is_seen_to_grow():
    flat = cost_of("-c", "import time; a = bytearray(50_000_000); time.sleep(0.5)")
    assert flat.peak > 50
    assert _growth([(0, 10.0), (1, 20.0), (2, 21.0), (3, 30.0)]) == 0.5
    with pytest.raises(RuntimeError, match="ended with 3"):
        cost_of("-c", "raise SystemExit(3)")
