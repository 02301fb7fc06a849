"""The examples of docs/analyses.md, as they stand there, over a small corpus in `output/`."""

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from newscrawl import views
from newscrawl.coverage.view import SCHEMA as COVERAGE
from pipelines.storing.batches import write_part
from tests.builders import article
from tests.test_views import LEADER

DOCUMENT = Path(__file__).parents[1] / "docs" / "analyses.md"
_BLOCK = re.compile(r"(?:<!-- example: (?P<name>[^\n]+) -->\n)?```(?P<language>\w+)\n(?P<code>.*?)```", re.DOTALL)


class Example(NamedTuple):
    name: str
    language: str
    code: str


EXAMPLES = [
    Example(found["name"] or f"{found['language']} {number}", found["language"], found["code"])
    for number, found in enumerate(_BLOCK.finditer(DOCUMENT.read_text("utf-8")))
]
BY_NAME = {example.name: example for example in EXAMPLES}


def of(language: str) -> list[Any]:
    return [pytest.param(each, id=each.name) for each in EXAMPLES if each.language == language]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """March: two of `sada` (one names a leader), one of `anba`, a copy; February: one of `sada`."""
    output = tmp_path_factory.mktemp("analyses") / "output"
    named: dict[str, Any] = {"leaders": [LEADER], "title": "السيسي في الأسواق"}
    first = _article("sada", 1, 3, **named)
    copy = _article("anba", 5, 3, cluster_id=first.article_id, duplicate_kind="wire", duplicate_of=first.article_id)
    rows = [
        first,
        _article("sada", 2, 3, title="الاسواق تُغلق"),
        _article("sada", 3, 2),
        _article("anba", 4, 3),
        copy,
    ]
    for row in rows:
        assert row.published_day is not None
        folder = output / f"articles/source={row.source_id}/month={row.published_day:%Y-%m}"
        folder.mkdir(parents=True, exist_ok=True)
        write_part(folder / f"{row.article_id}.parquet", [row])
    return output


def _article(source: str, number: int, month: int, **changes: Any) -> Any:
    day = date(2026, month, 10)
    columns = {
        "published_at": datetime(2026, month, 9, 22, 30, tzinfo=UTC),
        "language": "ar",
        "leaders": [],
        **changes,
    }
    return article(f"https://{source}.example/news/{number}", source_id=source, published_day=day, **columns)


@pytest.fixture
def folder(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the examples run: the corpus is `output` there."""
    (tmp_path / "output").symlink_to(output)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return tmp_path


def ran(name: str) -> dict[str, Any]:
    """The names that an example in Python leaves behind."""
    names: dict[str, Any] = {}
    exec(compile(BY_NAME[name].code, f"analyses.md: {name}", "exec"), names)  # the document is ours
    return names


def test_every_block_is_of_a_kind_that_is_run():
    assert {example.language for example in EXAMPLES} == {"sql", "sh", "python", "r"}
    assert len(BY_NAME) == len(EXAMPLES) >= 14


# SQL and shell


@pytest.mark.parametrize("example", of("sql"))
def test_sql(folder, example):
    with views.connect("output") as session:
        assert session.sql(example.code).to_arrow_table().num_columns >= 2


def test_leaders_per_week_are_shares_of_covered_articles(folder, monkeypatch):
    def complete(*_: object) -> pa.Table:
        day = {"day": date(2026, 3, 10), "articles": 2, "runs": 1, "detail": ""}
        rows = [day | {"source_id": "sada", "status": "complete"}, day | {"source_id": "anba", "status": "gap"}]
        return pa.Table.from_pylist(rows, schema=COVERAGE)

    monkeypatch.setattr(views, "coverage", complete)
    with views.connect("output") as session:
        [(week, *rest)] = session.sql(BY_NAME["shares"].code).fetchall()
    assert str(week)[:10] == "2026-03-09"
    assert rest == ["sisi", LEADER["name_ar"], 1, 0.5]


@pytest.mark.parametrize("example", of("sh"))
def test_shell(folder, example):
    environment = {**os.environ, "NEWSCRAWL_OUTPUT": "output"}
    done = subprocess.run(
        ["bash", "-e", "-c", example.code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "answer.csv").read_text("utf-8") == "source_id,articles\nanba,2\nsada,3\n"
    assert "السيسي في الأسواق" in done.stdout


# Python


def test_pandas(folder):
    names = ran("pandas whole")
    assert (len(names["articles"]), len(names["stories"])) == (5, 4)
    assert names["per_day"].loc[("sada", date(2026, 3, 10))] == 2
    march = ran("pandas month")["march"]
    assert set(march["month"].astype(str)) == {"2026-03"}
    assert len(march) == 2
    assert str(march["published_at"].dt.tz) == "UTC"


def test_pandas_leaders(folder):
    shares = ran("pandas leaders")["shares"]
    assert shares.to_dict() == {(datetime(2026, 3, 9), LEADER["name_ar"]): 0.25}  # noqa: DTZ001 (a week has no zone)
    assert (folder / "shares.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert LEADER["name_ar"] in (folder / "shares.csv").read_text("utf-8")


def test_polars(folder):
    names = ran("polars")
    assert names["march"].height == 2
    assert str(names["march"].schema["published_at"]) == "Datetime(time_unit='us', time_zone='UTC')"
    [leader] = names["leaders"].to_dicts()
    assert (leader["naming"], leader["articles"]) == (1, 3)
    assert leader["share"] == pytest.approx(1 / 3)


def test_duckdb(folder):
    assert ran("duckdb views")["owners"].to_dict("list") == {"owner": ["private", "state"], "articles": [3, 2]}
    march = ran("duckdb files")["march"]
    assert len(march) == 2
    assert march[0][0] == datetime(2026, 3, 9, 22, 30, tzinfo=UTC)


def test_datasets(folder):
    names = ran("datasets")
    assert (names["articles"].num_rows, names["arabic"].num_rows) == (5, 4)
    assert "السيسي في الأسواق" in names["articles"]["title"]


def test_arabic(folder):
    assert sorted(ran("arabic")["matching"]) == ["الاسواق تُغلق", "السيسي في الأسواق"]


# What is not installed with the project


def test_spark(folder):
    pytest.importorskip("pyspark", reason="Spark is not installed")
    names = ran("spark")
    assert names["march"] == 2
    names["spark"].stop()


def test_r(folder):
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    done = subprocess.run(["Rscript", "-e", "library(arrow); library(dplyr)"], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("R has no arrow or dplyr")
    (folder / "example.R").write_text(BY_NAME["r"].code, "utf-8")
    done = subprocess.run(["Rscript", "example.R"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert (folder / "march.csv").read_text("utf-8").count("\n") == 3
