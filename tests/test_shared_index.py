"""The index that all sources share: whatever happens to it, the next run has every stored article in it."""

import contextlib
import json
import logging
import random
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl import dataset
from pipelines.addresses.canonical import article_id
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.shared_index import forget_source, note_same_rows, opened_index
from pipelines.layout import Layout
from pipelines.state.source_state import State
from tests.builders import NOW, SOURCE, outlet
from tests.test_reprocessing import COPY, PAGES, Press, page_of, url

ROOT = Path(__file__).parents[1]

_CRAWL = """
import json, sys
from dataclasses import replace
from pathlib import Path
from tests.builders import outlet
from tests.test_reprocessing import Press, page_of, url
source, begin, end = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
press = Press(Path(sys.argv[1]), outlet(source_id=source, domains=(f"{source}.example",)))
for number in range(begin, end, 3):
    press.runs = number
    press.crawl(*(replace(page_of(each), url=url(each, source)) for each in range(number, number + 3)), batch=1)
    print(json.dumps(number), flush=True)
"""


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


def entries(output: Path) -> dict[str, str]:
    """What the index holds once it is opened: each article and its cluster."""
    with contextlib.closing(opened_index(Layout(output), NOW)) as index:
        return dict(index._db.execute("SELECT article_id, coalesce(cluster_id, article_id) FROM entries"))


def stored(output: Path) -> dict[str, str]:
    rows = dataset.open(output).to_table(columns=["article_id", "cluster_id"]).to_pylist()
    return {row["article_id"]: row["cluster_id"] for row in rows}


def path_of(output: Path) -> Path:
    return output / "state" / "_duplicates.sqlite"


def test_an_index_is_made_from_what_is_stored(tmp_path, press):
    press.with_index = False
    press.crawl(*PAGES, COPY)
    assert not path_of(tmp_path).exists()
    assert entries(tmp_path) == stored(tmp_path)
    assert len(stored(tmp_path)) == 6


def test_an_empty_output_has_an_empty_index(tmp_path):
    assert entries(tmp_path) == {}


@pytest.mark.parametrize("content", [b"", b"garbage" * 5000])
def test_a_damaged_index_is_put_aside_and_made_anew(tmp_path, press, content, caplog):
    press.crawl(*PAGES, COPY)
    path_of(tmp_path).write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert entries(tmp_path) == stored(tmp_path)
    assert "made anew" in caplog.text
    assert path_of(tmp_path).with_name("_duplicates.sqlite.damaged").read_bytes() == content


def test_an_index_that_was_taken_away_is_made_anew(tmp_path, press):
    press.crawl(*PAGES, COPY)
    for path in path_of(tmp_path).parent.glob("_duplicates*"):
        path.unlink()
    assert entries(tmp_path) == stored(tmp_path)


def test_an_index_that_lags_behind_is_brought_up_to_date(tmp_path, press):
    press.crawl(*PAGES[:3])
    before = path_of(tmp_path).read_bytes()
    press.crawl(*PAGES[3:], COPY)
    for path in path_of(tmp_path).parent.glob("_duplicates*"):
        path.unlink()
    path_of(tmp_path).write_bytes(before)  # a backup came back
    assert entries(tmp_path) == stored(tmp_path)


def test_a_source_whose_state_is_damaged_costs_no_other(tmp_path, press, caplog):
    press.crawl(*PAGES)
    other = Press(tmp_path, outlet(source_id="sada", domains=("sada.example",)))
    other.crawl(page_of(50))
    for path in path_of(tmp_path).parent.glob("_duplicates*"):
        path.unlink()
    (tmp_path / "state" / "sada.sqlite").write_bytes(b"garbage" * 1000)
    with caplog.at_level(logging.WARNING):
        found = entries(tmp_path)
    assert len(found) == 5
    assert "sada.sqlite" in caplog.text


