import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.running import child as child_module
from newscrawl.running.child import ChildLimits
from newscrawl.running.day_log import DayLog
from newscrawl.running.job_slots import JobSlots
from newscrawl.running.pool import Pool
from newscrawl.running.rules import Rules
from newscrawl.running.source_run import SourceRun
from tests.builders import NOW
from tests.test_running_child import CRAWL

PoolOf = Callable[..., Pool]


@pytest.fixture
def pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PoolOf:
    (tmp_path / "crawl.py").write_text(CRAWL)
    monkeypatch.setattr(child_module, "_PROGRAM", (sys.executable, "-S", str(tmp_path / "crawl.py")))

    def make(*names: str, jobs: int = 2, whole: float | None = None, **rules: Any) -> Pool:
        made = Rules(jobs, whole, ChildLimits(30.0, None), [], **rules)
        return Pool([SourceRun(name) for name in names], made, DayLog(tmp_path / "logs", lambda: NOW))

    return make


def codes(runs: list[SourceRun]) -> dict[str, int | None]:
    return {run.source_id: run.code for run in runs}


def test_each_ends_in_its_own_way(pool: PoolOf):
    runs = asyncio.run(pool("good", "killed", "walled", "refused").work())
    assert codes(runs) == {"good": 0, "killed": 1, "walled": 12, "refused": 3}


def test_no_more_than_jobs_at_a_time_in_the_order_given(pool: PoolOf, tmp_path: Path):
    asyncio.run(pool("good", "walled", "refused", jobs=1).work())
    said = [line.split(" ", 2)[1] for line in next((tmp_path / "logs").iterdir()).read_text().splitlines()]
    assert [name for name in said if name != "run"] == ["good", "walled", "refused", "refused"]


def test_nothing_to_do_is_over_at_once(pool: PoolOf):
    assert asyncio.run(pool().work()) == []


def test_what_another_run_has_taken_meanwhile_is_passed_over(pool: PoolOf):
    made = pool("good", "walled", is_still_wanted=lambda run: run.source_id == "good")
    assert codes(asyncio.run(made.work())) == {"good": 0}


def test_a_scheduled_run_begins_no_more_than_there_are_slots(pool: PoolOf, tmp_path: Path):
    other = JobSlots(tmp_path, 2)
    held = [other.take(), other.take()]
    made = pool("good", "walled", take_slot=JobSlots(tmp_path, 2).take)
    assert asyncio.run(made.work()) == []
    for slot in held:
        assert slot is not None
    held[0].release()  # type: ignore[union-attr]
    mine = JobSlots(tmp_path, 2)
    assert codes(asyncio.run(pool("good", "walled", take_slot=mine.take).work())) == {"good": 0, "walled": 12}
    assert mine.take() is not None  # it was given back


def test_the_time_limit_ends_all_and_says_so(pool: PoolOf):
    runs = asyncio.run(pool("polite", "good", jobs=1, whole=2.0).work())
    assert codes(runs) == {"polite": 14, "good": 14}
    assert runs[1].why == "not begun"


async def signalled(pool: Pool, *signals: signal.Signals) -> list[SourceRun]:
    """Sends the signals to this process when the first crawl is at work."""
    work = asyncio.create_task(pool.work())
    while pool.runs[0].state != "crawling":  # noqa: ASYNC110 (it tells nobody)
        await asyncio.sleep(0.01)
    for each in signals:
        os.kill(os.getpid(), each)
        await asyncio.sleep(0.1)
    return await work


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_all_to_end(pool: PoolOf, by: signal.Signals):
    runs = asyncio.run(signalled(pool("polite", "good", jobs=1), by))
    assert codes(runs) == {"polite": 11, "good": 11}
    assert [run.why for run in runs] == ["2 pages are left for the next run", "not begun"]


def test_a_second_signal_ends_those_that_do_not_listen(pool: PoolOf):
    runs = asyncio.run(signalled(pool("deaf"), signal.SIGINT, signal.SIGTERM))
    assert codes(runs) == {"deaf": 11}
    assert runs[0].elapsed < 25


def test_a_mistake_of_ours_leaves_no_process(pool: PoolOf):
    def mistake(run: SourceRun) -> bool:
        if run.source_id == "good":
            raise KeyError("ours")
        return True

    made = pool("deaf", "good", is_still_wanted=mistake)
    with pytest.raises(ExceptionGroup, match="TaskGroup"):
        asyncio.run(made.work())
