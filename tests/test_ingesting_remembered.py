import gzip
import io
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newscrawl.ingesting.remembered import FinishedWarcs, Position, Positions
from newscrawl.ingesting.selection import Selection
from newscrawl.warc.input import WarcInput
from pipelines.layout import Layout
from tests.builders import NOW
from tests.test_warc import record

MEMBERS = b"".join(gzip.compress(record()) for _ in range(3))
OURS = Selection(frozenset({"anba.example"}))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "state").mkdir()
    return Layout(tmp_path)


@pytest.fixture
def warc(tmp_path: Path) -> str:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(MEMBERS)
    return str(path)


def when(layout: Layout, name: str, selection: Selection = OURS) -> str | None:
    with closing(WarcInput(name)) as opened:
        return FinishedWarcs(layout).when(opened, selection)


def remember(layout: Layout, name: str, selection: Selection = OURS) -> None:
    with closing(WarcInput(name)) as opened:
        FinishedWarcs(layout).remember(opened, NOW, selection)


def test_a_finished_archive_is_known_under_any_name(layout: Layout, warc: str, tmp_path: Path):
    assert when(layout, warc) is None
    remember(layout, warc)
    assert when(layout, warc) == NOW.isoformat()
    moved = tmp_path / "moved.warc.gz"
    moved.write_bytes(MEMBERS)
    assert when(layout, str(moved)) == NOW.isoformat()


def test_one_that_has_grown_or_changed_is_not_finished(layout: Layout, warc: str):
    remember(layout, warc)
    Path(warc).write_bytes(MEMBERS + gzip.compress(record()))
    assert when(layout, warc) is None
    Path(warc).write_bytes(MEMBERS[::-1])
    assert when(layout, warc) is None


def test_what_was_finished_for_less_is_not_finished_for_more(layout: Layout, warc: str):
    march = Selection(None, since=date(2026, 3, 1), until=date(2026, 3, 31))
    for taken in (OURS, march, Selection(None, frozenset({"b.example"}))):
        remember(layout, warc, taken)
    for more in (
        Selection(None),
        Selection(frozenset({"anba.example", "bayan.example"})),  # a source that is new since then
        Selection(None, since=date(2026, 2, 28), until=date(2026, 3, 31)),
        Selection(None, frozenset({"b.example", "c.example"})),
    ):
        assert when(layout, warc, more) is None
    for less in (
        OURS,
        Selection(frozenset({"m.anba.example"})),
        Selection(None, since=date(2026, 3, 7), until=date(2026, 3, 7)),
        Selection(None, frozenset({"www.b.example"})),
    ):
        assert when(layout, warc, less) is not None


def test_a_torn_line_costs_a_second_reading_only(layout: Layout, warc: str, tmp_path: Path):
    remember(layout, warc)
    path = tmp_path / "state" / "_ingested.jsonl"
    path.write_bytes(path.read_bytes() + b'{"fingerprint": "ab')
    assert when(layout, warc) == NOW.isoformat()
    for torn in (b'{"fing', b"\xff\n", b"[]\n{}\n12\n"):
        path.write_bytes(torn)
        assert when(layout, warc) is None
    remember(layout, warc)
    assert when(layout, warc) == NOW.isoformat()


def test_of_a_stream_without_a_known_end_nothing_is_remembered(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    """Only its head is known: what has grown since would be passed over unseen."""
    for data in (MEMBERS, MEMBERS + MEMBERS):
        stdin: Any = io.TextIOWrapper(io.BytesIO(bytes(70_000) + data))
        monkeypatch.setattr(sys, "stdin", stdin)
        with closing(WarcInput("-")) as opened:
            assert FinishedWarcs(layout).when(opened, OURS) is None
            FinishedWarcs(layout).remember(opened, NOW, OURS)
            Positions(layout).remember(opened, OURS, Position(7, is_ours=False))
            assert Positions(layout).of(opened, OURS) is None


def test_a_position_is_of_one_archive_and_one_selection_until_it_is_forgotten(layout: Layout, warc: str):
    positions, place = Positions(layout), Position(len(MEMBERS) // 3, is_ours=True, damage=("at byte 7: x",))
    with closing(WarcInput(warc)) as opened:
        assert positions.of(opened, OURS) is None
        positions.remember(opened, OURS, Position(1, is_ours=True))
        positions.remember(opened, OURS, place)
        assert positions.of(opened, OURS) == place
        assert positions.of(opened, Selection(None)) is None
        positions.forget(opened, OURS)
        positions.forget(opened, OURS)
        assert positions.of(opened, OURS) is None


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"at": "x"}', b"\xff"])
def test_a_torn_position_costs_a_second_reading_only(layout: Layout, warc: str, torn: bytes):
    positions = Positions(layout)
    with closing(WarcInput(warc)) as opened:
        positions.remember(opened, OURS, Position(1, is_ours=True))
        (path,) = (layout.output / "state" / "_ingesting").iterdir()
        path.write_bytes(torn)
        assert positions.of(opened, OURS) is None