def test_an_index_that_lacks_a_damaged_file_takes_no_replacement_for_known(tmp_path, press):
    press.crawl(*PAGES)
    (part, *_) = sorted((tmp_path / "articles").rglob("*.parquet"))
    whole = part.read_bytes()
    for path in path_of(tmp_path).parent.glob("_duplicates*"):
        path.unlink()
    part.write_bytes(whole[: len(whole) // 2])
    replacement = f"{SOURCE}-20260315T110000Z-00aa"
    for content, is_known in ((whole[: len(whole) // 2], False), (whole, True)):
        part.write_bytes(content)
        with contextlib.closing(opened_index(Layout(tmp_path), NOW)) as index:
            note_same_rows(index, replacement)
            assert (index.missing([(replacement, NOW)], NOW) == []) == is_known
    assert entries(tmp_path) == stored(tmp_path)


def test_a_source_that_is_forgotten_comes_back_with_the_next_opening(tmp_path, press):
    press.crawl(*PAGES, COPY)
    forget_source(Layout(tmp_path), "sada")
    forget_source(Layout(tmp_path), SOURCE)
    with contextlib.closing(DuplicateIndex(path_of(tmp_path))) as index:
        assert len(index) == 0
    assert entries(tmp_path) == stored(tmp_path)
    forget_source(Layout(tmp_path / "elsewhere"), SOURCE)
    assert not (tmp_path / "elsewhere").exists()


def test_a_damaged_index_can_be_asked_to_forget(tmp_path, caplog):
    path_of(tmp_path).parent.mkdir()
    path_of(tmp_path).write_bytes(b"garbage" * 1000)
    with caplog.at_level(logging.WARNING):
        forget_source(Layout(tmp_path), SOURCE)
    assert "makes it anew" in caplog.text


def test_forgetting_one_source_leaves_those_whose_names_begin_alike(tmp_path):
    longer = Press(tmp_path, outlet(source_id=f"{SOURCE}_sport", domains=("anba-sport.example",)))
    longer.crawl(*PAGES)
    forget_source(Layout(tmp_path), SOURCE)
    with contextlib.closing(DuplicateIndex(path_of(tmp_path))) as index:
        assert len(index) == 5


def test_reprocessed_rows_are_as_old_as_their_pages(tmp_path, press):
    """Else the window, and the file with it, would fill with all that was ever stored."""
    old = [page_of(number, NOW - timedelta(days=400)) for number in range(1, 4)]
    press.crawl(*old)
    assert len(entries(tmp_path)) == 3  # ingested a moment ago
    press.reprocess()
    assert entries(tmp_path) == {}
    press.crawl(*PAGES)
    assert set(entries(tmp_path)) == {article_id(url(4)), article_id(url(5))}


# Many processes, and kills


def start(output: Path, source: str, begin: int, end: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _CRAWL, str(output), source, str(begin), str(end)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_sources_at_once_agree_on_who_was_first(tmp_path):
    processes = [start(tmp_path, source, 1, 19) for source in ("anba", "sada")]
    for process in processes:
        _, said = process.communicate(timeout=240)
        assert process.returncode == 0, said
    clusters = stored(tmp_path)
    assert len(clusters) == 36
    for number in range(1, 19):
        pair = [clusters[article_id(url(number, source))] for source in ("anba", "sada")]
        assert pair[0] == pair[1] in {article_id(url(number, source)) for source in ("anba", "sada")}
    assert entries(tmp_path) == clusters


def test_kill_while_the_index_is_written(tmp_path):
    chance = random.Random(7)
    begin = 1
    for _ in range(4):
        process = start(tmp_path, "anba", begin, begin + 3000)
        assert process.stdout is not None
        begin = json.loads(process.stdout.readline()) + 300
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        press = Press(tmp_path)
        press.runs = begin + 100_000
        press.crawl(page_of(begin + 200_000))  # the next run
        assert entries(tmp_path) == stored(tmp_path)
        with contextlib.closing(sqlite3.connect(path_of(tmp_path))) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with contextlib.closing(State(Layout(tmp_path).state_file(SOURCE))) as state:
        assert state.batches.prepared() == {}
