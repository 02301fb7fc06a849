import gzip
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from asyncio import StreamWriter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from tests.builders import rows_of
from tests.hostile import Asked, Hostile, drip, head, hostile, raw, redirect, reply
from tests.newsroom import Newsroom
from tests.newsroom.crawling import UNTAGGED, environment_for, settings_for
from tests.test_command_extract import PARAGRAPHS
from tests.test_command_line import ROOT, assert_one_line, newscrawl

QUICK = ("-s", "AUTOTHROTTLE_ENABLED=False", "-s", "WORKERS=1", "-s", "NET_RETRY_AFTER_DEFAULT=0")
HOST = "anba.example"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


@pytest.fixture
def site() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


class Breaks:
    """A step with a mistake in it."""

    def process_item(self, item: Any) -> Any:
        raise KeyError("a mistake of ours")


def page(number: int) -> str:
    title = f"الخبر رقم {number} عن حديقة المدينة الجديدة"
    body = "".join(f"<p>{each} ({number})</p>" for each in PARAGRAPHS)
    top = f"<html lang=ar><head><title>{title}</title></head>"
    return f"{top}<body><article><h1>{title}</h1>{body}</article></body></html>"


def feed(site: Hostile, count: int) -> str:
    items = "".join(
        f"<item><title>الخبر رقم {n} عن حديقة المدينة الجديدة</title><link>{site.url(HOST, f'/news/{n}')}</link>"
        "<pubDate>Sat, 14 Mar 2026 08:00:00 GMT</pubDate></item>"
        for n in range(1, count + 1)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>أنباء</title>{items}</channel></rss>'


def sitemap(entry: str, addresses: list[str]) -> str:
    entries = "".join(f"<{entry}><loc>{address}</loc></{entry}>" for address in addresses)
    root = {"sitemap": "sitemapindex", "url": "urlset"}[entry]
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'


def source_file(site: Hostile, folder: Path, *more: str) -> None:
    (folder / "xx").mkdir(parents=True, exist_ok=True)
    lines = [
        'name = "أنباء المدينة"',
        f'domains = ["{HOST}"]',
        'timezone = "Africa/Cairo"',
        f'feeds = ["{site.url(HOST, "/feed")}"]',
        "delay = 0.0",
    ]
    (folder / "xx" / "anba.toml").write_text("\n".join([*lines, *more]), "utf-8")


def publish(site: Hostile, count: int) -> None:
    site.answers[f"{HOST}/feed"] = reply(feed(site, count), Content_Type="application/rss+xml")
    for number in range(1, count + 1):
        site.answers[f"{HOST}/news/{number}"] = reply(page(number))


def start(site: Hostile, output: Path, *options: str, **popen: Any) -> "subprocess.Popen[str]":
    if not (output.parent / "sources").exists():
        source_file(site, output.parent / "sources")
    settings = {
        "OUTPUT_DIR": str(output),
        "NET_HOSTS": json.dumps({HOST: "127.0.0.1"}),
        "NET_ALLOWED_NETWORKS": "127.0.0.1/32",
        "NET_ALLOWED_PORTS": str(site.port),
        "NOW": "2026-03-14T09:00Z",
    }
    words = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return subprocess.Popen(
        [sys.executable, "-m", "newscrawl", "crawl", "anba", *words, *UNTAGGED, *QUICK, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "NEWSCRAWL_SOURCES": str(output.parent / "sources"), "PYTHONUTF8": "1"},
        **popen,
    )


def end(process: "subprocess.Popen[str]") -> "subprocess.CompletedProcess[str]":
    out, err = process.communicate(timeout=240)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def crawl(site: Hostile, output: Path, *options: str, **popen: Any) -> "subprocess.CompletedProcess[str]":
    return end(start(site, output, *options, **popen))


def crawl_newsroom(
    newsroom: Newsroom, source: str, output: Path, *options: str
) -> "subprocess.CompletedProcess[str]":
    """As `tests.newsroom.crawling.crawl`, but the sources keep what else lies in their folder."""
    command = [
        sys.executable,
        "-m",
        "newscrawl",
        "crawl",
        source,
        *settings_for(newsroom, output),
        *QUICK,
        *options,
    ]
    env = environment_for(newsroom, output.parent / "sources")
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, timeout=240, check=False)


def wait_for(is_so: Callable[[], object], process: "subprocess.Popen[Any]") -> None:
    until = time.monotonic() + 150
    while not is_so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


def last_line(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "runs" / "2026-03-14.jsonl").read_text("utf-8").splitlines()[-1])
    return found


