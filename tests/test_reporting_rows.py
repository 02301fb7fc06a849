"""What the report keeps of rows is what the views say of them."""

import contextlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from newscrawl.corpus.manifest import manifest
from newscrawl.corpus.session import new_session
from newscrawl.coverage import coverage
from newscrawl.coverage.view import articles_by_day as counted_from_files
from newscrawl.coverage.view import days_of
from newscrawl.judging.history import History, by_source
from newscrawl.reporting import rows
from newscrawl.reporting.rows import articles_by_day, take_in, take_in_coverage
from newscrawl.views import connect
from pipelines.records import Leader
from tests.builders import NOW, URL, article, open_state, open_store, outcome

LEADER = Leader(
    id="a", qid=None, name_ar="اسم", name_en="name", mentions=1, in_title=True, confidence=0.9, spans=[]
)
ARTICLES: tuple[dict[str, Any], ...] = (
    {"published_at": NOW, "published_day": NOW.date(), "leaders": [LEADER], "authors": ["كاتب"], "lead": "مقدمة"},
    {"published_at": None, "published_day": None, "authors": None, "leaders": None, "reservations": ["tdm"]},
    {"published_day": date(2026, 2, 1), "authors": [], "leaders": [], "genre": None, "words": None},
    {"section": "سياسة", "image_url": f"{URL}.jpg", "keywords": ["خبر"], "agencies": ["afp"], "genre": "unknown"},
    {"is_truncated": True, "is_withdrawn": None, "duplicate_kind": "near", "knowledge_version": None},
)
LINE = {
    "run_id": "anba-1", "source_id": "anba", "kind": "live", "started_at": NOW.isoformat(), "exit_code": 0,
    "accounts": {}, "listings": [], "timezone": "UTC",
}  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    with contextlib.closing(open_state(tmp_path)) as state:
        store = open_store(tmp_path, state)
        for number, columns in enumerate(ARTICLES):
            store.take(article(f"{URL}{number}", text=f"نص {number}", **columns))
            store.commit()
        for number, reason in enumerate(["no_text", "http_error", None]):
            kind = "rejected" if reason else "gone"
            store.take(outcome(f"{URL}9{number}", reason=reason, outcome=kind))
        store.commit()
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "2026-03-14.jsonl").write_text(json.dumps(LINE) + "\n")
    return tmp_path


def taken_in(corpus: Path) -> duckdb.DuckDBPyConnection:
    session = new_session()
    take_in(session, corpus, manifest(corpus))
    return session


TAGS = ", ".join(f"list_transform({tags}, lambda tag: tag.{key}) AS {tags}" for tags, key in rows.TAGS.items())


@pytest.mark.parametrize(("table", "seen"), [("articles", f"* REPLACE ({TAGS})"), ("outcomes", "*")])
@pytest.mark.parametrize("at_once", [1, 20_000])
def test_it_keeps_what_the_views_say(
    corpus: Path, table: str, seen: str, at_once: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rows, "_AT_ONCE", at_once)
    kept = rows.sql(f"kept_of_{table}").replace("FROM read", f"FROM {table}")
    with connect(corpus) as views, taken_in(corpus) as session:
        expected = views.sql(f"SELECT {seen} FROM ({kept}) ORDER BY ALL").fetchall()
        assert session.sql(f"SELECT {seen} FROM {table} ORDER BY ALL").fetchall() == expected
    assert len(expected) == (len(ARTICLES) if table == "articles" else 3)


def test_articles_are_counted_by_day_as_coverage_counts_them(corpus: Path):
    with taken_in(corpus) as session:
        assert articles_by_day(session) == counted_from_files(corpus) != {}


def test_its_coverage_is_that_of_the_view(corpus: Path):
    now = datetime(2026, 3, 16, 9, tzinfo=UTC)
    with taken_in(corpus) as session:
        take_in_coverage(session, days_of(by_source(History(corpus).lines()), articles_by_day(session), now))
        assert session.sql("FROM coverage").to_arrow_table().to_pylist() == coverage(corpus, now).to_pylist() != []


def test_nothing_stored_and_nothing_run_are_empty_tables(tmp_path: Path):
    with taken_in(tmp_path) as session:
        take_in_coverage(session, [])
        for table in ("articles", "outcomes", "coverage"):
            assert session.sql(f"FROM {table}").fetchall() == []
