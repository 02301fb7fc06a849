"""`newscrawl reprocess`, against a fresh crawl of the same newsroom under the new rule."""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from newscrawl import dataset
from newscrawl.judging.history import History
from pipelines.layout import Layout
from pipelines.schema import TABLES
from tests.builders import open_state
from tests.conftest import QUICK
from tests.newsroom import Newsroom
from tests.newsroom.crawling import crawl
from tests.newsroom.demo import LATER
from tests.newsroom.sources import write_sources
from tests.test_command_line import SOURCE, assert_one_line, newscrawl, said
from tests.test_compacting import fill
from tests.test_reprocessing import RUN_COLUMNS

__all__ = ["said"]  # the fixture

RULE = """
[[reading]]
body = ["article"]
prune = ["h2", "h3"]
"""
NOT_COMPARED = RUN_COLUMNS | {"source", "month"}


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


@pytest.fixture(scope="module")
def crawled(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One outlet in two editions, between which an article was edited and another vanished."""
    output = tmp_path_factory.mktemp("crawled") / "output"
    crawl_editions(newsroom, output)
    return output


@pytest.fixture
def output(tmp_path: Path, crawled: Path) -> Path:
    """A copy, to do with as one likes."""
    shutil.copytree(crawled, tmp_path / "output")
    return tmp_path / "output"


def crawl_editions(newsroom: Newsroom, output: Path) -> None:
    for edition, after in ((1, timedelta()), (2, LATER)):
        newsroom.edition = edition
        # One request at a time: by which of its addresses an article comes first must not be chance.
        done = crawl(newsroom, "fajr", output, *QUICK, "-s", "CONCURRENT_REQUESTS=1", now=newsroom.now + after)
        assert done.returncode == 0, done.stderr


def reprocess(output: Path, *words: str, now: str = "2026-03-14T12:00Z") -> Any:
    env = {"NEWSCRAWL_SOURCES": str(output / "sources")}
    return newscrawl("reprocess", *words, "-s", f"OUTPUT_DIR={output}", "-s", f"NOW={now}", env=env)


def rows(output: Path, table: str, source: str = "fajr") -> list[dict[str, Any]]:
    found = [row for row in dataset.open(output, table).to_table().to_pylist() if row["source_id"] == source]
    return sorted(
        found, key=lambda row: (str(row.get("at") or row["fetched_at"]), row["url"], row["requested_url"])
    )


def add_rule(sources: Path) -> None:
    path = sources / "xx" / "fajr.toml"
    path.write_text(path.read_text("utf-8") + RULE, "utf-8")


def test_todays_rules_change_nothing_of_what_they_made(newsroom, output):
    """And `--all` means every source that has rows, and makes no request."""
    before = {table.name: rows(output, table.name) for table in TABLES}
    newsroom.clear_requests()
    done = reprocess(output, "--all")
    assert done.returncode == 0, done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["fajr"]
    assert newsroom.requests == []
    lines = list(History(output).lines())
    assert [line["kind"] for line in lines] == ["live", "live", "reprocess"]
    address_rules = lines[-1]["versions"]["address_rules"]
    for table in ("articles", "revisions"):
        assert {row["address_rules_version"] for row in rows(output, table)} == {address_rules}
    for name, old in before.items():
        new = rows(output, name)
        assert len(new) == len(old)
        for one, other in zip(old, new, strict=True):
            assert {k for k in one if one[k] != other[k]} <= {"run_id", "run_kind"}


def test_after_a_rule_change_the_rows_are_those_of_a_fresh_crawl(newsroom, output, tmp_path, monkeypatch):
    add_rule(output / "sources")
    done = reprocess(output, "fajr")
    assert done.returncode == 0, done.stderr

    def with_rule(folder: Path) -> None:
        write_sources(folder, newsroom.port)
        add_rule(folder)

    monkeypatch.setattr(newsroom, "write_sources", with_rule)
    crawl_editions(newsroom, tmp_path / "fresh")
    for table in ("articles", "revisions"):
        new, expected = rows(output, table), rows(tmp_path / "fresh", table)
        assert [row["url"] for row in new] == [row["url"] for row in expected]
        for one, other in zip(new, expected, strict=True):
            differing = {name for name in one.keys() - NOT_COMPARED if one[name] != other[name]}
            assert differing == set(), (one["url"], differing)
    assert "text changed" in done.stdout
    assert not any(row["headings"] for row in rows(output, "articles"))
    assert [row["kind"] for row in rows(output, "revisions")] in (["changed", "gone"], ["gone", "changed"])


def test_corrections_are_applied_to_what_is_read_anew(output):
    one = rows(output, "articles")[0]
    lines = (f"{one['article_id']}\tplaces\tEG\tأمل\tby hand", f"{one['article_id']}\tgenre\topinion\tأمل\tby hand")
    head = "article_id\tfield\tvalue\twho\twhy"
    (output / "corrections.tsv").write_text("\n".join((head, *lines)), "utf-8")
    assert reprocess(output, "fajr").returncode == 0
    (again,) = (row for row in rows(output, "articles") if row["article_id"] == one["article_id"])
    assert [place["country"] for place in again["places"]] == ["EG"]
    assert (again["genre"], again["genre_from"]) == ("opinion", "correction")
    assert [source["field"] for source in again["field_sources"] if source["from"] == "correction"] == [
        "genre", "places"
    ]  # fmt: skip
    (output / "corrections.tsv").write_text(f"{head}\n{lines[0]}\n{lines[0]}", "utf-8")
    assert_one_line(reprocess(output, "fajr"), 4, "corrections.tsv: line 3", "line 2 corrects places")


def test_a_dry_run_says_what_would_change_and_changes_nothing(output):
    add_rule(output / "sources")
    before = sorted((p, p.stat().st_ino) for p in output.rglob("*.parquet"))
    done = reprocess(output, "fajr", "--dry-run")
    assert [line["kind"] for line in History(output).lines()] == ["live", "live"]
    assert done.returncode == 0, done.stderr
    assert "text changed: " in done.stdout
    assert done.stdout.endswith("(nothing was changed)\n")
    assert sorted((p, p.stat().st_ino) for p in output.rglob("*.parquet")) == before
    assert not any((output / "_staging" / "fajr").iterdir())


def test_while_the_archives_disk_is_away_nothing_is_read_and_that_is_3(output):
    """With all rows carried over it would look as if no page were read otherwise by the new rule."""
    add_rule(output / "sources")
    (output / "archive").rename(output / "away")
    before = rows(output, "articles")
    done = reprocess(output, "fajr")
    assert_one_line(done, 3, "mount the disk of ARCHIVE_DIR", "`newscrawl status --rebuild fajr`")
    assert rows(output, "articles") == before
    (output / "away").rename(output / "archive")
    assert "text changed: " in reprocess(output, "fajr").stdout


def test_what_is_lost_with_the_archive_is_carried_over_once_that_is_said(output):
    shutil.rmtree(output / "archive")
    before = rows(output, "articles")
    rebuilt = newscrawl("status", "--rebuild", "fajr", "-s", f"OUTPUT_DIR={output}")
    assert rebuilt.returncode == 0, rebuilt.stderr
    done = reprocess(output, "fajr")
    assert (done.returncode, "carried over: no page to read" in done.stdout) == (0, True), done.stderr
    assert rows(output, "articles") == before


def test_without_the_source_file_nothing_is_read_by_other_rules(output):
    before = rows(output, "articles")
    (output / "sources" / "xx" / "fajr.toml").unlink()
    assert_one_line(reprocess(output, "--all"), 4, "fajr: the source file that its rows were read by is gone")
    assert rows(output, "articles") == before


def test_the_next_crawl_knows_all_of_it(newsroom, output):
    assert reprocess(output, "fajr").returncode == 0
    before = rows(output, "articles")
    newsroom.edition = 2
    again = crawl(newsroom, "fajr", output, *QUICK, now=newsroom.now + LATER + timedelta(minutes=10))
    assert again.returncode == 0, again.stderr
    assert rows(output, "articles") == before
    assert len(rows(output, "revisions")) == 2


def test_wrong_words_are_2_and_a_lock_is_75(tmp_path, said, monkeypatch):
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    where = ("-s", f"OUTPUT_DIR={tmp_path / 'output'}")
    with contextlib.closing(open_state(tmp_path / "output")) as state:
        fill(Layout(tmp_path / "output"), state, 1)
    assert_one_line(said("reprocess", *where), 2, "--all")
    assert_one_line(said("reprocess", "anba", "--all", *where), 2, "--all")
    assert_one_line(said("reprocess", "frobnicate", *where), 2, "frobnicate", "no rows")
    assert_one_line(said("reprocess", "anba", "--dryrun", *where), 2, "--dryrun")
    with FileLock(tmp_path / "output" / "state" / "anba.lock"):
        assert_one_line(said("reprocess", "anba", *where), 75, "under way")
