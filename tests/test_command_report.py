"""`newscrawl report` on the crawled newsroom: the file, its numbers, and how a real browser draws it."""

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import TwoEditions
from tests.newsroom.content import NOW, OUTLETS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def report(output: Path, *options: str, sources: Path | None = None) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "newscrawl", "report", "-s", f"OUTPUT_DIR={output}", "-s", "DISK_FLOOR=0"]
    environment = {**os.environ, "PYTHONUTF8": "1"} | (
        {} if sources is None else {"NEWSCRAWL_SOURCES": str(sources)}
    )
    later = (NOW + timedelta(days=1)).isoformat()
    return subprocess.run(
        [*command, "-s", f"NOW={later}", *options],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def page(two_editions: TwoEditions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("report") / "report.html"
    done = report(two_editions.output, "-o", str(target), sources=two_editions.output / "sources")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{target}\n"
    return target


def plain(page: Path) -> str:
    """The page without styles and scripts, its tags too."""
    text = re.sub(r"<(script|style).*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_its_numbers_are_those_of_the_corpus(page: Path, two_editions: TwoEditions):
    articles, words = two_editions.rows("articles"), plain(page)
    assert f"articles {len(articles)} " in words
    for source in OUTLETS:
        own = [row for row in articles if row["source_id"] == source]
        assert f" {source} {len(own)} 100% " in words  # of its articles, those with a date
    named = {tag["name_ar"] for row in articles for tag in row["leaders"]}
    assert sum(name in words for name in named) >= min(len(named), 12)


def test_it_says_what_was_not_seen_and_why(page: Path):
    words = plain(page)
    assert "What is wrong" in words
    assert re.search(r"fajr 2026-03-\d\d .*?(gap|not run) \w+", words)


def test_arabic_names_are_marked_and_isolated(page: Path):
    assert re.search(r'<bdi lang="ar">[ء-ي ]+</bdi>', page.read_text(encoding="utf-8"))


def test_nothing_in_it_is_fetched_from_elsewhere(page: Path):
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<(link|img|iframe|script)[^>]+(src|href)=", text)


def test_it_is_about_the_sources_and_days_asked_for(tmp_path: Path, two_editions: TwoEditions):
    options = ("-o", str(tmp_path / "r.html"), "--since", "2026-03-13", "fajr")
    done = report(two_editions.output, *options, sources=two_editions.output / "sources")
    assert done.returncode == 0, done.stderr
    words = plain(tmp_path / "r.html")
    assert "fajr" in words
    assert "marsad" not in words
    _, outside, after = words.partition("more articles lie outside these days ( 2026-03-12")
    assert outside  # told once, and counted nowhere
    assert "2026-03-12" not in after.partition(")")[2]


def test_an_empty_folder_has_a_report_that_says_so(tmp_path: Path):
    done = report(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Nothing is stored yet" in plain(tmp_path / "report.html")


def test_a_source_without_rows_and_runs_is_refused(two_editions: TwoEditions):
    done = report(two_editions.output, "nobody")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_place_that_cannot_be_written_ends_with_3(two_editions: TwoEditions, tmp_path: Path):
    done = report(two_editions.output, "-o", str(tmp_path / "nowhere/report.html"))
    assert done.returncode == 3


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_draws_every_chart_and_asks_nobody(page: Path, tmp_path: Path, width: int):
    log, shot = tmp_path / "net.json", tmp_path / "shot.png"
    flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=10000", f"--window-size={width},4000",
    ]  # fmt: skip
    assert CHROMIUM is not None
    dumped = subprocess.run(
        [CHROMIUM, *flags, "--dump-dom", f"--log-net-log={log}", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    charts = re.findall(r'id="(chart-[a-z_]+)" class="plotly-graph-div[^"]*js-plotly-plot', dumped.stdout)
    assert {"chart-volume", "chart-coverage", "chart-leaders", "chart-topics", "chart-outcomes"} <= set(charts)
    assert dumped.stdout.count('class="main-svg"') >= len(charts)
    assert not re.search(
        r'"url":"https?://(?!localhost|127\.)[^"]*(plotly|font|map)', log.read_text(encoding="utf-8")
    )
    subprocess.run(
        [CHROMIUM, *flags, f"--screenshot={shot}", page.as_uri()], capture_output=True, timeout=240, check=True
    )
    assert shot.stat().st_size > 50_000  # a blank page of that size has a few thousand bytes
