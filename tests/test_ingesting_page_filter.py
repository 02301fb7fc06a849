import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from newscrawl.hosts import SourceFinder
from newscrawl.ingesting.page_filter import PageFilter
from newscrawl.ingesting.selection import Selection
from newscrawl.warc.answers import read_answers
from pipelines.layout import Layout
from tests.test_command_line import SOURCE
from tests.test_warc import HTML, HTTP, record

OF_ANBA = "https://anba.example/news/1"


@pytest.fixture
def finder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourceFinder:
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    return SourceFinder(Layout(tmp_path / "output"), any_source=False)


def test_each_answer_is_taken_or_counted_once_by_why_not(finder: SourceFinder):
    records = [
        record(WARC_Target_URI=OF_ANBA),
        record(WARC_Target_URI="https://other.example/1"),
        record(WARC_Target_URI="https://m.elsewhere.example/1"),
        record(WARC_Target_URI=OF_ANBA, WARC_Date="2026-03-13T23:59:59Z"),
        record(WARC_Target_URI=OF_ANBA, WARC_Identified_Payload_Type="image/jpeg"),
        record(HTTP.replace(b"text/html", b"Image/PNG; x=1") + HTML, WARC_Target_URI=OF_ANBA),
        record(HTTP.replace(b"200", b"404") + HTML, WARC_Target_URI=OF_ANBA),
        record(HTTP + b"<p>Nothing</p>", WARC_Target_URI=OF_ANBA),
    ]
    hosts = frozenset({"anba.example", "elsewhere.example"})
    chosen = PageFilter(Selection(frozenset(), hosts, since=date(2026, 3, 14)), finder)
    pages = [a for a in read_answers(io.BytesIO(b"".join(records)), None, chosen) if chosen.wants_page(a)]
    assert len(pages) == chosen.taken == 1
    assert chosen.passed_over == {
        "of other hosts": 1, "of no source": 1, "of other days": 1, "image/jpeg": 1, "image/png": 1, "HTTP 404": 1,
        "no Arabic letters": 1,
    }  # fmt: skip


def test_of_what_is_not_wanted_no_body_is_unpacked(finder: SourceFinder):
    half = HTTP.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + b"\x1f\x8bhalf"
    chosen = PageFilter(Selection(frozenset(), frozenset({"anba.example"})), finder)
    data = record(half) + record(half.replace(b"200", b"500"), WARC_Target_URI="https://anba.example/1")
    set_aside: Counter[str] = Counter()
    assert list(read_answers(io.BytesIO(data), set_aside, chosen)) == []
    assert not set_aside  # unpacking would have failed
