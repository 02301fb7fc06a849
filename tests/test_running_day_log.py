import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.running.day_log import DayLog, logging_to
from tests.builders import NOW

DAY = f"{NOW:%Y-%m-%d}"


def day_log(folder: Path) -> DayLog:
    return DayLog(folder, lambda: NOW)


def test_each_line_has_its_time_and_names_its_source(tmp_path: Path):
    log = day_log(tmp_path / "logs")
    log.write("anba", "INFO عاجل: 3 stored\n")
    log.write("sada", "a\udc80b")  # bytes that are no UTF-8 reach us as such
    lines = (tmp_path / "logs" / f"{DAY}.log").read_text("utf-8").splitlines()
    stamp = f"{NOW:%Y-%m-%dT%H:%M:%S%z}"
    assert lines == [f"{stamp} anba INFO عاجل: 3 stored", f"{stamp} sada a\\udc80b"]


def test_overlapping_runs_share_the_file_line_by_line(tmp_path: Path):
    def write(who: str) -> None:
        log = day_log(tmp_path)
        for _ in range(200):
            log.write(who, who * 100)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    lines = (tmp_path / f"{DAY}.log").read_text().splitlines()
    assert len(lines) == 800
    assert all(line.endswith(f" {line[-1]} {line[-1] * 100}") for line in lines)


def test_midnight_begins_a_new_file(tmp_path: Path):
    times = [NOW, NOW, NOW + timedelta(days=1), NOW + timedelta(days=1)]
    log = DayLog(tmp_path, lambda: times.pop(0))
    log.write("anba", "before")
    log.write("anba", "after")
    assert len(list(tmp_path.glob("*.log"))) == 2


def test_logs_older_than_asked_are_removed_and_nothing_else(tmp_path: Path):
    days = {ago: tmp_path / f"{NOW - timedelta(days=ago):%Y-%m-%d}.log" for ago in (0, 30, 31, 400)}
    others = [tmp_path / "notes.log", tmp_path / "2020-01-01.txt", tmp_path / "2020-99-99.log"]
    for path in [*days.values(), *others]:
        path.write_text("x")
    day_log(tmp_path).remove_old(30)
    assert {ago for ago, path in days.items() if path.exists()} == {0, 30}
    assert all(path.exists() for path in others)


def test_a_log_that_cannot_be_written_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "logs").write_text("a file in the way")
    log = day_log(tmp_path / "logs")
    log.write("anba", "one")
    log.write("anba", "two")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "logs" in said


def test_what_is_logged_goes_there_and_only_if_asked_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for is_shown in (False, True):
        with logging_to(day_log(tmp_path), is_shown=is_shown):
            logging.getLogger("newscrawl.running.pool").info("shown: %s", is_shown)
    logging.getLogger("newscrawl.running.pool").info("after")
    said = capsys.readouterr().err
    assert [line.partition(" INFO ")[2] for line in said.splitlines()] == ["shown: True"]
    lines = (tmp_path / f"{DAY}.log").read_text().splitlines()
    assert [line.partition(" run ")[2] for line in lines] == ["INFO shown: False", "INFO shown: True"]
