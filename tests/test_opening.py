import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from scrapy.settings import Settings

from newscrawl.exit_codes import EndWith, ExitCode
from newscrawl.judging.run_lines import write_line
from newscrawl.opening import layout_of, locked, open_state, opened_run
from newscrawl.warc.writing import Answer
from pipelines.layout import Layout
from pipelines.state.source_state import State
from tests.builders import NOW, URL, article, candidate, outlet, rows_of

SETTINGS = {"NOW": NOW.isoformat(), "BATCH_ROWS": 100, "DISK_FLOOR": 0.0}


def settings(output: Path, **more: Any) -> Settings:
    return Settings({**SETTINGS, "OUTPUT_DIR": str(output), **more})


def run_once(output: Path, *urls: str, is_killed: bool = False) -> str:
    conf = settings(output)
    layout = layout_of(conf)
    with opened_run(outlet(), "live", conf, layout) as (run, archive):
        for url in urls:
            run.wish_for(candidate(url))
            archive.write(Answer(url, 200, (), b"x", NOW), candidate(url))
            run.take(article(url))
        run.close()
        if not is_killed:
            write_line(run, layout, ExitCode.DONE, end="finished")
        return run.run_id


def lines(output: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in sorted((output / "runs").iterdir()) for line in path.read_text().splitlines()
    ]


# Where things lie


def test_the_folders_are_made(tmp_path: Path):
    layout = layout_of(settings(tmp_path / "a" / "b", ARCHIVE_DIR=str(tmp_path / "big")))
    assert layout == Layout(tmp_path / "a" / "b", tmp_path / "big")
    assert sorted(path.name for path in layout.output.iterdir()) == ["_staging", "runs", "state"]
    assert (tmp_path / "big").is_dir()
    assert list(layout.staging.iterdir()) == []


def test_a_place_relative_to_where_we_stand_and_home_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert layout_of(settings(Path("here"))).output == tmp_path / "here"
    assert layout_of(settings(Path("~/there"))).output == tmp_path / "home" / "there"


@pytest.mark.parametrize("more", [{}, {"ARCHIVE_DIR": "/proc/newscrawl"}])
def test_a_place_that_cannot_be_written_is_3(tmp_path: Path, more: dict[str, str]):
    (tmp_path / "file").write_text("")
    output = tmp_path / "output" if more else tmp_path / "file" / "output"
    with pytest.raises(EndWith, match="cannot be written") as end:
        layout_of(settings(output, **more))
    assert end.value.code == 3


def test_a_disk_that_is_nearly_full_is_3(tmp_path: Path):
    layout_of(settings(tmp_path, DISK_FLOOR=0.0))
    with pytest.raises(EndWith, match="nearly full") as end:
        layout_of(settings(tmp_path, DISK_FLOOR=1))
    assert end.value.code == 3


# The lock


def test_a_second_run_of_a_source_is_75_and_another_sources_is_not(tmp_path: Path):
    layout = layout_of(settings(tmp_path))
    with FileLock(layout.lock_file("anba")):
        with pytest.raises(EndWith, match="anba: another run") as end, locked(layout, "anba"):
            pass
        assert end.value.code == 75
        with locked(layout, "bayan"):
            pass
    with locked(layout, "anba"):
        pass


def test_what_goes_wrong_under_the_lock_frees_it(tmp_path: Path):
    layout = layout_of(settings(tmp_path))
    with pytest.raises(KeyError), locked(layout, "anba"):
        raise KeyError
    with locked(layout, "anba"):
        pass


# A run and its line