def assert_nothing_half_written(output: Path) -> None:
    for path in output.rglob("*.parquet"):
        assert "_staging" not in path.parts
        assert pq.read_table(path, partitioning=None).num_rows > 0
    assert not list((output / "_staging").glob("*/*"))


# Configuration


def test_a_broken_source_file_is_4_and_the_others_crawl(newsroom: Newsroom, tmp_path: Path):
    broken = tmp_path / "sources" / "xx" / "broken.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text('name = "x"\nfeed = []\n', "utf-8")
    output = tmp_path / "output"
    assert_one_line(crawl_newsroom(newsroom, "broken", output), 4, "broken.toml", "feeds")
    assert crawl_newsroom(newsroom, "sada", output, "-a", "limit=2").returncode == 0
    line = last_line(output)
    assert (line["source_id"], line["exit_code"], line["kind"]) == ("sada", 0, "live")
    accounts = line["accounts"]
    assert accounts["seen"] - accounts["pending"] == 2


def test_a_disabled_source_is_4_with_its_why(site: Hostile, tmp_path: Path):
    source_file(site, tmp_path / "sources", "enabled = false", 'why = "moved to another house"')
    assert_one_line(crawl(site, tmp_path / "output"), 4, "moved to another house")
    assert site.asked == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-a", "since=yesterday"], "YYYY-MM-DD"),
        (["-a", "limit=none"], "number of pages"),
        (["-a", "from=2024-01-01"], "since, until and limit"),
        (["-s", "NOW=noon"], "instant"),
    ],
)
def test_arguments_that_cannot_be_meant_are_2(site: Hostile, tmp_path: Path, options: list[str], says: str):
    assert_one_line(crawl(site, tmp_path / "output", *options), 2, says)
    assert site.asked == []


def test_a_span_makes_a_backfill(site: Hostile, tmp_path: Path):
    publish(site, 1)
    done = crawl(site, tmp_path / "output", "-a", "since=2026-03-10", "-a", "until=2026-03-14")
    assert done.returncode == 0, done.stderr
    assert "1 stored; its listings reach back to 2026-03-14 only: " in done.stderr
    assert last_line(tmp_path / "output")["kind"] == "backfill"
    assert [row["run_kind"] for row in rows_of(tmp_path / "output", "articles")] == ["backfill"]


# Output


def test_an_output_dir_that_cannot_be_is_3(site: Hostile, tmp_path: Path):
    (tmp_path / "file").write_text("")
    for place in (f"{tmp_path}/file/output", "/proc/newscrawl"):  # below a file; where not even root may write
        assert_one_line(crawl(site, tmp_path / "output", "-s", f"OUTPUT_DIR={place}"), 3, "OUTPUT_DIR")
    assert site.asked == []


def test_an_output_dir_that_is_read_only_is_3(site: Hostile, tmp_path: Path):
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    (tmp_path / "output").mkdir(mode=0o500)
    assert_one_line(crawl(site, tmp_path / "output"), 3, "OUTPUT_DIR")


@pytest.mark.parametrize("limit", [1_000, 20_000, 110_000])
def test_a_full_disk_is_3_and_leaves_nothing_half_written(site: Hostile, tmp_path: Path, limit: int):
    """The limit holds for each file: 1,000 bytes stop the state, 20,000 the archive, 110,000 a later write."""
    publish(site, 30)
    for number in range(1, 31):  # bytes that gzip cannot make smaller
        noise = f"<!-- {os.urandom(6000).hex()} -->"
        site.answers[f"{HOST}/news/{number}"] = reply(page(number) + noise)
    output = tmp_path / "output"

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = crawl(site, output, "-s", "BATCH_ROWS=5", "--loglevel=ERROR", preexec_fn=narrow)
    assert_one_line(done, 3)
    assert_nothing_half_written(output)
    again = crawl(site, output)
    assert again.returncode == 0, again.stderr
    rows = rows_of(output, "articles")
    assert sorted(row["url"] for row in rows) == sorted(site.url(HOST, f"/news/{n}") for n in range(1, 31))


def test_an_archive_whose_disk_is_not_mounted_is_3_and_goes_on_when_it_is_back(site: Hostile, tmp_path: Path):
    disk, away = tmp_path / "disk", tmp_path / "away"
    options = ("-s", f"ARCHIVE_DIR={disk}")
    publish(site, 2)
    assert crawl(site, tmp_path / "output", *options).returncode == 0
    disk.rename(away)
    publish(site, 3)
    done = crawl(site, tmp_path / "output", *options)
    assert done.returncode == 3, done.stderr
    assert "mount the disk of ARCHIVE_DIR" in done.stderr.splitlines()[-1]
    assert len(rows_of(tmp_path / "output", "articles")) == 2
    assert not list(disk.rglob("*.warc.gz"))
    shutil.rmtree(disk)
    away.rename(disk)
    assert crawl(site, tmp_path / "output", *options).returncode == 0
    assert len(rows_of(tmp_path / "output", "articles")) == 3


