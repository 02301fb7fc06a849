import gc
import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newscrawl.exit_codes import EndWith
from newscrawl.warc_answers import read_answers
from newscrawl.warc_input import FinishedWarcs, WarcInput
from pipelines.layout import Layout
from tests.builders import NOW
from tests.hostile import Asked, Hostile, hostile, raw, reply
from tests.test_warc import HTML, record

MEMBERS = b"".join(gzip.compress(record()) for _ in range(3))


@pytest.fixture(scope="module")
def site() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


@pytest.fixture
def warc(tmp_path: Path) -> str:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(MEMBERS)
    return str(path)


def read(name: str) -> list[bytes]:
    with closing(WarcInput(name)) as opened:
        return [found.answer.body for found in read_answers(opened.stream)]


def test_a_path_is_read_to_its_end(warc: str):
    assert read(warc) == [HTML] * 3


def test_standard_input_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MEMBERS)))
    with closing(WarcInput("-")) as opened:
        assert len(list(read_answers(opened.stream))) == 3
        assert opened.broke_off is None


def test_a_url_is_read_in_a_stream(site: Hostile):
    site.answers["127.0.0.1/a.warc.gz"] = reply(MEMBERS)
    assert read(site.url("127.0.0.1", "/a.warc.gz")) == [HTML] * 3


def test_a_download_that_ends_early_is_cut_short_even_at_a_members_border(site: Hostile):
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(MEMBERS)}\r\n\r\n".encode()
    member = MEMBERS[: len(MEMBERS) // 3]
    site.answers["127.0.0.1/early"] = raw(head + member)
    site.answers["127.0.0.1/chunks"] = raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(member), member)
    )
    for path in ("/early", "/chunks"):
        with closing(WarcInput(site.url("127.0.0.1", path))) as opened:
            assert [found.answer.body for found in read_answers(opened.stream)] == [HTML], path
            assert opened.broke_off is not None, path


@pytest.mark.parametrize(
    "name", ["", "no/such/file.warc.gz", "http://127.0.0.1:1/x", "http://", "https://[/x", "\0"]
)
def test_what_cannot_be_opened_is_a_usage_error(name: str):
    with pytest.raises(EndWith) as end:
        WarcInput(name)
    assert end.value.code == 2


def test_a_folder_and_a_missing_page_are_usage_errors(tmp_path: Path, site: Hostile):
    for name in (str(tmp_path), site.url("127.0.0.1", "/missing")):
        with pytest.raises(EndWith, match=r"directory|404") as end:
            WarcInput(name)
        assert end.value.code == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library leaves its socket
def test_an_answer_that_is_no_http_is_a_usage_error(site: Hostile):
    site.answers["127.0.0.1/raw"] = raw(b"SSH-2.0-server\r\n\r\n")
    with pytest.raises(EndWith) as end:
        WarcInput(site.url("127.0.0.1", "/raw"))
    assert end.value.code == 2
    del end
    gc.collect()  # here, or the warning of the library's socket meets another test


def test_a_url_is_asked_for_once(site: Hostile):
    site.answers["127.0.0.1/once"] = reply(MEMBERS)
    read(site.url("127.0.0.1", "/once"))
    assert len(site.times("127.0.0.1", "/once")) == 1
    asked: Asked = site.asked[-1]
    assert asked.path == "/once"


# Which are finished


@pytest.fixture
def finished(tmp_path: Path) -> FinishedWarcs:
    (tmp_path / "state").mkdir()
    return FinishedWarcs(Layout(tmp_path))


def when(finished: FinishedWarcs, name: str, *, any_source: bool = False) -> str | None:
    with closing(WarcInput(name)) as opened:
        return finished.when(opened, any_source=any_source)


def remember(finished: FinishedWarcs, name: str, *, any_source: bool = False) -> None:
    with closing(WarcInput(name)) as opened:
        finished.remember(opened, NOW, any_source=any_source)


def test_a_finished_archive_is_known_under_any_name(finished: FinishedWarcs, warc: str, tmp_path: Path):
    assert when(finished, warc) is None
    remember(finished, warc)
    assert when(finished, warc) == NOW.isoformat()
    moved = tmp_path / "moved.warc.gz"
    moved.write_bytes(MEMBERS)
    assert when(finished, str(moved)) == NOW.isoformat()


def test_one_that_has_grown_or_changed_is_not_finished(finished: FinishedWarcs, warc: str):
    remember(finished, warc)
    Path(warc).write_bytes(MEMBERS + gzip.compress(record()))
    assert when(finished, warc) is None
    Path(warc).write_bytes(MEMBERS[::-1])
    assert when(finished, warc) is None


def test_one_that_was_finished_for_our_sources_is_not_for_all(finished: FinishedWarcs, warc: str):
    remember(finished, warc)
    assert when(finished, warc, any_source=True) is None
    remember(finished, warc, any_source=True)
    assert when(finished, warc, any_source=True) is not None
    assert when(finished, warc) is not None


def test_a_torn_line_costs_a_second_reading_only(finished: FinishedWarcs, warc: str, tmp_path: Path):
    remember(finished, warc)
    path = tmp_path / "state" / "_ingested.jsonl"
    path.write_bytes(path.read_bytes() + b'{"fingerprint": "ab')
    assert when(finished, warc) == NOW.isoformat()
    for torn in (b'{"fing', b"\xff\n", b"[]\n{}\n12\n"):
        path.write_bytes(torn)
        assert when(finished, warc) is None
    remember(finished, warc)
    assert when(finished, warc) == NOW.isoformat()


def test_streams_that_differ_behind_their_head_are_not_taken_for_one(
    finished: FinishedWarcs, monkeypatch: pytest.MonkeyPatch
):
    """Of standard input only the head is known: what has grown since would be passed over unseen."""
    for data, expected in ((MEMBERS, None), (MEMBERS + MEMBERS, None)):
        stdin: Any = io.TextIOWrapper(io.BytesIO(bytes(70_000) + data))
        monkeypatch.setattr(sys, "stdin", stdin)
        with closing(WarcInput("-")) as opened:
            assert finished.when(opened, any_source=False) == expected
            finished.remember(opened, NOW, any_source=False)
