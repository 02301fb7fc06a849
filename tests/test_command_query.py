import io
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newscrawl.coverage.view import SCHEMA as COVERAGE
from tests.builders import NOW
from tests.test_command_line import ROOT, Said, assert_one_line, newscrawl, said
from tests.test_views import corpus, tagged

__all__ = ["corpus", "said", "tagged"]  # the fixtures

QUESTION = "SELECT source_id, count(*) AS n FROM articles GROUP BY ALL ORDER BY ALL"


@pytest.fixture
def files(corpus: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in sorted(corpus.rglob("*")) if path.is_file()}


def test_elsewhere_than_on_a_terminal_the_answer_is_csv(corpus: Path, said: Said):
    done = said("query", QUESTION, "-s", f"OUTPUT_DIR={corpus}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "source_id,n\nanba,3\nbayan,2\nsada,1\n"


def test_a_question_that_begins_with_a_comment_is_no_option(corpus: Path, said: Said):
    done = said("query", f"-- how many\n{QUESTION}", "-s", f"OUTPUT_DIR={corpus}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "source_id,n\nanba,3\nbayan,2\nsada,1\n"


@pytest.mark.parametrize("word", ["--unknown", "--unknown=a b", "-x"])
def test_an_unknown_option_is_2(corpus: Path, said: Said, word: str):
    assert_one_line(said("query", word, QUESTION, "-s", f"OUTPUT_DIR={corpus}"), 2, f"unknown option {word}")


def test_a_table_when_asked_for(corpus: Path, said: Said):
    done = said("query", "--format", "table", QUESTION, "-s", f"OUTPUT_DIR={corpus}")
    assert "│ bayan     │ 2 │" in done.stdout


def test_a_table_that_is_cut_says_so(corpus: Path, said: Said):
    done = said("query", "--format", "table", "FROM range(101)", "-s", f"OUTPUT_DIR={corpus}")
    assert "--format csv gives all" in done.stderr
    assert done.returncode == 0


def test_json_lines_from_a_question_on_standard_input(corpus: Path):
    done = newscrawl(
        "query", "-", "--format", "jsonl", "-s", f"OUTPUT_DIR={corpus}",
        stdin="SELECT title FROM articles WHERE title LIKE '%أول%'".encode(),
    )  # fmt: skip
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"title": "أول من نشر"}], done.stderr


def test_parquet_goes_to_standard_output_byte_by_byte(corpus: Path):
    command = [
        sys.executable,
        "-m",
        "newscrawl",
        "query",
        QUESTION,
        "--format",
        "parquet",
        "-s",
        f"OUTPUT_DIR={corpus}",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=240, check=True)
    assert pq.read_table(io.BytesIO(done.stdout)).to_pydict() == {
        "source_id": ["anba", "bayan", "sada"],
        "n": [3, 2, 1],
    }


def test_nothing_in_the_output_is_touched(corpus: Path, files: dict[Path, int], said: Said):
    for question in (
        QUESTION,
        "SELECT max(text) FROM latest",
        "FROM sources",
        "CREATE TABLE t AS FROM articles; FROM t",
    ):
        assert said("query", question, "-s", f"OUTPUT_DIR={corpus}").returncode == 0
    assert_one_line(
        said("query", f"COPY articles TO '{corpus}/x.csv'", "-s", f"OUTPUT_DIR={corpus}"), 2, "only the views"
    )
    databases = {path: at for path, at in files.items() if ".sqlite" not in path.name}
    assert {path: path.stat().st_mtime_ns for path in databases} == databases
    assert {path for path in corpus.rglob("*") if path.is_file() and ".sqlite" not in path.name} == set(databases)


def test_coverage_ends_on_the_day_of_the_clock(corpus: Path, said: Said, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def coverage(_: Path, now: datetime) -> pa.Table:
        asked.append(now)
        return COVERAGE.empty_table()

    monkeypatch.setattr("newscrawl.views.coverage", coverage)
    assert said("query", "FROM coverage", "-s", f"OUTPUT_DIR={corpus}", "-s", f"NOW={NOW}").returncode == 0
    assert set(asked) == {NOW}


def test_tables_lists_views_columns_and_meanings(tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "200")
    tmp_path.mkdir(exist_ok=True)
    done = said("query", "--tables", "--format", "table", "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 0, done.stderr
    for words in (
        "leaders  One row per article and leader",
        "│ leader_id ",
        "How sure it is that the leader is meant",
    ):
        assert words in done.stdout
    rows = said("query", "--tables", "--format", "jsonl", "-s", f"OUTPUT_DIR={tmp_path}").stdout.splitlines()
    assert {"articles", "latest", "sources"} <= {json.loads(row)["view"] for row in rows}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "one question"),
        (["SELECT 1", "SELECT 2"], "one question"),
        (["--tables", "SELECT 1"], "one question"),
        (["SELECT 1", "--format", "xml"], "xml"),
        (["FROM artikles"], "--tables"),
    ],
)
def test_usage(tmp_path: Path, said: Said, words: list[str], says: str):
    assert_one_line(said("query", *words, "-s", f"OUTPUT_DIR={tmp_path}"), 2, says)


def test_columns_of_one_name_are_refused_since_json_would_hold_one(corpus: Path, said: Said):
    done = said("query", "SELECT 1 AS a, 2 AS a", "--format", "jsonl", "-s", f"OUTPUT_DIR={corpus}")
    assert_one_line(done, 2, "'a'", "AS")


def test_two_questions_at_once_are_refused(corpus: Path, said: Said):
    assert_one_line(said("query", "SELECT 1; SELECT 2", "-s", f"OUTPUT_DIR={corpus}"), 2, "one by one")