def test_an_archive_that_is_taken_away_in_mid_run_is_3_and_no_row_names_its_pages(site: Hostile, tmp_path: Path):
    publish(site, 3)
    output, away = tmp_path / "output", tmp_path / "away"
    honest = site.answers[f"{HOST}/news/3"]

    async def answer_behind_our_back(asked: Asked, out: StreamWriter) -> None:
        if not away.exists():
            (output / "archive").rename(away)
        await honest(asked, out)

    site.answers[f"{HOST}/news/3"] = answer_behind_our_back
    done = crawl(site, output)
    assert done.returncode == 3, done.stderr
    assert "taken away while it was written" in done.stderr.splitlines()[-1]
    assert not list(output.rglob("*.parquet"))
    assert crawl(site, output).returncode == 0
    assert len(rows_of(output, "articles")) == 3


def test_a_source_under_lock_is_75_at_once(site: Hostile, tmp_path: Path):
    output = tmp_path / "output"
    (output / "state").mkdir(parents=True)
    with FileLock(output / "state" / "anba.lock"):
        assert_one_line(crawl(site, output), 75, "another run")
    assert site.asked == []


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + bytes(4000)])
def test_a_damaged_state_is_3_and_is_kept(site: Hostile, tmp_path: Path, content: bytes):
    state = tmp_path / "output" / "state" / "anba.sqlite"
    state.parent.mkdir(parents=True)
    state.write_bytes(content)
    assert_one_line(crawl(site, tmp_path / "output"), 3, "damaged", "status --rebuild anba")
    assert state.read_bytes() == content
    assert site.asked == []


# What the site does


@pytest.mark.parametrize(
    "answer",
    [
        reply("gone", 404),
        reply(os.urandom(3000), Content_Type="application/rss+xml"),
        reply(page(1)),
        reply("<rss version='2.0'><channel></channel></rss>", Content_Type="application/rss+xml"),
    ],
    ids=["404", "garbage", "HTML", "empty"],
)
def test_a_listing_without_entries_is_10(site: Hostile, tmp_path: Path, answer: Any):
    site.answers[f"{HOST}/feed"] = answer
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 10, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("newscrawl: anba: nothing found: ")
    line = last_line(tmp_path / "output")
    assert line["exit_code"] == 10
    assert line["listings"][0]["entries"] in (None, 0)


def test_a_sitemap_of_an_index_that_cannot_be_read_is_told_though_others_brought_articles(
    site: Hostile, tmp_path: Path
):
    publish(site, 2)
    children = [site.url(HOST, f"/s{number}.xml") for number in (1, 2)]
    site.answers[f"{HOST}/index.xml"] = reply(sitemap("sitemap", children))
    site.answers[f"{HOST}/s1.xml"] = reply(sitemap("url", [site.url(HOST, f"/news/{number}") for number in (1, 2)]))
    site.answers[f"{HOST}/s2.xml"] = reply(status=500)
    source_file(site, tmp_path / "sources", f'sitemaps = ["{site.url(HOST, "/index.xml")}"]')
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 10, done.stderr
    assert done.stderr.splitlines()[-1] == f"newscrawl: anba: nothing found: {children[1]}: HTTP 500"
    assert last_line(tmp_path / "output")["accounts"]["stored"] == 2


def test_a_wall_before_the_listing_is_12(site: Hostile, tmp_path: Path):
    site.answers[f"{HOST}/feed"] = reply("<title>Just a moment...</title>", 403, cf_mitigated="challenge")
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 12
    assert "newscrawl: anba: blocked: " in done.stderr
    assert last_line(tmp_path / "output")["walls"]


def test_a_door_that_is_shut_on_the_listing_is_12(site: Hostile, tmp_path: Path):
    site.answers[f"{HOST}/feed"] = reply(status=403)
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 12
    assert done.stderr.splitlines()[-1] == f"newscrawl: anba: blocked: {site.url(HOST, '/feed')}: HTTP 403"


