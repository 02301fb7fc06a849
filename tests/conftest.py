"""Fixtures that several test files share."""

import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pyarrow.dataset as ds
import pytest
from filelock import FileLock
from hypothesis import settings
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from tests.desk import Desk
from tests.newsroom.crawling import crawl_all
from tests.newsroom.demo import LATER
from tests.newsroom.newsroom import Newsroom
from tests.newsroom.server import Request
from tests.newsroom.truth import Expected

# Some tests make a crawler in this process; which file ran before must not matter.
if not is_reactor_installed():
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

# What hypothesis draws follows from each test, so that a run that fails says something of the change before it.
# `python -m pytest --hypothesis-profile new` draws anew: that finds what nobody thought of.
settings.register_profile("same", derandomize=True)
settings.register_profile("new")
settings.load_profile("same")

QUICK = ("-s", "AUTOTHROTTLE_ENABLED=False", "-s", "WORKERS=1")  # a second would read the knowledge once more


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are cores: tests of commands wait for processes that start one after another."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # xdist reads it
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


@dataclass(frozen=True)
class TwoEditions:
    """The newsroom crawled into one OUTPUT_DIR: both editions, the second twice; and what was asked each time."""

    output: Path
    truth: tuple[Expected, Expected]
    requests: tuple[list[Request], list[Request], list[Request]]

    def rows(self, table: str) -> list[dict[str, Any]]:
        return rows_of(self.output, table)


def rows_of(output: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, as any reader of the folder sees them."""
    found = ds.dataset(output / table, format="parquet", partitioning="hive").to_table()
    return [dict(row) for row in found.to_pylist()]


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a test kills no machine; it costs half of the time


@pytest.fixture(scope="session")
def two_editions(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> TwoEditions:
    """Nine crawls, made once however many processes run the tests; nobody writes into what they gave."""
    folder = tmp_path_factory.getbasetemp().parent / f"flow-{testrun_uid}"
    made = folder / "made.pickle"
    with FileLock(folder.with_suffix(".lock")):
        if not made.exists():
            found = _crawl_two_editions(folder / "output")
            made.write_bytes(pickle.dumps(found))
    return cast(TwoEditions, pickle.loads(made.read_bytes()))


def _crawl_two_editions(output: Path) -> TwoEditions:
    asked = []
    with Newsroom() as newsroom:
        for edition, after in ((1, timedelta()), (2, LATER), (2, LATER + timedelta(minutes=30))):
            newsroom.edition = edition
            newsroom.clear_requests()
            crawl_all(newsroom, output, *QUICK, now=newsroom.now + after)
            asked.append(newsroom.requests)
        return TwoEditions(output, (newsroom.expected(1), newsroom.expected(2)), (asked[0], asked[1], asked[2]))


@pytest.fixture(params=[False, True], ids=["within one batch", "across commits"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    desk = Desk(tmp_path / "output", commits=request.param)
    yield desk
    desk.state.close()
