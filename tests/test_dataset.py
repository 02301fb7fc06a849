"""Reading while rows are replaced: `open()` never fails or mixes, other readers never read half a file."""

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from newscrawl import dataset
from pipelines.layout import Layout
from pipelines.parts.compacting import compact
from pipelines.schema import ARTICLES, TABLES
from tests.builders import NOW, RUN_ID, SOURCE, article, open_state, open_store, outcome, outlet
from tests.test_reprocessing import PAGES, Press, html, story, url

ROOT = Path(__file__).parents[1]


def store(output: Path, *numbers: int, run_id: str = RUN_ID) -> None:
    with contextlib.closing(open_state(output)) as state:
        desk = open_store(output, state, run_id)
        for number in numbers:
            desk.take(article(url(number), text=f"نص {number}"))
            desk.commit()


def urls(output: Path) -> list[str]:
    found: list[str] = dataset.open(output).to_table(columns=["url"])["url"].to_pylist()
    return sorted(found)


# What it sees


def test_a_table_has_its_columns_and_its_partition_keys(tmp_path):
    store(tmp_path, 1)
    found = dataset.open(tmp_path)
    assert found.schema.names == [*ARTICLES.schema.names, "source", "month"]
    assert found.schema.metadata == ARTICLES.schema.metadata
    (row,) = found.to_table().to_pylist()
    assert (row["source"], row["month"], row["fetched_at"]) == (SOURCE, "2026-03", NOW)
    assert found.count_rows(filter=ds.field("source") == "other") == 0
    assert found.count_rows(filter=ds.field("month") == "2026-03") == 1


def test_every_table_can_be_opened_and_no_other(tmp_path):
    for table in TABLES:
        assert dataset.open(tmp_path, table.name).count_rows() == 0
    assert set(dataset.open_all(str(tmp_path))) == {table.name for table in TABLES}
    with pytest.raises(ValueError, match="articles, revisions, outcomes"):
        dataset.open(tmp_path, "article")


def test_what_is_not_committed_is_not_seen(tmp_path):
    store(tmp_path, 1)
    file = next((tmp_path / "articles").rglob("*.parquet"))
    shutil.copy(file, file.with_name("not-committed.parquet"))
    with contextlib.closing(open_state(tmp_path)) as state:
        waiting = open_store(tmp_path, state, f"{RUN_ID}2")
        waiting.take(article(url(2)))
        assert urls(tmp_path) == [url(1)]
        waiting.commit()
    assert urls(tmp_path) == [url(1), url(2)]


def test_a_copy_without_state_is_read_by_its_files(tmp_path):
    store(tmp_path, 1, 2)
    shutil.rmtree(tmp_path / "state")
    assert urls(tmp_path) == [url(1), url(2)]


def test_a_path_with_odd_letters_is_read(tmp_path):
    output = tmp_path / "نتائج 100% #1?"
    store(output, 1)
    assert urls(output) == [url(1)]


def test_tables_opened_together_are_of_one_moment(tmp_path):
    store(tmp_path, 1)
    tables = dataset.open_all(tmp_path)
    with contextlib.closing(open_state(tmp_path)) as state:
        desk = open_store(tmp_path, state, f"{RUN_ID}2")
        for item in (article(url(1), text="نص آخر"), article(url(2)), outcome(url(3))):
            desk.take(item)
        desk.commit()
        compact(Layout(tmp_path), state, outlet(), f"{RUN_ID}-merged")
    assert [tables[table.name].count_rows() for table in TABLES] == [1, 0, 0]


# Readers that loop while rows are replaced


class Readers:
    """Threads that read until they are told to stop; each notes what it saw and what went wrong."""

    def __init__(self, **reads: Callable[[], list[tuple[str, bool]]]) -> None:
        self._over = threading.Event()
        self.seen: dict[str, list[frozenset[tuple[str, bool]]]] = {name: [] for name in reads}
        self.wrong: dict[str, list[BaseException]] = {name: [] for name in reads}
        self._threads = [threading.Thread(target=self._loop, args=each, daemon=True) for each in reads.items()]
        for thread in self._threads:
            thread.start()

    def _loop(self, name: str, read: Callable[[], list[tuple[str, bool]]]) -> None:
        while not self._over.is_set():
            try:
                rows = read()
                assert len(rows) == len(set(rows))
                self.seen[name].append(frozenset(rows))
            except BaseException as error:  # noqa: BLE001 (all is told)
                self.wrong[name].append(error)

    def end(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=30)
            assert not thread.is_alive()