def test_pages_without_text_are_a_redesign_13(site: Hostile, tmp_path: Path):
    publish(site, 12)
    for number in range(1, 13):
        site.answers[f"{HOST}/news/{number}"] = reply("<html lang=ar><body><div id=app></div></body></html>")
    assert crawl(site, tmp_path / "output").returncode == 13
    assert last_line(tmp_path / "output")["accounts"]["rejected"] == 12


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        (500, 10, "nothing found: no page that it asked for became an article: http_error"),
        (404, 10, "nothing found: no page that it asked for became an article: gone 12"),
        (403, 12, "blocked: no page that it asked for became an article: http_error"),
    ],
)
def test_a_run_whose_every_page_fails_is_no_success(
    site: Hostile, tmp_path: Path, status: int, code: int, says: str
):
    publish(site, 12)
    for number in range(1, 13):
        site.answers[f"{HOST}/news/{number}"] = reply(status=status)
    done = crawl(site, tmp_path / "output")
    assert done.returncode == code, done.stderr
    assert f"newscrawl: anba: {says}" in done.stderr


@pytest.mark.parametrize("leads_to", ["http://localhost:8080/x", "http://10.1.2.3/x", "http://[::1/x"])
def test_a_site_that_leads_every_page_to_no_address_is_no_success(site: Hostile, tmp_path: Path, leads_to: str):
    publish(site, 3)
    for number in range(1, 4):
        site.answers[f"{HOST}/news/{number}"] = redirect(leads_to)
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 10, done.stderr
    assert done.stderr.splitlines()[-1].endswith("no page that it asked for became an article: address_refused 3")


@pytest.mark.parametrize("answer", [reply(status=500), raw(b"")], ids=["500", "hangs up"])
def test_what_was_asked_for_has_an_outcome_though_its_host_is_given_up(site: Hostile, tmp_path: Path, answer: Any):
    publish(site, 15)
    for number in range(1, 16):
        site.answers[f"{HOST}/news/{number}"] = answer
    crawl(site, tmp_path / "output", "-s", "CONCURRENT_REQUESTS=1")
    asked = {one.path for one in site.asked if one.host == HOST and one.path.startswith("/news/")}
    outcomes = rows_of(tmp_path / "output", "outcomes")
    assert {one["requested_url"] for one in outcomes} == {site.url(HOST, path) for path in asked}
    assert last_line(tmp_path / "output")["accounts"]["pending"] == 15 - len(asked) > 0


def test_a_page_whose_host_is_given_up_before_its_second_try_says_why_the_first_failed(
    site: Hostile, tmp_path: Path
):
    publish(site, 8)
    for number in range(1, 9):
        site.answers[f"{HOST}/news/{number}"] = raw(head(Content_Length="900") + b"<p>")
    assert crawl(site, tmp_path / "output").returncode == 10
    given_up = [row for row in rows_of(tmp_path / "output", "outcomes") if "given up" in row["detail"]]
    assert given_up
    assert all(row["detail"].startswith("answer cut short") for row in given_up)
    assert {row["reason"] for row in given_up} == {"network_error"}


def test_an_outlet_that_changed_its_addresses_is_10(site: Hostile, tmp_path: Path):
    publish(site, 4)
    source_file(site, tmp_path / "sources", "article_url = '/story/\\d+$'")
    done = crawl(site, tmp_path / "output")
    assert done.returncode == 10
    says = "of 4 entries of its listings none is an article of the source: not_article_url 4"
    assert f"newscrawl: anba: nothing found: {says}" in done.stderr


def test_a_mistake_of_ours_is_1_and_says_which(site: Hostile, tmp_path: Path):
    publish(site, 2)
    steps = json.dumps({"tests.test_command_crawl.Breaks": 50})
    done = crawl(site, tmp_path / "output", "-s", f"ITEM_PIPELINES={steps}")
    assert done.returncode == 1
    assert "KeyError" in done.stderr
    assert "Traceback" not in done.stderr
    assert "a mistake of ours" in last_line(tmp_path / "output")["errors"][0]


# Stopped


def slow_site(site: Hostile, pieces: int = 2) -> None:
    """Three pages come at once, the others in so many pieces more, five a second."""
    publish(site, 30)
    for number in range(4, 31):
        whole = page(number).encode()
        first = head(Content_Length=str(len(whole) + pieces)) + whole
        site.answers[f"{HOST}/news/{number}"] = drip(first, b" ", pause=0.2, most=pieces)


