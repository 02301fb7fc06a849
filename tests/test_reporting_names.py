"""Names of tags, from the files in which these stand and no others."""

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.part_columns import read_columns
from newscrawl.corpus.session import new_session
from newscrawl.reporting.names import with_names
from pipelines.records import Leader, Topic
from pipelines.schema import Table
from tests.builders import NOW, URL, article, open_state, open_store

APRIL = date(2026, 4, 2)


def leader(key: str, name: str) -> Leader:
    return Leader(
        id=key, qid=None, name_ar=name, name_en=f"{name} en", mentions=1, in_title=False, confidence=0.9, spans=[]
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An undated article of March, and one of April."""
    topic = Topic(code="medtop:1", name_ar="موضوع", name_en="topic", score=0.9, evidence=[])
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        store.take(article(f"{URL}1", text="نص", published_day=None, published_at=None, leaders=[leader("a", "أ")]))
        store.take(article(f"{URL}2", text="آخر", published_day=APRIL, leaders=[leader("b", "ب")], topics=[topic]))
        store.commit()
    return tmp_path


def row(kind: str, key: str, period: date) -> dict[str, Any]:
    return {"kind": kind, "id": key, "source_id": "anba", "period": period, "articles": 1}


def named(corpus: Path, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    with new_session() as session:
        return with_names(session, corpus, manifest(corpus), list(rows))


def test_each_row_gets_the_name_that_the_articles_give(corpus: Path):
    rows = (row("leaders", "a", NOW.date()), row("leaders", "b", APRIL), row("topics", "medtop:1", APRIL))
    found = named(corpus, *rows)
    called = [("أ", "أ en"), ("ب", "ب en"), ("موضوع", "topic")]
    assert found == [each | {"name_ar": ar, "name_en": en} for each, (ar, en) in zip(rows, called, strict=True)]


def test_a_week_may_lie_in_two_months(corpus: Path):
    assert named(corpus, row("leaders", "b", date(2026, 3, 30)))[0]["name_ar"] == "ب"


def test_no_file_of_other_months_is_opened(corpus: Path, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []

    def reading(output: Path, table: Table, parts: list[str], paths: list[str]) -> Iterator[pa.Table]:
        opened.extend(parts)
        return read_columns(output, table, parts, paths)

    monkeypatch.setattr("newscrawl.reporting.names.read_columns", reading)
    named(corpus, row("leaders", "b", APRIL))
    assert [name.split("/")[2] for name in opened] == ["month=2026-04"]


def test_where_nothing_is_named_nothing_is_read(tmp_path: Path):
    assert named(tmp_path) == []
