import json
import threading
from datetime import date
from pathlib import Path

import pytest

from newscrawl.acknowledged import FILE, Acknowledgement, changing_acknowledged, read_acknowledged
from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.layout import Layout

ENTRY = Acknowledgement(date(2026, 3, 20), "جدار حماية، كتبنا إليهم")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "state").mkdir()
    return Layout(tmp_path)


def test_what_is_written_is_read_and_people_can_read_it_too(layout: Layout):
    assert read_acknowledged(layout.output) == {}
    with changing_acknowledged(layout) as entries:
        entries["anba"] = ENTRY
    assert read_acknowledged(layout.output) == {"anba": ENTRY}
    assert "جدار حماية" in (layout.output / FILE).read_text("utf-8")
    assert [path.name for path in layout.output.iterdir() if path.is_file()] == [FILE]


def test_a_change_that_fails_changes_nothing(layout: Layout):
    with changing_acknowledged(layout) as entries:
        entries["anba"] = ENTRY
    with pytest.raises(KeyError), changing_acknowledged(layout) as entries:
        entries.pop("nobody")
    assert read_acknowledged(layout.output) == {"anba": ENTRY}


def test_changes_at_the_same_time_are_all_kept(layout: Layout):
    def add(name: str) -> None:
        with changing_acknowledged(layout) as entries:
            entries[name] = ENTRY

    threads = [threading.Thread(target=add, args=(f"source{n}",)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(read_acknowledged(layout.output)) == 8


@pytest.mark.parametrize(
    ("code", "day", "is_covered"),
    [
        (ExitCode.BLOCKED, date(2026, 3, 20), True),
        (ExitCode.BLOCKED, date(2026, 3, 21), False),
        (ExitCode.CONFIGURATION, date(2026, 3, 1), True),
        (ExitCode.OUTPUT, date(2026, 3, 1), False),
        (ExitCode.INTERRUPTED, date(2026, 3, 1), False),
        (ExitCode.DONE, date(2026, 3, 1), False),
    ],
)
def test_what_it_covers(code: ExitCode, day: date, is_covered: bool):
    assert ENTRY.covers(code, day) is is_covered


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"anba": "known"}',
        '{"anba": {"until": "2026-03-20"}}',
        '{"anba": {"until": "soon", "why": "x"}}',
        '{"anba": {"until": "20260320", "why": "x"}}',
        '{"anba": {"until": "2026-03-20", "why": " "}}',
        '{"anba": {"until": "2026-03-20", "why": "x", "who": "y"}}',
        "[" * 100_000,
    ],
)
def test_anything_wrong_ends_with_4_and_names_the_file(layout: Layout, content: str):
    (layout.output / FILE).write_text(content)
    with pytest.raises(EndWith) as end:
        read_acknowledged(layout.output)
    assert end.value.code == 4
    assert FILE in str(end.value)


def test_the_file_holds_one_entry_a_source(layout: Layout):
    with changing_acknowledged(layout) as entries:
        entries.update({"sada": ENTRY, "anba": ENTRY})
    content = json.loads((layout.output / FILE).read_text("utf-8"))
    assert list(content) == ["anba", "sada"]
    assert content["anba"] == {"until": "2026-03-20", "why": ENTRY.why}