def _hears_hanging_up() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may run them under nohup


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_11_and_what_was_read_is_committed(site: Hostile, tmp_path: Path, number: signal.Signals):
    slow_site(site)
    output = tmp_path / "output"
    process = start(site, output, preexec_fn=_hears_hanging_up)
    wait_for(lambda: site.times(HOST, "/news/4"), process)
    process.send_signal(number)
    done = end(process)
    assert done.returncode == 11, done.stderr
    line = last_line(output)
    assert (line["exit_code"], line["end"]) == (11, "shutdown")
    stored, pending = line["accounts"]["stored"], line["accounts"]["pending"]
    assert 3 <= stored == len(rows_of(output, "articles")) == 30 - pending < 30
    assert_nothing_half_written(output)


def test_a_second_signal_is_11_too_and_waits_for_nothing(site: Hostile, tmp_path: Path):
    publish(site, 8)
    for number in range(4, 9):
        site.answers[f"{HOST}/news/{number}"] = drip(head(Content_Length="99"), b" ", pause=1)
    output = tmp_path / "output"
    process = start(site, output)
    wait_for(lambda: site.times(HOST, "/news/4"), process)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)  # of two alike, one may be lost
    began = time.monotonic()
    done = end(process)
    assert time.monotonic() - began < 30
    assert done.returncode == 11, done.stderr
    assert done.stderr.endswith(" pages are left for the next run\n")
    line = last_line(output)
    assert (line["exit_code"], line["end"]) == (11, "shutdown")
    accounts = line["accounts"]
    assert accounts["stored"] == len(rows_of(output, "articles")) == 8 - accounts["pending"]
    assert_nothing_half_written(output)


def test_the_time_limit_is_14_and_what_was_read_is_committed(site: Hostile, tmp_path: Path):
    slow_site(site, pieces=15)
    done = crawl(site, tmp_path / "output", "-s", "RUN_TIME_LIMIT=5")
    assert done.returncode == 14, done.stderr
    accounts = last_line(tmp_path / "output")["accounts"]
    assert accounts["seen"] == 30
    assert 3 <= accounts["stored"] == len(rows_of(tmp_path / "output", "articles")) == 30 - accounts["pending"] < 30


def test_an_address_that_leads_elsewhere_costs_only_itself(site: Hostile, tmp_path: Path):
    publish(site, 2)
    site.answers[f"{HOST}/news/2"] = redirect("http://elsewhere.example/")
    assert crawl(site, tmp_path / "output").returncode == 0
    assert [row["reason"] for row in rows_of(tmp_path / "output", "outcomes")] == ["offsite"]


def test_a_stop_waits_for_what_is_under_way_and_not_for_the_turns_of_the_others(site: Hostile, tmp_path: Path):
    """Turns are 20 seconds apart here, and up to four wait: whoever stops us would sooner use force."""
    publish(site, 8)
    source_file(site, tmp_path / "sources")
    path = tmp_path / "sources" / "xx" / "anba.toml"
    path.write_text(path.read_text("utf-8").replace("delay = 0.0", "delay = 20.0"), "utf-8")
    site.answers[f"{HOST}/robots.txt"] = reply("", 404)
    process = start(site, tmp_path / "output")
    wait_for(lambda: site.asked, process)
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    done = end(process)
    assert time.monotonic() - began < 15, done.stderr
    assert done.returncode == 11, done.stderr
    line = last_line(tmp_path / "output")
    assert (line["end"], line["listings"], line["accounts"]["rejected"]) == ("shutdown", [], 0)


# Forgotten


def archived(output: Path) -> str:
    files = sorted((output / "archive" / "source=anba").glob("*.warc.gz"))
    return "".join(gzip.decompress(file.read_bytes()).decode("utf-8", "replace") for file in files)


def test_what_was_forgotten_does_not_come_back_with_the_next_listing(site: Hostile, tmp_path: Path):
    output = tmp_path / "output"
    publish(site, 2)
    assert crawl(site, output).returncode == 0
    assert "الخبر رقم 1 " in archived(output)
    env = {"NEWSCRAWL_SOURCES": str(tmp_path / "sources")}
    words = ("forget", site.url(HOST, "/news/1"), "--why", "a court", "-s", f"OUTPUT_DIR={output}")
    assert newscrawl(*words, env=env).returncode == 0
    publish(site, 3)
    done = crawl(site, output)
    assert done.returncode == 0, done.stderr
    assert f"{site.url(HOST, '/feed')}: not archived, since it names what was forgotten" in done.stderr
    assert "الخبر رقم 1 " not in archived(output)
    assert "الخبر رقم 3 " in archived(output)  # its page, and what the listing said of it
    assert sorted(row["url"][-1] for row in rows_of(output, "articles")) == ["2", "3"]