def _pairs(table: Any) -> list[tuple[str, bool]]:
    return [(row["url"], "تابعونا" in row["text"]) for row in table]


def _read_all(output: Path) -> Readers:
    folder = output / "articles"
    columns = ["url", "text"]
    question = f"SELECT url, text FROM read_parquet('{folder}/**/*.parquet', hive_partitioning=true)"

    def by_open() -> list[tuple[str, bool]]:
        tables = dataset.open_all(output)
        rows = tables["articles"].to_table().to_pylist()
        assert tables["outcomes"].count_rows() == 1
        return _pairs(rows)

    return Readers(
        open=by_open,
        pyarrow=lambda: _pairs(
            ds.dataset(folder, format="parquet", partitioning="hive").to_table(columns=columns).to_pylist()
        ),
        duckdb=lambda: _pairs(duckdb.connect().sql(question).to_arrow_table().to_pylist()),
        polars=lambda: _pairs(pl.scan_parquet(folder, hive_partitioning=True).select(columns).collect().to_dicts()),
    )


_REPLACE = """
import json, sys
from datetime import timedelta
from pathlib import Path
from pipelines.records import ReadingRule
from tests.builders import outlet
from tests.test_dataset import merge
from tests.test_reprocessing import RULE, Press
press = Press(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    press.runs = int(sys.argv[3]) + 10 * number
    print(json.dumps(press.reprocess(outlet(reading=(RULE,)) if number % 2 == 0 else outlet())), flush=True)
    merge(press, press.runs)
"""


def merge(press: Press, number: int) -> None:
    with contextlib.closing(open_state(press.layout.output)) as state:
        compact(
            press.layout,
            state,
            outlet(),
            f"{SOURCE}-{NOW + timedelta(seconds=number):%Y%m%dT%H%M%SZ}-3c4d",
            more_than=0,
        )


def test_four_readers_while_rows_are_replaced_again_and_again(tmp_path):
    press = Press(tmp_path)
    press.crawl(*PAGES, replaced_outcome())
    everything = {url(number) for number in range(1, 6)}
    readers = _read_all(tmp_path)
    rounds = 6
    process = subprocess.run(
        [sys.executable, "-c", _REPLACE, str(tmp_path), str(rounds), "10"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    readers.end()
    assert process.returncode == 0, process.stderr
    changed = [json.loads(line)["text changed"] for line in process.stdout.splitlines()]
    assert changed == [5] * rounds
    assert readers.wrong["open"] == []
    states = set(readers.seen["open"])
    assert {frozenset(address for address, _ in each) for each in states} == {frozenset(everything)}
    assert states == {frozenset((each, promo) for each in everything) for promo in (True, False)}, (
        "all old or all new"
    )
    for name in ("pyarrow", "duckdb", "polars"):
        assert len(readers.seen[name]) > rounds
        assert {frozenset(a for a, _ in each) for each in readers.seen[name]} <= {frozenset(everything)}
        assert [error for error in readers.wrong[name] if not _says_missing(error)] == []


def replaced_outcome() -> Any:
    from tests.test_reprocessing import REFUSED

    return REFUSED


def _says_missing(error: BaseException) -> bool:
    """A file, or a folder, that is there no more: whoever reads again finds the others."""
    words = ("No such file", "No files found", "expanded paths were empty", "Not Found")
    return isinstance(error, FileNotFoundError) or any(each in str(error) for each in words)


def test_kill_while_replacing_leaves_old_rows_or_new(tmp_path):
    """SIGKILL after each of some moments; then one more reprocess runs to its end."""
    press = Press(tmp_path)
    press.crawl(*PAGES)
    command = [sys.executable, "-c", _REPLACE, str(tmp_path)]
    for moment in (0.02, 0.1, 0.25):
        with subprocess.Popen(
            [*command, "40", str(press.runs + 10)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(moment)
            process.send_signal(signal.SIGKILL)
        found = dataset.open(tmp_path).to_table(columns=["url", "text"]).to_pylist()
        assert {row["url"] for row in found} == {url(number) for number in range(1, 6)}
        assert len({"تابعونا" in row["text"] for row in found}) == 1
        press.runs += 1000
        press.reprocess()
        press.check_names()
        assert len(press.rows()) == 5


def test_titles_are_those_of_the_pages(tmp_path):
    """What the loops above read is what was written."""
    press = Press(tmp_path)
    press.crawl(*PAGES)
    assert html("x", *story(1)).count("<p>") == len(story(1))
    assert isinstance(dataset.open(tmp_path).to_table(), pa.Table)
    assert len(press.rows()) == 5
