import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newscrawl.judging.history import History, began_at, by_source
from tests.builders import NOW


def line(source: str = "anba", at: str = "2026-03-14T09:00:00+00:00", **more: Any) -> str:
    return json.dumps(
        {"run_id": f"{source}-{at}", "source_id": source, "started_at": at, **more}, ensure_ascii=False
    )


def written(output: Path, day: str, *lines: str, end: str = "\n") -> History:
    (output / "runs").mkdir(exist_ok=True)
    (output / "runs" / f"{day}.jsonl").write_text("\n".join(lines) + end, "utf-8")
    return History(output)


def test_lines_come_file_by_file(tmp_path: Path):
    written(tmp_path, "2026-03-15", line(at="2026-03-15T09:00:00+00:00", why="تم"))
    history = written(tmp_path, "2026-03-14", line(), line("bayan"))
    assert [(each["source_id"], each.get("why")) for each in history.lines()] == [
        ("anba", None), ("bayan", None), ("anba", "تم"),
    ]  # fmt: skip
    assert history.torn == {}


def test_a_sources_lines_and_a_periods(tmp_path: Path):
    for day in (13, 14, 15):
        at = f"2026-03-{day}T09:00:00+00:00"
        history = written(tmp_path, f"2026-03-{day}", line(at=at), line("bayan", at, errors=["anba"]))
    assert len(list(history.lines(["anba"]))) == 3
    assert len(list(history.lines(["anba"], since=date(2026, 3, 14)))) == 2
    assert len(list(history.lines(until=date(2026, 3, 13)))) == 2
    assert list(history.lines([])) == []


def test_an_output_without_runs_has_no_lines(tmp_path: Path):
    assert list(History(tmp_path).lines()) == []


@pytest.mark.parametrize(
    "torn",
    ['{"run_id": "anba-1", "source_id', "", "[1]", '{"run_id": "x", "source_id": "anba", "started_at": "soon"}'],
)
def test_a_torn_line_costs_no_other(tmp_path: Path, torn: str):
    history = written(tmp_path, "2026-03-14", line(), torn, line())
    assert len(list(history.lines())) == 2
    assert history.torn == ({"2026-03-14.jsonl": 1} if torn else {})


def test_the_line_behind_a_torn_one_is_found(tmp_path: Path):
    history = written(tmp_path, "2026-03-14", line()[:40] + line("bayan"), line()[:50], end="")
    assert [each["source_id"] for each in history.lines()] == ["bayan"]
    assert history.torn == {"2026-03-14.jsonl": 2}


def test_bytes_that_are_no_text_are_torn(tmp_path: Path):
    written(tmp_path, "2026-03-14")
    (tmp_path / "runs" / "2026-03-14.jsonl").write_bytes(b"\xff\xfe\x00\n" + line().encode() + b"\n")
    history = History(tmp_path)
    assert len(list(history.lines())) == 1
    assert history.torn == {"2026-03-14.jsonl": 1}


def test_by_source_sorts_by_beginning(tmp_path: Path):
    late, early = line(at="2026-03-14T10:00:00+00:00"), line(at="2026-03-14T12:00:00+03:00")
    found = by_source(written(tmp_path, "2026-03-14", late, line("bayan"), early).lines())
    assert next(began_at(each) for each in found["anba"]) == NOW
    assert list(found) == ["anba", "bayan"]


def test_a_folder_that_may_not_be_read_is_not_one_without_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    history = written(tmp_path, "2026-03-14", line())

    def refused(folder: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", folder)

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(PermissionError):
        list(history.lines())
