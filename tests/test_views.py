"""Views over a small corpus: four outlets, a wire story, copies, a revised and a vanished article."""

import contextlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newscrawl.corpus.source_table import source_table
from newscrawl.views import articles, connect, described, latest, only_read, unique_articles, wire_clusters
from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.records import Article, Outcome
from pipelines.schema import ARTICLES
from pipelines.state.source_state import State
from pipelines.storing.batches import Batch, commit, write_part
from tests.builders import LONG_TEXT, NOW, article, outcome, revision

ROOT = Path(__file__).parents[1]
HOUR = timedelta(hours=1)


def _url(source: str, number: int) -> str:
    return f"https://{source}.example/news/{number}"


def _id(source: str, number: int) -> str:
    return article_id(_url(source, number))


def _store(output: Path, source: str, *rows: Article | Outcome) -> None:
    for row in rows:
        row.source_id = source
    layout = Layout(output)
    with contextlib.closing(State(layout.state_file(source))) as state:
        batches = sum(1 for _ in output.rglob("*.parquet"))
        commit(Batch(f"{source}-20260314T090000Z-1a2b-{batches:04d}", list(rows)), layout, state, dict)


def _copy(source: str, number: int, kind: str, of: str, **columns: Any) -> Article:
    return article(
        _url(source, number), duplicate_kind=kind, duplicate_of=of, duplicate_score=0.9, cluster_id=of, **columns
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One wire story: stored first from `anba`, published first by `sada`; `bayan` has it twice."""
    wire = _id("anba", 1)
    day = datetime(2026, 3, 14, tzinfo=UTC)
    _store(
        tmp_path,
        "anba",
        article(_url("anba", 1), published_at=NOW - HOUR, agencies=["afp"], outlet="أنباء"),
        article(_url("anba", 2), text="خبر محلي"),
        article(_url("anba", 3), text="خبر آخر"),
    )
    _store(
        tmp_path,
        "bayan",
        _copy("bayan", 1, "wire", wire, published_at=day, published_precision="day", fetched_at=NOW),
        _copy("bayan", 2, "near", wire, published_at=None, agencies=["dpa"], fetched_at=NOW + HOUR),
    )
    first = _copy("sada", 1, "wire", wire, published_at=NOW - 2 * HOUR, title="أول من نشر", outlet="صدى")
    _store(tmp_path, "sada", first, outcome(_url("sada", 9)))
    return tmp_path


def _by_url(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = {row["url"].removeprefix("https://").replace(".example/news", ""): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_a_question_that_is_not_of_sources_reads_no_source_file(corpus: Path, monkeypatch: pytest.MonkeyPatch):
    read: list[Path] = []

    def counted(root: Path) -> pa.Table:
        read.append(root)
        return source_table(root)

    monkeypatch.setattr("newscrawl.views.source_table", counted)
    with connect(corpus) as session:
        assert session.sql("SELECT count(*) FROM articles").fetchall() == [(6,)]
        assert read == []
        for _ in range(2):
            assert len(session.sql("FROM sources").fetchall()) > 3
    assert read == [corpus]


def test_articles_are_all_articles_with_every_column(corpus):
    found = articles(corpus)
    assert found.num_rows == 6
    assert set(found.schema.names) == {*ARTICLES.schema.names, "source", "month"}
    assert set(found["source"].to_pylist()) == {"anba", "bayan", "sada"}


def test_times_are_utc(corpus, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Riyadh")
    with connect(corpus) as session:
        row = session.sql(f"SELECT fetched_at, fetched_at::VARCHAR FROM articles WHERE url = '{_url('anba', 1)}'")
        moment, written = row.fetchall()[0]
    assert moment == NOW
    assert moment.utcoffset() == timedelta()
    assert written == "2026-03-14 09:00:00+00"
    assert str(articles(corpus).schema.field("fetched_at").type) == "timestamp[us, tz=UTC]"


# Copies


def test_unique_over_all_sources_is_one_a_cluster(corpus):
    rows = _by_url(unique_articles(corpus, "all").to_pylist())
    assert set(rows) == {"anba/1", "anba/2", "anba/3"}


def test_unique_within_a_source_keeps_one_copy_a_source(corpus):
    rows = _by_url(unique_articles(corpus).to_pylist())
    assert set(rows) == {"anba/1", "anba/2", "anba/3", "bayan/1", "sada/1"}


def test_a_withdrawn_article_stands_for_its_cluster_only_where_there_is_no_other(tmp_path):
    first = article(_url("anba", 1), is_withdrawn=True)
    _store(tmp_path, "anba", first, _copy("anba", 2, "near", first.article_id))
    _store(tmp_path, "bayan", article(_url("bayan", 1), text="خبر", is_withdrawn=True))
    assert set(_by_url(unique_articles(tmp_path, "all").to_pylist())) == {"anba/2", "bayan/1"}


def test_another_scope_is_refused(corpus):
    with pytest.raises(ValueError, match="'source' or 'all'"):
        unique_articles(corpus, "outlet")  # type: ignore[arg-type]
    with connect(corpus) as session, pytest.raises(duckdb.Error, match="scope is source or all"):
        session.sql("FROM unique_articles('outlet')").fetchall()


def test_a_wire_cluster_tells_who_was_first_and_how_many_copies_there_are(corpus):
    (row,) = wire_clusters(corpus).to_pylist()
    assert (row["cluster_id"], row["copies"], row["sources"]) == (_id("anba", 1), 3, 3)
    assert row["agencies"] == ["afp", "dpa"]
    assert (row["first_source_id"], row["first_outlet"]) == ("sada", "صدى")
    assert (row["first_article_id"], row["first_title"]) == (_id("sada", 1), "أول من نشر")
    assert (row["first_published_at"], row["last_published_at"]) == (NOW - 2 * HOUR, NOW - HOUR)
    # a bare day comes after the hours of that day, no time at all comes last
    ids = [_id(*each) for each in (("sada", 1), ("anba", 1), ("bayan", 1), ("bayan", 2))]
    assert row["article_ids"] == ids


def test_a_bare_day_before_is_first_all_the_same(tmp_path):
    first = article(_url("anba", 1), published_at=NOW)
    _store(tmp_path, "anba", first)
    yesterday = datetime(2026, 3, 13, tzinfo=UTC)
    _store(
        tmp_path,
        "sada",
        _copy("sada", 1, "wire", first.article_id, published_at=yesterday, published_precision="day"),
    )
    (row,) = wire_clusters(tmp_path).to_pylist()
    assert row["first_source_id"] == "sada"


def test_copies_without_an_agency_are_no_wire_cluster(tmp_path):
    first = article(_url("anba", 1))
    _store(tmp_path, "anba", first, _copy("anba", 2, "exact", first.article_id))
    assert wire_clusters(tmp_path).num_rows == 0


# What was looked at again


@pytest.fixture
def looked_at(corpus: Path) -> Path:
    changed = {"title": "عنوان معدل", "text": "نص معدل", "lead": None, "is_withdrawn": None}
    two, three = _url("anba", 2), _url("anba", 3)
    _store(
        corpus,
        "anba",
        revision(two, revision=1, text="خبر محلي بعد ساعة", fetched_at=NOW + HOUR),
        revision(two, revision=2, fetched_at=NOW + 24 * HOUR, found_in="sitemap", published_at=NOW, **changed),
        revision(three, revision=1, fetched_at=NOW + HOUR, text="خبر آخر معدل"),
        revision(three, revision=2, kind="gone", changed=[], fetched_at=NOW + 2 * HOUR, text="خبر آخر"),
    )
    return corpus


def test_latest_has_the_last_text_and_keeps_how_the_article_was_found(looked_at):
    rows = _by_url(latest(looked_at).to_pylist())
    assert len(rows) == 6
    row = rows["anba/2"]
    assert (row["title"], row["text"], row["revision"]) == ("عنوان معدل", "نص معدل", 2)
    assert (row["fetched_at"], row["found_in"], row["published_at"]) == (NOW + 24 * HOUR, "feed", None)
    assert (row["article_id"], row["is_gone"], row["gone_at"]) == (_id("anba", 2), False, None)
    assert (row["source"], row["month"]) == ("anba", "2026-03")


def test_latest_keeps_what_was_never_looked_at_again(looked_at):
    row = _by_url(latest(looked_at).to_pylist())["sada/1"]
    assert (row["text"], row["revision"], row["is_gone"]) == (LONG_TEXT, 0, False)
    assert (row["duplicate_kind"], row["cluster_id"]) == ("wire", _id("anba", 1))


def test_what_vanished_is_flagged_and_keeps_its_last_text(looked_at):
    row = _by_url(latest(looked_at).to_pylist())["anba/3"]
    assert (row["text"], row["revision"]) == ("خبر آخر معدل", 1)
    assert (row["is_gone"], row["gone_at"]) == (True, NOW + 2 * HOUR)


def test_what_vanished_without_a_change_keeps_its_first_text(corpus):
    _store(corpus, "anba", revision(_url("anba", 2), kind="gone", changed=[], fetched_at=NOW + HOUR, text="خبر"))
    row = _by_url(latest(corpus).to_pylist())["anba/2"]
    assert (row["text"], row["revision"], row["is_gone"]) == ("خبر محلي", 0, True)


def test_what_came_back_is_not_gone(looked_at):
    back = revision(_url("anba", 3), revision=3, kind="restored", text="عاد", fetched_at=NOW + 3 * HOUR)
    _store(looked_at, "anba", back)
    row = _by_url(latest(looked_at).to_pylist())["anba/3"]
    assert (row["text"], row["revision"], row["is_gone"], row["gone_at"]) == ("عاد", 3, False, None)


def test_columns_of_latest_are_those_of_articles_and_three_more(looked_at):
    assert set(latest(looked_at).schema.names) == {
        *articles(looked_at).schema.names,
        "revision",
        "is_gone",
        "gone_at",
    }


def test_the_latest_reads_each_table_once(looked_at):
    """Opening a table's files is most of what a question costs; the view once read each of them twice."""
    with connect(looked_at) as session:
        ((_, plan),) = session.sql("EXPLAIN SELECT title FROM latest ORDER BY fetched_at LIMIT 1").fetchall()
    assert plan.count("PYTHON_ARROW_SCAN") == 2


# Whatever there is


def test_an_empty_corpus_has_empty_views(tmp_path):
    for table in (articles(tmp_path), latest(tmp_path), unique_articles(tmp_path), wire_clusters(tmp_path)):
        assert table.num_rows == 0
        assert len(table.schema) > 10
    assert unique_articles(tmp_path).schema.equals(articles(tmp_path).schema)


def test_sql_sees_outcomes_and_revisions_too(looked_at):
    question = (
        "SELECT (SELECT count(*) FROM outcomes), (SELECT count(*) FROM revisions), (SELECT count(*) FROM latest)"
    )
    with connect(looked_at) as session:
        assert session.sql(question).fetchall() == [(1, 4, 6)]


# What articles are about


LEADER: Any = {
    "id": "sisi", "qid": "Q307871", "name_ar": "عبد الفتاح السيسي", "name_en": "Abdel Fattah el-Sisi",
    "mentions": 3, "in_title": True, "confidence": 0.5, "spans": [],
}  # fmt: skip


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    day = {"published_at": NOW, "published_day": NOW.date()}
    _store(
        tmp_path,
        "anba",
        article(_url("anba", 1), leaders=[LEADER, LEADER | {"id": "said", "mentions": 1}], topics=[], **day),
        article(
            _url("anba", 2),
            leaders=[],
            topics=[
                {"code": "04000000", "name_ar": "اقتصاد", "name_en": "economy", "score": 0.75, "evidence": ["بنك"]}
            ],
            stories=[{"id": "war-in-syria", "name_ar": "حرب سوريا", "name_en": "War in Syria", "score": 1.0}],
            places=[{"country": "SY", "mentions": 2}, {"country": "EG", "mentions": 1}],
        ),
        article(_url("anba", 3)),
    )
    return tmp_path


def test_leaders_have_a_row_per_article_and_leader(tagged):
    with connect(tagged) as session:
        rows = session.sql("FROM leaders ORDER BY leader_id").to_arrow_table().to_pylist()
    assert [(row["leader_id"], row["mentions"]) for row in rows] == [("said", 1), ("sisi", 3)]
    first = rows[1]
    same = ("qid", "name_ar", "name_en", "in_title", "confidence")
    assert {name: first[name] for name in same} == {name: LEADER[name] for name in same}
    assert (first["article_id"], first["cluster_id"], first["source_id"]) == (
        _id("anba", 1),
        _id("anba", 1),
        "anba",
    )
    assert (first["published_at"], first["published_day"], first["duplicate_kind"]) == (NOW, NOW.date(), None)


def test_topics_stories_and_places_have_rows_of_their_own(tagged):
    with connect(tagged) as session:
        (topic,) = session.sql("FROM topics").to_arrow_table().to_pylist()
        (story,) = session.sql("FROM stories").to_arrow_table().to_pylist()
        places = session.sql("SELECT article_id, country, mentions FROM places ORDER BY ALL").fetchall()
    assert (topic["code"], topic["score"], topic["evidence"]) == ("04000000", 0.75, ["بنك"])
    assert (story["story_id"], story["score"], story["article_id"]) == ("war-in-syria", 1.0, _id("anba", 2))
    assert places == [(_id("anba", 2), "EG", 1), (_id("anba", 2), "SY", 2)]


# What is read, and what is not


def test_every_view_and_column_says_what_it_means(tagged):
    with connect(tagged) as session:
        rows = described(session).to_pylist()
    views = {row["view"] for row in rows}
    assert views == {
        "articles", "coverage", "latest", "leaders", "outcomes", "places", "revisions", "sources", "stories",
        "topics", "unique_articles", "wire_clusters",
    }  # fmt: skip
    assert [row for row in rows if not row["meaning"] or not row["about"]] == []
    meanings = {(row["view"], row["column"]): row["meaning"] for row in rows}
    assert meanings["outcomes", "url"] != meanings["articles", "url"] == meanings["latest", "url"]
    assert "YYYY-MM" in meanings["articles", "month"]


def _spoil(file: Path, column: str) -> None:
    """Overwrite the pages of one column with noise; the footer stays."""
    meta = pq.read_metadata(file).row_group(0)
    chunk = next(c for c in map(meta.column, range(meta.num_columns)) if c.path_in_schema == column)
    with file.open("r+b") as handle:
        handle.seek(chunk.dictionary_page_offset or chunk.data_page_offset)
        handle.write(b"\xff" * chunk.total_compressed_size)


def test_only_the_columns_that_a_question_names_are_read(corpus):
    """Texts are nine tenths of a corpus: a count that read them would not end in seconds."""
    for file in (corpus / "articles").rglob("*.parquet"):
        _spoil(file, "text")
    with connect(corpus) as session:
        for view in ("articles", "latest", "unique_articles"):
            assert session.sql(f"SELECT count(*), max(title) FROM {view}").fetchall()[0][0] > 0
            with pytest.raises(duckdb.Error):
                session.sql(f"SELECT max(text) FROM {view}").fetchall()


def test_only_the_files_of_the_sources_and_months_that_a_question_names_are_read(corpus):
    for file in (corpus / "articles" / "source=anba").rglob("*.parquet"):
        _spoil(file, "url")
    with connect(corpus) as session:
        for where in ("source = 'sada'", "source IN ('sada', 'bayan')", "source <> 'anba'"):
            assert session.sql(f"SELECT url FROM articles WHERE {where}").fetchall()
        assert session.sql("SELECT url FROM articles WHERE month < '2026-03'").fetchall() == []
        with pytest.raises(duckdb.Error):
            session.sql("SELECT url FROM articles").fetchall()


def test_a_session_that_only_reads_reaches_no_other_file(corpus, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    target = tmp_path / "written.csv"
    with connect(corpus) as session:
        only_read(session)
        for question in (
            f"FROM '{tmp_path}/secret.csv'", f"FROM read_text('{tmp_path}/secret.csv')",
            f"FROM glob('{tmp_path}/*')",
            f"COPY articles TO '{target}'", f"ATTACH '{target}'", f"EXPORT DATABASE '{target}'",
            "SET enable_external_access = true", "INSTALL httpfs", "FROM corpus",
        ):  # fmt: skip
            with pytest.raises(duckdb.Error):
                session.sql(question).fetchall()
        assert session.sql("SELECT count(*) FROM articles").fetchall() == [(6,)]
    assert not target.exists()


_ASK = """
import sys
from newscrawl.views import connect
session = connect(sys.argv[1])
session.execute("SET threads = 4")
for _ in range(3):
    print(session.sql("SELECT count(*) FROM latest WHERE is_gone").fetchall(), flush=True)
"""


def test_a_question_about_hundreds_of_files_ends(tmp_path):
    """Over a file system written in Python, DuckDB and Arrow waited for each other for ever."""
    for table, row in (("articles", article()), ("revisions", revision())):
        folder = tmp_path / table / "source=anba" / "month=2026-03"
        folder.mkdir(parents=True)
        write_part(folder / "0.parquet", [row])
        for number in range(1, 200):
            os.link(folder / "0.parquet", folder / f"{number}.parquet")
    command = [sys.executable, "-c", _ASK, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=True)
    assert done.stdout == "[(0,)]\n" * 3