def test_the_line_of_a_run(tmp_path: Path):
    run_id = run_once(tmp_path, URL)
    (line,) = lines(tmp_path)
    assert run_id.startswith("anba-20260314T090000Z-")
    assert (line["run_id"], line["source_id"], line["kind"], line["exit_code"]) == (run_id, "anba", "live", 0)
    assert line["started_at"] == line["ended_at"] == NOW.isoformat()
    assert line["accounts"]["stored"] == line["accounts"]["seen"] == 1
    assert line["end"] == "finished"
    assert (line["timezone"], line["articles"]["count"], line["left"]) == ("UTC", 1, {})
    assert {"newscrawl", "reader", "schema", "scrapy", "python"} <= line["versions"].keys()
    assert {"ITEM_PIPELINES", "LIVE_DAYS", "MAX_PAGES"} <= line["settings"].keys()
    assert not {"CONTACT", "PROXY", "OUTPUT_DIR"} & line["settings"].keys()
    with closing(State(tmp_path / "state" / "anba.sqlite")) as state:
        assert state.runs.recent_lines(9) == [line]
        assert state.domain == "anba.example"


def test_the_next_run_writes_the_line_of_one_that_crashed(tmp_path: Path):
    killed = run_once(tmp_path, URL, is_killed=True)
    assert lines(tmp_path) == []
    later = run_once(tmp_path, f"{URL}2")
    crashed, finished = lines(tmp_path)
    assert (crashed["run_id"], crashed["end"], crashed["exit_code"]) == (killed, "crashed", None)
    assert crashed["accounts"] == {"stored": 1}
    assert (finished["run_id"], finished["end"]) == (later, "finished")
    run_once(tmp_path)
    assert [line["end"] for line in lines(tmp_path)] == ["crashed", "finished", "finished"]


# State


def test_a_state_that_is_gone_is_made_anew_from_the_files(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    run_once(tmp_path, URL, f"{URL}2")
    for path in (tmp_path / "state").glob("anba.sqlite*"):
        path.unlink()
    with closing(open_state(layout_of(settings(tmp_path)), outlet())) as state:
        assert state.article_at(URL) is not None
        assert state.article_at(f"{URL}3") is None
    assert "making it anew" in caplog.text
    run_once(tmp_path, URL)
    assert len(rows_of(tmp_path, "articles")) == 2


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(1000)])
def test_a_damaged_state_is_3_and_is_kept(tmp_path: Path, content: bytes):
    layout = layout_of(settings(tmp_path))
    layout.state_file("anba").write_bytes(content)
    with pytest.raises(EndWith, match="status --rebuild") as end:
        open_state(layout, outlet())
    assert end.value.code == 3
    assert layout.state_file("anba").read_bytes() == content
    with locked(layout, "anba"):  # it is free again
        pass


def test_an_index_of_duplicates_that_the_disk_refuses_is_3_with_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("newscrawl.opening.opened_index", refuse)
    with pytest.raises(EndWith, match=rf"{tmp_path}/state/_duplicates\.sqlite: database or disk is full") as end:
        run_once(tmp_path)
    assert end.value.code == ExitCode.OUTPUT


def test_a_torn_archive_is_cut_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    run_once(tmp_path, URL)
    path = tmp_path / "archive" / "source=anba" / "2026-03-14.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\x1f\x8b\x08torn")
    open_state(layout_of(settings(tmp_path)), outlet()).close()
    assert path.read_bytes() == whole
    assert "anba: after a crash: cut 7 torn bytes" in caplog.text


# A disk that fills up


def test_a_run_that_fills_the_disk_stores_what_was_read_and_says_so_in_its_line(tmp_path: Path):
    conf = settings(tmp_path)
    layout = layout_of(conf)
    with opened_run(outlet(), "live", conf, layout) as (run, _):
        conf.set("DISK_FLOOR", 1.01)
        assert run.take(article(URL)) == "stored"
        run.commit()
        assert run.has_no_room
        assert "nearly full" in (run.stopped_storing or "")
        assert run.take(article(f"{URL}2")) is None
        write_line(run, layout, ExitCode.OUTPUT, end="stopped_storing")
    (line,) = lines(tmp_path)
    assert (line["exit_code"], line["end"], line["accounts"]["pending"]) == (3, "stopped_storing", 0)
    assert [row["url"] for row in rows_of(tmp_path, "articles")] == [URL]
    assert list((tmp_path / "_staging").rglob("*.parquet")) == []


def test_what_makes_room_begins_on_a_full_disk_too(tmp_path: Path):
    assert layout_of(settings(tmp_path, DISK_FLOOR=1), may_be_full=True).output == tmp_path
