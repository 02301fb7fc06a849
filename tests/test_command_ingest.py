import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newscrawl.exit_codes import ExitCode
from newscrawl.ingesting.remembered import Position, Positions
from newscrawl.ingesting.selection import Selection
from newscrawl.sources import claimed_domains
from newscrawl.warc.answers import read_answers
from newscrawl.warc.input import WarcInput
from pipelines.layout import Layout
from pipelines.schema import ARTICLES
from tests.builders import rows_of
from tests.cc_news import members
from tests.hostile import hostile, reply
from tests.newsroom import Newsroom
from tests.newsroom.crawling import UNTAGGED, settings_for
from tests.test_command_crawl import crawl_newsroom, page, wait_for
from tests.test_command_line import ROOT, SOURCE, Said, assert_one_line, newscrawl, said
from tests.test_warc import record

__all__ = ["said"]  # the fixture

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
RUN_COLUMNS = {"run_id", "run_kind", "warc_file", "warc_offset", "warc_length"}


def answer(number: int, host: str = "anba.example", body: bytes | None = None, status: int = 200) -> bytes:
    http = HTTP.replace(b"200 OK", f"{status} X".encode())
    block = http + (page(number).encode() if body is None else body)
    return gzip.compress(record(block, WARC_Target_URI=f"https://{host}/news/{number}"))


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    for name in ("anba", "bayan"):
        text = SOURCE.replace("anba", name)
        (tmp_path / "sources" / "xx" / f"{name}.toml").write_text(text, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "output"


def options(output: Path) -> list[str]:
    return [*UNTAGGED, "-s", f"OUTPUT_DIR={output}", "-s", "WORKERS=1", "-s", "NOW=2026-03-14T09:00Z"]


def ingest(output: Path, *words: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[str]":
    return newscrawl("ingest", *words, *options(output), stdin=stdin)


def write(output: Path, name: str, *members: bytes) -> str:
    path = output.parent / name
    path.write_bytes(b"".join(members))
    return str(path)


def urls(output: Path) -> list[str]:
    return sorted(row["url"].removeprefix("https://") for row in rows_of(output, "articles"))


def lines(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / "runs" / "2026-03-14.jsonl").read_text("utf-8").splitlines()]


def test_two_files_of_two_sources_are_one_run_each(output: Path):
    first = write(output, "1.warc.gz", answer(1), answer(2, "bayan.example"))
    second = write(
        output,
        "2.warc.gz",
        answer(3, "www.anba.example"),
        answer(1),  # again
        answer(4, "elsewhere.example"),
        answer(5, status=404),
        answer(6, body=b"<html><p>No Arabic here</p></html>"),
        gzip.compress(record(WARC_Date="yesterday", WARC_Target_URI="https://anba.example/news/7")),
    )
    done = ingest(output, first, second)
    assert done.returncode == 0, done.stderr
    assert urls(output) == ["anba.example/news/1", "bayan.example/news/2", "www.anba.example/news/3"]
    assert [(line["source_id"], line["kind"], line["accounts"]["stored"]) for line in lines(output)] == [
        ("anba", "ingest", 2),
        ("bayan", "ingest", 1),
    ]
    versions = {row["address_rules_version"] for row in rows_of(output, "articles")}
    assert versions == {line["versions"]["address_rules"] for line in lines(output)} != {None}
    for words in (
        "of no source 1",
        "HTTP 404 1",
        "no Arabic letters 1",
        "broken record: ValueError 1",
        "7 answers",
    ):
        assert words in done.stdout


@pytest.mark.parametrize("names", [("1.warc.gz",), ("1.warc.gz", "2.warc.gz")], ids=["one file", "two files"])
def test_an_answer_without_an_article_does_not_cost_the_article_behind_it(output: Path, names: tuple[str, ...]):
    """A wall, or an empty page, may have been archived first."""
    empty, whole = answer(1, body="<html><p>قصير</p></html>".encode()), answer(1)
    members = [empty, whole, whole] if len(names) == 1 else [empty]
    files = [write(output, names[0], *members), *(write(output, name, whole, whole) for name in names[1:])]
    done = ingest(output, *files)
    assert done.returncode == 0, done.stderr
    assert urls(output) == ["anba.example/news/1"]
    assert [row["reason"] for row in rows_of(output, "outcomes")] == ["no_text"]
    assert "3 answers; passed over: met before 1" in done.stdout
    (line,) = lines(output)
    assert (line["accounts"]["seen"], line["accounts"]["stored"], line["accounts"]["rejected"]) == (2, 1, 1)
    assert line["errors"] == []


def test_kept_records_lie_in_our_archive_where_the_row_says(output: Path):
    packed = gzip.compress(page(1).encode())
    http = HTTP.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")
    strange = gzip.compress(record(http + packed, WARC_Target_URI="https://anba.example/news/1"))
    assert (
        ingest(output, write(output, "1.warc.gz", strange, answer(2, body="<p>قصير</p>".encode()))).returncode == 0
    )
    (row,) = rows_of(output, "articles")
    with (output / row["warc_file"]).open("rb") as file:
        file.seek(row["warc_offset"])
        member = file.read(row["warc_length"])
    assert member[:2] == b"\x1f\x8b"
    with (output / row["warc_file"]).open("rb") as file:
        found = list(read_answers(file))
    assert [(each.answer.url, each.answer.body) for each in found] == [(row["url"], page(1).encode())]
    assert found[0].answer.at == row["fetched_at"]
    assert found[0].said["found_in"] == "warc"
    assert gzip.decompress(member).count(b"WARC-Type: response") == 1


def test_a_kept_record_that_lies_alone_in_its_member_is_copied_as_it_is(output: Path):
    members = [answer(1), answer(2)]
    odd = gzip.compress(gzip.decompress(answer(3)).replace(b"WARC-Type", b"Warc-Type"))
    assert ingest(output, write(output, "1.warc.gz", *members, odd)).returncode == 0
    copied = {}
    for row in rows_of(output, "articles"):
        with (output / row["warc_file"]).open("rb") as file:
            file.seek(row["warc_offset"])
            copied[row["url"][-1]] = file.read(row["warc_length"])
    assert [copied["1"], copied["2"]] == members
    assert b"WARC-Type: response" in gzip.decompress(copied["3"])  # as it was spelt, we would not find it again
    rows = rows_of(output, "articles")
    again = newscrawl("reprocess", "anba", *options(output))
    assert again.returncode == 0, again.stderr
    assert {row["text"] for row in rows_of(output, "articles")} == {row["text"] for row in rows}


def test_standard_input_is_read_and_twice_stores_nothing_twice(output: Path):
    data = answer(1) + answer(2)
    for known in (0, 2):
        done = ingest(output, "-", stdin=data if known == 0 else data + answer(1))
        assert done.returncode == 0, done.stderr
        assert lines(output)[-1]["accounts"]["known"] == known
    assert urls(output) == ["anba.example/news/1", "anba.example/news/2"]


def test_a_finished_file_is_remembered_until_it_grows(output: Path):
    name = write(output, "1.warc.gz", answer(1))
    assert ingest(output, name).returncode == 0
    again = ingest(output, name)
    assert (again.returncode, again.stdout) == (0, "0 answers\n")
    assert len(lines(output)) == 1
    assert ingest(output, write(output, "1.warc.gz", answer(1), answer(2))).returncode == 0
    assert urls(output) == ["anba.example/news/1", "anba.example/news/2"]


def test_a_url_is_read_in_a_stream(output: Path):
    with hostile() as site:
        site.answers["127.0.0.1/a.warc.gz"] = reply(answer(1))
        done = ingest(output, site.url("127.0.0.1", "/a.warc.gz"))
        assert done.returncode == 0, done.stderr
        missing = ingest(output, site.url("127.0.0.1", "/missing"))
    assert_one_line(missing, 2, "404")
    assert urls(output) == ["anba.example/news/1"]


def test_with_any_source_a_host_gets_an_id_from_its_domain(output: Path):
    name = write(output, "1.warc.gz", answer(1), answer(2, "www.24-khabar.com"), answer(3, "m.24-khabar.com"))
    assert ingest(output, name).returncode == 0
    assert urls(output) == ["anba.example/news/1"]
    assert ingest(output, name, "--any-source").returncode == 0
    assert {row["source_id"] for row in rows_of(output, "articles")} == {"anba", "x24_khabar_com"}
    assert len(urls(output)) == 3


def test_what_is_cut_short_is_10_and_what_was_whole_is_stored(output: Path):
    whole = answer(1) + answer(2) + answer(3)
    name = write(output, "cut.warc.gz", whole[:-30])
    done = ingest(output, name)
    assert done.returncode == 10
    assert "cut.warc.gz: not all of it could be read (" in done.stderr
    assert {"anba.example/news/1", "anba.example/news/2"} <= set(urls(output))
    write(output, "cut.warc.gz", whole)
    assert ingest(output, name).returncode == 0
    assert len(urls(output)) == 3


def test_what_is_no_warc_is_10_and_the_other_files_are_read(output: Path):
    page_itself = write(output, "page.html", page(1).encode())
    empty = write(output, "empty.warc.gz", b"")
    done = ingest(output, page_itself, empty, write(output, "1.warc.gz", answer(1)))
    assert done.returncode == 10
    assert done.stderr.count("it is no WARC file") == 2
    assert done.stderr.count("newscrawl: ") == 1
    assert urls(output) == ["anba.example/news/1"]


def test_a_damaged_file_hides_no_more_serious_code(said: Said, output: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newscrawl.commands.ingest.signal.signal", lambda *_: None)  # this process keeps its own
    monkeypatch.setattr("newscrawl.ingesting.ingest.Ingest.close", lambda *_, **__: {"anba": ExitCode.UNEXPECTED})
    done = said("ingest", write(output, "page.html", page(1).encode()), *options(output))
    assert done.returncode == 1
    assert "it is no WARC file" in done.stderr
    assert done.stderr.count("newscrawl: ") == 1


def test_a_missing_file_is_said_and_costs_the_others_nothing(output: Path):
    there = [write(output, f"{number}.warc.gz", answer(number)) for number in (1, 2)]
    done = ingest(output, there[0], "missing.warc.gz", there[1])
    assert done.returncode == 10
    assert "missing.warc.gz" in done.stderr
    assert "anba: 2 stored" in done.stdout
    assert urls(output) == ["anba.example/news/1", "anba.example/news/2"]
    assert [(line["end"], line["accounts"]["stored"]) for line in lines(output)] == [("finished", 2)]


def test_names_of_which_none_is_there_are_2(output: Path):
    assert_one_line(ingest(output, "missing.warc.gz", "gone.warc.gz"), 2, "missing.warc.gz", "gone.warc.gz")


def test_sigterm_is_11_and_what_was_read_is_committed(output: Path):
    noise = f"<!-- {os.urandom(40_000).hex()} -->".encode()
    command = [sys.executable, "-m", "newscrawl", "ingest", "-", *options(output)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        for number in range(1, 5):
            process.stdin.write(answer(number, body=page(number).encode() + noise))
        process.stdin.flush()
        wait_for((output / "state" / "anba.lock").exists, process)
        process.send_signal(signal.SIGTERM)
        for number in range(5, 9):
            try:
                process.stdin.write(answer(number, body=page(number).encode() + noise))
                process.stdin.flush()
            except BrokenPipeError:
                break
        said = process.communicate(timeout=240)
    assert process.returncode == 11, said
    (line,) = lines(output)
    assert (line["exit_code"], line["end"]) == (11, "interrupted")
    assert 1 <= line["accounts"]["stored"] == len(urls(output)) < 8


def test_a_source_under_lock_is_75(output: Path):
    from filelock import FileLock

    (output / "state").mkdir(parents=True)
    with FileLock(output / "state" / "bayan.lock"):
        done = ingest(output, write(output, "1.warc.gz", answer(1), answer(2, "bayan.example")))
    assert done.returncode == 75
    assert urls(output) == ["anba.example/news/1"]
    assert done.stderr.count("newscrawl: ") == 1


# Archives of the news crawl of Common Crawl


def cc_news(output: Path, name: str = "cc.warc.gz", **choice: Any) -> str:
    return write(output, name, *members(30, **choice))


def days(output: Path) -> list[int]:
    return sorted(row["fetched_at"].day for row in rows_of(output, "articles"))


def test_only_the_hosts_and_days_asked_for_are_read(output: Path):
    name = cc_news(output)  # 6 pages of ours, fetched on days 1, 6, 11, 16, 21, 26
    some = ingest(output, name, "--hosts", "anba.example", "--since", "2026-03-06", "--until", "2026-03-16")
    assert some.returncode == 0, some.stderr
    assert days(output) == [6, 11, 16]
    assert "anba: 3 stored" in some.stdout
    assert "30 answers; passed over: of other hosts 24, of other days 3" in some.stdout
    again = ingest(output, name, "--until", "2026-03-10", "--since", "2026-03-06", "--hosts", "www.anba.example")
    assert (again.returncode, again.stdout) == (0, "0 answers\n")
    wider = ingest(output, name)
    assert "anba: 3 stored, 3 known" in wider.stdout
    assert days(output) == [1, 6, 11, 16, 21, 26]


def test_an_archive_with_nothing_for_us_starts_no_workers(
    said: Said, output: Path, monkeypatch: pytest.MonkeyPatch
):
    begun: list[bool] = []
    monkeypatch.setattr("pipelines.workers.forkserver.ensure_running", lambda: begun.append(True))
    monkeypatch.setattr("newscrawl.commands.ingest.signal.signal", lambda *_: None)  # this process keeps its own
    done = said("ingest", cc_news(output, host="elsewhere.example"), *options(output))
    assert done.returncode == 0, done.stderr
    assert "30 answers" in done.stdout
    assert begun == []


def test_hosts_are_also_of_no_source_and_named_in_a_file(output: Path):
    listed = write(output, "hosts.txt", b"khabar-24.org\n# anba.example\n")
    name = cc_news(output, host="m.khabar-24.org")
    done = ingest(output, name, cc_news(output, "2.warc.gz"), "--any-source", "--hosts", f"@{listed}")
    assert done.returncode == 0, done.stderr
    assert {row["source_id"] for row in rows_of(output, "articles")} == {"khabar_24_org"}
    assert len(rows_of(output, "articles")) == 6


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--since", "soon"), "YYYY-MM-DD"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "is after"),
        (("--hosts", "https://anba.example/"), "no host"),
        (("--hosts", "@missing.txt"), "missing.txt"),
        (("--jobs", "0"), "--jobs"),
        (("--jobs", "many"), "--jobs"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(said: Said, output: Path, words: tuple[str, ...], says: str):
    assert_one_line(said("ingest", "1.warc.gz", *words, *options(output)), 2, says)


def test_several_files_are_read_at_a_time(output: Path):
    names = [cc_news(output, f"{host}.warc.gz", host=f"{host}.example") for host in ("anba", "bayan")]
    names.append(write(output, "later.warc.gz", *list(members(60))[91:]))  # the next 30 pages
    done = ingest(output, *names, "--jobs", "3")
    assert done.returncode == 0, done.stderr
    assert "anba: 12 stored" in done.stdout
    assert "bayan: 6 stored" in done.stdout
    assert "90 answers; passed over: of no source 72" in done.stdout
    assert ingest(output, *names, "--jobs", "2").stdout == "0 answers\n"


def test_after_a_kill_it_goes_on_where_it_was_committed(output: Path):
    pages = list(members(800))  # enough not to be over before the kill
    name = write(output, "cc.warc.gz", *pages)
    command = [sys.executable, "-m", "newscrawl", "ingest", name, *options(output), "-s", "COMMIT_SECONDS=0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_for(lambda: any((output / "state" / "_ingesting").glob("*.json")), process)
        process.kill()
    stored = len(rows_of(output, "articles"))
    (place,) = (output / "state" / "_ingesting").glob("*.json")
    at = json.loads(place.read_bytes())["at"]
    assert at in {sum(map(len, pages[:number])) for number in range(len(pages))}
    done = ingest(output, name)
    assert done.returncode == 0, done.stderr
    assert f"read up to byte {at} of {Path(name).stat().st_size} before; goes on there" in done.stderr
    assert len(urls(output)) == len(set(urls(output))) == 160
    assert stored < 160
    assert f"{160 - stored} stored" in done.stdout
    assert list((output / "state" / "_ingesting").iterdir()) == []
    assert ingest(output, name).stdout == "0 answers\n"


def test_damage_is_said_also_by_the_run_that_goes_on_behind_it(output: Path):
    pages = list(members(10, every=1))
    data = [*pages[:7], record(), *pages[7:]]  # a record that is not packed
    name = write(output, "cc.warc.gz", *data)
    place = sum(map(len, data[:7]))
    done = ingest(output, name)
    assert (done.returncode, len(urls(output))) == (10, 10)
    assert f"at byte {place}" in done.stderr
    with closing(WarcInput(name)) as warc:
        selection = Selection(claimed_domains())
        positions = Positions(Layout(output))
        assert positions.of(warc, selection) is None
        behind = Position(sum(map(len, data[:12])), is_ours=False, damage=(f"at byte {place}: it was",))
        positions.remember(warc, selection, behind)
    again = ingest(output, name)
    assert again.returncode == 10
    assert f"at byte {place}" in again.stderr
    assert ingest(output, name).returncode == 10  # never taken for finished


# Our own archive


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


def test_our_own_archive_gives_the_same_rows_but_for_the_runs_columns(newsroom: Newsroom, tmp_path: Path):
    first, second = tmp_path / "first", tmp_path / "second"
    for source in ("fajr", "sada"):
        assert crawl_newsroom(newsroom, source, first).returncode == 0
    files = [str(path) for path in sorted((first / "archive").glob("*/*.warc.gz"))]
    env = {"NEWSCRAWL_SOURCES": str(tmp_path / "sources")}
    done = newscrawl("ingest", *files, *settings_for(newsroom, second), env=env)
    assert done.returncode == 0, done.stderr
    before, after = ({row["article_id"]: row for row in rows_of(place, "articles")} for place in (first, second))
    assert before.keys() == after.keys()
    for article_id, row in before.items():
        differing = {name for name in ARTICLES.schema.names if row[name] != after[article_id][name]}
        assert differing <= RUN_COLUMNS, (row["url"], differing)
