"""`newscrawl sources check` over small outlets on 127.0.0.1, as a user would start it."""

import csv
import io
import json
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.storing.forgotten import Forgotten
from tests.builders import rows_of
from tests.hostile import hostile, reply
from tests.press import WALL, Press, end
from tests.test_command_line import Said, assert_one_line, said

__all__ = ["said"]  # the fixture

EMPTY = reply('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>')


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    with hostile() as site:
        yield Press(site, tmp_path)


def check(press: Press, *words: str) -> "subprocess.CompletedProcess[str]":
    """The check, which leaves nothing behind where it tried the sources out."""
    # Not in pytest's folder: with the name of a socket behind it, the path is longer than the 108 bytes of AF_UNIX.
    with tempfile.TemporaryDirectory(prefix="t-") as trials:
        environment = {**press.environment(), "TMPDIR": trials}
        done = end(press.start("check", *words, command="sources", env=environment))
        assert list(Path(trials).iterdir()) == []
    return done


def rows_in(done: "subprocess.CompletedProcess[str]", row: str) -> list[dict[str, Any]]:
    return [each for each in map(json.loads, done.stdout.splitlines()) if each["row"] == row]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "no_such_source"], "no_such_source"),
        (["check", "--sample", "-1"], "--sample -1"),
        (["check", "--sample", "few"], "invalid int"),
        (["--sample", "2"], "--sample means nothing here"),
    ],
)
def test_what_cannot_be_meant_is_2(words: list[str], says: str, said: Said):
    assert_one_line(said("sources", *words), 2, says)


def test_every_source_gets_its_verdict_and_the_most_serious_is_told(press: Press):
    press.add("anba", count=4)
    press.site.answers["anba.example/news/1"] = reply("<title>x</title><body><p>Nothing to read here.</p>")
    press.add("walled", listing=WALL)
    press.add("closed")
    press.site.answers["closed.example/robots.txt"] = reply(
        "User-agent: *\nDisallow: /news", Content_Type="text/plain"
    )
    press.add("empty", listing=EMPTY)
    press.add("hollow")
    for number in (1, 2):
        press.site.answers[f"hollow.example/news/{number}"] = reply("<title>خبر</title><body><p>لا شيء</p>")
    press.add("off", "enabled = false", 'why = "moved to another house"')
    (press.folder / "sources" / "xx" / "broken.toml").write_text("name =")
    done = check(press, "anba", "walled", "closed", "empty", "hollow", "off", "broken", "--format", "jsonl")
    verdicts = {row["source_id"]: (row["exit_code"], row["why"] or "") for row in rows_in(done, "source")}
    codes = {source_id: code for source_id, (code, _) in verdicts.items()}
    assert codes == {"anba": 0, "walled": 12, "closed": 10, "empty": 10, "hollow": 13, "off": 4, "broken": 4}
    assert done.returncode == 4
    assert "robots_denied 2" in verdicts["closed"][1]
    assert "disabled: moved to another house; else it would end with: done" in verdicts["off"][1]
    assert "not TOML" in verdicts["broken"][1]
    listings = {row["source_id"]: row for row in rows_in(done, "listing")}
    assert (listings["anba"]["outcome"], listings["anba"]["entries"], listings["anba"]["candidates"]) == (
        "read",
        4,
        4,
    )
    assert listings["walled"]["outcome"] == "failed"
    assert "blocked" in listings["walled"]["why"]
    pages = [row for row in rows_in(done, "page") if row["source_id"] == "anba"]
    assert sorted(row["outcome"] for row in pages) == ["rejected", "stored", "stored"]
    stored = next(row for row in pages if row["outcome"] == "stored")
    assert stored["title"].startswith("الخبر رقم ")
    assert (stored["published_precision"], stored["language"], stored["is_known"]) == ("second", "ar", False)
    assert stored["words"] > 20
    assert all("no_text" in row["why"] for row in rows_in(done, "page") if row["source_id"] == "hollow")


def test_nothing_is_written_and_what_is_stored_already_is_marked(press: Press):
    press.add("anba", count=2)
    assert press.run("anba", "--quiet").returncode == 0
    (press.output / "newscrawl.toml").write_text('CONTACT = "us@example.org"\nARCHIVE_DIR = "/nowhere/at/all"\n')
    before = tree(press.output)
    press.site.asked.clear()
    done = check(press, "anba", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert tree(press.output) == before
    assert [row["is_known"] for row in rows_in(done, "page")] == [True, True]
    assert {row["url"] for row in rows_in(done, "page")} == {
        row["url"] for row in rows_of(press.output, "articles")
    }
    agents = {asked.headers["user-agent"] for asked in press.site.asked}
    assert len(agents) == 1
    assert agents.pop().endswith("(+us@example.org)")


def test_what_was_forgotten_is_not_fetched_for_a_check_either(press: Press):
    press.add("anba", count=2)
    forgotten = Forgotten(Layout(press.output))
    forgotten.add([article_id(press.site.url("anba.example", "/news/1"))], date(2026, 3, 1), "a court's order")
    done = check(press, "anba", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert not press.is_asked("anba", "/news/1")
    assert [row["url"] for row in rows_in(done, "page")] == [press.site.url("anba.example", "/news/2")]
    assert [row["candidates"] for row in rows_in(done, "listing") + rows_in(done, "source")] == [1, 1]


def test_without_an_output_it_makes_none_and_asks_for_as_few_pages_as_told(press: Press):
    press.add("anba", count=5)
    done = check(press, "anba", "--sample", "1", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert not press.output.exists()
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["row"] for row in rows] == ["listing", "page", "source"]
    assert [asked.path for asked in press.site.asked] == ["/robots.txt", "/feed", "/news/1"]
    press.site.asked.clear()
    assert check(press, "anba", "--sample", "0").returncode == 0
    assert [asked.path for asked in press.site.asked] == ["/robots.txt", "/feed"]


def test_a_screen_shows_lines_and_a_verdict(press: Press):
    press.add("anba", count=1)
    done = check(press, "anba", "--format", "table")
    *lines, _, verdict = done.stdout.splitlines()
    assert [line.partition(" http")[0] for line in lines] == ["anba: feed", "anba: page"]
    assert "stored; الخبر رقم 1" in lines[1]
    assert verdict.split() == ["anba", "done", "1", "1", "1", "1"]
